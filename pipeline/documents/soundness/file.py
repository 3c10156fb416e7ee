"""A finished Office file held against what Office needs to open it: its zip, its parts, what leads where."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from xml.etree import ElementTree

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.soundness import charts, sheets, slides, word
from pipeline.documents.soundness.facts import Facts, Fault, Rules, made_twice, unresolved
from pipeline.documents.soundness.markup import broken, legible, plain_xml
from pipeline.documents.soundness.pieces import Said, said, said_shortly
from pipeline.documents.soundness.relations import CONTENT_TYPES, RELS, Read, Relation, owner_of, relation_faults
from pipeline.documents.templates.raw_tags import RAW_TAG

TAG_LEFT = "tag-left"

_MARKUP = re.compile(r"<[^<>]*>")
_BEGINS_A_TAG = re.compile(r"\{(?:[{%#]|</)")
_TAG = 6  # letters of a tag that are told and held against what was typed
_DEEPEST = 4  # packages inside packages
_LARGEST = 1 << 26  # bytes
_CELLS = "spreadsheetml."
_OTHER = Rules(lambda _: Facts())
_RULES = (  # by what the content type holds
    ("drawingml.chart+xml", Rules(charts.chart_facts)),
    ("spreadsheetml.worksheet+xml", Rules(sheets.sheet_facts)),
    ("spreadsheetml.sheet.main+xml", Rules(sheets.workbook_facts)),
    ("spreadsheetml.styles+xml", Rules(sheets.styles_facts)),
    ("spreadsheetml.sharedStrings+xml", Rules(sheets.strings_facts)),
    ("spreadsheetml.table+xml", Rules(sheets.table_facts)),
    ("wordprocessingml.", word.RULES),
    ("presentationml.", slides.RULES),
)
_JPEG, _TIFF = (b"\xff\xd8\xff",), (b"II*\0", b"MM\0*")
_BYTES = {  # how the bytes of a picture begin
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "emf": (b"\x01\0\0\0",),
    "wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\0\t\0", b"\x02\0\t\0"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "tif": _TIFF,
    "tiff": _TIFF,
}
_ILLEGAL_IN_PART_NAME = re.compile(r"(?:^|/)(?:\.*)(?:/|$)|[\\\x00-\x1f]|\.$")


class _Entry(Struct, frozen=True):
    """One entry of a zip as it stands there."""

    name: str
    method: int
    crc: int
    size: int
    body: bytes


def faults_in(name: str, content: bytes, typed: str = "") -> tuple[Fault, ...]:
    """Everything in a finished Word, PowerPoint or Excel file that Office would repair or refuse; none if it is sound.

    The ending of `name` says which it is to be; workbooks inside it are looked at as well. Tags of a template that
    stand in `typed` were typed by somebody, and are text.
    """
    try:
        found = dict.fromkeys(_faults(posixpath.splitext(name)[1].lower(), content, 0))
        return tuple(fault for fault in found if fault.rule != TAG_LEFT or fault.near not in typed)
    # Whatever goes wrong in here, nobody knows whether such a file opens, so it does not pass.
    except Exception as error:
        return (Fault("unreadable", f"it cannot be looked at ({type(error).__name__}: {error})", "a file of Office"),)


def _faults(suffix: str, content: bytes, depth: int) -> Iterator[Fault]:
    try:
        entries = list(_entries(content))
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError) as error:
        yield Fault("zip-broken", f"it is no zip that can be read ({error})", "a file of Office")
        return
    yield from _names(tuple(entry.name for entry in entries))
    parts = {entry.name: entry for entry in entries if not entry.name.endswith("/")}
    if CONTENT_TYPES not in parts:
        yield Fault("content-types", "it has no list of content types", CONTENT_TYPES)
        return
    types, faults = _content_types(parts[CONTENT_TYPES], tuple(parts))
    yield from faults
    read = {name: _part(one, types.get(name, "")) for name, one in parts.items()}
    for name, one in read.items():
        yield from (replace(fault, part=name, found=legible(fault.found)) for fault in one.facts.faults)
    yield from _between(tuple(read.items()), tuple(types.items()), suffix, depth)
    yield from _tables(parts, _relations(read), types)
    for name, entry in parts.items():
        if name.lower().endswith(".xlsx") and depth < _DEEPEST:
            for fault in _cached_faults(".xlsx", _data(entry), depth + 1):
                yield replace(fault, part=f"{name} > {fault.part}" if fault.part else name)
        elif depth and not read[name].facts.faults:
            yield from (replace(fault, part=name) for fault in read[name].facts.embedded)


@lru_cache(maxsize=64)
def _between(
    named: tuple[tuple[str, Read], ...], typed: tuple[tuple[str, str], ...], suffix: str, depth: int
) -> tuple[Fault, ...]:
    """What is wrong between parts; those of charts' workbooks say the same again and again, and are looked at once."""
    read = dict(named)
    facts = [(name, one.facts) for name, one in sorted(read.items())]
    between = relation_faults(read, _relations(read), dict(typed), suffix, depth)
    return (*between, *unresolved(facts), *made_twice(facts))


