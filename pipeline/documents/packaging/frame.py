"""The words around what a template prints: names of parts, kinds of content and relationships, a chart's workbook."""

import datetime
from collections.abc import Mapping
from functools import cache

from pipeline.documents.figures.chart_workbook import Column, workbook_bytes
from pipeline.documents.packaging.package import (
    CHART_TYPE,
    RELATIONSHIP,
    WORKBOOK_TYPE,
    Part,
    Relation,
    packed,
    write_package,
)
from pipeline.documents.packaging.unpacked import texts_in
from pipeline.views.readings import words_in

_CHART, _WORKBOOK = "charts/chart1.xml", "embeddings/Microsoft_Excel_Sheet1.xlsx"


def words_of_frame(parts: Mapping[str, Part]) -> frozenset[str]:
    """The words that a file of these parts has in any case, whatever is printed in it."""
    texts = [text for name, part in parts.items() for text in (name, part.content_type)]
    texts += [text for part in parts.values() for one in part.relations for text in (one.id, one.type)]
    return _words_of_an_empty_file() | frozenset(words_in("\n".join(texts)))


@cache
def _words_of_an_empty_file() -> frozenset[str]:
    """The words of a file that holds a chart of nothing; those read out of names as if they were bytes are none."""
    columns = (Column("text", "a", ("a",)), Column("number", "a", ("0",)))
    book = Part(WORKBOOK_TYPE, packed(_WORKBOOK, workbook_bytes(columns, "0")))
    chart = Part(CHART_TYPE, packed(_CHART, b"<c/>"), (Relation("rId1", f"{RELATIONSHIP}package", _WORKBOOK),))
    properties = {"title": "", "author": "", "language": "", "date": datetime.date.min.replace(year=2000)}
    blank = write_package(_CHART, {_CHART: chart, _WORKBOOK: book}, properties)
    return frozenset(word for _, text in texts_in(blank) for word in text.vocabulary if word.isascii())
