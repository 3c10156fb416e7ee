"""The rules for what leads from one part of an Office file to another."""

import posixpath
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from pipeline.documents.soundness.facts import Facts, Fault, Name

CONTENT_TYPES, RELS = "[Content_Types].xml", ".rels"

_MAIN_TYPES = {
    ".docx": "wordprocessingml.document.main+xml",
    ".pptx": "presentationml.presentation.main+xml",
    ".xlsx": "spreadsheetml.sheet.main+xml",
}
_KINDS = {  # which kind of relationship an element names by its id
    "c:chart": "chart",
    "a:blip": "image",
    "p:sldId": "slide",
    "p:sldMasterId": "slideMaster",
    "p:sldLayoutId": "slideLayout",
    "p:notesMasterId": "notesMaster",
    "c:externalData": "package",
    "w:headerReference": "header",
    "w:footerReference": "footer",
    "w:hyperlink": "hyperlink",
    "sheet": "worksheet",
    "tablePart": "table",
    "drawing": "drawing",
    "legacyDrawing": "vmlDrawing",
}
_ONE_OF = {  # what leads where, and how often
    "presentationml.slide+xml": ("slideLayout",),
    "presentationml.slideLayout+xml": ("slideMaster",),
    "presentationml.slideMaster+xml": ("theme",),
    "presentationml.notesSlide+xml": ("notesMaster", "slide"),
    "presentationml.notesMaster+xml": ("theme",),
}
_NAMED = re.compile(r' r:(?:id|embed|link|pict|dm|lo|qs|cs)="([^"]*)"')
_WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


class Relation(Struct, frozen=True):
    """A relationship as it is written; `target` is the name of a part, or an address where it is `external`."""

    id: str
    kind: str
    target: str
    external: bool


class Read(Struct, frozen=True):
    """What the bytes of one part say."""

    facts: Facts
    relations: tuple[Relation, ...] = ()


def owner_of(name: str) -> str:
    """The part that a part of relationships belongs to: "word/_rels/document.xml.rels" to "word/document.xml"."""
    folder, _, base = name.rpartition("/")
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(RELS))


def ids_in(text: str) -> Iterator[Name]:
    """The relationships that a text of XML names, each with the element that names it."""
    for match in _NAMED.finditer(text):
        start = text.rfind("<", 0, match.start()) + 1
        if match[1]:
            yield text[start : match.end()].partition(" ")[0], match[1]


def relation_faults(
    read: Mapping[str, Read],
    relations: Mapping[str, tuple[Relation, ...]],
    types: Mapping[str, str],
    suffix: str,
    depth: int,
) -> Iterator[Fault]:
    """What is wrong with what leads from part to part."""
    yield from _main(relations.get("", ()), types, suffix)
    for owner, given in relations.items():
        if owner and owner not in read:
            yield Fault("relations-of-nothing", f"there are relationships of {owner}", "a part that is there", owner)
        ids = [one.id for one in given]
        for number in sorted(number for number in set(ids) if ids.count(number) > 1):
            yield Fault("relation-twice", f"two relationships have the id {number!r}", "each its own", owner)
        for one in given:
            yield from _target(owner, one, read, depth)
    for name, part in read.items():
        known = {one.id: one for one in relations.get(name, ())}
        for element, number in part.facts.ids:
            led, kind = known.get(number), _KINDS.get(element)
            if led is None:
                found = f"{element} names the relationship {number!r}, which is not there"
                yield Fault("relation", found, "the part has it", name)
            elif kind and led.kind != kind:
                yield Fault("relation-kind", f"{element} leads to a part of the kind {led.kind}", kind, name)
        for kind in next((kinds for ending, kinds in _ONE_OF.items() if types.get(name, "").endswith(ending)), ()):
            count = sum(one.kind == kind for one in known.values())
            if count != 1:
                yield Fault("relation-count", f"it leads to {count} parts of the kind {kind}", "one", name)
    yield from _unreached(read, relations)
    yield from _slides(read, relations, types)


def _main(given: tuple[Relation, ...], types: Mapping[str, str], suffix: str) -> Iterator[Fault]:
    main = [one.target for one in given if one.kind == "officeDocument"]
    expected = _MAIN_TYPES.get(suffix, "")
    if len(main) != 1:
        yield Fault("main-part", f"it has {len(main)} main parts", "one")
    elif not types.get(main[0], "").endswith(expected):
        yield Fault("main-part", f"its main part is of the type {types.get(main[0])!r}", f"...{expected}", main[0])


def _target(owner: str, one: Relation, read: Mapping[str, Read], depth: int) -> Iterator[Fault]:
    if not one.external:
        if one.target not in read:
            yield Fault("relation-target", f"{one.id} leads to {one.target}, which is not there", "a part", owner)
    elif one.kind != "hyperlink" or depth or not _WEB.match(one.target):
        found = f"{one.id} ({one.kind}) leads to {one.target!r}, outside the file"
        yield Fault("link-external", found, "only links on pages lead outside, to the web or to a mailbox", owner)


def _unreached(read: Mapping[str, Read], relations: Mapping[str, tuple[Relation, ...]]) -> Iterator[Fault]:
    found, waiting = {""}, [""]
    while waiting:
        for one in relations.get(waiting.pop(), ()):
            if not one.external and one.target not in found:
                found.add(one.target)
                waiting.append(one.target)
    for name in read:
        if name not in found and name != CONTENT_TYPES and not name.endswith((RELS, "/")):
            yield Fault("part-unreached", "nothing leads to it", "each part is led to", name)


def _slides(
    read: Mapping[str, Read], relations: Mapping[str, tuple[Relation, ...]], types: Mapping[str, str]
) -> Iterator[Fault]:
    """Slides that the presentation does not list, and notes that belong to another slide."""
    main = next((name for name, kind in types.items() if kind.endswith(_MAIN_TYPES[".pptx"])), "")
    listed = {number for element, number in read[main].facts.ids if element == "p:sldId"} if main else set()
    for one in relations.get(main, ()):
        if main and one.kind == "slide" and one.id not in listed:
            yield Fault("slide-not-listed", "the list of slides does not name it", "each slide is listed", one.target)
    for owner, given in relations.items():
        for notes in (one.target for one in given if one.kind == "notesSlide"):
            if owner not in {one.target for one in relations.get(notes, ()) if one.kind == "slide"}:
                yield Fault("notes", f"its notes {notes} belong to another slide", "to this one", owner)