def _relations(read: Mapping[str, Read]) -> dict[str, tuple[Relation, ...]]:
    return {owner_of(name): one.relations for name, one in read.items() if name.endswith(RELS)}


@lru_cache(maxsize=64)
def _cached_faults(suffix: str, content: bytes, depth: int) -> tuple[Fault, ...]:
    return tuple(_faults(suffix, content, depth))


def _entries(content: bytes) -> Iterator[_Entry]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.flag_bits & 1 or entry.compress_type not in (0, 8):
                raise ValueError(f"{entry.filename} is encrypted or compressed in an unusual way")
            name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
            start = entry.header_offset + 30 + name_length + extra_length
            body = content[start : start + entry.compress_size]
            yield _Entry(entry.filename, entry.compress_type, entry.CRC, entry.file_size, body)


def _data(entry: _Entry) -> bytes:
    """The bytes of an entry; with room for as many as it says, which saves moving them, unless it says too much."""
    return zlib.decompress(entry.body, -15, min(entry.size, _LARGEST) + 1) if entry.method else entry.body


def _text(entry: _Entry) -> str:
    return legible(plain_xml(_data(entry)))


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> tuple[Fault, ...]:
    faults = []
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            found = "it is there twice, or in capitals and small letters"
            faults.append(Fault("part-twice", found, "each name once", name))
        seen.add(name.casefold())
        if _ILLEGAL_IN_PART_NAME.search(name.removesuffix("/")):
            faults.append(Fault("part-name", f"a part is called {name!r}", "folders and a name, parted by /", name))
    return tuple(faults)


@lru_cache(maxsize=64)
def _content_types(listed: _Entry, parts: tuple[str, ...]) -> tuple[Mapping[str, str], tuple[Fault, ...]]:
    """The content type of each part, and what is wrong with the list of them."""
    try:
        root = ElementTree.fromstring(_data(listed))
    except (ElementTree.ParseError, zlib.error):
        return {}, ()  # which is told of the part itself
    endings: dict[str, str] = {}
    own: dict[str, str] = {}
    faults = []
    by_case = {name.casefold(): name for name in parts}
    for element in root:
        content_type, written = element.get("ContentType", ""), element.get("PartName", "").removeprefix("/")
        if not written:
            endings[element.get("Extension", "").lower()] = content_type
            continue
        if written in own:
            faults.append(Fault("content-type-twice", f"{written} has two content types", "one", CONTENT_TYPES))
        if written.casefold() not in by_case:
            faults.append(
                Fault("content-type-of-nothing", f"it names {written}", "a part that is there", CONTENT_TYPES)
            )
        own[by_case.get(written.casefold(), written)] = content_type
    types = {name: own.get(name) or endings.get(name.rpartition(".")[2].lower(), "") for name in parts}
    for name in parts:
        if name != CONTENT_TYPES and not types[name]:
            faults.append(Fault("content-type-missing", "it has no content type", f"{CONTENT_TYPES} gives one", name))
    return types, tuple(faults)


