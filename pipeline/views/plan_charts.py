"""The charts of the account plan: what each of them plots, and its finding in a sentence."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from pipeline.analysis.results import Analysis
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import headlines, wording
from pipeline.views.about import About
from pipeline.views.charts import Axis, Chart, Series, in_charts
from pipeline.views.plan_charts_deals import scenarios, wallet_share, white_space
from pipeline.views.plan_charts_revenue import bridge, product_shares, revenue_scale, unit_shares
from pipeline.views.plan_charts_standing import health, matrix
from pipeline.views.plan_map import people_map
from pipeline.views.plan_parts import SHAPES, goal_status

_STATUS_AT = Decimal("1.14")  # where the words of the status stand on the axis of the goals
_LONGEST_WAY = Decimal(1)  # a bar beyond its target ends there, and its label tells the rest
_HIGHEST_RATING = 10
_LABEL_ROOM = Decimal("0.25")  # of the span of the scores: room for a label beside the longest bar
_PRODUCTS = 4
_GOALS = 20  # of a chart as tall as it may be
_LEAST_PART = 15  # a part thinner than a fifteenth of the tallest column has no room for its label


def ratings(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """The rating of each criterion on the full scale, with its weight in the category; None without a rating."""
    locale = account.account.locale
    terms = analysis.score.terms
    if all(term.rating is None for term in terms):
        return None
    return Chart(
        alt=f"Ratings by criterion. {headlines.scoring(account, analysis)}.",
        categories=tuple(f"{term.criterion}, {wording.percent(term.weight, locale)}" for term in terms),
        series=(
            Series(name="Highest rating", values=tuple(_HIGHEST_RATING for _ in terms)),
            Series(name="Rating", values=tuple(term.rating for term in terms)),
        ),
    )


def sensitivity(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """The score if each rating were one lower or one higher, around the cut of the tier; None if not scored."""
    score = analysis.score
    if score.shown is None or score.cut is None:
        return None
    lower = tuple(term.one_lower for term in score.terms)
    higher = tuple(term.one_higher for term in score.terms)
    cut = score.cut
    points = [value for value in (*lower, *higher, cut) if value is not None]
    room = (max(points) - min(points)) * _LABEL_ROOM
    flips = {(test.criterion, test.change) for test in score.tests if test.test == "rating" and test.flips}
    return Chart(
        alt=f"Score with one rating one lower or higher. {headlines.scoring(account, analysis)}.",
        categories=tuple(term.criterion for term in score.terms),
        series=(
            Series(
                name="Score if one higher",
                values=higher,
                bold=tuple((term.criterion, 1) in flips for term in score.terms),
            ),
            # Drawn last, on top: the shorter bar wherever both end on the same side of the cut.
            Series(
                name="Score if one lower",
                values=lower,
                bold=tuple((term.criterion, -1) in flips for term in score.terms),
            ),
        ),
        number_format="0.0",
        value_axis=Axis(minimum=min(points) - room, maximum=max(points) + room, crosses_at=cut),
    )


def people(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """Everybody whose support is known, by support and influence, one series for each coverage; None for nobody."""
    return people_map(account, analysis, standards)


def goals(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """The way to the target gone and expected by now, and the status, for each of the first goals; None without one."""
    return next(iter(goal_charts(account, analysis)), None)


def goal_charts(account: KeyAccount, analysis: Analysis) -> tuple[Chart, ...]:
    """The way to the target gone and expected by now, and the status, for each objective: at most twenty in a chart."""
    locale = account.account.locale
    found = {goal.id: goal for goal in analysis.goals}
    rows = [found[objective.id] for objective in account.objectives]
    gone = [None if goal.attainment is None else min(max(goal.attainment, Decimal(0)), _LONGEST_WAY) for goal in rows]
    statuses = [goal_status(goal.status) for goal in rows]
    chart = Chart(
        alt=f"Way to the target gone and expected. {headlines.objectives(account, analysis)}.",
        categories=tuple(f"{objective.id} {objective.title}" for objective in account.objectives),
        series=(
            Series(name="Expected", values=tuple(goal.expected for goal in rows)),
            Series(
                name="Way gone",
                values=tuple(gone),
                labels=tuple(
                    "" if goal.attainment is None else wording.percent(goal.attainment, locale) for goal in rows
                ),
                label_position=tuple("inEnd" if way is not None and way >= Decimal("0.88") else None for way in gone),
            ),
            Series(
                name="Status",
                values=tuple(_STATUS_AT for _ in rows),
                labels=tuple(f"{SHAPES[status.tone]} {status.word}" for status in statuses),  # type: ignore[index]
            ),
        ),
    )
    return tuple(in_charts(chart, _GOALS))


def revenue(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """Revenue period by period, one part of the column for each product; None with fewer than two periods."""
    summary = analysis.revenue_summary
    periods = [total.name for total in summary.by_period][-8:]
    if len(periods) < 2:
        return None
    products = list(dict.fromkeys(cell.product for cell in summary.cells if cell.period in periods))
    ordered = [total.name for total in summary.by_product if total.name in products]
    ordered += [name for name in products if name not in ordered]
    shown = ordered if len(ordered) <= _PRODUCTS else ordered[: _PRODUCTS - 1]
    cells = {(cell.period, cell.product): cell.revenue for cell in summary.cells}
    totals = {total.name: total.revenue for total in summary.by_period}
    thin = max(totals.values()) / _LEAST_PART
    scale = revenue_scale(tuple(totals.values()))
    series = []
    for name in shown:
        values = [cells.get((period, name)) for period in periods]
        series.append(_part(name, values, thin, scale, account.account.locale))
    if len(shown) < len(ordered):
        rest = [
            sum((cells.get((period, name), Decimal(0)) for name in ordered[len(shown) :]), Decimal(0))
            for period in periods
        ]
        series.append(_part("Other products", rest, thin, scale, account.account.locale))
    return Chart(
        alt=f"Revenue by period and product. {headlines.position(account, analysis)}.",
        categories=tuple(wording.period(period, account.account.locale, "dated") for period in periods),
        series=tuple(series),
        number_format="#,##0",
    )


def _part(name: str, values: Sequence[Decimal | None], thin: Decimal, scale: Decimal, locale: str) -> Series:
    return Series(
        name=name,
        values=tuple(None if value is None else value / scale for value in values),
        labels=tuple(
            "" if value is None or value < thin else wording.number(value / scale, locale, 0) for value in values
        ),
    )


def pipeline(account: KeyAccount, analysis: Analysis, standards: Standards, about: About) -> Chart | None:
    """The weighted amount of the open opportunities by stage; None if nothing is open."""
    profile = account.account
    deals = analysis.opportunity_summary
    if not deals.open_count:
        return None
    stages = deals.stages
    return Chart(
        alt=f"Weighted pipeline by stage. {headlines.opportunities(account, analysis)}.",
        categories=tuple(
            f"{wording.sentence(stage.stage)}, {wording.percent(stage.probability, profile.locale)}" for stage in stages
        ),
        series=(
            Series(
                name="Weighted amount",
                values=tuple(stage.weighted for stage in stages),
                labels=tuple(_of_amount(stage.count, stage.weighted, stage.amount, account) for stage in stages),
            ),
        ),
        number_format="#,##0",
    )


def _of_amount(count: int, weighted: Decimal, amount: Decimal, account: KeyAccount) -> str:
    profile = account.account
    if not count:
        return "none"
    shown, whole = (wording.money(value, profile.currency, profile.locale, "short") for value in (weighted, amount))
    return f"{shown} of {whole}"


PLAN_CHARTS: tuple[Callable[[KeyAccount, Analysis, Standards, About], Chart | None], ...] = (
    ratings,
    sensitivity,
    people,
    goals,
    revenue,
    bridge,
    product_shares,
    unit_shares,
    matrix,
    health,
    pipeline,
    scenarios,
    white_space,
    wallet_share,
)
