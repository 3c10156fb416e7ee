"""The smallest and the largest account, typed into a workbook, read again and built: short and good, long and whole."""

import html
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document as WordFile

from pipeline.model.account import KeyAccount
from pipeline.run.stages import Document, Review, documents
from pipeline.run.templates import OUTPUT_TEMPLATES, read_templates
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT, need
from tests.extremes import PEOPLE, PHRASES, ends_of, huge_account, long_fields, sparse_account, through_workbook

STANDARDS = shipped_standards()
PLAN, PAGE = "internal/account_plan.docx", "internal/one_page_plan.docx"
# What only a slide prints ends with an ellipsis where the slide is full, and the report says so.
ON_SLIDES_ALONE = {"account.executive_summary": "Summary", "kpis[].definition": "Figures"}
TALK = "internal/talking_points.docx"
JOINT, DECK = "client/joint_action_plan.docx", "client/quarterly_review.pptx"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Long texts that only a row of another kind prints: a reason is told of a closed deal, a purpose of a review to come.
OF_OTHER_ROWS = {"opportunities[].outcome_reason", "reviews[].purpose"}
MARGIN = 21.5  # millimetres; the margins are 22


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    return built(sparse_account(), tmp_path_factory.mktemp("sparse"))


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    return built(huge_account(STANDARDS), tmp_path_factory.mktemp("huge"))


def built(account: KeyAccount, folder: Path) -> dict[str, Document]:
    """The documents of an account that went through a workbook, by the names of their templates."""
    reading = through_workbook(account, STANDARDS, folder)
    assert reading.account is not None, [str(problem) for problem in reading.problems if problem.severity == "error"]
    templates = read_templates(PROJECT / OUTPUT_TEMPLATES)
    made = documents(reading.account, STANDARDS, templates, Review(PERIOD, AS_OF), reading.problems)
    return {document.template: document for document in made}


