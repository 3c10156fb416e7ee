"""Tags that stand where none is rendered: each found and named with its place, so that none goes out as it is typed."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.documents.compiling.draft import Draft, nearest_ancestor
from pipeline.documents.packaging.package import Part
from pipeline.documents.templates.raw_tags import RAW_TAG, first_tag
from pipeline.documents.templates.template import Place

_ELEMENTS = {
    "alias": "the title of a content control",
    "bookmarkStart": "the name of a bookmark",
    "fldSimple": "a field",
    "instrText": "a field",
    "placeholder": "the placeholder of a content control",
    "listItem": "a list of choices",
    "t": "a formula or a drawing",
    "tag": "the label of a content control",
    "textpath": "WordArt",
}
_PARTS = (
    ("comments", "a comment"),
    ("customXml/", "a custom XML part"),
    ("diagrams/", "a SmartArt diagram, which Keyplan does not fill"),
    ("glossary/", "a building block"),
    ("charts/", "the text of a chart"),
    ("handoutMasters/", "the handout master"),
    ("notesMasters/", "the notes master"),
    ("settings", "the settings of the document"),
    ("styles", "a style"),
    ("numbering", "the format of a list"),
)


def holds_tag(xml: str) -> bool:
    """Whether there is a tag in the text of a part or in an attribute, also one that Office split over runs."""
    return bool(first_tag(xml))


def decoded(part: Part) -> str:
    """The text of a part, with a sign for what is not UTF-8."""
    return part.member.data.decode("utf-8", "replace")


def what_is(name: str) -> str:
    """What a part is to the author of a template: "a comment (word/comments.xml)"."""
    kind = next((words for piece, words in _PARTS if piece in name), "a part of the file")
    return f"{kind} ({name})"


def find_raw_tags(draft: Draft, name: str) -> None:
    """Report what no author can have meant as text and is not filled either: in attributes, fields and formulas."""
    found = False
    for element, written in _raw_tags(draft):
        found = True
        local = etree.QName(element).localname
        _report(draft, draft.where(element) or name, written, _ELEMENTS.get(local, f"{local!r} of its XML"))
    rest = first_tag(etree.tostring(draft.root, encoding="unicode"))
    if rest and not found:
        _report(draft, name, rest, "its XML")


def _raw_tags(draft: Draft) -> Iterator[tuple[Any, str]]:
    for element in draft.root.iter(etree.Element):
        written = next((first_tag(value) for value in element.attrib.values() if RAW_TAG.search(value)), "")
        if written:
            yield element, written
    for paragraph in draft.root.iter(draft.grammar.paragraph):
        own = [
            text
            for text in paragraph.iter(etree.Element)
            if text.text and nearest_ancestor(text, draft.grammar.paragraph) is paragraph
        ]
        written = first_tag("".join(text.text for text in own))
        if written:
            yield next((text for text in own if "{" in text.text), paragraph), written


def _report(draft: Draft, where: str, written: str, what: str) -> None:
    draft.findings.add(
        "tag-not-rendered",
        Place(where, written),
        f"{written} stands in {what}, where no tag is rendered.",
        "Move it into the text; names of shapes, bookmarks and controls, fields and formulas take none.",
    )
