"""The values of export rows as the fields of an account take them: typed, in its currency, with its stages."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model.currencies import CURRENCIES
from pipeline.model.fields import Column
from pipeline.model.money import Opportunity
from pipeline.problems import Problem, fold, nearest
from pipeline.standards import Standards
from pipeline.workbook.book import Cell
from pipeline.workbook.cells import Terms, read_cell
from pipeline.workbook.crm import CrmRow
from pipeline.workbook.crm_accounts import Customer
from pipeline.workbook.crm_mapping import CrmMapping
from pipeline.workbook.crm_styles import without_time
from pipeline.workbook.findings import NotReadable
from pipeline.workbook.numerals import numeral

Value = str | Decimal | datetime.date

_CLOSED = {"closed won": "won", "closedwon": "won", "won": "won", "closed lost": "lost", "closedlost": "lost"}
_CLOSED |= {"lost": "lost"}
_WITH_STATES = ("US", "USA", "United States", "Canada", "CA", "Australia", "AU")


class RowValues(Struct, frozen=True):
    """What a row of an export says about the fields of its record, and what could not be taken."""

    row: CrmRow
    values: dict[str, Value]
    problems: tuple[Problem, ...] = ()
    stage_unknown: str = ""


class CustomerValues(Struct, frozen=True):
    """What the exports say about one customer."""

    account: RowValues | None
    opportunities: tuple[RowValues, ...]
    contacts: tuple[RowValues, ...]


def values_of(customer: Customer, standards: Standards, mapping: CrmMapping) -> CustomerValues:
    """The typed values of every row about `customer`.

    Amounts are in the currency of its workbook, else in the one that all its rows name; an amount in another one is
    told and left out.
    """
    currency, mixed = _currency(customer)
    typing = _Typing(standards, mapping, currency, mixed)
    account = None
    if customer.row:
        account = typing.typed(customer.row)
        more = {"office_address": office_address(customer.row)}
        account.values.update({key: value for key, value in more.items() if value})
        account.values.pop("currency", None)
        if currency:
            account.values["currency"] = currency
    return CustomerValues(
        account,
        tuple(map(typing.typed, customer.opportunities)),
        tuple(map(typing.typed, customer.contacts)),
    )


def office_address(row: CrmRow) -> str:
    """The address of an account on one line: street, postcode and town, country; with a state as Americans write it."""
    street = ", ".join(filter(None, (line.strip(" ,") for line in row.text("street").splitlines())))
    city, state, postcode = row.text("city"), row.text("state"), row.text("postcode")
    if state and row.text("country") in _WITH_STATES:
        town = ", ".join(filter(None, (city, " ".join(filter(None, (state, postcode))))))
    else:
        town = " ".join(filter(None, (postcode, city)))
    return ", ".join(filter(None, (street, town, row.text("country")))) if street or town else ""


def unknown_stages(values: Iterable[RowValues], standards: Standards) -> tuple[Problem, ...]:
    """One problem for each stage of the CRM that is none of the standards', with the rows that have it counted."""
    rows: dict[str, list[CrmRow]] = {}
    for found in values:
        if found.stage_unknown:
            rows.setdefault(found.stage_unknown, []).append(found.row)
    return tuple(_unknown_stage(stage, having, standards) for stage, having in rows.items())


def _unknown_stage(stage: str, rows: list[CrmRow], standards: Standards) -> Problem:
    stages = standards.choices("stages")
    near = nearest(stage, stages)
    count = "1 opportunity has" if len(rows) == 1 else f"{len(rows)} opportunities have"
    return Problem(
        code="import-stage",
        severity="error",
        message=f"{count} stage {stage!r}, which the standards do not know; the stage was not taken.",
        fix=f'Say in the mapping file which it is, such as [stages] "{stage}" = "{near or stages[0]}".',
        found=stage,
        file=rows[0].file,
        place=rows[0].place("stage"),
    )


