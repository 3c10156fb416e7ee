"""The guide for authors of templates: each example is made into a file, rendered, and prints what the guide says."""

import datetime
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table

from pipeline.run.templates import compile_templates
from tests.commands import PROJECT
from tests.documents import office
from tests.documents.figures.test_drawings import box, drawing
from tests.documents.figures.test_drawings import template as with_drawing
from tests.documents.figures.test_pictures import given, word_picture

GUIDE = PROJECT / "docs" / "templates.md"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
PAIRS = [pytest.param(*BLOCKS[at], BLOCKS[at + 1], id=f"example {at}") for at in range(1, len(BLOCKS), 2)]
FRAMES = {"chart": office.word_chart, "picture": word_picture, "drawing": with_drawing}


def values() -> dict[str, Any]:
    """The data at the start of the guide, with the picture and the drawing that no JSON can hold."""

    def typed(found: dict[str, Any]) -> dict[str, Any]:
        day = re.compile(r"\d{4}-\d\d-\d\d")
        return {
            key: datetime.date.fromisoformat(value) if isinstance(value, str) and day.fullmatch(value) else value
            for key, value in found.items()
        }

    found = json.loads(BLOCKS[0][1], parse_float=Decimal, object_hook=typed)
    logo = given()["client_logo"] | {"alt": f"Logo of {found['account']['name']}"}
    team = drawing(box("Ida"), box("Jonas", 6000)) | {"alt": "Two people"}
    return office.data(**found, pictures={"client_logo": logo}, team=team)


def grid(lines: list[str]) -> list[list[str]]:
    """The rows of a table, all as wide as the widest; a tag with a pipe in it stays whole."""
    safe = [re.sub(r"\{\{.*?\}\}|\{%.*?%\}", lambda tag: tag[0].replace("|", "\0"), line) for line in lines]
    rows = [[cell.strip().replace("\0", "|") for cell in line.strip()[1:-1].split("|")] for line in safe]
    return [row + [""] * (max(map(len, rows)) - len(row)) for row in rows]


def word_file(text: str) -> bytes:
    """A Word file of the lines: rows of a table begin with a pipe, and a frame stands alone in brackets."""
    frame = re.fullmatch(r"\[((\w+):\w+)\]\s*", text)
    if frame:
        return FRAMES[frame[2]](frame[1])

    def build(document: Any) -> None:
        lines = text.splitlines()
        rows = grid([line for line in lines if line.startswith("|")] or ["| |"])
        for line in lines:
            if not line.startswith("|"):
                document.add_paragraph(line)
        if text.startswith("|"):
            office.fill(document.add_table(len(rows), len(rows[0])), tuple(rows))

    return office.word(build)


def slides_file(text: str) -> bytes:
    """A deck of the slides between dashes: a title after a hash, notes, rows of a table."""

    def slide(lines: list[str]) -> Any:
        title = next(line[2:] for line in lines if line.startswith("# "))
        notes = "\n".join(line[7:] for line in lines if line.startswith("notes: "))
        rows = [line for line in lines if line.startswith("|")]
        return office.titled(title, notes, *([office.slide_table(*grid(rows))] if rows else []))

    return office.deck(*(slide(part.strip().splitlines()) for part in text.split("---\n")))


def printed_word(blob: bytes) -> list[str]:
    """The paragraphs and table rows in order; of a file with a frame its alternative text alone."""
    document = docx.Document(io.BytesIO(blob))
    told = [frame.get("descr") for frame in document.element.body.iter("{*}docPr") if frame.get("descr")]
    if told:
        return told[:1]
    lines = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [f"| {' | '.join(cell.text for cell in row.cells)} |" for row in block.rows]
        else:
            lines.append(block.text.replace("\u00a0", " ").strip())
    return lines


def printed_slides(blob: bytes) -> list[str]:
    lines = []
    for slide in office.slides_of(blob):
        lines.append(f"# {slide.shapes.title.text}")
        if any(shape.has_table for shape in slide.shapes):
            lines += [f"| {' | '.join(row)} |" for row in office.slide_cells(slide)]
    return lines


def test_each_example_has_what_it_gives():
    assert BLOCKS[0][0] == "json"
    for (kind, _), (gives, _) in zip(BLOCKS[1::2], BLOCKS[2::2], strict=True):
        assert gives == ("refused" if kind in ("mistake", "client") else "prints")
    assert {kind for kind, _ in BLOCKS} == {"json", "word", "slides", "prints", "mistake", "client", "refused"}


@pytest.mark.parametrize(("kind", "text", "expected"), PAIRS)
def test_an_example_gives_what_the_guide_says(kind: str, text: str, expected: tuple[str, str], tmp_path: Path):
    lines = expected[1].splitlines()
    if kind == "word":
        assert printed_word(office.made(word_file(text), values())) == lines
    elif kind == "slides":
        assert printed_slides(office.made(slides_file(text), values())) == lines
    elif kind == "mistake":
        assert lines[0] in [problem.code for problem in office.problems(word_file(text), values())]
    else:
        (tmp_path / kind).mkdir()
        file = tmp_path / kind / "letter.docx"
        file.write_bytes(word_file(text))
        assert [problem.code for problem in compile_templates((file,))[1]] == lines


def test_every_filter_of_our_own_is_in_the_guide():
    guide = GUIDE.read_text(encoding="utf-8")

    for name in ("money", "number", "signed", "percent", "date", "period", "plural", "pages", "markdown"):
        assert re.search(rf"\| {name}\b|`{name}", guide), name
