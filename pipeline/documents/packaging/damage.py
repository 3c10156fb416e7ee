"""A template with damaged parts, or parts that name what is not there: told before anything in it is compiled."""

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from pipeline.documents.packaging.package import CHART_TYPE, Part, used_relations

_NEEDED = ("officeDocument", "core-properties", "extended-properties", "custom-properties")  # of the whole package
_NAMED = re.compile(r'\sr:[a-z]+="([^"]+)"')
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# The parts of a Word document that Office finds by the kind of their relationship, and what names something in one.
_LOOKED_UP = {
    "endnotes": re.compile("<w:endnoteReference "),
    "footnotes": re.compile("<w:footnoteReference "),
    "numbering": re.compile("<w:numId "),
    "styles": re.compile("<w:(?:p|r|tbl)Style "),
}


def damage_in(parts: Mapping[str, Part]) -> Iterator[tuple[str, str]]:
    """Each part that a document may need and that is damaged, with a sentence that says why."""
    waiting = [one.target for one in parts[""].relations if one.kind in _NEEDED and not one.external]
    seen = set(waiting)
    texts = {}
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
        texts[name] = text
        for one in part.relations:
            if not one.kind:
                yield name, f"It is damaged: its relationship {one.id} does not say what it leads to."
        known = {one.id for one in part.relations}
        for missing in sorted(set(_NAMED.findall(text)) - known):
            yield name, f"It is damaged: it names {missing}, which leads to no part."
        led_to = {one.target for one in used_relations(text, part.relations) if not one.external} - seen
        seen |= led_to
        waiting += sorted(led_to)
    yield from _not_led_to(parts, texts)


def _not_led_to(parts: Mapping[str, Part], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The parts in which the others look something up, and to which nothing leads: no document would have them."""
    led_to = {(one.kind, one.target) for part in parts.values() for one in part.relations}
    for name, part in parts.items():
        kind = part.content_type.removeprefix(_WORD).removesuffix("+xml")
        if kind not in _LOOKED_UP or (kind, name) in led_to:
            continue
        using = next((other for other, text in sorted(texts.items()) if _LOOKED_UP[kind].search(text)), "")
        if using:
            yield name, f"It is damaged: nothing leads to it as the {kind} of the document, and {using} needs it."


def _broken(part: Part) -> str:
    """Why the XML of a part cannot be read, or "" if it can."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(part.member.data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return str(error)
    return ""
