"""What the organisation decided once, for every account: criteria, weights, tiers, stages, scales and thresholds."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.problems import Problem, Severity, StandardsRefused, nearest
from pipeline.toml_files import TomlRefused, toml_tables, toml_text

FEWEST_CRITERIA, MOST_CRITERIA = 3, 5
LARGEST_REVENUE_WEIGHT = Decimal("0.5")

_ANCHORS = ("1", "4", "7", "10")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}")


class Contradiction(ValueError):
    """Entries that do not go together: what is wrong, how to put it right, and the entry within its table."""

    def __init__(self, message: str, fix: str, entry: tuple[int | str, ...] = ()) -> None:
        super().__init__(message)
        self.fix, self.entry = fix, entry


PositiveShare = Annotated[Decimal, Field(gt=0, le=1)]
Word = Annotated[str, Field(min_length=1)]
T = TypeVar("T")
W = TypeVar("W", "Criterion", "Factor", "HealthWeight")


class Decided(BaseModel):
    """One table of standards.toml: frozen, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Company(Decided):
    """The company that uses Keyplan, as its documents name it."""

    name: Word
    confidentiality: str = "Confidential"


class Criterion(Decided):
    """One criterion of the account score: its weight (0 to 1) and what a rating of 1, 4, 7 and 10 means.

    `formerly` are names that it had before: workbooks with them are read all the same.
    """

    name: Word
    formerly: tuple[Word, ...] = ()
    weight: PositiveShare
    about: Literal["revenue", "other"] = "other"
    anchors: dict[Literal["1", "4", "7", "10"], str]

    @model_validator(mode="after")
    def has_all_anchors(self) -> "Criterion":
        """Raises Contradiction unless ratings 1, 4, 7 and 10 are all described."""
        missing = [anchor for anchor in _ANCHORS if anchor not in self.anchors]
        if missing:
            message = f"The anchors of {self.name!r} lack {', '.join(missing)}"
            raise Contradiction(message, "Describe what a rating of 1, 4, 7 and 10 means.", ("anchors",))
        return self


class Factor(Decided):
    """A success factor on which we and our rivals are rated; its weight is 0 to 1. `formerly`: names it had before."""

    name: Word
    formerly: tuple[Word, ...] = ()
    weight: PositiveShare


class Tier(Decided):
    """A class of accounts, from its lowest score on (1 to 10, with one decimal). `formerly`: names it had before."""

    name: Word
    formerly: tuple[Word, ...] = ()
    from_score: Decimal = Field(ge=1, le=10)


class Stage(Decided):
    """A stage of an opportunity with its probability (0 to 1); won is 1, lost is 0. `formerly`: names it had before."""

    name: Word
    formerly: tuple[Word, ...] = ()
    probability: Decimal = Field(ge=0, le=1)
    state: Literal["open", "won", "lost"] = "open"

    @model_validator(mode="after")
    def is_certain_when_closed(self) -> "Stage":
        """Raises Contradiction unless won is 1 and lost is 0."""
        certain = {"won": 1, "lost": 0}.get(self.state)
        if certain is not None and self.probability != certain:
            message = f"Stage {self.name!r} is {self.state}, but its probability is {self.probability}"
            raise Contradiction(message, f"Write probability = {certain}.", ("probability",))
        return self


class Step(Decided):
    """A step of a scale with its value; None means not assessed. `formerly`: names it had before."""

    name: Word
    formerly: tuple[Word, ...] = ()
    value: int | None = None


class HealthWeight(Decided):
    """A component of the health score and its weight (0 to 1)."""

    name: Literal[
        "coverage",
        "support",
        "freshness",
        "goals",
        "actions",
        "recommendation",
        "loyalty trend",
        "open issues",
        "disputes",
        "payment",
    ]
    weight: PositiveShare


HEALTH_WEIGHTS = (
    HealthWeight(name="coverage", weight=Decimal("0.10")),
    HealthWeight(name="support", weight=Decimal("0.15")),
    HealthWeight(name="freshness", weight=Decimal("0.10")),
    HealthWeight(name="goals", weight=Decimal("0.20")),
    HealthWeight(name="actions", weight=Decimal("0.10")),
    HealthWeight(name="recommendation", weight=Decimal("0.10")),
    HealthWeight(name="loyalty trend", weight=Decimal("0.10")),
    HealthWeight(name="open issues", weight=Decimal("0.05")),
    HealthWeight(name="disputes", weight=Decimal("0.05")),
    HealthWeight(name="payment", weight=Decimal("0.05")),
)


