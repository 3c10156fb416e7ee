"""A file that Office would refuse is not published: that template's file alone, with the reason; all others are."""

from pathlib import Path

import pytest

from pipeline.production.order import STANDARDS, TEMPLATES, Order, Unit
from pipeline.production.report import Outcome
from pipeline.production.work import do
from pipeline.run import stages
from tests.builders import AS_OF, PERIOD
from tests.commands import SAMPLES, a_workspace, working_in
from tests.documents.office import edited

BARE_CELL = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl><w:p/>"
ONE_PAGE = "internal/Averley Medical plc - One page plan - 2026-Q3.docx"


def build(workspace: Path) -> Outcome:
    order = Order(standards=STANDARDS, templates=TEMPLATES, period=PERIOD, as_of=AS_OF, folder=Path("out"), force=True)
    with working_in(workspace):
        return do(order, Unit(SAMPLES / "averley-medical.xlsx", "averley-medical", "Averley Medical plc"))


def published(workspace: Path) -> dict[str, bytes]:
    folder = workspace / "out" / "averley-medical"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("[ci]*/*")}


def break_plans_on_one_page(monkeypatch: pytest.MonkeyPatch, markup: str) -> None:
    """Faulty markup in every plan on one page, as a loop of a template could leave it behind."""
    render = stages.render

    def faulty(template, data, overflows=None):
        content = render(template, data, overflows)
        if not template.name.endswith("one_page_plan.docx"):
            return content
        return edited(content, "word/document.xml", "(?<=<w:body>)", markup)

    monkeypatch.setattr(stages, "render", faulty)


def test_the_broken_file_is_kept_back_and_the_others_are_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    workspace = a_workspace(tmp_path)
    assert build(workspace).status == "built"
    before = published(workspace)
    assert len(before) == 5
    break_plans_on_one_page(monkeypatch, BARE_CELL)

    outcome = build(workspace)

    assert outcome.status == "failed"
    assert outcome.reason == f"Office would repair or refuse {ONE_PAGE}, which was not published."
    (problem,) = (problem for problem in outcome.problems if problem.code == "unsound-file")
    assert (problem.file, problem.place, problem.found) == (ONE_PAGE, "word/document.xml", "cell-without-paragraph")
    assert problem.message == "A table cell holds no paragraph; expected: each cell ends with a paragraph."
    assert "please report it" in problem.fix
    assert published(workspace) == before, "what was published before stays as it was"
    assert {file.path.partition("/")[2] for file in outcome.files} == set(before) - {ONE_PAGE}


def test_what_is_no_well_formed_xml_is_kept_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Rendering does not read again what it wrote; the lint, which nothing is published without, reads every part."""
    workspace = a_workspace(tmp_path)
    break_plans_on_one_page(monkeypatch, "<w:p><w:r></w:p>")

    outcome = build(workspace)

    (problem,) = (problem for problem in outcome.problems if problem.code == "unsound-file")
    assert (problem.file, problem.place, problem.found) == (ONE_PAGE, "word/document.xml", "xml-broken")
    assert outcome.status == "failed"
    assert len(published(workspace)) == 4
    assert ONE_PAGE not in published(workspace)


def test_a_lint_that_breaks_off_lets_nothing_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("pipeline.documents.soundness.file._entries", broken)
    workspace = a_workspace(tmp_path)

    outcome = build(workspace)

    assert outcome.status == "failed"
    assert outcome.files == ()
    assert published(workspace) == {}
    assert {problem.found for problem in outcome.problems if problem.code == "unsound-file"} == {"unreadable"}
