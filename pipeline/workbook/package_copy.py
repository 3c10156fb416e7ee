"""A workbook's package, part by part: what is changed or added is written anew, all else goes over as it is."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from pipeline.guard import folded, members_of
from pipeline.workbook.markup import Markup

CONTENT_TYPES = "[Content_Types].xml"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "xl/workbook.xml"
_NO_RELATIONS = f'<Relationships xmlns="{_PACKAGE_RELATIONS}"/>'.encode()


class Relation(Struct, frozen=True):
    """What a part is related to: the id, the kind ("worksheet") and the name of the other part."""

    id: str
    kind: str
    part: str


class PackageCopy:
    """The parts of a package by name; names are matched as Office does, without regard to case."""

    def __init__(self, path: Path) -> None:
        self._parts: dict[str, bytes] = {}
        content = path.read_bytes()
        for name, member in members_of(content).items():
            self._parts[folded(name)] = member.data
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._entries = {folded(entry.filename): entry for entry in archive.infolist() if not entry.is_dir()}
        self.main = next((related.part for related in self.relations("") if related.kind == "officeDocument"), _MAIN)

    @property
    def relations_namespace(self) -> str:
        """The namespace of relationships, which differs between the two kinds of Office Open XML."""
        strict = _STRICT_RELATIONS.encode() in self.part(_relations_of(""))
        return _STRICT_RELATIONS if strict else _RELATIONS

    def holds(self, name: str) -> bool:
        """Is there a part called `name`?"""
        return folded(name) in self._parts

    def part(self, name: str) -> bytes:
        """The content of a part. Raises KeyError if there is none."""
        return self._parts[folded(name)]

    def put(self, name: str, content: bytes) -> None:
        """Give a part its new content; a part that is new stands at the end of the file."""
        self._parts[folded(name)] = content
        if folded(name) not in self._entries:
            self._entries[folded(name)] = zipfile.ZipInfo(name, self._entries[folded(self.main)].date_time)

    def add(self, folder: str, stem: str, ending: str, content: bytes, content_type: str) -> str:
        """A new part under a name that is free, with its content type; returns the name."""
        name, number = f"{folder}/{stem}.{ending}", 1
        while self.holds(name):
            number += 1
            name = f"{folder}/{stem}{number}.{ending}"
        self.put(name, content)
        types = Markup(self.part(CONTENT_TYPES))
        types.root.last.append(types.element("Override", {"PartName": f"/{name}", "ContentType": content_type}))
        self.put(CONTENT_TYPES, types.content())
        return name

    def remove(self, owner: str, kind: str) -> None:
        """Take away the part of that kind which `owner` is related to, with its relationship and its content type."""
        for related in self.relations(owner):
            if related.kind == kind:
                self._parts.pop(folded(related.part), None)
                self._entries.pop(folded(related.part), None)
                self._drop(_relations_of(owner), "Id", related.id)
                self._drop(CONTENT_TYPES, "PartName", f"/{related.part}")

    def relations(self, owner: str) -> Iterator[Relation]:
        """What the part `owner` is related to inside the package; "" is the package itself."""
        if not self.holds(_relations_of(owner)):
            return
        folder = posixpath.dirname(owner)
        for related in Markup(self.part(_relations_of(owner))).root.named("Relationship"):
            if related.get("TargetMode") != "External":
                target = posixpath.join("/", folder, related.get("Target").replace("\\", "/"))
                kind = related.get("Type").rpartition("/")[2]
                yield Relation(related.get("Id"), kind, posixpath.normpath(target).lstrip("/"))

    def related(self, owner: str, kind: str) -> str:
        """The name of the first part of that kind which `owner` is related to, or ""."""
        return next((r.part for r in self.relations(owner) if r.kind == kind and self.holds(r.part)), "")

    def relate(self, owner: str, kind: str, part: str) -> str:
        """A new relationship from `owner` to `part`; returns its id."""
        name = _relations_of(owner)
        rels = Markup(self.part(name) if self.holds(name) else _NO_RELATIONS)
        taken = {related.get("Id") for related in rels.root.children}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        attributes = {"Id": f"rId{number}", "Type": f"{self.relations_namespace}/{kind}", "Target": f"/{part}"}
        rels.root.last.append(rels.element("Relationship", attributes))
        self.put(name, rels.content())
        return f"rId{number}"

    def content(self) -> bytes:
        """The package as a file: its parts in the order they had, new ones last."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name, entry in self._entries.items():
                part = zipfile.ZipInfo(entry.filename, entry.date_time)
                part.compress_type = zipfile.ZIP_DEFLATED
                part.create_system = 3
                part.external_attr = 0o600 << 16
                made.writestr(part, self._parts[name])
        return out.getvalue()

    def _drop(self, name: str, attribute: str, value: str) -> None:
        """Take the elements with that value of that attribute out of a part of the package's own."""
        markup = Markup(self.part(name))
        for child in markup.root.children:
            if child.get(attribute).lower() == value.lower():
                child.replaced = ""
        self.put(name, markup.content())


def relation_attributes(namespace: str, relation: str) -> dict[str, str]:
    """The attributes by which a new element names a relationship, whatever prefix its part uses."""
    return {"xmlns:r": namespace, "r:id": relation}


def relation_of(attributes: dict[str, str]) -> str:
    """The relationship id among an element's attributes, whatever its prefix, or ""."""
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


def _relations_of(owner: str) -> str:
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{name}.rels")
