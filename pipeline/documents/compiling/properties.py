"""The properties of an Office file: those with tags are filled for each document, all others are nobody's business."""

from typing import Any

from lxml import etree

from pipeline.documents.compiling.sheets import Work
from pipeline.documents.templates.dialect import dialect, in_attribute
from pipeline.documents.templates.names import names_used
from pipeline.documents.templates.raw_tags import first_tag
from pipeline.documents.templates.tags import ANY_TAG, read_tag
from pipeline.documents.templates.template import Place, Script

FILLED = ("category", "contentStatus", "creator", "description", "keywords", "subject", "title")
KINDS = ("core-properties", "extended-properties", "custom-properties")


def property_parts(work: Work) -> frozenset[str]:
    """The names of the parts that hold the properties of the file."""
    return frozenset(one.target for one in work.parts[""].relations if one.kind in KINDS)


def compile_properties(work: Work) -> dict[str, Script]:
    """The core properties with tags, each as a script that prints it; a tag in any other property is refused."""
    scripts = {}
    core = next((one.target for one in work.parts[""].relations if one.kind == KINDS[0]), "")
    for name in sorted(property_parts(work)):
        for element in _root(work, name).iter(etree.Element):
            local = _name_of(element)
            written = element.text or ""
            if not first_tag(written):
                continue
            place = Place(f"property {local!r} in {name}", first_tag(written))
            if name == core and local in FILLED and ANY_TAG.search(written):
                scripts["author" if local == "creator" else local] = _script(work, written, place)
            else:
                work.findings.add(
                    "tag-not-rendered",
                    place,
                    f"{place.tag} stands in the property {local!r} of the file, where no tag is rendered.",
                    f"Delete it, or move it into one of the properties {', '.join(FILLED)}.",
                )
    return {local: script for local, script in scripts.items() if script is not None}


def title_of(work: Work) -> str:
    """The title of the template as its author wrote it; "" if it has none or prints one by tags."""
    core = next((one.target for one in work.parts[""].relations if one.kind == KINDS[0]), "")
    found = _root(work, core).find("{http://purl.org/dc/elements/1.1/}title") if core else None
    written = (found.text or "").strip() if found is not None else ""
    return "" if first_tag(written) else written


def _name_of(element: Any) -> str:
    """The name of a property; one of an author's own holds its value in a child."""
    holder = element.getparent()
    own = holder.get("name") if holder is not None else None
    return str(own or etree.QName(element).localname)


def _root(work: Work, name: str) -> Any:
    return etree.fromstring(work.parts[name].member.data, etree.XMLParser(resolve_entities=False, no_network=True))


def _script(work: Work, written: str, place: Place) -> Script | None:
    """The text of a property with its values as a script, or None with a finding."""
    source, at = "", 0
    places: dict[int, Place] = {}
    for match in ANY_TAG.finditer(written):
        one = read_tag(match[0], place.where, work.findings)
        source += str(in_attribute(written[at : match.start()]))  # joined as it is: Markup would escape the tags
        at = match.end()
        if one is None:
            return None
        if one.keyword:
            work.findings.add(
                "tag-not-rendered",
                one.place,
                f"{one.place.tag} stands in a property of the file, which holds values only.",
                "Write {{ value }}, or {{ 'a' if b else 'c' }}, or move the tag into the text.",
            )
            return None
        places[source.count("\n") + 2] = one.place
        source += f"{{{{\n({one.body})|in_attribute }}}}"
    tree = dialect().parse(source + str(in_attribute(written[at:])))
    work.names += names_used(tree, places, {})
    return Script(dialect().script(tree), places)
