"""What a Word document would keep of paragraphs that vanished: their notes, half bookmarks, links into nothing."""

import re
from collections.abc import Iterator, Mapping
from itertools import count

NOTES = ("footnote", "endnote")

NoteIds = Mapping[str, Mapping[str, list[str]]]  # kind -> id in the template -> ids in the document

# Each begins with what `_each` looks for first.
_REFERENCE = re.compile(r'(<w:(footnote|endnote)Reference\b[^>]*?\bw:id=")(-?\d+)(")')
_NOTE = re.compile(r'(<w:(footnote|endnote)\b[^>]*?\bw:id=")(-?\d+)("[^>]*>.*?</w:\2>)', re.DOTALL)
_SEPARATOR = re.compile(r'<w:\w+ [^>]*?\bw:type="(?!normal")')
_BOOKMARK = re.compile(r'<w:bookmark(Start|End)\b[^>]*?\bw:id="([^"]*)"[^>]*/>')
_NAME = re.compile(r'\bw:name="([^"]*)"')
_LINK = re.compile(r"<w:hyperlink\b([^>]*)>(.*?)</w:hyperlink>", re.DOTALL)
_ANCHOR = re.compile(r'\bw:anchor="([^"]*)"')
_MARK_OF_FIELD = re.compile(r"<w:instrText[^>]*>\s*(?:PAGEREF|REF|NOTEREF)\s+(\w+)")
_FIELD_TO_MARK = re.compile(
    r"<w:r>(?:(?!</w:r>).)*<w:fldChar [^>]*begin[^>]*/?>(?:(?!fldCharType=|</w:p>).)*?"
    r"<w:instrText[^>]*>\s*(?:PAGEREF|REF|NOTEREF)\s+(\w+)[^<]*</w:instrText></w:r>"
    r'<w:r>(?:(?!</w:r>).)*<w:fldChar [^>]*"separate"[^>]*/?>(?:(?!</w:r>).)*</w:r>'
    r"((?:(?!fldCharType=|</w:p>).)*?)"
    r'<w:r>(?:(?!</w:r>|<w:t[ >]).)*<w:fldChar [^>]*"end"[^>]*/?>(?:(?!</w:r>).)*</w:r>',
    re.DOTALL,
)
_ALWAYS_THERE = "_top"


def numbered_references(xml: str) -> tuple[str, NoteIds]:
    """The text with an id of its own for each reference to a note, and the ids that each note is to have."""
    ids: dict[str, dict[str, list[str]]] = {kind: {} for kind in NOTES}
    if "noteReference" not in xml:
        return xml, ids
    free = count(max((int(one[3]) for one in _REFERENCE.finditer(xml)), default=0) + 1)

    def numbered(match: re.Match[str]) -> str:
        given = ids[match[2]].setdefault(match[3], [])
        given.append(str(next(free)) if given else match[3])
        return f"{match[1]}{given[-1]}{match[4]}"

    return _REFERENCE.sub(numbered, xml), ids


def notes_referred_to(xml: str, ids: NoteIds) -> str:
    """The text of a part of notes with those that the document refers to, once for each reference, and separators."""

    def kept(match: re.Match[str]) -> str:
        if _SEPARATOR.match(match[0]):
            return match[0]
        return "".join(f"{match[1]}{one}{match[4]}" for one in ids[match[2]].get(match[3], ()))

    return _NOTE.sub(kept, xml)


def whole_bookmarks(xml: str) -> tuple[str, frozenset[str]]:
    """The text without bookmarks of which only the start or only the end is left, and the names of the others."""
    found = list(_each(_BOOKMARK, "<w:bookmark", xml))
    starts, ends = ({match[2] for match in found if match[1] == side} for side in ("Start", "End"))
    named = (_NAME.search(match[0]) for match in found if match[1] == "Start" and match[2] in ends)
    names = frozenset(match[1] for match in named if match)
    half = starts ^ ends
    return (_BOOKMARK.sub(lambda match: "" if match[2] in half else match[0], xml) if half else xml), names


def live_links(xml: str, names: frozenset[str]) -> str:
    """The text with links and fields only to bookmarks that are there; the words of the others stay."""

    def kept(match: re.Match[str]) -> str:
        anchor = _ANCHOR.search(match[1])
        dead = anchor and "r:id=" not in match[1] and anchor[1] != _ALWAYS_THERE and anchor[1] not in names
        return match[2] if dead else match[0]

    def worked_out(match: re.Match[str]) -> str:
        return match[0] if match[1] in names else match[2]

    if any(match[1] not in names for match in _each(_MARK_OF_FIELD, "<w:instrText", xml)):
        xml = _FIELD_TO_MARK.sub(worked_out, xml)
    if any(match[1] not in names for match in _each(_ANCHOR, "w:anchor=", xml)):
        xml = _LINK.sub(kept, xml)
    return xml


def _each(pattern: re.Pattern[str], start: str, xml: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern, all of which begin with `start`; in a long text that is found many times quicker."""
    at = xml.find(start)
    while at >= 0:
        match = pattern.match(xml, at)
        if match:
            yield match
        at = xml.find(start, match.end() if match else at + 1)