class HealthBands(Decided):
    """The whole points of health, 0 to 100, from which an account is one to watch, and healthy; below is critical."""

    watch_from: int = Field(default=40, ge=1, le=100)
    healthy_from: int = Field(default=70, ge=1, le=100)

    @model_validator(mode="after")
    def healthy_is_better_than_watch(self) -> "HealthBands":
        """Raises Contradiction unless healthy begins above watch."""
        if self.healthy_from <= self.watch_from:
            message = f"healthy_from {self.healthy_from} is not above watch_from {self.watch_from}"
            raise Contradiction(message, "Raise healthy_from, or lower watch_from.", ("healthy_from",))
        return self


class Thresholds(Decided):
    """Limits from which something is told, in the unit of the name."""

    behind_points: int = Field(default=10, ge=0, le=100)
    off_track_points: int = Field(default=25, ge=0, le=100)
    sponsor_silent_days: int = Field(default=30, ge=1)
    contact_silent_days: int = Field(default=90, ge=1)
    blocker_influence: int = Field(default=4, ge=1, le=5)
    covered_from: int = Field(default=2, ge=0, le=3)
    freshness_half_life_days: int = Field(default=90, ge=1)
    new_contact_days: int = Field(default=180, ge=0)
    healthy_support_from: int = Field(default=0, ge=-2, le=2)
    issue_old_days: int = Field(default=90, ge=1)
    disputed_percent: int = Field(default=10, ge=1, le=100)
    slower_payment_percent: int = Field(default=20, ge=1)
    raters_disagree_from: int = Field(default=4, ge=1, le=9)
    vision_words: int = Field(default=30, ge=5)
    client_answers_from: int = Field(default=5, ge=2)
    trend_margin_points: int = Field(default=10, ge=0, le=100)

    @model_validator(mode="after")
    def off_track_is_worse_than_behind(self) -> "Thresholds":
        """Raises Contradiction unless more points make a goal off track than behind."""
        if self.off_track_points <= self.behind_points:
            message = f"off_track_points {self.off_track_points} is not above behind_points {self.behind_points}"
            raise Contradiction(message, "Raise off_track_points, or lower behind_points.", ("off_track_points",))
        return self


class AlertLimits(Decided):
    """Limits from which an alert is raised, in the unit of the name; a share or a growth is 0 to 1."""

    champion_silent_days: int = Field(default=30, ge=1)
    silent_influence: int = Field(default=4, ge=1, le=5)
    action_late_days: int = Field(default=14, ge=0)
    review_late_days: int = Field(default=7, ge=0)
    decision_late_days: int = Field(default=0, ge=0)
    issue_late_days: int = Field(default=0, ge=0)
    close_late_days: int = Field(default=0, ge=0)
    commitment_days: int = Field(default=30, ge=0)
    renewal_days: int = Field(default=180, ge=1)
    renewal_words: Annotated[tuple[Word, ...], Field(min_length=1)] = ("renew", "contract", "agreement", "tender")
    workbook_stale_days: int = Field(default=90, ge=1)
    payment_growth: PositiveShare = Decimal("0.20")
    wallet_drop_points: int = Field(default=1, ge=1, le=100)
    revenue_drop: PositiveShare = Decimal("0.05")
    white_space_share: PositiveShare = Decimal("0.10")
    lost_rest_days: int = Field(default=365, ge=0)
    force_field_margin: int = Field(default=2, ge=0)
    risk_weight: int = Field(default=15, ge=1, le=25)
    event_weight: int = Field(default=15, ge=1, le=25)
    answers_drop: Decimal = Field(default=Decimal("0.5"), gt=0, le=4)


def _weights_sum_to_one(items: tuple[W, ...]) -> tuple[W, ...]:
    """`items`, if their weights sum to exactly 1. Raises Contradiction otherwise."""
    total = sum((item.weight for item in items), Decimal(0))
    if items and total != 1:
        raise Contradiction(f"The weights sum to {total}, not to 1", "Change the weights so that they sum to 1.")
    return items


def _names_are_unique(items: tuple[T, ...]) -> tuple[T, ...]:
    """`items`, if no name stands twice, former names included. Raises Contradiction otherwise."""
    names = [str(getattr(item, "name", item)) for item in items]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise Contradiction(f"{name!r} stands there twice", "Delete one of the two, or rename it.", (index, "name"))
    for index, item in enumerate(items):
        for former in getattr(item, "formerly", ()):
            if former in names:
                message = f"{former!r}, a former name of {names[index]!r}, stands there twice"
                raise Contradiction(message, "Let one former name lead to one name.", (index, "formerly"))
            names.append(former)
    return items


