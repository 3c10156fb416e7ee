"""The usual script of the benchmark makes the same documents as Keyplan; every case runs. No time is asserted."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from benchmarks import usual
from benchmarks.accounts import charts, decks, our_chart
from benchmarks.derived import chart_data
from benchmarks.ours import DECK, floor, keyplan, sample, template_bytes, whole_account
from benchmarks.processes import run
from benchmarks.scale import build, many_accounts
from benchmarks.start import lay_out, starting
from pipeline.documents.charts import render_chart


@pytest.fixture(scope="module")
def ready():
    return keyplan()


@pytest.fixture(scope="module")
def one(ready):
    return sample("kaltenbrueck-pharma", ready)


def words(blob, tag):
    """The texts of all paragraphs of a document, in order."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(("word/document", "ppt/slides/slide")))
    parts = Document(io.BytesIO(blob)).element if "word/document.xml" in names else None
    roots = [parts] if parts is not None else [slide._element for slide in Presentation(io.BytesIO(blob)).slides]
    return [text.text for root in roots for text in root.iter(qn(tag)) if text.text]


def test_docxtpl_makes_the_same_plan(one):
    made = usual.plan(one.usual_plan.template, one.usual_plan.contents)

    assert words(made, "w:t") == words(one.plan, "w:t")
    for tag in ("w:tbl", "w:tr", "w:p", "c:chart"):
        count = [len(list(Document(io.BytesIO(blob)).element.iter(qn(tag)))) for blob in (made, one.plan)]
        assert count[0] == count[1] > 0, tag
    assert len(words(one.usual_plan.template, "w:t")) < len(words(one.plan, "w:t")), "rows repeat themselves"


def test_python_pptx_makes_the_same_deck(one):
    made = usual.deck(one.usual_deck.template, one.usual_deck.contents)

    assert words(made, "a:t") == words(one.deck, "a:t")
    both = [_charts(blob) for blob in (made, one.deck)]
    assert both[0] == both[1]
    assert len(both[0]) >= 4


def _charts(blob):
    return [
        (data["categories"], data["series"])
        for slide in Presentation(io.BytesIO(blob)).slides
        for shape in usual.shapes_in(slide.shapes)
        if shape.has_chart
        for data in [chart_data(shape.chart)]
    ]


def test_both_draw_the_same_chart(ready, one):
    designed, data = our_chart(ready, one)
    xml, _ = render_chart(designed, data)

    assert all(str(series["name"]) in xml for series in data["series"])
    assert {found.name for found in charts(ready, one, rounds=1)} == {
        "python-pptx, replace_data",
        "**Keyplan**",
    }


def test_the_floor_deflates_what_differs_only(one):
    assert len(floor(one.deck, one.deck)) == sum(map(len, _members(one.deck)))
    assert len(floor(template_bytes(DECK), one.deck)) < len(one.deck)


def _members(blob):
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_an_account_is_built_whole(ready, one):
    assert {document.template for document in whole_account(one.path, ready, ready.both)} == {
        template.name for template in ready.both
    }
    assert len(decks([one], ready, rounds=1)) == 3


def test_the_usual_script_runs_in_a_process_of_its_own(one, tmp_path):
    lay_out(one, tmp_path)

    run("-W", "ignore", "-m", "benchmarks.usual", str(tmp_path))

    assert words((tmp_path / "made-deck.pptx").read_bytes(), "a:t") == words(one.deck, "a:t")
    assert starting(rounds=1)[0].ratio == 1


def test_many_accounts_are_built(tmp_path):
    (tmp_path / "accounts").mkdir()
    many_accounts(tmp_path / "accounts", 2)

    found = build(tmp_path / "accounts", tmp_path / "out")

    assert found.cpu > 0
    assert sorted(path.name for path in (tmp_path / "out" / "2026-Q3").iterdir() if path.is_dir()) == [
        "account-0",
        "account-1",
    ]
