"""A part in the pieces between its texts: most of them stand in every file, and each is looked at once."""

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial

from msgspec import Struct

from pipeline.documents.soundness.facts import Name, Rules
from pipeline.documents.soundness.markup import broken, is_plain
from pipeline.documents.soundness.relations import ids_in
from pipeline.documents.templates.raw_tags import RAW_TAG

_KEPT, _LONGEST = 4096, 1 << 15  # pieces of one kind of parts, and bytes of a piece: a few megabytes
_DECLARATION = re.compile(rb'\A<\?xml version="1\.0"(?: encoding="UTF-8")?(?: standalone="(?:yes|no)")?\?>')
_TOKEN = re.compile(r"([^<]*)(<(/?)([^\s<>/]+)[^<>]*>)")
_BESIDE = frozenset(("p:txBody", "a:txBody"))  # what comes right before these is asked for


class Said(Struct, frozen=True):
    """The text of a part that its rules are asked of, and each thing and each relationship that it refers to."""

    text: str
    uses: frozenset[Name]
    ids: tuple[Name, ...]


class _Piece(Struct, frozen=True, eq=False):
    """What is left of a piece without the elements that no rule asks for, and what all of it refers to."""

    rest: bytes
    uses: frozenset[Name]
    ids: tuple[Name, ...]


def said(text: str, rules: Rules) -> Said:
    """All that a text of well-formed, plain XML says."""
    return Said(text, frozenset(rules.uses(text)), tuple(ids_in(text)))


def said_shortly(data: bytes, rules: Rules) -> Said | None:
    """The same of a part, its text without what no rule asks for; None if it has to be read as a whole.

    That tells also what is wrong with it. Here each piece was well-formed between the elements that it closes and those
    that it opens, and what is left out was so by itself: the part is well-formed if what is left of it is.
    """
    if not rules.end:
        return None
    first, *others = data.split(rules.end)
    cut = [piece.rpartition(b">") for piece in (_DECLARATION.sub(b"", first, count=1), *others)]
    known = list(map(_pieces(rules), [markup for markup, _, _ in cut]))
    pieces = [one for one in known if one]
    if len(pieces) < len(known):
        return None
    short = rules.end.join([one.rest + text for one, (_, _, text) in zip(pieces, cut, strict=True)])
    if broken(short):
        return None
    each = dict.fromkeys(pieces)
    ids = dict.fromkeys(name for one in each for name in one.ids)
    return Said(short.decode("latin-1"), frozenset[Name]().union(*(one.uses for one in each)), tuple(ids))


@cache
def _pieces(rules: Rules) -> Callable[[bytes], _Piece | None]:
    return lru_cache(maxsize=_KEPT)(partial(_piece, rules))


def _piece(rules: Rules, markup: bytes) -> _Piece | None:
    """What is to be known of a piece, given without its last ">"; None if it cannot be looked at by itself."""
    piece = f"{markup.decode('latin-1')}>"
    if len(piece) > _LONGEST or not is_plain(piece) or "<mc:Fallback" in piece:
        return None
    closed, rest, opened = _parted(piece, rules.asked)
    before, after = (f"<{name}>" for name in reversed(closed)), (f"</{name}>" for name in reversed(opened))
    if broken("".join(("<all>", *before, piece, *after, "</all>")).encode("latin-1")):
        return None
    kept = piece if RAW_TAG.search(piece) else rest
    return _Piece(kept.encode("latin-1"), frozenset(rules.uses(piece)), tuple(ids_in(piece)))


def _parted(piece: str, asked: frozenset[str]) -> tuple[list[str], str, list[str]]:
    """The names of the elements that a piece closes; what is left of it; and the names of those that it opens.

    What goes are elements that are not asked for and hold nothing that stays, and the attributes of others.
    """
    closed: list[str] = []
    opened: list[str] = []
    kept: list[str] = []
    gone = False  # whether something that stood right here went
    for text, tag, end, name in _TOKEN.findall(piece):
        empty = tag.endswith("/>")
        if end:
            opened.pop() if opened else closed.append(name)
        elif not empty:
            opened.append(name)
        kept += (text,) if text else ()
        if name not in asked and (empty or (end and kept and kept[-1] == f"<{name}>")):
            del kept[len(kept) - bool(end) :]
            gone = True
            continue
        if gone and name in _BESIDE:
            kept.append("<gone/>")
        kept.append(tag if name in asked else f"<{end}{name}>")
        gone = False
    return closed, "".join(kept), opened
