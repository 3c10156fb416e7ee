"""What the organisation decided once, for every account: criteria, weights, tiers, stages, scales and thresholds."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.problems import Problem, StandardsRefused

PositiveShare = Annotated[Decimal, Field(gt=0, le=1)]


class Decided(BaseModel):
    """One table of standards.toml: frozen, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Company(Decided):
    """The company that uses Keyplan, as its documents name it."""

    name: str = Field(min_length=1)
    confidentiality: str = "Confidential"


class Criterion(Decided):
    """One criterion of the account score: its weight (0 to 1) and what a rating of 1, 4, 7 and 10 means."""

    name: str = Field(min_length=1)
    weight: PositiveShare
    about: Literal["revenue", "other"] = "other"
    anchors: dict[Literal["1", "4", "7", "10"], str]

    @model_validator(mode="after")
    def has_all_anchors(self) -> "Criterion":
        """Raises ValueError unless ratings 1, 4, 7 and 10 are all described."""
        missing = [anchor for anchor in ("1", "4", "7", "10") if anchor not in self.anchors]
        if missing:
            raise ValueError(f"anchors {', '.join(missing)} are missing; describe ratings 1, 4, 7 and 10")
        return self


class Factor(Decided):
    """A success factor on which we and our rivals are rated; its weight is 0 to 1."""

    name: str = Field(min_length=1)
    weight: PositiveShare


class Tier(Decided):
    """A class of accounts, from its lowest score on (1 to 10, as shown with one decimal)."""

    name: str = Field(min_length=1)
    from_score: Decimal = Field(ge=1, le=10)


class Stage(Decided):
    """A stage of an opportunity with its probability (0 to 1); won is 1 and lost is 0."""

    name: str = Field(min_length=1)
    probability: Decimal = Field(ge=0, le=1)
    state: Literal["open", "won", "lost"] = "open"


class Step(Decided):
    """A step of a scale with its value; None means not assessed."""

    name: str = Field(min_length=1)
    value: int | None = None


class Thresholds(Decided):
    """Limits from which something is told, in the unit of the name."""

    behind_points: int = Field(default=10, ge=0, le=100)
    off_track_points: int = Field(default=25, ge=0, le=100)
    sponsor_silent_days: int = Field(default=30, ge=1)
    contact_silent_days: int = Field(default=90, ge=1)
    blocker_influence: int = Field(default=4, ge=1, le=5)
    covered_from: int = Field(default=2, ge=0, le=3)
    raters_disagree_from: int = Field(default=4, ge=1, le=9)
    vision_words: int = Field(default=30, ge=5)


class Standards(Decided):
    """Everything in standards.toml, validated."""

    version: str = Field(min_length=1)
    company: Company
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    success_factors: tuple[Factor, ...] = ()
    tiers: tuple[Tier, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = Field(min_length=1)
    functions: tuple[str, ...] = Field(min_length=1)
    locales: tuple[str, ...] = Field(min_length=1)
    friendliness: tuple[Step, ...] = Field(min_length=2)
    coverage: tuple[Step, ...] = Field(min_length=2)
    required_roles: tuple[str, ...] = ("sponsor", "decision maker", "champion")
    thresholds: Thresholds = Thresholds()

    @model_validator(mode="after")
    def weights_sum_to_one(self) -> "Standards":
        """Raises ValueError unless the weights of the criteria sum to exactly 1, and those of the factors too."""
        for name, items in (("criteria", self.criteria), ("success_factors", self.success_factors)):
            total = sum((item.weight for item in items), Decimal(0))
            if items and total != 1:
                raise ValueError(f"{name}: the weights sum to {total}, they must sum to 1")
        return self

    @model_validator(mode="after")
    def names_are_unique(self) -> "Standards":
        """Raises ValueError if a list names one thing twice, or tiers do not fall."""
        for name in ("criteria", "success_factors", "tiers", "stages", "friendliness", "coverage"):
            names = [item.name for item in getattr(self, name)]
            if len(set(names)) < len(names):
                raise ValueError(f"{name}: a name stands there twice")
        scores = [tier.from_score for tier in self.tiers]
        if scores != sorted(scores, reverse=True):
            raise ValueError("tiers: name the highest first, each next one from a lower score")
        return self

    def choices(self, name: str) -> tuple[str, ...]:
        """The names of a list as its drop-down shows them: "stages", "functions", "criteria", ...

        "criteria" also offers the success factors, because both are rated on sheet Scoring.
        """
        if name in ("functions", "locales"):
            return tuple(getattr(self, name))
        items: tuple[Criterion | Factor | Stage | Step | Tier, ...] = getattr(self, name)
        if name == "criteria":
            items = (*items, *self.success_factors)
        return tuple(item.name for item in items)


def read_standards(path: Path) -> Standards:
    """The standards in the TOML file `path`. Raises StandardsRefused with every fault, its line and the fix."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise StandardsRefused(_fault(path, f"cannot be read: {error.strerror}.", "Put the file there.")) from None
    try:
        return Standards.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise StandardsRefused(_fault(path, f"is not valid TOML: {error}.", "Mend that line.")) from None
    except ValidationError as error:
        raise StandardsRefused(*(_from_pydantic(path, text, fault) for fault in error.errors())) from None


def _fault(path: Path, message: str, fix: str, place: str = "") -> Problem:
    return Problem(code="standards", severity="error", message=message, fix=fix, file=path.name, place=place)


def _from_pydantic(path: Path, text: str, fault: object) -> Problem:
    raise NotImplementedError
