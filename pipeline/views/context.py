"""Everything a template of one audience may say about one account, as plain data under its template names."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec.structs import replace

from pipeline.analysis.explanations import explanations
from pipeline.analysis.results import Analysis, Explanation, SharedAnalysis
from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Audience
from pipeline.standards import Standards
from pipeline.views.about import About
from pipeline.views.audiences import ComputedField, computed_fields, plain, plain_fields
from pipeline.views.charts import Chart
from pipeline.views.deck import DeckView, deck_view
from pipeline.views.deck_charts import DECK_CHARTS
from pipeline.views.deck_headlines import DeckHeadlines, deck_headlines
from pipeline.views.findings.whole import ResultHeadlines, result_headlines
from pipeline.views.headlines import PlanHeadlines, plan_headlines
from pipeline.views.joint_plan import JointPlanView, joint_plan_view
from pipeline.views.language import locale_of
from pipeline.views.needed import Needed, everything
from pipeline.views.pictures import shown_pictures
from pipeline.views.plan import PlanView, plan_view
from pipeline.views.plan_charts import PLAN_CHARTS
from pipeline.views.talking_points import TalkingPointsView, talking_points_view
from pipeline.views.wording import babel_locale

# Why the client may see what is worked out, by the first part of its name; without a reason here it is not theirs.
CLIENT_REASONS = {
    "about": "Who we are, and which period and day the figures are told for, is printed on each file the client gets.",
    "action_states": "Each is worked out from a joint action that is shared, which the client owns with us.",
    "action_summary": "It counts the joint actions that are shared, and no other.",
    "charts": "They plot figures that the client is shown as text as well.",
    "client_voice": "It sums up what the client's own people answered, without their names.",
    "deck": "Its rows hold shared fields, and results of them, in an order that only shared fields decide.",
    "goal_summary": "It counts the objectives that are shared, and no other.",
    "goals": "Each is worked out from an objective and measures that are shared.",
    "headlines": "They put shared results into words.",
    "joint_plan": "Its rows hold shared objectives and actions, which the client signs.",
    "kpi_series": "They hold the measures that are shared, period by period.",
    "revenue_summary": "It adds up what the client bought from us, which it knows from our invoices.",
    "review_summary": "It holds the reviews that the client takes part in.",
}

# Where the Unicode locale data (paper size of a territory) say US Letter.
LETTER_COUNTRIES = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])


def internal_view(
    account: KeyAccount, analysis: Analysis, standards: Standards, about: About, needed: Needed = everything
) -> dict[str, Any]:
    """What an internal template may say: every field, every result, the plan's headlines, rows, charts; no picture.

    What is not `needed` is left out.
    """
    worded = _written(account, about)
    given = (worded, analysis, standards, about)
    parts: dict[str, Callable[[], Any]] = {
        "explanations": lambda: plain(
            tuple(explanations(account, analysis, standards, about.period, about.as_of)), "internal"
        ),
        "about": lambda: plain(about, "internal"),
        "headlines": lambda: {
            **plain(plan_headlines(*given), "internal"),
            **plain(result_headlines(worded, analysis), "internal"),
        },
        "plan": lambda: plain(plan_view(*given), "internal"),
        "talking_points": lambda: plain(talking_points_view(*given), "internal"),
        "charts": lambda: _charts(PLAN_CHARTS, given, needed),
    }
    return {
        **_rows(account, "internal", needed),
        **plain_fields(analysis, "internal", needed),
        **_made(parts, needed),
        "pictures": shown_pictures({}, "internal", account.account.name),
        **_document(account, about),
    }


def client_view(
    projected: KeyAccount, shared: SharedAnalysis, standards: Standards, about: About, needed: Needed = everything
) -> dict[str, Any]:
    """What a client template may say, made from the client's projection and from nothing else; no picture.

    What is not `needed` is left out.
    """
    given = (_written(projected, about), shared, standards, about)
    parts: dict[str, Callable[[], Any]] = {
        "about": lambda: plain(about, "client"),
        "headlines": lambda: plain(deck_headlines(*given), "client"),
        "deck": lambda: plain(deck_view(*given), "client"),
        "joint_plan": lambda: plain(joint_plan_view(*given), "client"),
        "charts": lambda: _charts(DECK_CHARTS, given, needed),
    }
    return {
        **_rows(projected, "client", needed),
        **plain_fields(shared, "client", needed),
        **_made(parts, needed),
        "pictures": shown_pictures({}, "client", projected.account.name),
        **_document(projected, about),
    }


def _made(parts: Mapping[str, Callable[[], Any]], needed: Needed) -> dict[str, Any]:
    return {name: make() for name, make in parts.items() if needed(name)}


def _written(account: KeyAccount, about: About) -> KeyAccount:
    """The account with the locale that its documents are written by, which is one of their language."""
    profile = account.account
    locale = locale_of(about.language, profile.locale)
    if locale == profile.locale:
        return account
    return account.model_copy(update={"account": profile.model_copy(update={"locale": locale})})


def _rows(account: KeyAccount, audience: Audience, needed: Needed) -> dict[str, Any]:
    return {key: plain(getattr(account, key), audience) for key in _keys(audience) if needed(key)}


@cache
def _keys(audience: Audience) -> tuple[str, ...]:
    """The sheets with a field that an audience may see."""
    seen = {column.sheet.key for column in all_columns() if audience == "internal" or column.audience == "client"}
    return tuple(record.sheet.key for record in RECORDS if record.sheet.key in seen)


def _charts(charts: Iterable[Callable[..., Chart | None]], given: tuple[Any, ...], needed: Needed) -> dict[str, Any]:
    drawn = {chart.__name__: chart(*given) for chart in charts if needed(f"charts.{chart.__name__}")}
    return {name: chart.plain() if chart else None for name, chart in drawn.items()}


def _document(account: KeyAccount, about: About) -> dict[str, Any]:
    """What the renderer itself needs: locale and currency for the filters, and the file's own properties."""
    profile = account.account
    locale = locale_of(about.language, profile.locale)
    return {
        "locale": locale,
        "language": about.language,
        "currency": profile.currency,
        "document": {
            "title": f"{profile.name}, {about.period}",
            "author": about.company,
            "language": locale,
            "paper": paper(profile.locale),
            "date": datetime.date(about.as_of.year, about.as_of.month, about.as_of.day),
        },
    }


