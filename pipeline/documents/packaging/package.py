"""An Office file as parts and relationships: read from a zip, pruned, and written again byte for byte the same."""

import datetime
import posixpath
import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from pipeline.documents.packaging.xml_text import escape, quoteattr
from pipeline.guard import Member, members_of, xml_of

XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships/"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"

_DIAGRAM, _DIAGRAM_PICTURE = "diagramData", "diagramDrawing"  # only the first is named where the diagram stands
# What a part may lead to without naming it in its text; everything else that its text does not name is left out.
_UNNAMED = frozenset(
    (
        *("endnotes", "fontTable", "footnotes", "numbering", "settings", "styles", "stylesWithEffects", "webSettings"),
        *("notesMaster", "presProps", "slideLayout", "slideMaster", "tableStyles", "viewProps"),
        *("theme", "themeOverride", _DIAGRAM_PICTURE),
    )
)
_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_CORE = ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
_APP = ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
_FURTHER = {
    **{key: f"cp:{key}" for key in ("category", "contentStatus", "keywords")},
    **{key: f"dc:{key}" for key in ("description", "subject")},
}
_PACKED = (".xlsx", ".png", ".jpg", ".jpeg", ".gif")  # deflating them again gains nothing
_USUAL_ID = "rId"
_FIRST_DAY = 33  # 1 January 1980, the first date that a zip can hold
_UTF8_NAME = 0x800
_SMALL = 1 << 13  # bytes
_LEVEL = 6  # zlib's default: higher levels take longer and save little


class Relation(Struct, frozen=True):
    """A relationship of a part: `target` is the name of a part, or an address where it is `external`."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: "image", "slideLayout"."""
        return self.type.rpartition("/")[2]


class Part(Struct, frozen=True):
    """One part of a package with its relationships."""

    content_type: str
    member: Member
    relations: tuple[Relation, ...] = ()


def read_package(blob: bytes) -> dict[str, Part]:
    """All parts by name ("ppt/slides/slide1.xml"); the package's own relationships are those of the part "".

    ValueError, with a sentence that says why, if this is not an Office file; Unfit if it may not be opened.
    """
    try:
        members = _read_members(blob)
        types = _content_types(members.pop(_CONTENT_TYPES).data)
        return {
            name: Part(_type_of(name, types), member, _relations(name, members))
            for name, member in [("", Member(0, 0, 0, b"")), *members.items()]
            if not name.endswith(".rels")
        }
    except KeyError as error:
        raise ValueError(f"the part {error} is missing, so this is not an Office file") from error
    except ElementTree.ParseError as error:
        raise ValueError(f"this is not an Office file, or it is damaged ({error})") from error


def packed(name: str, data: bytes) -> Member:
    """The member for these bytes: deflated, unless the name says that they are compressed already."""
    if name.endswith(_PACKED):
        return Member(0, zlib.crc32(data), len(data), data)
    # A small part is as small with half the window, which is ready in half the time.
    body = zlib.compress(data, _LEVEL, -15 if len(data) > _SMALL else -14)
    return Member(8, zlib.crc32(data), len(data), body)


def used_relations(xml: str, relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """The relationships that the text of a part names, and those that Office finds by their type alone."""
    given = tuple(relations)
    if all(one.kind in _UNNAMED and one.kind != _DIAGRAM_PICTURE for one in given):
        return given  # as of most slides, which need not be searched
    named = _ids_in(xml)
    used = tuple(
        one
        for one in given
        if one.kind in _UNNAMED or (one.id in named if one.id.startswith(_USUAL_ID) else f'"{one.id}"' in xml)
    )
    if any(one.kind == _DIAGRAM for one in used):
        return used
    return tuple(one for one in used if one.kind != _DIAGRAM_PICTURE)


def _ids_in(xml: str) -> set[str]:
    """All that stands in quotes and begins as ids usually do, found in one go through a text that may be long."""
    found = set()
    at = xml.find(f'"{_USUAL_ID}')
    while at >= 0:
        end = xml.find('"', at + 1)
        found.add(xml[at + 1 : end])
        at = xml.find(f'"{_USUAL_ID}', end) if end >= 0 else -1
    return found


def reachable(parts: Mapping[str, Part], start: str) -> set[str]:
    """The names of the parts that the relationships lead to from `start`, itself among them."""
    found = {start}
    waiting = [start]
    while waiting:
        for relation in parts[waiting.pop()].relations:
            if not relation.external and relation.target not in found:
                found.add(relation.target)
                waiting.append(relation.target)
    return found


def write_package(main: str, parts: Mapping[str, Part], properties: Mapping[str, Any]) -> bytes:
    """The file with the parts that `main` leads to, content types, relationships and properties written new.

    `properties` has "title", "author", "language" and "date", which is the date of creation and of change; it may have
    "category", "contentStatus", "description", "keywords" and "subject".
    """
    kept = {name: parts[name] for name in sorted(reachable(parts, main))}
    root = (
        Relation("rId1", RELATIONSHIP + "officeDocument", main),
        Relation("rId2", PACKAGE_RELATIONSHIP + "metadata/core-properties", _CORE[0]),
        Relation("rId3", RELATIONSHIP + "extended-properties", _APP[0]),
    )
    types = ((_CORE[0], _CORE[1]), (_APP[0], _APP[1]), *((name, part.content_type) for name, part in kept.items()))
    members = [
        (_CONTENT_TYPES, _content_types_member(types)),
        ("_rels/.rels", _relations_member("", root)),
        (_CORE[0], packed(_CORE[0], _core_xml(properties).encode())),
        (_APP[0], _app_member()),
    ]
    for name, part in kept.items():
        members.append((name, part.member))
        if part.relations:
            members.append((_relations_name(name), _relations_member(name, part.relations)))
    return zipped(members)


def _read_members(blob: bytes) -> dict[str, Member]:
    members = members_of(blob)
    xml_of(members)  # raises where a part is damaged, or may not be read
    return members


def _content_types(xml: bytes) -> dict[str, str]:
    """Content types by part name ("/ppt/presentation.xml") or by extension ("xml")."""
    types: dict[str, str] = {}
    for element in ElementTree.fromstring(xml):
        types[element.get("PartName") or element.get("Extension", "").lower()] = element.get("ContentType", "")
    return types


def _type_of(name: str, types: Mapping[str, str]) -> str:
    return types.get(f"/{name}") or types.get(_extension(name), "")


def _relations(name: str, members: Mapping[str, Member]) -> tuple[Relation, ...]:
    member = members.get(_relations_name(name))
    if member is None:
        return ()
    relations = []
    for element in ElementTree.fromstring(member.data):
        target, external = element.get("Target", ""), element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).lstrip("/")
        if external or target in members:  # Office, too, passes over a relationship to a part that is not there
            relations.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external))
    return tuple(relations)


