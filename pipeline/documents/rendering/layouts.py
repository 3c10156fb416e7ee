"""The layouts and masters that no slide of a deck uses, taken out of it with all that only they lead to."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec.structs import replace

from pipeline.documents.packaging.package import Part, packed

_SLIDE, _MASTER = "presentationml.slide+xml", "presentationml.slideMaster+xml"


def used_layouts_alone(parts: Mapping[str, Part], main: str) -> dict[str, Part]:
    """The parts of a deck, the presentation `main` and its masters naming no layout or master that no slide uses."""
    layouts = frozenset(
        _targets([part for part in parts.values() if part.content_type.endswith(_SLIDE)], "slideLayout")
    )
    masters = frozenset(_targets([parts[name] for name in layouts], "slideMaster"))
    changed = {main: _naming(main, parts[main], "slideMaster", "sldMasterId", masters)}
    for name, part in parts.items():
        if part.content_type.endswith(_MASTER):
            changed[name] = _naming(name, part, "slideLayout", "sldLayoutId", layouts)
    return {**parts, **changed}


def _targets(parts: Iterable[Part], kind: str) -> list[str]:
    return [relation.target for part in parts for relation in part.relations if relation.kind == kind]


@lru_cache(maxsize=256)
def _naming(name: str, part: Part, kind: str, entry: str, used: frozenset[str]) -> Part:
    """A part without its entries and relationships of a kind that lead to none of `used`."""
    unused = [one for one in part.relations if one.kind == kind and one.target not in used]
    if not unused:
        return part
    xml = part.member.data.decode()
    for one in unused:
        listed = rf'<p:{entry}\b[^>]*\br:id="{re.escape(one.id)}"[^>]*?(?:/>|>.*?</p:{entry}>)'
        xml = re.sub(listed, "", xml, count=1, flags=re.DOTALL)
    kept = tuple(one for one in part.relations if one not in unused or f'"{one.id}"' in xml)
    return replace(part, member=packed(name, xml.encode()), relations=kept)
