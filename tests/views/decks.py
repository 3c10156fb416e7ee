"""The client's view of an account, for tests of the deck: projected and analysed as a run does it."""

from typing import Any

from pipeline.analysis.analyse import analyse_shared
from pipeline.analysis.results import SharedAnalysis
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views.about import About
from pipeline.views.audiences import project
from tests.builders import AS_OF, PERIOD, a_delivery, a_kpi, an_action, an_objective, day, shipped_standards

Given = tuple[KeyAccount, SharedAnalysis, Standards, About]


def given(account: KeyAccount) -> Given:
    """What every function of the deck is given for an account."""
    standards = shipped_standards()
    about = About(
        company="Lindholt", confidentiality="Confidential", period=PERIOD, as_of=AS_OF, standards_version="1", gaps=()
    )
    projected = project(account)
    return projected, analyse_shared(projected, standards, PERIOD, AS_OF), standards, about


def a_goal(number: int, actual: str | None, **fields: Any) -> Any:
    """A shared goal from 0 to 10 over the year, at `actual` on the as-of date, when three quarters have passed."""
    about = {"id": f"O{number}", "title": f"Goal {number}", "kpi": f"KPI {number}", "baseline": "0", "target": "10"}
    return an_objective(**({"share": True, **about, "actual": actual, "due": day("2026-12-31")} | fields))


def goals(met: int = 0, on_track: int = 0, behind: int = 0, off_track: int = 0) -> list[Any]:
    """Shared goals, so many of each status."""
    actuals = ["10"] * met + ["7.5"] * on_track + ["6"] * behind + ["1"] * off_track
    return [a_goal(number, actual) for number, actual in enumerate(actuals, 1)]


def a_shared_action(number: int, **fields: Any) -> Any:
    """A shared step in progress, due after the as-of date."""
    return an_action(**({"id": f"A{number}", "share": True, "action": f"Step {number}"} | fields))


def a_shared_delivery(**fields: Any) -> Any:
    """A shared row of sheet Delivery."""
    return a_delivery(**({"share": True} | fields))


def a_shared_kpi(period: str, actual: str | None, **fields: Any) -> Any:
    """A shared figure of "KPI 1"."""
    return a_kpi(**({"share": True, "kpi": "KPI 1", "period": period, "actual": actual, "target": "10"} | fields))
