"""XML as the lint reads it: checked by expat, then one plain text in which each namespace has its usual prefix."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from pipeline.documents.packaging.xml_text import double_quoted, escape
from pipeline.documents.soundness.facts import Fault

_SCHEMAS = "http://schemas.openxmlformats.org/"
USUAL = {
    f"{_SCHEMAS}wordprocessingml/2006/main": "w",
    f"{_SCHEMAS}presentationml/2006/main": "p",
    f"{_SCHEMAS}drawingml/2006/main": "a",
    f"{_SCHEMAS}drawingml/2006/chart": "c",
    f"{_SCHEMAS}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_SCHEMAS}officeDocument/2006/relationships": "r",
    f"{_SCHEMAS}spreadsheetml/2006/main": "",
    f"{_SCHEMAS}markup-compatibility/2006": "mc",
    f"{_SCHEMAS}package/2006/relationships": "",
    f"{_SCHEMAS}package/2006/content-types": "",
}
_NEAR = 40  # characters of text that are told before a fault
_UTF8_MARK = "\xef\xbb\xbf"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_FALLBACK = re.compile(r"<mc:Fallback\b.*?</mc:Fallback>", re.DOTALL)
_FORBIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
_MARKUP = re.compile(r"<[^<>]*>")
# An attribute with single quotes, or with space around its "="; a "=" of the text seldom has a quote beside it.
_LOOSE = re.compile(r"=(?:'|[ \t\r\n]+[\"']|(?<=[ \t\r\n]=)\")")
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')


class _Doctype(Exception):
    """The XML begins with a document type."""


def broken(data: bytes) -> Fault | None:
    """Why these bytes are no XML that Office reads, or None."""
    if not data:
        return Fault("part-empty", "it has no content", "a part holds at least one element")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except _Doctype:
        return Fault("xml-document-type", "it has a document type (<!DOCTYPE>)", "no part has one")
    except expat.ExpatError as error:
        forbidden = _FORBIDDEN.search(data.decode("utf-8", "replace"))
        if forbidden:
            return Fault("forbidden-character", f"it holds the character {forbidden[0]!r}", "only what XML 1.0 allows")
        return Fault("xml-broken", f"it is no well-formed XML ({error})", "well-formed XML")
    return None


def _refuse(*_: object) -> None:
    raise _Doctype


def plain_xml(data: bytes) -> str:
    """Well-formed XML with usual prefixes and double quotes, without declaration, comments and CDATA.

    Each byte of its UTF-8 is one letter: that is read in a fraction of the time, and markup is ASCII; `legible` gives
    the text itself.
    """
    text = without_declaration(data)
    return text if is_plain(text) else _rewritten(data)


def without_declaration(data: bytes) -> str:
    """The text of XML, a letter for each byte, without what stands before its first element in most files."""
    text = data.decode("latin-1")
    return _DECLARATION.sub("", text.removeprefix(_UTF8_MARK), count=1)


def legible(text: str) -> str:
    """The text of XML that has a letter for each byte."""
    return text if text.isascii() else text.encode("latin-1", "replace").decode("utf-8", "replace")


def without_fallbacks(text: str) -> str:
    """The text without what only programs older than its other choice read, which says everything twice."""
    return _FALLBACK.sub("", text) if "<mc:Fallback" in text else text


def near(text: str, at: int) -> str:
    """The last words before a place in a text of XML."""
    before = _MARKUP.sub("\n", text[max(0, at - 4000) : at])
    words = next((line.strip() for line in reversed(before.split("\n")) if line.strip() and "<" not in line), "")
    return legible(words)[-_NEAR:]


def is_plain(text: str) -> bool:
    """Whether each namespace has its usual prefix, each attribute double quotes, and all markup is tags."""
    if _follows(text, "!", "<") or _follows(text, "?", "<") or text.count("<") != text.count(">"):
        return False
    if any(_stands_in_a_tag(text, match.start()) for match in _LOOSE.finditer(text)):
        return False
    return all(_is_usual(declared) for declared in set(attribute_starts(text, "xmlns")))


def _follows(text: str, rare: str, common: str) -> bool:
    """Whether a rare letter stands after a common one; a search for the two would halt at each common one."""
    at = text.find(rare)
    while at >= 0:
        if at and text[at - 1] == common:
            return True
        at = text.find(rare, at + 1)
    return False


def _stands_in_a_tag(text: str, at: int) -> bool:
    return text.rfind("<", 0, at) > text.rfind(">", 0, at)


def _is_usual(declared: str) -> bool:
    """Whether a namespace, as it is declared (':w="http://..."'), has its usual prefix."""
    prefix, _, address = declared.partition('="')
    return USUAL.get(address, prefix.removeprefix(":")) == prefix.removeprefix(":")


def _rewritten(data: bytes) -> str:
    """The XML written anew with the usual prefixes; other namespaces get the prefix "other"."""
    pieces: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = parser.ordered_attributes = True

    def start(name: str, attributes: list[str]) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        written = "".join(f" {_prefixed(key)}={double_quoted(value)}" for key, value in pairs)
        pieces.append(f"<{_prefixed(name)}{written}>")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: pieces.append(f"</{_prefixed(name)}>")
    parser.CharacterDataHandler = lambda text: pieces.append(escape(text))
    parser.Parse(data, True)
    written = re.sub(r"<([\w:.-]+)([^<>]*)></\1>", r"<\1\2/>", "".join(pieces))
    return written.encode().decode("latin-1")


def _prefixed(name: str) -> str:
    address, _, local = name.rpartition(" ")
    prefix = USUAL.get(address, "other") if address else ""
    return f"{prefix}:{local}" if prefix else local


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag as it stands in a plain text."""
    return dict(_ATTRIBUTE.findall(tag))


def attribute_starts(text: str, name: str) -> Iterator[str]:
    """What follows each attribute whose name begins so, up to the end of its value and without the quote there."""
    return (piece[: piece.index('"', piece.index('"') + 1)] for piece in text.split(f" {name}")[1:] if '"' in piece)


def heads(text: str, name: str) -> list[str]:
    """The attributes of each opening tag of this name that has some, as they stand in a plain text.

    Cutting the text is many times quicker than a search for a pattern, and the texts are long.
    """
    return [piece[: piece.index(">")] for piece in text.split(f"<{name} ")[1:]]


def value(head: str, name: str) -> str:
    """The value of one attribute in the attributes of a tag, or ""."""
    _, found, rest = f" {head}".partition(f' {name}="')
    return rest[: rest.index('"')] if found else ""


def count_of(text: str, name: str) -> int:
    """How many elements of this name there are."""
    return text.count(f"<{name}>") + text.count(f"<{name} ") + text.count(f"<{name}/>")
