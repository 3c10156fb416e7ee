"""The usual script of the benchmark makes the same documents as Keyplan; every case runs. No time is asserted."""

import io
import json
import sys
import zipfile
from itertools import islice

import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from benchmarks import usual
from benchmarks.accounts import charts, decks, our_chart, plans, reading, whole
from benchmarks.derived import chart_data
from benchmarks.ours import DECK, floor, keyplan, sample, shown_of, template_bytes, whole_account
from benchmarks.processes import run
from benchmarks.scale import build, many_accounts
from benchmarks.start import lay_out, starting
from benchmarks.unchanged import CASES
from benchmarks.variants import SAMPLES, variants
from pipeline.documents.figures.charts import render_chart
from pipeline.run.reading import read_and_check


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


def test_the_usual_script_runs_in_a_process_of_its_own(one, tmp_path):
    lay_out(one, tmp_path)

    run("-W", "ignore", "-m", "benchmarks.usual", str(tmp_path))

    assert words((tmp_path / "made-deck.pptx").read_bytes(), "a:t") == words(one.deck, "a:t")
    assert starting(rounds=1)[0].ratio == 1


def test_each_case_takes_accounts_that_it_was_not_given_before(ready, one, tmp_path):
    workbooks = variants(tmp_path)

    assert len(whole([one], ready, workbooks, rounds=1)) == 3
    assert len(reading([one], ready, workbooks, rounds=1)) == 2
    assert len(list(tmp_path.iterdir())) == 2 * 2 + 2
    shown = [shown_of(path, ready) for path in sorted(tmp_path.iterdir())]
    assert len(plans([one], ready, iter(shown), rounds=1)) == len(decks([one], ready, iter(shown), rounds=1)) == 3


def test_variants_share_neither_sentence_nor_amount_and_have_no_error(ready, tmp_path):
    four = len(SAMPLES)
    first, second = ([*islice(variants(tmp_path), 2 * four)][place] for place in (0, four))
    readings = [read_and_check(path, ready.standards) for path in (first, second)]
    said = [
        {text for row in reading.account.actions for text in (row.action,) if len(text.split()) > 3}
        for reading in readings
    ]

    assert [reading.account.account.account_id for reading in readings] == ["account-0", f"account-{four}"]
    assert [reading.name for reading in readings] == ["Averley Medical plc 0", f"Averley Medical plc {four}"]
    assert min(len(one) for one in said) > 3
    assert not said[0] & said[1]
    assert {row.revenue for row in readings[0].account.revenue} != {row.revenue for row in readings[1].account.revenue}


def test_many_accounts_are_built_and_then_left(tmp_path):
    (tmp_path / "accounts").mkdir()
    many_accounts(tmp_path / "accounts", 2)

    found = build(tmp_path / "accounts", tmp_path / "out")

    assert found.cpu > 0
    assert found.first_peak <= found.peak
    assert sys.platform != "linux" or found.first_peak > 0
    made = tmp_path / "out" / "2026-Q3"
    assert sorted(path.name for path in made.iterdir() if path.is_dir()) == ["account-0", "account-1"]
    for case, built in zip(CASES[1:], (0, 0, 1, 1), strict=True):
        case.change(tmp_path / "accounts", 2)
        build(tmp_path / "accounts", tmp_path / "out")
        assert json.loads((made / "report.json").read_text())["counts"].get("built", 0) == built, case.name
