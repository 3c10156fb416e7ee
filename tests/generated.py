"""Accounts for tests, generated: each field is filled from what the registry says of it, a field added tomorrow too.

Where the registry cannot say what goes together (a criterion has a rating for each rater, an action that is done has a
day), a skeleton names the values of a sheet's rows or a shape puts a row right; they name only the fields they need.
"""

import datetime
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any, Literal

from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Column, Origin, Record, columns
from pipeline.model.kinds import referred
from pipeline.model.money import Economics, Opportunity, Revenue, WhiteSpace
from pipeline.model.people import Account, TeamMember
from pipeline.model.plan import Action, Force, Objective, Risk
from pipeline.model.proof import Kpi, Rating, Review
from pipeline.model.world import Voice, VoiceSample
from pipeline.standards import Standards
from tests.builders import AS_OF

SizeName = Literal["sparse", "small", "ordinary", "full", "huge"]
Values = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How much an account holds: fewest and most rows of a sheet, the share of the optional sheets that are empty and
    the share of the optional cells that are blank, from 0 to 1."""

    rows: tuple[int, int]
    empty: float
    blank: float


SIZES: dict[SizeName, Size] = {
    "sparse": Size((0, 2), 0.6, 0.8),
    "small": Size((0, 6), 0.2, 0.3),
    "ordinary": Size((0, 25), 0.15, 0.25),
    "full": Size((5, 8), 0, 0),
    "huge": Size((120, 250), 0, 0.1),
}
_NOWHERE = Origin("")
PERIODS = [f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)]
YEARS = ["2023", "2024", "2025", "2026"]
_NOUNS = ["Gävle", "Bergen", "Łódź", "O'Brien & Søn", "line 4", "<3 weeks", '"as is"', "100% recyclable", "Zürich", "α"]
_FIRST_NAMES = ["Ida", "Jonas", "Maren", "Oskar", "Sofie", "Anna", "Erik", "Zoë", "José", "Łukasz", "Wei", "Priya"]
_LAST_NAMES = ["Lindqvist", "Wik", "Holt", "Nyman", "Brandt", "Frost", "O'Neill", "Müller-Voß", "Çelik", "van der Berg"]
_PEOPLE = [f"{first} {last}" for first in _FIRST_NAMES for last in _LAST_NAMES]
# The words by which rows are known; where there are not enough of them, and for other fields, a number is added.
_NAMES = {"team.name": _PEOPLE[::2], "stakeholders.name": _PEOPLE[1::2], "units.unit": ["Gävle", "Bergen", "Łódź"]}
# Free texts that name a row of another sheet, though nothing holds them to it.
_MEANS = {
    "stakeholders[].unit": "units.unit",
    "revenue[].unit": "units.unit",
    "opportunities[].unit": "units.unit",
    "opportunities[].competitor": "competitors.name",
    "decisions[].who_decides": "stakeholders.name",
}
# Fields by which rows of several sheets belong together, though none refers to the other.
_COMMON = {"product", "kpi"}
# What has been by the day on which the plan is looked at.
_PAST = {"last_contact", "last_sponsor_contact", "fin_date", "cut_off", "opened", "date", "date_prepared"}


def generated_account(seed: int, standards: Standards, size: SizeName = "ordinary") -> KeyAccount:
    """The account of a seed: the same for the same arguments, and without an error by the rules of `checks`.

    Cells are missing, ratings too; changes are several, tied and one-sided; criteria have several raters; optional
    sheets are empty. "sparse" holds hardly more than what is required, "small" up to 6 rows a sheet, "ordinary" up to
    25, "full" 5 to 8 with no cell left out that may be filled, "huge" more than a hundred.
    """
    return _Generator(random.Random(f"{size} {seed}"), standards, SIZES[size]).account()


class _Generator:
    """One account in the making: how many rows each sheet has, the words that come back, and the rows made so far."""

    def __init__(self, chance: random.Random, standards: Standards, size: Size) -> None:
        self.chance, self.standards, self.size = chance, standards, size
        self.start = datetime.date(chance.choice((2025, 2026)), chance.choice((1, 1, 4, 7)), 1)
        self.end = self.start.replace(year=self.start.year + chance.choice((1, 2, 3))) - datetime.timedelta(days=1)
        self.end = max(self.end, AS_OF + datetime.timedelta(days=90))
        self.is_full = not (size.empty or size.blank)
        self.by_year = chance.random() < 0.15
        self.pools: dict[str, list[str]] = {}
        self.counts = {record: self._count(record) for record in RECORDS}
        self.names = {_reference(column): self._names(column) for column in _naming()}
        self.rows: dict[type[Record], list[Values]] = {record: [] for record in RECORDS}

    def account(self) -> KeyAccount:
        for record in RECORDS:
            self._fill(record)
        made = {record.sheet.key: [record(**row, origin=_NOWHERE) for row in self.rows[record]] for record in RECORDS}
        return KeyAccount(**{key: rows[0] if key == Account.sheet.key else tuple(rows) for key, rows in made.items()})

    def hits(self, share: float) -> bool:
        return self.chance.random() < share

    def pool(self, column: Column) -> list[str]:
        """The texts of a field, so few that they come back; the same on each sheet for what sheets have in common."""
        name = column.key if column.key in _COMMON else column.path
        if name not in self.pools:
            nouns = self.some(_NOUNS, self.chance.randint(2, 6))
            more = range(2, self.size.rows[1] // 4)
            self.pools[name] = [column.example, *(f"{column.example}, {noun}" for noun in (*nouns, *more))]
        return self.pools[name]

    def some(self, things: Iterable[Any], most: int) -> list[Any]:
        """At most so many of the things, in an order of their own."""
        found = list(things)
        return self.chance.sample(found, min(most, len(found)))

    def day(self, first: datetime.date, last: datetime.date) -> datetime.date:
        return first + datetime.timedelta(days=self.chance.randint(0, max((last - first).days, 0)))

    def _count(self, record: type[Record]) -> int:
        if record.sheet.form:
            return 1
        fewest, most = self.size.rows
        if record.sheet.required:
            return self.chance.randint(max(fewest, 1), most)
        return 0 if self.hits(self.size.empty) else self.chance.randint(fewest, most)

    def _names(self, column: Column) -> list[str]:
        record = next(record for record in RECORDS if record.sheet == column.sheet)
        count = self.counts[record]
        if column.kind.name == "id":
            return [f"{column.sheet.name[0]}{number}" for number in range(1, count + 1)]
        words = _NAMES.get(_reference(column), [column.example])
        if count <= len(words):
            return self.chance.sample(words, count)
        return [*words, *(f"{words[number % len(words)]} {number}" for number in range(len(words), count))]

    def _fill(self, record: type[Record]) -> None:
        needed = [column for column in columns(record) if column.required and column.refers]
        if any(not self.names[reference] for column in needed for reference in column.refers):
            return
        givens = _SKELETONS[record](self) if record in _SKELETONS else [{}] * self.counts[record]
        for index, given in enumerate(givens):
            self.rows[record].append(self._row(record, index, given))
        if not record.sheet.form:
            self.chance.shuffle(self.rows[record])

    def _row(self, record: type[Record], index: int, given: Values) -> Values:
        row: Values = {}
        for column in columns(record):
            if column.key in given:
                row[column.key] = given[column.key]
            elif _reference(column) in self.names:
                row[column.key] = self.names[_reference(column)][index]
            else:
                row[column.key] = self._cell(column, index)
        dates = [column.key for column in columns(record) if column.kind.name == "date" and column.key not in _PAST]
        dated = [key for key in dates if row[key] is not None and key not in given]
        row |= zip(dated, sorted(row[key] for key in dated), strict=True)
        if record in _SHAPES:
            _SHAPES[record](self, row)
        return row

    def _cell(self, column: Column, index: int) -> Any:
        if not column.required and self.hits(self.size.blank):
            return None
        if column.refers:
            return self._named(column, index)
        if column.choices:
            return self.chance.choice(column.choices)
        if column.choices_from:
            return self.chance.choice(self.standards.choices(column.choices_from))
        return self.value(column)

    def _named(self, column: Column, index: int) -> Any:
        """A name of the rows referred to; on the same sheet one of the rows before, so that no circle closes."""
        known: list[str] = []
        for reference in column.refers:
            own = reference.startswith(f"{column.sheet.key}.")
            known += self.names[reference][:index] if own else self.names[reference]
        if not known:
            return None
        return tuple(self.some(known, self.chance.randint(1, 3))) if column.kind.name == "ids" else self._any(known)

    def _any(self, things: Sequence[Any]) -> Any:
        return self.chance.choice(things)

    def value(self, column: Column) -> Any:
        """A value of the field's kind, within its limits."""
        kind = column.kind
        if kind.name == "date":
            past = column.key in _PAST
            return self.day(AS_OF - datetime.timedelta(days=500), AS_OF) if past else self.day(self.start, self.end)
        if kind.name == "period":
            return self._any(YEARS if self.by_year and "year" in column.help else PERIODS)
        if kind.name == "yes/no":
            return self.hits(0.5)
        if kind.name == "whole number":
            return self.chance.randint(int(kind.minimum or 0), int(kind.maximum or 300))
        if kind.name == "share":
            return Decimal(self.chance.randint(0, 200)) / 200
        if kind.name in ("number", "money"):
            return self.number(column)
        if kind.name == "long text":
            return ". ".join(self.some(self.pool(column), self.chance.randint(1, 3)))
        if kind.name == "id":
            return f"key-account-{self.chance.randint(1, 9999)}"
        meant = _MEANS.get(column.path)
        return self._any((meant and self.names[meant]) or self.pool(column))

    def number(self, column: Column) -> Decimal:
        """Money in whole hundreds, with cents now and then; other numbers up to three digits with one decimal."""
        low = column.kind.minimum
        if column.kind.name == "money":
            found = Decimal(self.chance.randint(0, 60_000)) * 100 + (Decimal("0.37") if self.hits(0.1) else 0)
        else:
            found = Decimal(self.chance.randint(1, 2000)) / 10
        return -found if low is None and self.hits(0.05) else found


