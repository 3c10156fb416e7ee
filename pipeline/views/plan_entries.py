"""Internal entries that no section of the plan prints: each with its rows, so that nothing typed is lost from sight."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.analysis.results import Result, result
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Column, Record, columns
from pipeline.views import wording
from pipeline.views.plan_customer import LONGEST_COVER_NOTE

# Internal fields that the sections print; a field that is not named here is listed by itself.
SECTIONS: dict[str, frozenset[str]] = {
    key: frozenset(fields.split())
    for key, fields in {
        "account": "market_rank market_share market_source employees "
        "charter_field charter_value charter_gain charter_return "
        "relationship_stage contract_start contract_end renewal_date renewed_amount referrals_given "
        "reference_consent reference_date confidentiality_note revenue_model cost_drivers "
        "fin_revenue fin_profit fin_debt credit_rating "
        "fin_outlook fin_source fin_date internal_review_cadence",
        "team": "last_sponsor_contact hours_planned hours_used",
        "stakeholders": "id decision_role influence friendliness coverage wanted_coverage wanted_by last_contact "
        "our_contact reports_to influences conflicts_with driver needs selling_point",
        "units": "unit parent initiative buying_centre budget budget_period budget_holder buying_steps "
        "step_owners buying_weeks criteria "
        "our_share note",
        "business": "urgency impact told_to told_on",
        "competitors": "name type position share strengths weaknesses threat source",
        "swot": "quadrant item evidence date objective action",
        "voice": "kind respondent finding quote_consent duration_minutes",
        "revenue": "reason",
        "economics": "period cost_to_serve kam_cost discount_percent days_to_pay invoices disputes customer_spend "
        "spend_source",
        "opportunities": "id name unit product stage amount low high close_date competitor outcome_reason "
        "customer_value value_basis assumption",
        "white_space": "unit product status potential competitor note",
        "objectives": "solution_status benefit_to_us original_target reset_reason leading_indicator",
        "forces": "change direction force strength influence evidence scored_by lever action",
        "risks": "promised_to probability impact at_risk_on",
        "ratings": "rates rival criterion rating evidence rater",
        "kpis": "kind",
        "reviews": "changes lesson rating",
        "agreement": "co_authors recipients channel rhythm comment",
    }.items()
}


class EntryRow(Result):
    """One field with everything that is entered in it."""

    field: str = result("Heading of the field.")
    sheet: str = result("Its sheet.")
    entries: str = result("Each row's name with what is entered there, separated by semicolons.")


def entries_view(account: KeyAccount) -> tuple[EntryRow, ...]:
    """Every internal field that no section prints and that is filled somewhere, in the order of the workbook."""
    return tuple(_rows(account))


def _rows(account: KeyAccount) -> Iterator[EntryRow]:
    for record in RECORDS:
        for column in _listed(record, account):
            entries = [_entry(row, column, account) for row in account.rows(record) if _value(row, column) is not None]
            if entries:
                yield EntryRow(field=column.title, sheet=record.sheet.name, entries="; ".join(entries))
    yield from _extra_rows(account)


def _listed(record: type[Record], account: KeyAccount) -> tuple[Column, ...]:
    """The internal fields that no section prints, and a text that its section has no room for."""
    if record.sheet.form and len(account.account.confidentiality_note or "") > LONGEST_COVER_NOTE:
        return _internal_but(record, SECTIONS[record.sheet.key] - {"confidentiality_note"})
    return _internal_but(record, SECTIONS.get(record.sheet.key, frozenset()))


@cache
def _internal_but(record: type[Record], printed: frozenset[str]) -> tuple[Column, ...]:
    return tuple(column for column in columns(record) if column.audience == "internal" and column.key not in printed)


def _extra_rows(account: KeyAccount) -> Iterator[EntryRow]:
    """Columns a team added for itself."""
    for record in RECORDS:
        found: dict[str, list[str]] = {}
        for row in account.rows(record):
            for heading, value in row.extra.items():
                found.setdefault(heading, []).append(f"{_name(row, account)}: {value}")
        for heading, entries in found.items():
            yield EntryRow(field=heading, sheet=record.sheet.name, entries="; ".join(entries))


def _entry(row: Record, column: Column, account: KeyAccount) -> str:
    worded = _worded(_value(row, column), column.kind.name, account)
    return worded if row.sheet.form else f"{_name(row, account)}: {worded}"


def _name(row: Record, account: KeyAccount) -> str:
    """What tells a row from the others: its first two required entries."""
    return ", ".join(_worded(_value(row, column), column.kind.name, account) for column in _naming(type(row)))


@cache
def _naming(record: type[Record]) -> tuple[Column, ...]:
    return tuple(column for column in columns(record) if column.required)[:2]


def _value(row: Record, column: Column) -> Any:
    return getattr(row, column.key)


def _worded(value: Any, kind: str, account: KeyAccount) -> str:
    locale = account.account.locale
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return wording.date(value, locale, "dated")
    if kind == "money":
        return wording.money(value, account.account.currency, locale)
    if kind == "share":
        return wording.percent(value, locale)
    if isinstance(value, Decimal | int):
        return wording.number(value, locale)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
