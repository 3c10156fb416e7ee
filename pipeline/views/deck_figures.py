"""The figures that the deck prints, each with what it means and where it comes from, for its appendix."""

from pipeline.analysis.periods import last_day
from pipeline.analysis.results import SharedAnalysis
from pipeline.model.account import KeyAccount
from pipeline.model.proof import Delivery
from pipeline.views.about import About
from pipeline.views.deck_bought import bought_of
from pipeline.views.deck_measures import measures_shown
from pipeline.views.deck_rows import Figure
from pipeline.views.deck_selection import figure, rows_of, value_rows


def figures(account: KeyAccount, shared: SharedAnalysis, about: About) -> tuple[Figure, ...]:
    """Goals' measures first, then the KPI of value, further measures, outcomes, and what was bought."""
    names = [objective.kpi for objective in account.objectives]
    names += [row.kpi for row in value_rows(account, about)]
    names += [series.kpi for series in measures_shown(account, shared, about)]
    measured = [_kpi_figure(account, name) for name in dict.fromkeys(names)]
    outcomes = [row for row in account.delivery if row.kind == "outcome" and row.value is not None]
    told = [_outcome_figure(row, account.account.locale) for row in outcomes]
    return (*measured, *told, *_purchases(account, about))


def _purchases(account: KeyAccount, about: About) -> tuple[Figure, ...]:
    """What was bought, as invoiced, if any of it is shown."""
    if bought_of(account, about) is None:
        return ()
    source, cut_off = f"{about.company} invoices", last_day(about.period)
    definition = "Amounts invoiced for the products shown, without tax"
    return (Figure(name="What you bought", definition=definition, source=source, cut_off=cut_off),)


def _kpi_figure(account: KeyAccount, name: str) -> Figure:
    """A KPI with what its latest period says of it; a goal that no KPI row defines has blanks."""
    rows = sorted(rows_of(account.kpis, name), key=lambda row: row.period, reverse=True)
    return Figure(
        name=name,
        definition=next((row.definition for row in rows if row.definition), ""),
        source=next((row.source for row in rows if row.source), ""),
        cut_off=next((row.cut_off for row in rows if row.cut_off), None),
    )


def _outcome_figure(row: Delivery, locale: str) -> Figure:
    return Figure(
        name=row.topic or "Outcome",
        definition=f"{figure(row.value, row.unit, locale)} {row.text}",
        source=row.source or "",
        cut_off=row.date,
    )