@cache
def text_of(content: bytes) -> str:
    """Everything that the parts of a file say, without charts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml") and "chart" not in name]
        return html.unescape(" ".join(re.sub(r"<[^>]+>", "", package.read(name).decode()) for name in parts))


def pdf_of(document: Document, folder: Path) -> Path:
    source = folder / Path(document.template).name
    source.write_bytes(document.content)
    command = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=170)
    return source.with_suffix(".pdf")


def words_outside(pdf: Path) -> tuple[int, list[tuple[int, str]]]:
    """How many pages a PDF has, and the words that stand outside the margins of their page."""
    target = pdf.with_suffix(".html")
    subprocess.run([need("pdftotext"), "-bbox", pdf, target], check=True, capture_output=True)
    root = ElementTree.fromstring(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", target.read_text(encoding="utf-8")))
    pages = [element for element in root.iter() if element.tag.endswith("page")]
    inset = MARGIN / 25.4 * 72
    outside = [
        (number, word.text or "")
        for number, page in enumerate(pages, 1)
        for word in page
        if float(word.get("xMin", 0)) < inset or float(word.get("xMax", 0)) > float(page.get("width", 0)) - inset
    ]
    assert sum(len(page) for page in pages) > 100
    return len(pages), outside


def tables(document: Document) -> Iterator[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(document.content)) as package:
        yield from ElementTree.fromstring(package.read("word/document.xml")).iter(f"{WORD}tbl")


def test_both_accounts_get_every_document(sparse, huge):
    assert set(sparse) == set(huge) == {PLAN, PAGE, TALK, JOINT, DECK}
    for made in (sparse, huge):
        assert [
            document.template for document in made.values() if document.problems and document.template != DECK
        ] == []


def test_a_sparse_plan_leaves_out_what_is_empty_and_says_so(sparse):
    text = text_of(sparse[PLAN].content)

    assert "Left out, nothing entered:" in text
    for heading in ("Competitors", "Opportunities", "Review log", "Voice of the customer", "Solutions"):
        assert f"  {heading}" not in text, heading
    assert "Incomplete:" in text
    assert re.search(r"Rating of Revenue potential\. Fill Scoring; this line then goes\.", text)
    assert "Fill Account!C" in text


def test_a_sparse_plan_has_no_table_without_rows_and_no_tiles_without_a_figure(sparse):
    bare = []
    for table in tables(sparse[PLAN]):
        rows = table.findall(f"{WORD}tr")
        heads = [row for row in rows if row.find(f"{WORD}trPr/{WORD}tblHeader") is not None]
        words = "".join(node.text or "" for row in rows if row not in heads for node in row.iter(f"{WORD}t")).strip()
        style = table.find(f"{WORD}tblPr/{WORD}tblStyle")
        tiles = style is not None and style.get(f"{WORD}val") == "Tiles"
        drawn = table.find(f".//{WORD}drawing") is not None
        if not drawn and (not words or (tiles and not re.search(r"\d", words))):
            bare.append(words)

    assert bare == []


def test_a_sparse_joint_plan_does_not_speak_of_aims_that_are_not_there(sparse):
    text = text_of(sparse[JOINT].content)

    assert "What we want to achieve together is still to be agreed" in text
    assert "aims and actions above" not in text


def test_no_long_text_is_lost(huge):
    texts = {name: text_of(document.content) for name, document in huge.items()}
    for column in long_fields():
        if column.path in OF_OTHER_ROWS:
            continue
        first, last = ends_of(column.path)
        if column.path in ON_SLIDES_ALONE:
            assert first in texts[DECK], column.path
            shape = f"shape {ON_SLIDES_ALONE[column.path]!r}"
            told = [problem.message for problem in huge[DECK].problems if problem.place.endswith(shape)]
            assert any("an ellipsis stands for words" in message for message in told), column.path
            continue
        assert any(first in text and last in text for text in texts.values()), column.path


def test_words_that_could_break_a_file_are_printed_as_they_stand(huge):
    plan = text_of(huge[PLAN].content)

    for phrase in ("A & B <C> agree on", "{{ x }} is typed", "{% if %} is typed", "=1+1", PHRASES[9], PHRASES[10]):
        assert phrase in plan, phrase
    for name in PEOPLE:
        assert name in plan, name


def test_a_chart_has_as_many_rows_as_can_be_read(huge):
    with zipfile.ZipFile(io.BytesIO(huge[PLAN].content)) as package:
        charts = [package.read(name).decode() for name in package.namelist() if "/charts/chart" in name]
    rows = [max(map(int, re.findall(r'<c:ptCount val="(\d+)"', chart)), default=0) for chart in charts]

    assert len(charts) > 10
    assert max(rows) <= 26
    forces = [chart for chart in charts if "Against" in chart]
    assert len(forces) == 6  # three changes with 40 forces each


def test_every_table_of_a_long_plan_repeats_its_head(huge):
    long = [table for table in WordFile(io.BytesIO(huge[PLAN].content)).tables if len(table.rows) > 30]

    assert len(long) > 5
    for table in long:
        assert table.rows[0]._tr.trPr.find(f"{WORD}tblHeader") is not None


@pytest.mark.parametrize("template", [PAGE, JOINT])
def test_the_words_of_short_documents_stay_within_the_margins(huge, sparse, template: str, tmp_path: Path):
    for number, made in enumerate((huge, sparse)):
        folder = tmp_path / str(number)
        folder.mkdir()
        pages, outside = words_outside(pdf_of(made[template], folder))

        assert outside == []
        if template == PAGE:
            assert pages == 1


def test_the_words_of_a_long_plan_stay_within_the_margins_and_none_is_cut_off(huge, tmp_path: Path):
    pdf = pdf_of(huge[PLAN], tmp_path)
    pages, outside = words_outside(pdf)
    shown = subprocess.run([need("pdftotext"), pdf, "-"], check=True, capture_output=True, text=True).stdout
    plan, letters = text_of(huge[PLAN].content), re.sub(r"[\s\u00ad]+", "", shown)

    assert pages > 100
    assert outside == []
    for column in long_fields():
        for end in ends_of(column.path):
            assert (end in letters) == (end in plan), end