def _relations_name(name: str) -> str:
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def _extension(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].lower()


@lru_cache(maxsize=4096)
def _relations_member(name: str, relations: tuple[Relation, ...]) -> Member:
    folder = posixpath.dirname(name)
    lines = [_relationship_xml(one, folder) for one in relations]
    opening = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return packed(".rels", f"{XML_DECLARATION}{opening}{''.join(lines)}</Relationships>".encode())


def _from_folder(folder: str, target: str) -> str:
    """The name of a part as it is written from the folder of another one."""
    steps = folder.split("/") if folder else []
    goal = target.split("/")
    shared = 0
    while shared < min(len(steps), len(goal)) and steps[shared] == goal[shared]:
        shared += 1
    return "/".join([".."] * (len(steps) - shared) + goal[shared:]) or "."


def _relationship_xml(relation: Relation, folder: str) -> str:
    target = relation.target if relation.external else _from_folder(folder, relation.target)
    mode = ' TargetMode="External"' if relation.external else ""
    return (
        f"<Relationship Id={quoteattr(relation.id)} Type={quoteattr(relation.type)} Target={quoteattr(target)}{mode}/>"
    )


@lru_cache(maxsize=256)
def _content_types_member(types: tuple[tuple[str, str], ...]) -> Member:
    """Defaults for relationships and for what has one content type per extension, overrides for XML parts."""
    by_extension: dict[str, set[str]] = {}
    for name, content_type in types:
        by_extension.setdefault(_extension(name), set()).add(content_type)
    defaults = {"rels": _RELATIONSHIPS_TYPE, "xml": "application/xml"}
    for extension, found in by_extension.items():
        if len(found) == 1:
            defaults.setdefault(extension, next(iter(found)))
    lines = [
        f"<Default Extension={quoteattr(key)} ContentType={quoteattr(defaults[key])}/>" for key in sorted(defaults)
    ]
    lines += [
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(content_type)}/>"
        for name, content_type in sorted(types)
        if defaults.get(_extension(name)) != content_type
    ]
    opening = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    return packed(_CONTENT_TYPES, f"{XML_DECLARATION}{opening}{''.join(lines)}</Types>".encode())


def _core_xml(properties: Mapping[str, Any]) -> str:
    day: datetime.date = properties["date"]
    further = "".join(
        f"<{name}>{_plain(properties[key])}</{name}>" for key, name in _FURTHER.items() if properties.get(key)
    )
    moment = f'xsi:type="dcterms:W3CDTF">{day:%Y-%m-%d}T00:00:00Z'
    return (
        f"{XML_DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_plain(properties['title'])}</dc:title><dc:creator>{_plain(properties['author'])}</dc:creator>"
        f"<dc:language>{_plain(properties['language'])}</dc:language>{further}"
        f"<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )


@lru_cache(maxsize=1)
def _app_member() -> Member:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    xml = f'{XML_DECLARATION}<Properties xmlns="{namespace}"><Application>Keyplan</Application></Properties>'
    return packed(_APP[0], xml.encode())


def _plain(value: object) -> str:
    """Text for a property: one line, escaped, without characters that XML cannot hold."""
    text = "".join(letter for letter in str(value or "") if letter.isprintable() or letter.isspace())
    return escape(" ".join(text.split()))


def zipped(members: Iterable[tuple[str, Member]], attributes: int = 0) -> bytes:
    """A zip of the members in this order, each with these attributes, with no date, no comment, no extra field."""
    pieces: list[bytes] = []
    central: list[bytes] = []
    at = 0
    for name, member in members:
        raw = name.encode()
        flags = 0 if raw.isascii() else _UTF8_NAME
        fields = struct.pack(
            "<HHHHHIIIH", 20, flags, member.method, 0, _FIRST_DAY, member.crc, len(member.body), member.size, len(raw)
        )
        pieces += (b"PK\3\4", fields, b"\0\0", raw, member.body)
        central.append(b"PK\1\2\x14\0" + fields + b"\0" * 8 + struct.pack("<II", attributes, at) + raw)
        at += 30 + len(raw) + len(member.body)
    directory = b"".join(central)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(central), len(central), len(directory), at, 0)
    return b"".join((*pieces, directory, end))