def paper(locale: str) -> str:
    """The paper of a locale's country: "letter" in most of the Americas and the Philippines, else "a4"."""
    return "letter" if babel_locale(locale).territory in LETTER_COUNTRIES else "a4"


def computed_names(audience: Audience) -> Iterator[ComputedField]:
    """Every name of a template that is worked out rather than read, for one audience.

    What the client may see has a reason. A result without one is internal, also where its kind is used for both.
    """
    for field in _computed_names(audience):
        reason = CLIENT_REASONS.get(field.path.partition(".")[0].removesuffix("[]"), "")
        if field.audience == "client" and reason:
            yield replace(field, reason=reason)
        elif audience == "internal":
            yield replace(field, audience="internal")


@cache
def _computed_names(audience: Audience) -> tuple[ComputedField, ...]:
    results = [field for prefix, record in _computed(audience) for field in computed_fields(record, prefix)]
    seen = [field for field in results if audience == "internal" or field.audience == "client"]
    charts: tuple[Callable[..., Chart | None], ...] = PLAN_CHARTS if audience == "internal" else DECK_CHARTS
    for chart in charts:
        summary = (chart.__doc__ or "").strip().splitlines()[0]
        seen.append(ComputedField(path=f"charts.{chart.__name__}", help=summary, type="chart", audience=audience))
    return tuple(seen)


def _computed(audience: Audience) -> tuple[tuple[str, type], ...]:
    if audience == "internal":
        return (
            ("", Analysis),
            ("explanations[].", Explanation),
            ("about.", About),
            ("headlines.", PlanHeadlines),
            ("headlines.", ResultHeadlines),
            ("plan.", PlanView),
            ("talking_points.", TalkingPointsView),
        )
    return (
        ("", SharedAnalysis),
        ("about.", About),
        ("headlines.", DeckHeadlines),
        ("deck.", DeckView),
        ("joint_plan.", JointPlanView),
    )
