"""All words and numbers of a finished file, part by part: those escaped, encoded, split or packed as well."""

import base64
import binascii
import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from pipeline.documents.packaging.package import Part
from pipeline.documents.templates.raw_tags import RAW_TAG
from pipeline.guard import inflated
from pipeline.views.readings import Trace, numbers_in, traces_in, words_in

_ZIP, _OLD_OFFICE, _PNG = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n"
_KEPT = 128  # parts whose text is kept: more than all templates have that are not filled
_DEEPEST = 4  # packages inside packages
_TO_THE_NEXT_RUN = re.compile(
    r"t>(?:<(?!/?(?:\w+:)?(?:p|tc|tr|br|cr|tab|si|is|fld)[\s/>])[^<>]*+>)*<(?:\w+:)?t(?:\s[^<>]*+)?>"
)
_RUN, _RUN_ENDS = "<a:t>", "</a:t>"
_END_OF_RUN = re.compile(r"</(?:\w+:)?t>")
_MARKUP = re.compile(r"(?:<[^<>]*>)+")
_BESIDE_MARKUP = re.compile(">([^<]+)")
_ATTRIBUTE = re.compile(r"=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_PLAIN_ATTRIBUTE = re.compile(r'="(\d*+[^"<\d][^"<]*+)"')  # all but whole numbers, which are most
_HIDDEN_TEXT = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|<\?|\?>")
_DECLARATION = re.compile(
    r"""\A<\?xml version=["']1.0["'](?: encoding=["']UTF-8["'])?(?: standalone=["'](?:yes|no)["'])?\?>"""
)
_SPACED = re.compile(r"=\s")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{16,}={0,2}")  # from its first letter on: the search is shorter
_PACKED = re.compile(rb"UEsDB[A-Za-z0-9+/\s]{20,}={0,2}")
_WORDLIKE = re.compile(r"[^\W\d_]{3}")


class Unsearchable(Exception):
    """A part that cannot be read, so that nobody can say what is in it."""


class Text(Struct, frozen=True):
    """What one part says: its words in order and each once, its numbers as digits, and how its template tags begin."""

    words: tuple[str, ...]
    vocabulary: frozenset[str]
    numbers: frozenset[str]
    tags: tuple[str, ...]


def texts_in(content: bytes, within: str = "", depth: int = 0) -> Iterator[tuple[str, Text]]:
    """Each part of a package with its text, packages inside it too, and what stands between the parts.

    Unsearchable, with the name of the part, where one cannot be read.
    """
    if depth > _DEEPEST:
        raise Unsearchable(f"{within} holds packages inside packages")
    try:
        entries, rest = _entries(content)
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError) as error:
        raise Unsearchable(f"{within or 'the file'} is no zip that can be read ({error})") from error
    yield f"{within}(names and gaps)", _text_between(rest)
    hidden: list[tuple[str, bytes]] = []
    for name, method, body in entries:
        part = f"{within}{name}"
        data, text, packed = _read(method, body, part)
        if text is not None:
            yield part, text
        else:
            yield from texts_in(data, f"{part} > ", depth + 1)
        hidden += ((part, one) for one in packed if name.endswith((".xml", ".rels")))
    for part, one in hidden:
        yield from texts_in(one, f"{part} > ", depth + 1)


def traces_of_parts(parts: Iterable[Part]) -> frozenset[Trace]:
    """The words of parts of a template, and each two that stand together; a part that cannot be read adds none."""
    found: set[Trace] = set()
    for part in parts:
        with suppress(zlib.error, UnicodeDecodeError, Unsearchable):
            text = _cached(part.member.method, part.member.body)[1]
            found |= traces_in(text.words) if text else frozenset()
    return frozenset(found)


