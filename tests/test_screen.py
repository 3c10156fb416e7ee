"""What a run says at its end: few accounts one by one, of many those that need a person, never by colour alone."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.problems import Problem
from pipeline.production.report import Outcome, Published, Status
from pipeline.production.rounds import Round
from pipeline.screen import runs
from tests.commands import PERIOD, keyplan
from tests.production.small import BUILD, a_small_workspace

ERRORS = tuple(
    Problem(
        code="required", severity="error", sheet="Actions", cell=f"G{row}", message="Owner is missing.", fix="Fill."
    )
    for row in (7, 8, 9)
)


def outcome(number: int, status: Status = "built", **told: object) -> Outcome:
    files = (Published(f"a{number}/internal/plan.docx", "0", "internal/plan.docx"),)
    given = {"workbook": f"a{number}.xlsx", "account_id": f"a{number}", "name": f"Account {number}"}
    return Outcome(**{**given, "status": status, "files": files, **told})  # type: ignore[arg-type]


def refused(number: int) -> Outcome:
    return outcome(number, "refused", problems=ERRORS, files=())


def shown(outcomes: tuple[Outcome, ...], capsys: pytest.CaptureFixture[str], *, verbose: bool = False) -> list[str]:
    """The lines on stdout."""
    runs.print_round(Round(outcomes, 2.0), Path("out"), verbose)
    return capsys.readouterr().out.splitlines()


def test_few_accounts_are_told_with_their_files_those_that_need_a_person_last(capsys: pytest.CaptureFixture[str]):
    failed = outcome(2, "failed", reason="It took too long.", files=())

    assert shown((refused(1), failed, outcome(3), outcome(4, "unchanged")), capsys) == [
        "built      Account 3",
        "           out/a3/internal/plan.docx",
        "unchanged  Account 4",
        "refused    Account 1  Actions!G7: Owner is missing. (+2 more)",
        "failed     Account 2  It took too long.",
        "4 accounts: 1 built, 1 unchanged, 1 refused, 1 failed. 2.0 s, 2.0 a second. Report: out/report.json",
    ]


def test_of_many_accounts_those_that_need_a_person_are_told(capsys: pytest.CaptureFixture[str]):
    many = (*map(outcome, range(999)), refused(999))

    assert shown(many, capsys) == [
        "refused    Account 999  Actions!G7: Owner is missing. (+2 more)",
        "1000 accounts: 999 built, 1 refused. 2.0 s, 500.0 a second. Report: out/report.json",
    ]
    assert len(shown(many, capsys, verbose=True)) > 1000


def test_a_file_that_must_not_be_sent_is_told_of_many_accounts_too(capsys: pytest.CaptureFixture[str]):
    old = Published("a7/client/deck.pptx", "0", "client/deck.pptx")
    runs.print_round(Round((*map(outcome, range(30)), outcome(30, former=(old,))), 1.0), Path("out"), False)

    told = capsys.readouterr()
    assert "out/a7/client/deck.pptx is of an earlier run and not current: do not send it." in told.err
    assert "Account 30" in told.out


def test_a_terminal_shows_a_table_in_which_no_status_is_told_by_colour_alone(monkeypatch: pytest.MonkeyPatch):
    screen = io.StringIO()
    terminal = Console(file=screen, force_terminal=True, width=100, color_system="truecolor", highlight=False)
    monkeypatch.setattr(runs, "out", lambda: terminal)

    runs.print_round(Round((refused(1), outcome(2, "not begun", files=()), outcome(3)), 2.0), Path("out"), False)

    plain = re.sub(r"\x1b\[[\d;]*m", "", screen.getvalue())
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    assert lines == [
        "Account Status Reason",
        "Account 3 ● built",
        "Account 1 ■ refused Actions!G7: Owner is missing. (+2 more)",
        "Account 2 ▲ not begun",
    ]


def test_the_report_tells_versions_counts_and_the_seconds_of_each_stage(tmp_path: Path):
    workspace = a_small_workspace(tmp_path, ["alder", "birch"])
    result = keyplan(*BUILD[2:], "--jobs", "1", "--verbose", folder=workspace)
    assert result.exit_code == 0, result.output

    report = json.loads((workspace / "out" / PERIOD / "report.json").read_text())
    stages = ["comparing", "reading", "checks", "analysis", "documents", "gate and lint", "publishing"]
    assert {"keyplan", "python", "jinja2", "lxml"} <= set(report["versions"])
    assert list(report["stages"]) == stages
    for account in report["accounts"]:
        assert list(account["stages"]) == stages
        assert 0 < sum(account["stages"].values()) <= account["seconds"]
        assert all(file["sha256"] and file["made_from"] for file in account["files"])
    for stage in stages:
        assert re.search(rf"^{stage} +\d+\.\d\d s$", result.stdout, re.MULTILINE)
    again = keyplan(*BUILD[2:], "--jobs", "1", "--quiet", folder=workspace)
    assert "2 accounts: 2 unchanged." in again.stdout