def _highest_first(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """`tiers`, if each begins at a lower score than the one before. Raises Contradiction otherwise."""
    for index, (upper, lower) in enumerate(pairwise(tiers), start=1):
        if lower.from_score >= upper.from_score:
            message = f"Tier {lower.name!r} does not begin below tier {upper.name!r}"
            raise Contradiction(message, "Name the highest tier first.", (index, "from_score"))
    return tiers


def _are_locales(locales: tuple[str, ...]) -> tuple[str, ...]:
    """`locales`, if each is written as a language with a country. Raises Contradiction otherwise."""
    for locale in locales:
        if not _LOCALE.fullmatch(locale):
            raise Contradiction(f"{locale!r} is not a locale", 'Write language and country, such as "en-GB".')
    return locales


Unique = AfterValidator(_names_are_unique)
Weighted = AfterValidator(_weights_sum_to_one)


class Standards(Decided):
    """Everything in standards.toml, validated."""

    version: Word
    company: Company
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1), Unique, Weighted]
    success_factors: Annotated[tuple[Factor, ...], Unique, Weighted] = ()
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1), Unique, AfterValidator(_highest_first)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1), Unique]
    functions: Annotated[tuple[Word, ...], Field(min_length=1), Unique]
    locales: Annotated[tuple[str, ...], Field(min_length=1), Unique, AfterValidator(_are_locales)]
    friendliness: Annotated[tuple[Step, ...], Field(min_length=2), Unique]
    coverage: Annotated[tuple[Step, ...], Field(min_length=2), Unique]
    required_roles: tuple[str, ...] = ("sponsor", "decision maker", "champion")
    allowed_names: tuple[Word, ...] = ()
    thresholds: Thresholds = Thresholds()
    health: Annotated[tuple[HealthWeight, ...], Unique, Weighted] = HEALTH_WEIGHTS
    health_bands: HealthBands = HealthBands()
    alerts: AlertLimits = AlertLimits()

    def choices(self, name: str) -> tuple[str, ...]:
        """The names of a list as its drop-down shows them: "stages", "functions", "criteria", ...

        "criteria" also offers the success factors, because both are rated on sheet Scoring;
        "selection_criteria" does not.
        """
        if name in ("functions", "locales"):
            return tuple(getattr(self, name))
        return tuple(item.name for item in self._listed(name))

    def renamed(self, name: str) -> dict[str, str]:
        """What the members of a list, named as for `choices`, were called before, with the names they have today."""
        listed = () if name in ("functions", "locales") else self._listed(name)
        return {former: item.name for item in listed for former in item.formerly}

    def _listed(self, name: str) -> tuple[Criterion | Factor | Stage | Step | Tier, ...]:
        if name == "selection_criteria":
            return self.criteria
        items: tuple[Criterion | Factor | Stage | Step | Tier, ...] = getattr(self, name)
        return (*items, *self.success_factors) if name == "criteria" else items


def read_standards(path: Path) -> Standards:
    """The standards in the TOML file `path`. Raises StandardsRefused with every fault, its line and the fix."""
    text = _text(path)
    try:
        return Standards.model_validate(toml_tables(text))
    except TomlRefused as refused:
        raise StandardsRefused(_fault(path, refused.message, refused.fix, refused.place)) from None
    except ValidationError as error:
        lines = _lines(text)
        raise StandardsRefused(*(_told(path, lines, fault) for fault in _distinct(error.errors()))) from None


def advice(path: Path, standards: Standards) -> tuple[Problem, ...]:
    """Warnings about standards in the file `path` that can be used and go against good practice, each with its line."""
    lines = _lines(_text(path))
    return tuple(
        _fault(path, message, fix, _line(lines, entry), "warning") for message, fix, entry in _doubts(standards)
    )


def _doubts(standards: Standards) -> Iterator[tuple[str, str, tuple[int | str, ...]]]:
    """What is doubtful about the standards: a sentence, the fix, and the entry it is about."""
    count = len(standards.criteria)
    if not FEWEST_CRITERIA <= count <= MOST_CRITERIA:
        message = f"There are {count} criteria; {FEWEST_CRITERIA} to {MOST_CRITERIA} can be rated with care."
        yield message, "Join criteria that mean the same, or add what is missing.", ("criteria",)
    revenue = sum((item.weight for item in standards.criteria if item.about == "revenue"), Decimal(0))
    if revenue > LARGEST_REVENUE_WEIGHT:
        message = f"Revenue weighs {revenue:.0%} of the score; above half the other criteria hardly count."
        yield message, "Lower the weight of the criteria about revenue.", ("criteria",)
    if standards.tiers[-1].from_score > 1:
        message = f"A score below {standards.tiers[-1].from_score} belongs to no tier."
        yield message, "Let the last tier begin at 1.0.", ("tiers", len(standards.tiers) - 1, "from_score")
    for state in ("won", "lost"):
        if not any(stage.state == state for stage in standards.stages):
            fix = f'Add a stage with state = "{state}".'
            yield f"No stage says that a deal is {state}, so no win rate can be told.", fix, ("stages",)


