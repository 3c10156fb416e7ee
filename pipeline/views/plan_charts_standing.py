"""The plan's charts of where the account stands: its place in the matrix, and its health by component."""

from decimal import Decimal

from pipeline.analysis.results import Analysis, HealthComponent
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.charts import Chart, Series
from pipeline.views.findings import standing

_CELLS = (  # a cell with where its name stands: strength, then attractiveness
    ("Star", Decimal("3.25"), Decimal("9.6")),
    ("Strategic", Decimal("7.75"), Decimal("9.6")),
    ("Streamline", Decimal("3.25"), Decimal("1.4")),
    ("Status", Decimal("7.75"), Decimal("1.4")),
)
_LONGEST = 14  # letters of a name beside its bubble
_LETTER = Decimal("0.25")  # width of a letter in steps of strength, on a matrix 70 mm wide
_RIGHT_EDGE = Decimal("9.9")  # where a name must end, less half the bubble
_FULL = 100
_UNSEEN = 8  # times the area of the account: programs draw the largest bubble large


def matrix(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """The account among the four cells of the matrix; None while score or strength are missing."""
    place = analysis.matrix
    if place.attractiveness is None or place.strength is None:
        return None
    name = _short(account.account.name)
    return Chart(
        alt=f"{standing.matrix(account, analysis).text}.",
        series=(
            Series(
                name="Cells",
                x=tuple(strength for _, strength, _ in _CELLS),
                y=tuple(appeal for _, _, appeal in _CELLS),
                size=tuple(_UNSEEN for _ in _CELLS),
                labels=tuple(name for name, _, _ in _CELLS),
            ),
            Series(
                name=account.account.name,
                x=(place.strength,),
                y=(place.attractiveness,),
                size=(1,),
                labels=(name,),
                label_position=("r" if place.strength + len(name) * _LETTER <= _RIGHT_EDGE else "l",),
            ),
        ),
    )


def _short(name: str) -> str:
    """As many whole words of a long name as fit beside the bubble, at least the first one's beginning."""
    words = name.split()
    fitting = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    short = [text for text in fitting if len(text) <= _LONGEST]
    return short[-1].rstrip(",&") if short else f"{name[: _LONGEST - 1]}…"


def health(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """The points of each component of health, the most points lost first; None while health is not assessed."""
    if analysis.health.value is None:
        return None
    locale = account.account.locale
    rows = sorted(analysis.health.components, key=_points_lost, reverse=True)
    return Chart(
        alt=f"{standing.health(account, analysis).text}.",
        categories=tuple(f"{wording.sentence(row.name)}, {wording.percent(row.weight, locale)}" for row in rows),
        series=(
            Series(
                name="Full points",
                values=tuple(_FULL for _ in rows),
                labels=tuple("not assessed" if row.points is None else "" for row in rows),
            ),
            Series(
                name="Points",
                values=tuple(None if row.points is None else wording.rounded(row.points, 0) for row in rows),
            ),
        ),
    )


def _points_lost(row: HealthComponent) -> Decimal:
    """What keeps the component from adding to the whole; those not assessed come last."""
    return Decimal(-1) if row.points is None else row.weight * (_FULL - row.points)