def _entries(content: bytes) -> tuple[list[tuple[str, int, bytes]], bytes]:
    """The name, the method and the packed bytes of each entry of a zip, and its bytes that belong to no entry.

    Those are names, comments, and whatever was put there; sums, sizes and places of the entries are zero in them.
    """
    bare = bytearray(content)
    entries, bodies = [], []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.start_dir
        for entry in archive.infolist():
            if entry.flag_bits & 1 or entry.compress_type not in (0, 8):
                raise ValueError(f"{entry.filename} is encrypted or compressed in an unusual way")
            name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
            start = entry.header_offset + 30 + name_length + extra_length
            body = content[start : start + entry.compress_size]
            entries.append((entry.filename, entry.compress_type, body))
            bodies.append((start, start + len(body)))
            _zero(bare, entry.header_offset + 14, 12)
            _zero(bare, listed + 16, 12)
            _zero(bare, listed + 42, 4)
            listed += 46 + sum(struct.unpack_from("<HHH", content, listed + 28))
    if content.startswith(b"PK\5\6", listed):
        _zero(bare, listed + 12, 8)
    return entries, _between(bytes(bare), bodies)


def _zero(content: bytearray, at: int, length: int) -> None:
    content[at : at + length] = bytes(length)


def _between(content: bytes, bodies: list[tuple[int, int]]) -> bytes:
    """The bytes between the bodies, given as where each starts and ends."""
    rest, at = [], 0
    for start, end in sorted(bodies):
        rest.append(content[at:start])
        at = max(at, end)
    return b"\n".join((*rest, content[at:]))


def _read(method: int, body: bytes, part: str) -> tuple[bytes, Text | None, tuple[bytes, ...]]:
    """The text of a part, or the bytes of one that is a package itself; and the packages that it holds in base64."""
    try:
        return _cached(method, body)
    except (zlib.error, UnicodeDecodeError, Unsearchable) as error:
        raise Unsearchable(f"{part} cannot be read ({error})") from error


@lru_cache(maxsize=_KEPT)
def _cached(method: int, body: bytes) -> tuple[bytes, Text | None, tuple[bytes, ...]]:
    """As _read; most parts are the same for every account, and are read once."""
    data = inflated(body) if method else body
    if data.startswith(_ZIP):
        return data, None, ()
    if data.startswith(_OLD_OFFICE):
        raise Unsearchable("it is protected or of an old Office")
    markup = _markup(data)
    return b"", (_text_of_bytes(data) if markup is None else _text_of_xml(markup)), _packed_in(data)


def _markup(data: bytes) -> str | None:
    """The characters of a part of XML, or None for one of another kind."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return data.decode(encoding)
    return data.decode("utf-8-sig") if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else None


def _text_of_xml(xml: str) -> Text:
    beside, values = _said_by_runs(_DECLARATION.sub("", xml, count=1))
    labels, prose = _unescaped("\n".join(sorted(values))), _unescaped(beside)
    sentences = "\n".join(line for line in labels.split("\n") if " " in line)
    whole = f"{prose}\n{labels}"
    tags = tuple(whole[match.start() : match.start() + 12] for match in RAW_TAG.finditer(whole))
    return _text("\n".join((whole, *_packed(whole))), numbers_in(prose) | numbers_in(sentences), tags)


def _said_by_runs(xml: str) -> tuple[str, set[str]]:
    """What stands beside the markup, and its attributes.

    Cut at the runs of a slide, for what stands between two of them is the same a hundred times over. No attribute and
    no mark of hidden text goes over such a cut. A run that holds more than text is left to what reads all at once.
    """
    first, *runs = xml.split(_RUN)
    cut = [run.partition(_RUN_ENDS) for run in runs]
    if not cut or any("<" in text or not end for text, end, _ in cut):
        shown = _unhidden(xml)
        return _without_markup(_runs_joined(shown)), _attributes(shown)
    said, found = _said_between(first)
    texts, values = [said], [found]
    for text, _, markup in cut:
        said, found = _said_between(markup)
        texts += (text, said)
        values.append(found)
    return "".join(texts), set().union(*dict.fromkeys(values))


@lru_cache(maxsize=2048)
def _said_between(markup: str) -> tuple[str, frozenset[str]]:
    """What stands beside the markup between two runs, a line's end at least if it parts them; and its attributes."""
    shown = _unhidden(markup)
    return _MARKUP.sub("\n", _runs_joined(f"{_RUN_ENDS}{shown}{_RUN}")), frozenset(_attributes(shown))