def _naming() -> list[Column]:
    """The fields by which rows are told apart: the ids of their own, and what other fields refer to."""
    named = {referred(reference) for column in all_columns() for reference in column.refers}
    own = {c for c in all_columns() if c.kind.name == "id" and c.required and not c.refers and not c.sheet.form}
    return [column for column in all_columns() if column in named | own]


def _reference(column: Column) -> str:
    """A field as another refers to it: "team.name"."""
    return f"{column.sheet.key}.{column.key}"


def _column(record: type[Record], key: str) -> Column:
    return next(column for column in columns(record) if column.key == key)


# --- Skeletons: the values that the rows of a sheet must have so that they belong together.


def _combined(record: type[Record], **things: Callable[[_Generator], Iterable[Any]]) -> Callable[..., list[Values]]:
    """The rows of a sheet on which each combination of these values stands once at most."""

    def rows(made: _Generator) -> list[Values]:
        every = [dict(zip(things, values, strict=True)) for values in product(*(of(made) for of in things.values()))]
        return made.some(every, made.counts[record])

    return rows


def _periods(record: type[Record]) -> Callable[[_Generator], list[str]]:
    """The years or quarters of a sheet: quarters alone where its help speaks of no year."""
    by_years = "year" in _column(record, "period").help
    return lambda made: YEARS if made.by_year and by_years else PERIODS