@lru_cache(maxsize=512)
def _part(entry: _Entry, content_type: str) -> Read:
    """What is to be known of one part by itself; most are the same for every account, and are looked at once."""
    try:
        data = _data(entry)
    except zlib.error as error:
        return Read(Facts((Fault("zip-broken", f"it cannot be unpacked ({error})", "whole bytes"),)))
    if zlib.crc32(data) != entry.crc or len(data) != entry.size:
        return Read(Facts((Fault("zip-broken", "its bytes are not those it was packed from", "whole bytes"),)))
    if not (entry.name.endswith((".xml", RELS)) or content_type.endswith("xml")):
        return Read(Facts(tuple(_bytes(entry.name, data))))
    rules = _rules(content_type)
    short = said_shortly(data, rules)
    if short and not (facts := _facts(short, content_type)).faults:
        return Read(facts)
    fault = broken(data)
    if fault:
        return Read(Facts((fault,)))
    if entry.name.endswith(RELS):
        return Read(Facts(), tuple(_relations_of(entry.name, data)))
    text = plain_xml(data)
    return Read(_facts(said(legible(text) if _CELLS in content_type else text, rules), content_type))


def _facts(one: Said, content_type: str) -> Facts:
    found = _rules(content_type).facts(one.text)
    faults = found.faults if _CELLS in content_type else (*found.faults, *_tags_left(one.text))
    return replace(found, faults=faults, uses=found.uses | one.uses, ids=one.ids)


def _tags_left(text: str) -> Iterator[Fault]:
    """Tags of the template that were not filled, also those that stand in two runs."""
    if not _BEGINS_A_TAG.search(text):
        return
    shown = unescape(legible(_MARKUP.sub("", text))), legible(text)
    for written in dict.fromkeys(one[match.start() :][:_TAG] for one in shown for match in RAW_TAG.finditer(one)):
        yield Fault(
            TAG_LEFT, f"it holds {written!r}, a tag that was not filled", "the words of the account", near=written
        )


def _rules(content_type: str) -> Rules:
    return next((rules for kind, rules in _RULES if kind in content_type), _OTHER)


def _bytes(name: str, data: bytes) -> Iterator[Fault]:
    ending = name.rpartition(".")[2].lower()
    if not data:
        yield Fault("part-empty", "it has no content", "a part holds something")
    elif not data.startswith(_BYTES.get(ending, b"")):
        yield Fault("image-bytes", f"its bytes are not those of a .{ending} picture", f"those of a .{ending}")


def _relations_of(name: str, data: bytes) -> Iterator[Relation]:
    folder = posixpath.dirname(owner_of(name))
    for element in ElementTree.fromstring(data):
        external, target = element.get("TargetMode") == "External", element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target.partition("#")[0])).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        yield Relation(element.get("Id", ""), kind, target, external)


def _tables(
    parts: Mapping[str, _Entry], relations: Mapping[str, tuple[Relation, ...]], types: Mapping[str, str]
) -> Iterator[Fault]:
    """Tables of a workbook whose headings are not those of its sheet."""
    led = [(owner, one.target) for owner, given in relations.items() for one in given if one.kind == "table"]
    named = {name for name, kind in types.items() if kind.endswith("sharedStrings+xml")} if led else set()
    strings = "".join(_text(parts[name]) for name in named)
    for owner, target in led:
        if target in parts and owner in parts:
            sheet, table = (_text(parts[name]) for name in (owner, target))
            yield from (replace(fault, part=owner) for fault in sheets.headers_faults(sheet, table, strings))
