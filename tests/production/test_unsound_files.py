"""A file that Office would refuse is not published: that template's file alone, with the reason; all others are."""

import json
from pathlib import Path

import pytest

from pipeline import run
from tests.commands import PERIOD, SAMPLES, a_workspace, keyplan
from tests.documents.office import edited

FAULTY = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return a_workspace(tmp_path)


def build(workspace: Path):
    return keyplan("build", SAMPLES / "averley-medical.xlsx", "--out", "out", "--period", PERIOD, folder=workspace)


def published(workspace: Path) -> dict[str, bytes]:
    folder = workspace / "out" / PERIOD / "averley-medical"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("*/*")}


def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in every plan on one page, as a template's loop could leave it behind."""
    render = run.render

    def faulty(template, data, overflows=None):
        content = render(template, data, overflows)
        if not template.name.endswith("one_page_plan.docx"):
            return content
        return edited(content, "word/document.xml", "(?<=<w:body>)", f"{FAULTY}<w:p/>")

    monkeypatch.setattr(run, "render", faulty)


def test_the_broken_file_is_kept_back_and_the_others_are_published(workspace: Path, monkeypatch: pytest.MonkeyPatch):
    assert build(workspace).exit_code == 0
    before = published(workspace)
    assert len(before) == 5
    planted(monkeypatch)

    result = build(workspace)

    told = " ".join(result.output.split())
    assert result.exit_code == 1
    assert "internal/Averley Medical plc - One page plan - 2026-Q3.docx, word/document.xml" in told
    assert "A table cell holds no paragraph; expected: each cell ends with a paragraph." in told
    assert "[unsound-file]" in told
    assert published(workspace) == before, "what was published before stays as it was"
    report = json.loads((workspace / "out" / PERIOD / "report.json").read_text())["accounts"][0]
    assert report["status"] == "failed"
    assert report["problems"]["unsound-file"] == 1
    assert len(report["files"]) == 4
    assert not [file for file in report["files"] if "One page" in file["path"]]