def _texts(record: type[Record], key: str) -> Callable[[_Generator], list[str]]:
    return lambda made: made.pool(_column(record, key))


def _units(made: _Generator) -> list[str | None]:
    return [*made.names["units.unit"][:8], None]


def _respondents(made: _Generator) -> list[str]:
    return [f"{made.pool(_column(Voice, 'respondent'))[0]} {number}" for number in range(1, 13)]


def _ratings(made: _Generator) -> list[Values]:
    """Each criterion and factor with a row for each of its raters; some are not rated, some have no row."""
    factors = [factor.name for factor in made.standards.success_factors]
    rivals = made.some(made.names["competitors.name"], made.chance.randint(int(made.is_full), 2))
    blocks: list[tuple[str, str | None, Sequence[str]]] = [
        ("account", None, [criterion.name for criterion in made.standards.criteria]),
        ("our strength", None, factors),
        *(("rival", rival, factors) for rival in rivals),
    ]
    unrated = made.size.blank / 6 if made.hits(0.5) else 0
    rows: list[Values] = []
    for rates, rival, names in blocks:
        for criterion in names:
            raters: list[str | None] = [*made.some(_PEOPLE, made.chance.choice((1, 1, 1, 2, 3, 4)))]
            if len(raters) == 1 and made.hits(made.size.blank):
                raters = [None]
            if made.hits(unrated / 2):
                continue
            about = {"rates": rates, "rival": rival, "criterion": criterion}
            rows += [{**about, "rater": rater} | ({"rating": None} if made.hits(unrated) else {}) for rater in raters]
    return rows or [{}]


