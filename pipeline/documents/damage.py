"""A template with damaged parts, or parts that name what is not there: told before anything in it is compiled."""

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from pipeline.documents.package import CHART_TYPE, Part, used_relations

_NEEDED = ("officeDocument", "core-properties", "extended-properties", "custom-properties")  # of the whole package
_NAMED = re.compile(r'\sr:[a-z]+="([^"]+)"')


def damage_in(parts: Mapping[str, Part]) -> Iterator[tuple[str, str]]:
    """Each part that a document may need and that is damaged, with a sentence that says why."""
    waiting = [one.target for one in parts[""].relations if one.kind in _NEEDED and not one.external]
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        part = parts[name]
        if not part.content_type.endswith("xml"):
            continue
        broken = _broken(part)
        if broken:
            yield name, f"It is damaged: {broken}."
            continue
        if part.content_type == CHART_TYPE:  # what it leads to, its workbook above all, is written new
            continue
        text = part.member.data.decode("utf-8", "replace")
        for one in part.relations:
            if not one.kind:
                yield name, f"It is damaged: its relationship {one.id} does not say what it leads to."
        known = {one.id for one in part.relations}
        for missing in sorted(set(_NAMED.findall(text)) - known):
            yield name, f"It is damaged: it names {missing}, which leads to no part."
        led_to = {one.target for one in used_relations(text, part.relations) if not one.external} - seen
        seen |= led_to
        waiting += sorted(led_to)


def _broken(part: Part) -> str:
    """Why the XML of a part cannot be read, or "" if it can."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(part.member.data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return str(error)
    return ""
