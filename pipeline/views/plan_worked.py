"""How full the workbook is by sheet, and each figure of the plan worked out with its numbers, for the appendix."""

from collections.abc import Mapping, Sequence

from pipeline.analysis.explanations import explanations
from pipeline.analysis.results import Analysis, Explanation, Result, result
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About

# What the results that are explained are called; {} is the row that one of several is about.
_NAMES = {
    "score.value": "Account score",
    "score.low": "Lowest possible score",
    "score.high": "Highest possible score",
    "score.percent": "Score from 0 to 1",
    "matrix.our_strength.score": "Our strength",
    "matrix.relative_strength": "Strength beside the best rival",
    "force_field.net": "{}: net",
    "force_field.driving_share": "{}: driving share",
    "revenue_bridge.now": "Revenue from last year to this",
    "revenue_bridge.gross_retention": "Gross retention",
    "revenue_bridge.net_retention": "Net retention",
    "product_concentration.hhi": "Concentration on products",
    "unit_concentration.hhi": "Concentration on units",
    "economics_summary.kam_return": "Return of the account team",
    "economics_summary.payback_months": "Payback of the account team",
    "relationships.coverage": "Coverage of people",
    "relationships.support": "Support of people",
    "relationships.role_coverage": "Coverage of required roles",
    "relationships.freshness": "Freshness of contacts",
    "opportunity_summary.weighted": "Weighted pipeline",
    "opportunity_summary.low": "Low scenario",
    "opportunity_summary.expected": "Expected scenario",
    "opportunity_summary.high": "High scenario",
    "opportunity_summary.win_rate_count": "Win rate by number",
    "opportunity_summary.win_rate_value": "Win rate by amount",
    "opportunity_summary.gap": "Gap to the renewed amount",
    "opportunity_summary.target.gap": "Gap to the target of new business",
    "opportunity_summary.target.needed": "Amount needed for the target",
    "opportunity_summary.target.coverage": "Open amounts beside the target",
    "wallet.latest.share": "Share of their spend",
    "wallet.latest.white_space": "Spend that is not ours",
    "wallet.penetration": "Penetration",
    "economics_summary.latest.contribution": "Contribution",
    "economics_summary.latest.margin": "Margin",
    "economics_summary.latest.revenue_to_cost": "Revenue to cost",
    "voice_summary.topics.gap": "{}: gap of both sides",
    "voice_summary.recommendation.score": "Recommendation",
    "goals.attainment": "{}: way to target",
    "goals.original_attainment": "{}: way to the first target",
    "goals.expected": "{}: expected by now",
    "goal_summary.mutual_share": "Goals that serve the customer",
    "kpi_series.latest.attainment": "{}: way to target",
    "kpi_series.slope": "{}: change a period",
    "action_summary.done_of_due": "Actions done of those due",
    "action_summary.on_time": "Actions done on time",
    "action_states.percent": "{}: progress",
    "client_rhythm.adherence": "Reviews with the customer held",
    "internal_rhythm.adherence": "Reviews of the team held",
    "audit.points": "Audit of the plan",
    "health.components.points": "Health: {}",
    "health.value": "Health",
    "changes.score.change": "Account score since the last plan",
    "changes.health.change": "Health since the last plan",
}
_TOLD_ELSEWHERE = ("priorities", "alerts")  # their figures stand beside them, in risks and in the action plan
_SHEETS = 4


class SheetRow(Result):
    """How full one sheet is."""

    sheet: str = result("The sheet.")
    required: str = result("Required cells filled of all, 44 of 44; a dash if none is required.")
    optional: str = result("Share of the other cells that is filled; a dash if there are none.")


class SheetPair(Result):
    """Two sheets beside each other."""

    left: SheetRow = result("The first.")
    right: SheetRow = result("The second, of empty texts if there is none.")


class WorkedRow(Result):
    """One figure worked out."""

    figure: str = result("What it is called.")
    worked: str = result("The formula with the numbers put in.")
    changes: str = result("What would change its class; empty where none is defined.")


class WorkedGroup(Result):
    """A formula with every figure that is made by it."""

    formula: str = result("The formula in words.")
    sheets: str = result("The sheets its figures were read from: at most four, the rest counted.")
    figures: tuple[WorkedRow, ...] = result("The figures, in the order of the sections.")


def sheet_pairs(analysis: Analysis, locale: str) -> tuple[SheetPair, ...]:
    """How full each sheet is, in two columns in the order of the tabs."""
    rows = [
        SheetRow(
            sheet=sheet.sheet,
            required=f"{sheet.required_filled} of {sheet.required}" if sheet.required else wording.BLANK,
            optional=wording.percent(sheet.optional_share, locale),
        )
        for sheet in analysis.completeness.sheets
    ]
    half = -(-len(rows) // 2)
    rows += [SheetRow(sheet="", required="", optional="")] * (2 * half - len(rows))
    return tuple(SheetPair(left=left, right=right) for left, right in zip(rows[:half], rows[half:], strict=True))


def worked_groups(
    account: KeyAccount, analysis: Analysis, standards: Standards, about: About
) -> tuple[WorkedGroup, ...]:
    """Every figure that can be worked out, by formula, but for those that stand beside alerts and priorities."""
    locale, subjects = account.account.locale, _subjects(analysis)
    by_formula: dict[tuple[str, str], list[Explanation]] = {}
    for one in explanations(account, analysis, standards, about.period, about.as_of):
        if not one.of.startswith(_TOLD_ELSEWHERE):
            by_formula.setdefault((one.formula, _sheets(one)), []).append(one)
    return tuple(
        WorkedGroup(
            formula=wording.figures(formula, locale),
            sheets=sheets,
            figures=tuple(
                WorkedRow(
                    figure=_name(one, subjects),
                    worked=wording.figures(one.worked, locale),
                    changes=wording.figures(" ".join(one.sensitivity[:1]).rstrip("."), locale),
                )
                for one in found
            ),
        )
        for (formula, sheets), found in by_formula.items()
    )


def _name(one: Explanation, subjects: Mapping[str, Sequence[str]]) -> str:
    """What a result is called; a name that is not known is printed as templates write it."""
    group, _, rest = one.of.partition("[")
    place, _, field = rest.partition("]")
    found = subjects.get(group.partition(".")[0], ())
    at = int(place) - 1 if place else len(found)
    return _NAMES.get(group + field, one.of).format(found[at] if at < len(found) else "")


def _subjects(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """The rows that results are about, by the first part of their names."""
    return {
        "goals": tuple(goal.id for goal in analysis.goals),
        "force_field": tuple(change.change for change in analysis.force_field),
        "kpi_series": tuple(series.kpi for series in analysis.kpi_series),
        "action_states": tuple(state.id for state in analysis.action_states),
        "health": tuple(component.name for component in analysis.health.components),
        "voice_summary": tuple(topic.topic for topic in analysis.voice_summary.topics),
    }


def _sheets(one: Explanation) -> str:
    """The sheets of its cells, each once, in their order: at most four, the rest counted."""
    found = list(dict.fromkeys([cell.partition("!")[0] for cell in one.cells]))
    rest = len(found) - _SHEETS
    return ", ".join(found) if rest <= 0 else f"{', '.join(found[:_SHEETS])} and {rest} more"