def _forces(made: _Generator) -> list[Values]:
    """Several changes; of some all forces push one way, of some the two sides are equal."""
    chosen = made.some(made.pool(_column(Force, "change")), made.chance.randint(1, max(1, made.counts[Force] // 3)))
    sorts = {change: made.chance.choice(("open", "open", "open", "one-sided", "tied")) for change in chosen}
    way = {change: made.chance.choice(("for", "against")) for change in chosen}
    rows: list[Values] = []
    while len(rows) < made.counts[Force]:
        change = made.chance.choice(chosen)
        if sorts[change] == "tied":
            strength = made.chance.randint(1, 5)
            sides = ({"direction": side, "strength": strength} for side in ("for", "against"))
            rows += [{"change": change} | side for side in sides]
        else:
            rows.append({"change": change} | ({"direction": way[change]} if sorts[change] == "one-sided" else {}))
    return rows


def _team(made: _Generator) -> list[Values]:
    """One of us at least, and mostly one sponsor of each side."""
    sides = ["us", *(made.chance.choice(("us", "us", "client")) for _ in range(made.counts[TeamMember] - 1))]
    first = {side: sides.index(side) for side in set(sides) if made.hits(0.8)}
    leads = [first.get(side) == number for number, side in enumerate(sides)]
    return [
        {"organisation": side, "executive_sponsor": leads_it or made.chance.choice((False, None))}
        for side, leads_it in zip(sides, leads, strict=True)
    ]


def _objectives(made: _Generator) -> list[Values]:
    """One at least serves the client."""
    return [{"beneficiary": made.chance.choice(("client", "both"))}, *([{}] * (made.counts[Objective] - 1))]


_SKELETONS: dict[type[Record], Callable[[_Generator], list[Values]]] = {
    TeamMember: _team,
    Voice: _combined(
        Voice,
        question=_texts(Voice, "question"),
        side=lambda _: ("us", "client"),
        period=lambda _: PERIODS[-5:],
        respondent=_respondents,
    ),
    VoiceSample: _combined(VoiceSample, side=lambda _: ("us", "client"), period=lambda _: PERIODS[-5:]),
    Revenue: _combined(Revenue, period=_periods(Revenue), product=_texts(Revenue, "product"), unit=_units),
    Economics: _combined(Economics, period=_periods(Economics)),
    WhiteSpace: _combined(
        WhiteSpace, unit=lambda made: made.names["units.unit"], product=_texts(WhiteSpace, "product")
    ),
    Objective: _objectives,
    Force: _forces,
    Rating: _ratings,
    Kpi: _combined(Kpi, kpi=_texts(Kpi, "kpi"), period=_periods(Kpi)),
}


# --- Shapes: what a row must hold so that its values go together.


def _shape_account(made: _Generator, row: Values) -> None:
    row["currency"] = made.chance.choice(("EUR", "EUR", "GBP", "SEK", "USD", "CHF", "JPY"))
    row["plan_start"], row["plan_end"] = made.start, made.end


def _shape_opportunity(made: _Generator, row: Values) -> None:
    row["low"] = row["low"] and min(row["low"], row["amount"])
    row["high"] = row["high"] and max(row["high"], row["amount"])
    open_still = {stage.name: stage.state == "open" for stage in made.standards.stages}[row["stage"]]
    first = max(row["opened"] or made.start, made.start)
    row["close_date"] = made.day(AS_OF, made.end) if open_still and made.hits(0.8) else made.day(first, AS_OF)


def _shape_economics(made: _Generator, row: Values) -> None:
    if None not in (row["invoices"], row["disputes"]):
        row["disputes"], row["invoices"] = sorted((row["disputes"], row["invoices"]))


def _shape_voice(made: _Generator, row: Values) -> None:
    """A questionnaire has an answer; an interview has a finding."""
    key = "answer" if row["kind"] == "questionnaire" else "finding"
    if row[key] is None and made.hits(0.9):
        row[key] = made.value(_column(Voice, key))


def _shape_voice_sample(made: _Generator, row: Values) -> None:
    if row["population"] is not None:
        row["invited"], row["population"] = sorted((row["invited"], row["population"]))


def _shape_objective(made: _Generator, row: Values) -> None:
    """A measure that rises or falls from its baseline to its target, and has come some of the way, back or beyond."""
    row["target"] = abs(row["target"]) + 1
    if row["baseline"] is not None:
        row["baseline"] = row["target"] * made.chance.choice((2, 3, Decimal("0.5"), Decimal("0.75"), Decimal("1.2")))
    if row["actual"] is not None:
        begun = row["baseline"] or Decimal(0)
        row["actual"] = begun + (row["target"] - begun) * Decimal(made.chance.randint(-2, 12)) / 10


def _shape_action(made: _Generator, row: Values) -> None:
    """A part serves the objective of the whole; what is done has its day and no progress left."""
    whole = next((action for action in made.rows[Action] if action["id"] == row["parent"]), None)
    row["objective"] = whole["objective"] if whole else row["objective"]
    if made.is_full:
        return
    done = row["status"] == "done"
    row["done_on"] = made.day(min(row["start"] or made.start, AS_OF), AS_OF) if done and made.hits(0.95) else None
    row["percent"] = Decimal(1) if done and row["percent"] is not None else row["percent"]


def _shape_risk(made: _Generator, row: Values) -> None:
    """It is known to be lost before it is due."""
    if None not in (row["due"], row["at_risk_on"]):
        row["at_risk_on"], row["due"] = sorted((row["due"], row["at_risk_on"]))


def _shape_review(made: _Generator, row: Values) -> None:
    """What was to be by now was mostly held near its day, the rest was not."""
    if made.is_full:
        return
    held = row["planned"] <= AS_OF and made.hits(0.8)
    row["held"] = min(row["planned"] + datetime.timedelta(days=made.chance.randint(-3, 20)), AS_OF) if held else None


_SHAPES: dict[type[Record], Callable[[_Generator, Values], None]] = {
    Account: _shape_account,
    Opportunity: _shape_opportunity,
    Economics: _shape_economics,
    Voice: _shape_voice,
    VoiceSample: _shape_voice_sample,
    Objective: _shape_objective,
    Action: _shape_action,
    Risk: _shape_risk,
    Review: _shape_review,
}
