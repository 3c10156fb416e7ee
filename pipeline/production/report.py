"""What became of every account of a run: built, unchanged, refused or failed, with its problems and its files."""

import json
import platform
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

from pipeline import __version__
from pipeline.problems import Problem
from pipeline.production.fingerprints import installed
from pipeline.production.order import Order, Unit
from pipeline.production.publish import publish_pieces

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


def write_report(order: Order, outcomes: Collection[Outcome], seconds: float, remarks: tuple[str, ...] = ()) -> None:
    """Writes report.json into the folder of the period; `remarks` are about no account alone.

    Raises RunStopped if it cannot be written. At no time is more than one account of it in memory.
    """
    publish_pieces(order.folder / REPORT, _written(order, outcomes, seconds, remarks))


def _written(order: Order, outcomes: Collection[Outcome], seconds: float, remarks: Sequence[str]) -> Iterator[bytes]:
    """The report as JSON, piece by piece."""
    statuses: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    for outcome in outcomes:
        statuses[outcome.status] += 1
        stages.update(outcome.stages)
    of_accounts: dict[str, int] = {status: statuses[status] for status in STATUSES}
    begin = {
        "versions": {"keyplan": __version__, "python": platform.python_version(), **installed()},
        "period": order.period,
        "as_of": order.as_of.isoformat(),
        "seconds": round(seconds, 3),
        "counts": {"accounts": sum(of_accounts.values()), **of_accounts},
        "stages": _rounded(stages),
        "remarks": list(remarks),
    }
    yield _json(begin).removesuffix("\n}").encode()
    yield from _listed("accounts", (_plain(one) for one in outcomes if one.status != "passed over"))
    yield from _listed("passed_over", (_passed_over(one) for one in outcomes if one.status == "passed over"))
    yield b"\n}\n"


def _listed(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A list as the next member of the report, row by row, as json.dumps would write it."""
    yield f",\n  {_json(name)}: [".encode()
    first = True
    for row in rows:
        indented = _json(row).replace("\n", "\n    ")  # no text of JSON holds a line's end
        yield f"{'' if first else ','}\n    {indented}".encode()
        first = False
    yield b"]" if first else b"\n  ]"


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _passed_over(outcome: Outcome) -> dict[str, str]:
    return {"workbook": outcome.workbook, "reason": outcome.reason}


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
