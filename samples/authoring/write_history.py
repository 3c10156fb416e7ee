"""Writes the last quarter's snapshots of the samples: what stood there by then, and the differences of history.toml."""

import datetime
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record
from pipeline.production.history import keep
from pipeline.run.stages import Review, snapshot
from pipeline.standards import Standards, read_standards
from samples.authoring.write_samples import SAMPLES, STANDARDS, TEXTS, read_text

HISTORY = SAMPLES / "history"
_PERIODS = ("kpis", "revenue", "economics", "voice", "voice_samples")
# A row of these sheets was not there before its day.
_BEGUN = {"opportunities": "opened", "stakeholders": "known_since", "business": "date", "swot": "date"}


def write_history(standards: Standards, folder: Path) -> None:
    """Writes the snapshot of each plan that history.toml tells of into `folder`."""
    plans = tomllib.loads((TEXTS / "history.toml").read_text(encoding="utf-8"), parse_float=Decimal)["plan"]
    for plan in plans:
        review = Review(plan["period"], plan["as_of"])
        earlier = _with_differences(_as_it_stood(read_text(plan["account"]), review), plan.get("difference", []))
        keep(folder, snapshot(earlier, standards, review))


def _as_it_stood(account: KeyAccount, review: Review) -> KeyAccount:
    """The account without what came after the day: periods, deals opened, actions begun and done, reviews held."""
    day = review.as_of
    sheets: dict[str, Any] = {
        key: tuple(row for row in getattr(account, key) if row.period <= review.period) for key in _PERIODS
    }
    for key in ("opportunities", "business", "swot"):
        sheets[key] = tuple(row for row in getattr(account, key) if _begun(row, _BEGUN[key], day))
    actuals = {(row.kpi, row.period): row.actual for row in account.kpis}
    sheets["objectives"] = tuple(
        row.model_copy(update={"actual": actuals.get((row.kpi, review.period), row.actual)})
        for row in account.objectives
    )
    sheets["actions"] = tuple(
        row.model_copy(update={"status": "in progress", "done_on": None})
        if row.done_on and row.done_on > day
        else row.model_copy(update={"status": "not started", "percent": None})
        if row.start and row.start > day
        else row
        for row in account.actions
    )
    sheets["reviews"] = tuple(
        row.model_copy(update={"held": None}) if row.held and row.held > day else row for row in account.reviews
    )
    sheets["stakeholders"] = tuple(
        row.model_copy(update={"last_contact": None}) if row.last_contact and row.last_contact > day else row
        for row in account.stakeholders
    )
    return account.model_copy(update=sheets)


def _begun(row: Record, field: str, day: datetime.date) -> bool:
    begun = getattr(row, field)
    return begun is None or begun <= day


def _with_differences(account: KeyAccount, differences: list[dict[str, Any]]) -> KeyAccount:
    """The account with each difference: `row` says which rows, `was` what stood there; or they were not there."""
    for one in differences:
        account = account.model_copy(update={one["sheet"]: tuple(_rows(account, one))})
    return account


def _rows(account: KeyAccount, one: dict[str, Any]) -> Iterator[Record]:
    found = 0
    for row in getattr(account, one["sheet"]):
        if any(getattr(row, key) != value for key, value in one["row"].items()):
            yield row
            continue
        found += 1
        if one.get("was_there", True):
            yield row.model_copy(update={key: None if value == "" else value for key, value in one["was"].items()})
    if not found:
        raise ValueError(f"history.toml: no row of {one['sheet']} holds {one['row']}")


if __name__ == "__main__":
    write_history(read_standards(STANDARDS), HISTORY)
