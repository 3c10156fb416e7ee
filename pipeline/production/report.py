"""What became of every account of a run: built, unchanged, refused or failed, with its problems and its files."""

import io
import json
import platform
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import fields, replace

from pipeline import __version__
from pipeline.problems import Problem
from pipeline.production.fingerprints import installed
from pipeline.production.order import Order, Unit
from pipeline.production.publish import publish

Status = Literal["built", "unchanged", "refused", "failed", "passed over", "not begun"]
REPORT = "report.json"
STATUSES: tuple[Status, ...] = ("built", "unchanged", "refused", "failed", "not begun")  # of an account


class Published(Struct, frozen=True):
    """A file in the output tree: its path below the period's folder, its SHA-256, and the template it was made from.

    `made_from` has the digest of everything that had a say in it; `problems` are what its making found.
    """

    path: str
    sha256: str
    template: str
    made_from: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def audience(self) -> str:
        """Whom it is for, "internal" or "client"."""
        return self.template.partition("/")[0]


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one workbook. `reason` is a sentence for one that failed; a refused one has its errors.

    A workbook that is no account's is passed over, and `reason` says what it is. One is not begun if the run was
    stopped first. `stages` are the seconds of each stage that was gone through. `former` are files of earlier runs that
    still lie there and are not current; `remarks` are sentences about files that were removed, or built again though
    nothing they are made from has changed.
    """

    workbook: str
    account_id: str
    name: str
    status: Status
    seconds: float = 0
    stages: Mapping[str, float] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    files: tuple[Published, ...] = ()
    reason: str = ""
    former: tuple[Published, ...] = ()
    remarks: tuple[str, ...] = ()


def outcome_of(unit: Unit, status: Status, reason: str) -> Outcome:
    """What became of an account, where no more is known of it than that."""
    return Outcome(
        workbook=str(unit.workbook), account_id=unit.account_id, name=unit.name, status=status, reason=reason
    )


def without_repetition(outcome: Outcome) -> Outcome:
    """The outcome for a run that keeps thousands: each text once in memory however many accounts share it, and what
    the making of its files found among the `problems` only."""
    return replace(
        outcome,
        problems=tuple(_shared(problem) for problem in outcome.problems),
        files=tuple(_light(file) for file in outcome.files),
        former=tuple(_light(file) for file in outcome.former),
    )


def _shared(problem: Problem) -> Problem:
    texts = {one.name: sys.intern(getattr(problem, one.name)) for one in fields(problem)}
    return Problem(**texts)  # type: ignore[arg-type]


def _light(file: Published) -> Published:
    made_from = {sys.intern(name): sys.intern(found) for name, found in file.made_from.items()}
    return replace(file, template=sys.intern(file.template), made_from=made_from, problems=())


def write_report(order: Order, outcomes: tuple[Outcome, ...], seconds: float, remarks: tuple[str, ...] = ()) -> None:
    """Writes report.json into the folder of the period; `remarks` are about no account alone.

    Raises RunStopped if it cannot be written.
    """
    accounts = [outcome for outcome in outcomes if outcome.status != "passed over"]
    statuses = Counter(outcome.status for outcome in accounts)
    counts: dict[str, int] = {"accounts": len(accounts)} | {status: statuses[status] for status in STATUSES}
    report = {
        "versions": {"keyplan": __version__, "python": platform.python_version(), **installed()},
        "period": order.period,
        "as_of": order.as_of.isoformat(),
        "seconds": round(seconds, 3),
        "counts": counts,
        "stages": _rounded(stages_of(accounts)),
        "remarks": list(remarks),
        "accounts": [_plain(outcome) for outcome in accounts],
        "passed_over": [
            {"workbook": outcome.workbook, "reason": outcome.reason}
            for outcome in outcomes
            if outcome.status == "passed over"
        ],
    }
    publish(order.folder / REPORT, _written(report))


def _written(report: Mapping[str, Any]) -> bytes:
    """The report as JSON, written piece by piece: at no time are all its pieces in memory beside the whole."""
    whole = io.BytesIO()
    with io.TextIOWrapper(whole, "utf-8", newline="\n") as text:
        json.dump(report, text, ensure_ascii=False, indent=2)
        text.write("\n")
        text.flush()
        return whole.getvalue()


def stages_of(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """The seconds of each stage, of all these accounts together, in the order of the work."""
    total: Counter[str] = Counter()
    for outcome in outcomes:
        total.update(outcome.stages)
    return dict(total)


def _rounded(stages: Mapping[str, float]) -> dict[str, float]:
    return {name: round(seconds, 4) for name, seconds in stages.items()}


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "workbook": outcome.workbook,
        "account_id": outcome.account_id,
        "name": outcome.name,
        "status": outcome.status,
        "reason": outcome.reason,
        "seconds": round(outcome.seconds, 3),
        "stages": _rounded(outcome.stages),
        "problems": dict(sorted(Counter(problem.code for problem in outcome.problems).items())),
        "files": [
            {"path": file.path, "sha256": file.sha256, "template": file.template, "made_from": file.made_from}
            for file in outcome.files
        ],
        "former": [file.path for file in outcome.former],
        "remarks": list(outcome.remarks),
    }
