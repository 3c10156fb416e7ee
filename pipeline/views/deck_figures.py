"""The figures that the deck prints, each with what it means and where it comes from, for its appendix."""

from pipeline.model.account import KeyAccount
from pipeline.model.proof import Delivery
from pipeline.views.about import About
from pipeline.views.deck_rows import Figure
from pipeline.views.deck_selection import figure, same_words, value_rows


def figures(account: KeyAccount, about: About) -> tuple[Figure, ...]:
    """Goals' measures first, then the KPI of value, then outcomes whose number is not among them."""
    names = [objective.kpi for objective in account.objectives]
    names += [row.kpi for row in value_rows(account, about)]
    measured = [_kpi_figure(account, name) for name in dict.fromkeys(names)]
    outcomes = [row for row in account.delivery if row.kind == "outcome" and row.value is not None]
    return (*measured, *(_outcome_figure(row, account.account.locale) for row in outcomes))


def _kpi_figure(account: KeyAccount, name: str) -> Figure:
    """A KPI with what its latest period says of it; a goal that no KPI row defines has blanks."""
    rows = sorted((row for row in account.kpis if same_words(row.kpi, name)), key=lambda row: row.period, reverse=True)
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