def _text(path: Path) -> str:
    try:
        return toml_text(path, "the standards")
    except TomlRefused as refused:
        missing = "Put the file there, or run where input_templates/ is."
        fix = refused.fix if path.exists() else missing
        raise StandardsRefused(_fault(path, refused.message, fix, refused.place)) from None


def _fault(path: Path, message: str, fix: str, place: str = "", severity: Severity = "error") -> Problem:
    return Problem(code="standards", severity=severity, message=message, fix=fix, file=path.name, place=place)


def _distinct(faults: Sequence[Any]) -> list[Any]:
    """`faults` without the missing keys that are there under a misspelled name: one mistake is told once."""
    misspelled = {
        (*fault["loc"][:-1], _known_key(str(fault["loc"][-1])))
        for fault in faults
        if fault["type"] == "extra_forbidden"
    }
    return [fault for fault in faults if fault["type"] != "missing" or fault["loc"] not in misspelled]


def _known_key(key: str) -> str:
    """The key of the standards that is written most like `key`, or an empty text."""
    tables: list[type[Decided]] = Decided.__subclasses__()
    return nearest(key, {name for table in tables for name in table.model_fields})


def _told(path: Path, lines: dict[tuple[int | str, ...], int], fault: Any) -> Problem:
    """One fault that pydantic found, in words and with its line."""
    entry: tuple[int | str, ...] = fault["loc"]
    reason = fault.get("ctx", {}).get("error")
    if isinstance(reason, Contradiction):
        entry = (*entry, *reason.entry)
        return _fault(path, f"{_named(entry[:1])}{reason}.", reason.fix, _line(lines, entry))
    what, fix = _in_words(fault)
    return _fault(path, f"{_named(entry)}{what}.", fix, _line(lines, entry))


def _named(entry: Sequence[int | str]) -> str:
    """An entry for a message, "criteria 2, weight: ": positions count from 1."""
    words = ""
    for part in entry:
        words += f" {part + 1}" if isinstance(part, int) else f"{', ' if words else ''}{part}"
    return f"{words}: " if words else ""


_LIMITS = {
    "greater_than": ("gt", "more than {}"),
    "greater_than_equal": ("ge", "{} or more"),
    "less_than": ("lt", "less than {}"),
    "less_than_equal": ("le", "{} or less"),
}


_SHAPES = {
    "tuple_type": "a list",
    "model_type": "a table",
    "dict_type": "a table",
    "string_type": "text in quotes",
    "decimal_parsing": "a number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
}


def _in_words(fault: Any) -> tuple[str, str]:
    """What pydantic says about one entry, as a sentence's end and a fix."""
    kind, context, key = fault["type"], fault.get("ctx", {}), str(fault["loc"][-1])
    if kind == "missing":
        return "is missing", f"Add {key!r}, as in the standards that are shipped."
    if kind == "extra_forbidden":
        near = _known_key(key)
        return "is not known", f"Did you mean {near!r}? Else delete it." if near else "Delete it."
    found = fault["input"]
    shown = f"{str(found)!r} " if isinstance(found, str | int | Decimal) else ""
    if kind in _LIMITS:
        limit, words = _LIMITS[kind]
        wanted = words.format(context[limit])
        return f"{shown}is not {wanted}", f"Write a number that is {wanted}."
    if kind == "literal_error":
        return f"{shown}is not {context['expected']}", f"Write {context['expected']}."
    if kind == "string_too_short":
        return "is empty", "Fill it in."
    if kind == "too_short":
        return "has too few entries", f"Give at least {context['min_length']}."
    wanted = _SHAPES.get(kind) or re.sub("^Input should be", "", fault["msg"]).partition(",")[0].strip()
    return f"{shown}is not {wanted}", f"Write {wanted}."


_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r'\s*"?([\w-]+)"?\s*=')


def _lines(text: str) -> dict[tuple[int | str, ...], int]:
    """The line of each table and of each key in a TOML text: ("criteria", 2, "weight") is on line 31."""
    lines: dict[tuple[int | str, ...], int] = {}
    table: tuple[int | str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if head := _HEAD.fullmatch(line):
            table = tuple(head[2].split("."))
            lines.setdefault(table, number)
            if head[1] == "[[":
                counts[head[2]] = counts.get(head[2], -1) + 1
                table = (*table, counts[head[2]])
                lines[table] = number
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
    return lines


def _line(lines: dict[tuple[int | str, ...], int], entry: tuple[int | str, ...]) -> str:
    """The line of an entry, "line 31"; that of the table around it where it has none of its own; "" for none."""
    for length in range(len(entry), 0, -1):
        if entry[:length] in lines:
            return f"line {lines[entry[:length]]}"
    return ""
