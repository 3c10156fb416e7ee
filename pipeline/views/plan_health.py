"""The health of the account as the plan's summary tells it: its points, its band, and what pulls it down most."""

from decimal import Decimal

from pipeline.analysis.results import Analysis, Result, result
from pipeline.analysis.results.health import HealthBand, HealthComponent
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.plan_parts import BAD, GOOD, NONE, WATCH, Status, Tone

_TONES: dict[HealthBand, Tone] = {"critical": BAD, "watch": WATCH, "healthy": GOOD, "not assessed": NONE}


class HealthView(Result):
    """The health score in a tile."""

    points: str = result("Whole points of 100; a dash if it is not assessed.")
    status: Status = result("Its band: Critical, Watch, Healthy or Not assessed.")
    reason: str = result("The component that costs most points; without a score, how much data there is.")


def health_view(account: KeyAccount, analysis: Analysis) -> HealthView:
    """The health score with its reason."""
    locale = account.account.locale
    state = analysis.health
    return HealthView(
        points=wording.number(state.value, locale, 0),
        status=Status(tone=_TONES[state.band], word=wording.sentence(state.band)),
        reason=_reason(state.components)
        if state.value is not None
        else f"Data for {wording.percent(state.assessed, locale)} of its weight only",
    )


def _reason(components: tuple[HealthComponent, ...]) -> str:
    worst = max(components, key=_lost)
    if not _lost(worst):
        return "Nothing pulls it down"
    return f"Most lost by {worst.name}"


def _lost(component: HealthComponent) -> Decimal:
    """The points of the whole score that the component costs."""
    return (100 - component.points) * component.used_weight if component.points is not None else Decimal(0)
