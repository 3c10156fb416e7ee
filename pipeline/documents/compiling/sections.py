"""The sections that a deck's slides are sorted into, kept in step with the slides that there are."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.documents.compiling.draft import before
from pipeline.documents.packaging.xml_text import quoteattr
from pipeline.documents.templates.grammars import NAMESPACES, tag
from pipeline.documents.templates.raw_tags import first_tag
from pipeline.documents.templates.tags import Findings
from pipeline.documents.templates.template import SECTION_LIST, Place, Section

_EXTENSION = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def take_sections(root: Any, slides: Mapping[str, str], findings: Findings) -> tuple[Section, ...]:
    """The sections of the presentation part, a mark left in their place; `slides` are their parts by id, in order.

    A slide that stands in none belongs to that of the slide before it.
    """
    extension = next((one for one in root.iter(tag("p:ext")) if one.get("uri") == _EXTENSION), None)
    if extension is None:
        return ()
    found = list(extension.iter(tag("p14:section")))
    section_of = {one.get("id"): at for at, section in enumerate(found) for one in section.iter(tag("p14:sldId"))}
    held: list[list[str]] = [[] for _ in found]
    at = 0
    for number, name in slides.items():
        at = section_of.get(number, at)
        if found:
            held[at].append(name)
    for one in found:
        written = first_tag(one.get("name", ""))
        if written:
            findings.add(
                "tag-not-rendered",
                Place(f"the section {one.get('name')!r}", written),
                f"{written} stands in the name of a section, where no tag is rendered.",
                "Give the section a name without tags.",
            )
    before(extension, SECTION_LIST)
    extension.getparent().remove(extension)
    named = zip(found, held, strict=True)
    return tuple(Section(one.get("name", ""), one.get("id", ""), frozenset(names)) for one, names in named)


def sections_xml(sections: Iterable[Section], shown: Mapping[int, str]) -> str:
    """The sections that still hold a slide; `shown` gives the part of the template behind each slide's id, in order."""
    written = []
    for section in sections:
        listed = "".join(f'<p14:sldId id="{number}"/>' for number, name in shown.items() if name in section.slides)
        if listed:
            name = f"name={quoteattr(section.name)} id={quoteattr(section.id)}"
            written.append(f"<p14:section {name}><p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>")
    if not written:
        return ""
    opening = f'<p:ext uri="{_EXTENSION}"><p14:sectionLst xmlns:p14="{NAMESPACES["p14"]}">'
    return f"{opening}{''.join(written)}</p14:sectionLst></p:ext>"