def _unhidden(xml: str) -> str:
    return _HIDDEN_TEXT.sub(" ", xml) if "<!" in xml or "<?" in xml else xml


def _runs_joined(xml: str) -> str:
    """The XML without what stands between two runs of a paragraph; the search leaps from one "t>" to the next."""
    kept, at = [], 0
    for match in _TO_THE_NEXT_RUN.finditer(xml):
        start = xml.rfind("<", at, match.start())
        if start >= 0 and _END_OF_RUN.match(xml, start):
            kept.append(xml[at:start])
            at = match.end()
    return "".join((*kept, xml[at:]))


def _without_markup(xml: str) -> str:
    """The text of XML, a line for each stretch without a tag in it."""
    if xml.count("<") != xml.count(">"):  # which the text itself may hold
        return _MARKUP.sub("\n", xml)
    return "\n".join(_BESIDE_MARKUP.findall(f">{xml}"))


def _attributes(xml: str) -> set[str]:
    """The values of all attributes that may hold a word."""
    if "='" in xml or _SPACED.search(xml):
        values = {one or other for one, other in _ATTRIBUTE.findall(xml)}
    else:
        values = set(_PLAIN_ATTRIBUTE.findall(xml))
    return {value for value in values if _WORDLIKE.search(value)}


def _unescaped(text: str) -> str:
    """A text without the escapes of XML and of Office."""
    text = html.unescape(text) if "&" in text else text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _packed(text: str) -> Iterator[str]:
    """What stands in a text in the way of addresses or in base64."""
    if _PERCENT.search(text):
        yield unquote(text)
    yield from _decoded(text)


def _decoded(text: str) -> Iterator[str]:
    """The texts that stand in a text in base64."""
    for found in _BASE64.findall(text):
        yield from _read_base64(found)


@lru_cache(maxsize=1024)
def _read_base64(found: str) -> tuple[str, ...]:
    """What a word may say in base64; most that look like it are names of kinds, the same in every file."""
    raw = _from_base64(found)
    return tuple(_readings(raw)) if raw else ()


def _from_base64(found: str) -> bytes:
    found = found.rstrip("=")
    try:
        return base64.b64decode(found[: len(found) - (len(found) % 4 == 1)] + "=" * (-len(found) % 4))
    except binascii.Error:
        return b""


@lru_cache(maxsize=256)
def _text_between(rest: bytes) -> Text:
    """The text of what stands between the entries of a zip; those of most charts' workbooks are the same."""
    return _text_of_bytes(rest)


def _text_of_bytes(data: bytes) -> Text:
    """The text in bytes that are no XML, such as those of a picture, read as one- and as two-byte letters."""
    texts = [*_readings(data)]
    texts += [html.unescape(text) for text in texts if "&#" in text]
    texts += _decoded(data.decode("latin-1"))
    if data.startswith(_PNG):
        texts += [text for packed in _png_texts(data) for text in _readings(packed)]
    return _text("\n".join(texts), set(), ())


def _readings(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if b"\0" in data:
        for start in (0, 1):
            yield data[start:].decode("utf-16-le", "replace")
            yield data[start:].decode("utf-16-be", "replace")


def _png_texts(data: bytes) -> Iterator[bytes]:
    """The texts that a PNG holds deflated."""
    at = len(_PNG)
    while at + 8 <= len(data):
        (length,), kind = struct.unpack_from(">I", data, at), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + length]
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for start in range(len(chunk)):
                if chunk[start : start + 1] == b"\x78":
                    try:
                        yield zlib.decompress(chunk[start:])
                    except zlib.error:
                        continue
        at += length + 12


def _packed_in(data: bytes) -> tuple[bytes, ...]:
    """The packages that bytes hold in base64."""
    found = _PACKED.findall(data) if b"UEsDB" in data else ()
    return tuple(_from_base64(re.sub(r"\s", "", one.decode())) for one in found)


def _text(text: str, numbers: set[str], tags: tuple[str, ...]) -> Text:
    words = tuple(words_in(text))
    return Text(words, frozenset(words), frozenset(numbers), tags)