def _currency(customer: Customer) -> tuple[str, frozenset[str]]:
    """The currency of a customer's amounts, "" if none is known, and the several ones that its rows name then."""
    readable = customer.workbook.readable if customer.workbook else None
    own = readable.account.currency if readable else None
    if own and own.upper() in CURRENCIES:
        return own.upper(), frozenset()
    named = _currency_of(customer.row) if customer.row else ""
    others = {found for row in customer.opportunities if (found := _currency_of(row))}
    if not named and len(others) == 1:
        named = next(iter(others))
    return named, frozenset() if named else frozenset(others)


def _currency_of(row: CrmRow) -> str:
    """The currency that a row names, in a column of its own or beside its amount; "" if it names none, or a sign
    that stands for several."""
    found = row.text("currency").upper()
    if found in CURRENCIES:
        return found
    amount = row.cells.get("amount")
    try:
        named = numeral(amount.text, amount.ways).currencies if amount else ()
    except NotReadable:
        return ""
    return named[0] if len(named) == 1 else ""


class _Typing:
    """How the rows of one customer are typed."""

    def __init__(self, standards: Standards, mapping: CrmMapping, currency: str, mixed: frozenset[str]) -> None:
        self._standards, self._mapping, self._currency, self._mixed = standards, mapping, currency, mixed

    def typed(self, row: CrmRow) -> RowValues:
        """The values of a row by field; pieces that are no field of the record are left to whoever makes something of
        them."""
        values: dict[str, Value] = {"name": row.name}
        problems: list[Problem] = []
        stage_unknown = ""
        for part in row.cells:
            column = row.kind.field(part)
            if column is None or part in ("id", "name", "reports_to"):
                continue
            if column.choices_from == "stages":
                stage = self._stage(row.text(part))
                values |= {part: stage} if stage else {}
                stage_unknown = "" if stage else row.text(part)
                continue
            value, problem = self._value(row, part, column)
            values |= {part: value} if value is not None else {}
            problems += [problem] if problem else []
        return RowValues(row, values, tuple(problems), stage_unknown)

    def _stage(self, theirs: str) -> str:
        """The stage of the standards that the CRM calls `theirs`, or ""."""
        if mapped := self._mapping.stages.get(fold(theirs)):
            return mapped
        for stage in self._standards.stages:
            if fold(stage.name) == fold(theirs):
                return stage.name
        state = _CLOSED.get(fold(theirs), "")
        closed = [stage.name for stage in self._standards.stages if stage.state == state]
        return closed[0] if len(closed) == 1 else ""

    def _value(self, row: CrmRow, part: str, column: Column) -> tuple[Value | None, Problem | None]:
        found = row.cells[part]
        text = without_time(found.text) if column.kind.name == "date" else found.text
        if column.kind.name == "money" and (problem := self._other_currency(row, part, column)):
            return None, problem
        read = read_cell(Cell(row.number, 1, text), column, Terms(found.ways, self._currency, self._standards))
        told = [replace(one, sheet="", cell="", file=row.file, place=row.place(part)) for one in read.problems]
        refused = next((one for one in told if one.severity == "error"), None)
        if refused:
            return None, replace(refused, severity="warning", message=f"{refused.message} It was not taken.")
        return (read.value if isinstance(read.value, str | Decimal | datetime.date) else None), None

    def _other_currency(self, row: CrmRow, part: str, column: Column) -> Problem | None:
        """A problem for an amount that is in another currency than the customer's other amounts."""
        named = _currency_of(row)
        if named and self._currency and named != self._currency:
            message = f"{column.title} of {row.name!r} is in {named}, the account's amounts in {self._currency}."
        elif len(self._mixed) > 1 and row.kind.record is Opportunity:
            message = f"{column.title} of {row.name!r} is in {named or 'no currency'}, others in other currencies."
        else:
            return None
        return Problem(
            code="other-currency",
            severity="warning",
            message=f"{message} It was not taken.",
            fix="Export amounts in one currency for each account, or type this one in.",
            found=row.text(part),
            file=row.file,
            place=row.place(part),
        )
