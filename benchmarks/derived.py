"""Templates and contents for the usual script, taken from our finished documents, so that it makes the same ones.

A text that our template has, too, stays; any other becomes a tag. Rows of a table, or paragraphs, that follow one
another and differ in their texts only become one that is repeated. Charts keep their looks and get their numbers.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from msgspec import Struct, field
from pptx import Presentation

from benchmarks.usual import shapes_in

_IDS = re.compile(rb' (?:w14:paraId|w14:textId|w:rsid\w*)="\w*"|<a:extLst>.*?</a:extLst>', re.DOTALL)


class Derived(Struct, frozen=True):
    """A template for the usual script and what is to stand in it."""

    template: bytes
    contents: dict[str, Any]


class _Found(Struct):
    """The texts that vary, gathered while a document becomes a template."""

    labels: frozenset[str]
    values: dict[str, str] = field(default_factory=dict)
    loops: int = 0


def derived_plan(made: bytes, ours: bytes) -> Derived:
    """The template that docxtpl makes the Word document `made` from; `ours` is our own template of it."""
    document = WordDocument(io.BytesIO(made))
    found = _Found(frozenset(_texts(WordDocument(io.BytesIO(ours)).element, qn("w:t"))))
    contents: dict[str, Any] = {"values": found.values}
    for root in (document.element.body, *_headers(document)):
        _derive_word(root, found, contents)
    return Derived(_saved(document), contents)


def derived_deck(made: bytes, ours: bytes) -> Derived:
    """The template that python-pptx makes the presentation `made` from; `ours` is our own template of it."""
    presentation = Presentation(io.BytesIO(made))
    labels = (text for slide in Presentation(io.BytesIO(ours)).slides for text in _texts(slide._element, qn("a:t")))
    found = _Found(frozenset(labels))
    contents: dict[str, Any] = {"values": found.values, "rows": {}, "charts": {}}
    for number, slide in enumerate(presentation.slides):
        for shape in shapes_in(slide.shapes):
            key = f"{number}.{shape.shape_id}"
            if shape.has_chart:
                contents["charts"][key] = chart_data(shape.chart)
            elif shape.has_table:
                loops = list(_derive_rows(shape.table._tbl))
                if loops:
                    contents["rows"][key] = loops
            for text in shape._element.iter(qn("a:t")):
                _tag(text, found, "{%s}")
    return Derived(_saved(presentation), contents)


def chart_data(chart: Any) -> dict[str, Any]:
    """The categories and series of a chart, as the usual script hands them to python-pptx."""
    series = [one for plot in chart.plots for one in plot.series]
    formats = [element.text for element in chart._chartSpace.iter(qn("c:formatCode"))]
    return {
        "categories": [str(category) for category in chart.plots[0].categories],
        "series": [{"name": one.name, "values": list(one.values)} for one in series],
        "number_format": formats[0] if formats else "General",
    }


def _headers(document: Any) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in ("header", "footer"):
            yield relation.target_part.element


def _derive_word(element: Any, found: _Found, contents: dict[str, Any]) -> None:
    """Tags in place of the texts under `element`, and loops in place of what repeats itself."""
    for _, alike in groupby(list(element), key=_alike(qn("w:tr"), qn("w:p"))):
        group = list(alike)
        if len(group) > 1 and any(_texts(group[0], qn("w:t"))):
            name = f"rows{found.loops}"
            found.loops += 1
            contents[name] = [_record(one, qn("w:t")) for one in group]
            _loop(group, name)
            continue
        for child in group:
            if child.tag == qn("w:t"):
                _tag(child, found, "{{ values.%s }}")
            else:
                _derive_word(child, found, contents)


def _alike(*tags: str) -> Callable[[Any], object]:
    """What rows, or paragraphs, that differ in their texts only have in common; of its own for anything else."""

    def key(element: Any) -> object:
        return (element.tag, _skeleton(element)) if element.tag in tags else id(element)

    return key


def _skeleton(element: Any) -> bytes:
    """The XML of an element without its texts and what numbers it."""
    blank = etree.fromstring(etree.tostring(element))
    for text in blank.iter(qn("w:t"), qn("a:t")):
        text.text = ""
        text.attrib.clear()
    return _IDS.sub(b"", etree.tostring(blank))


def _loop(group: list[Any], name: str) -> None:
    """The first of a group as the pattern of a docxtpl loop, the others gone."""
    first = group[0]
    kind = "tr" if first.tag == qn("w:tr") else "p"
    for number, text in enumerate(first.iter(qn("w:t"))):
        text.text = f"{{{{ row.t{number} }}}}"
    first.addprevious(_tag_line(kind, f"{{%{kind} for row in {name} %}}"))
    first.addnext(_tag_line(kind, f"{{%{kind} endfor %}}"))
    for other in group[1:]:
        other.getparent().remove(other)


def _tag_line(kind: str, tag: str) -> Any:
    """A paragraph, or a row with one, that holds nothing but a tag of docxtpl."""
    outer = innermost = OxmlElement("w:tr" if kind == "tr" else "w:p")
    for name in ("w:tc", "w:p", "w:r", "w:t") if kind == "tr" else ("w:r", "w:t"):
        innermost.append(OxmlElement(name))
        innermost = innermost[0]
    innermost.text = tag
    return outer


def _derive_rows(table: Any) -> Iterator[tuple[int, list[dict[str, str]]]]:
    """The rows of a slide's table that are repeated: their place in the template, and what each copy says."""
    for place, (_, alike) in enumerate(groupby(list(table.tr_lst), key=_alike(qn("a:tr")))):
        group = list(alike)
        if len(group) > 1:
            yield place, [_record(one, qn("a:t")) for one in group]
            for number, text in enumerate(group[0].iter(qn("a:t"))):
                text.text = f"{{t{number}}}"
            for other in group[1:]:
                table.remove(other)


def _tag(text: Any, found: _Found, tag: str) -> None:
    if text.text and text.text not in found.labels and "{" not in text.text:
        key = f"v{len(found.values)}"
        found.values[key] = text.text
        text.text = tag % key


def _record(element: Any, tag: str) -> dict[str, str]:
    return {f"t{number}": text.text or "" for number, text in enumerate(element.iter(tag))}


def _texts(element: Any, tag: str) -> Iterable[str]:
    return [text.text for text in element.iter(tag) if text.text]


def _saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
