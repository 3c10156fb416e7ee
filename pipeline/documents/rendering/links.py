"""Links whose address holds a tag: made while a document is rendered, to the web and to mail boxes and nowhere else."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct, field

from pipeline.documents.compiling.draft import Draft
from pipeline.documents.packaging.package import RELATIONSHIP, Relation
from pipeline.documents.templates.dialect import plain_text
from pipeline.documents.templates.grammars import tag
from pipeline.documents.templates.tags import ANY_TAG, Tag, read_tag
from pipeline.documents.templates.template import Place

_LINKS = tuple(tag(name) for name in ("w:hyperlink", "a:hlinkClick", "a:hlinkHover", "a:hlinkMouseOver"))
_ENCODED = re.compile(r"%7B%7B.*?%7D%7D|%7B%25.*?%25%7D", re.IGNORECASE)
_PREFIXES = ("", "http://", "https://", "http:///", "file:///")  # what Office puts before an address that is a tag
_SCHEMES = ("http", "https", "mailto")
_UNUSUAL = re.compile(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]")
_KEPT = "@"  # in a value that is part of an address; all else but letters, digits and _.-~ is encoded

_DEAD = "rIdNoLink"
_DEAD_WORDS = re.compile(rf'<w:hyperlink\b[^>]*"{_DEAD}"[^>]*>(.*?)</w:hyperlink>', re.DOTALL)
_DEAD_SHAPE = re.compile(rf'<a:hlink\w+\b[^>]*"{_DEAD}"[^>]*?(?:/>|>.*?</a:hlink\w+>)', re.DOTALL)
_LINK_STYLE = re.compile(r'<w:rStyle w:val="Hyperlink"/>')


class Links(Struct):
    """The links that one part gets while it is rendered, by address."""

    relations: dict[str, Relation] = field(default_factory=dict)
    dead: bool = False  # whether there is one without an address

    def link_of(self, pieces: Sequence[object]) -> str:
        """The id of the link to the address that text and values, in turn, make up; a dead one where it is none."""
        target = address(pieces)
        if not target:
            self.dead = True
            return _DEAD
        known = self.relations.setdefault(
            target, Relation(f"rIdLink{len(self.relations) + 1}", RELATIONSHIP + "hyperlink", target, external=True)
        )
        return known.id


def bind_links(draft: Draft, relations: Sequence[Relation]) -> None:
    """Turn the address of each link that holds a tag into tags that make the link."""
    targets = {one.id: _decoded(one.target) for one in relations if one.external and one.kind == "hyperlink"}
    bound: Mapping[str, str] = {key: target for key, target in targets.items() if ANY_TAG.search(target)}
    for link in draft.root.iter(*_LINKS):
        target = bound.get(link.get(tag("r:id"), ""))
        if target is not None:
            pieces = _pieces(draft, target, f"{draft.where(link)}, address of the link".lstrip(", "))
            making = Tag(f"link_of(({', '.join(pieces)}))", Place(draft.where(link), target), own=True)
            link.set(tag("r:id"), draft.token(making) if pieces else _DEAD)


def address(pieces: Sequence[object]) -> str:
    """The address that text and values, in turn, make up, values in the middle encoded; "" if it may not be kept."""
    texts = [plain_text(piece).strip() for piece in pieces]
    if len(texts) == 3 and texts[0] in _PREFIXES and not texts[2]:
        target = texts[1]
    elif not all(texts[1::2]):
        return ""
    else:
        target = "".join(text if at % 2 == 0 else quote(text, _KEPT) for at, text in enumerate(texts))
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    leads_somewhere = parts.path if parts.scheme == "mailto" else parts.netloc
    return target if parts.scheme in _SCHEMES and leads_somewhere and not _UNUSUAL.search(target) else ""


def without_dead_links(xml: str) -> str:
    """A rendered part whose links without an address are text."""
    xml = _DEAD_WORDS.sub(lambda match: _LINK_STYLE.sub("", match[1]), xml)
    return _DEAD_SHAPE.sub("", xml)


def _decoded(target: str) -> str:
    return _ENCODED.sub(lambda match: unquote(match[0]), target)


def _pieces(draft: Draft, target: str, where: str) -> list[str]:
    """The address as literals and expressions in turn; none, with a finding, if a tag of it cannot be used."""
    pieces, at = [], 0
    for match in ANY_TAG.finditer(target):
        one = read_tag(match[0], where, draft.findings)
        if one is None:
            return []
        if one.keyword:
            draft.findings.add(
                "tag-not-rendered",
                one.place,
                f"{one.place.tag} stands in the address of a link, which holds values only.",
                "Write {{ value }}, or put the condition around the whole link.",
            )
            return []
        pieces += [repr(target[at : match.start()]), f"({one.body})"]
        at = match.end()
    return [*pieces, repr(target[at:])]
