"""What is kept of an account after a run, small and plain, so that a later run can tell what moved since."""

import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, FailFast, Field

FORMAT: Literal[1] = 1

# Wide enough for all that is kept, and closed to what a damaged file could make endless.
Figure = Annotated[Decimal, Field(max_digits=80, decimal_places=40)]
Points = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
_Row = TypeVar("_Row")
Rows = Annotated[tuple[_Row, ...], FailFast()]  # of a list of wrong rows the first is told


class Kept(BaseModel):
    """A part of a snapshot: frozen, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptPart(Kept):
    """A weighted part of a score: a criterion with its rating, 1 to 10, or a component with its points, 0 to 100."""

    name: str
    weight: Figure
    value: Figure | None


class KeptScore(Kept):
    """A score as it was shown, the class it was in ("A", "watch"), and the parts it was made of."""

    shown: Figure | None
    grade: str | None
    parts: Rows[KeptPart]


class KeptGrade(Kept):
    """A class of a score, a tier or a health band, and the score it begins at."""

    name: str
    from_score: Figure


class KeptForce(Kept):
    """A force of a change; strength 1 to 5."""

    force: str
    direction: Literal["for", "against"]
    strength: Points


class KeptField(Kept):
    """A force field: the change, its net in points, its verdict and its forces."""

    change: str
    net: Points
    verdict: str
    forces: Rows[KeptForce]


class KeptGoal(Kept):
    """A goal; attainment 1 is reached."""

    id: str
    title: str
    status: str
    attainment: Figure | None
    target: Figure


class KeptFigure(Kept):
    """What a measure, or revenue, came to in a period; `name` is the measure's, and empty for revenue."""

    name: str
    period: str
    value: Figure


class KeptPerson(Kept):
    """A stakeholder; influence 1 to 5, support -2 to 2, depth of coverage 0 to 3."""

    id: str
    name: str
    role: str
    influence: Points
    friendliness: str
    support: Points | None
    coverage: str
    depth: Points


class KeptOpportunity(Kept):
    """An opportunity; amount a year in the account's currency, probability 0 to 1."""

    id: str
    name: str
    state: Literal["open", "won", "lost"]
    stage: str
    probability: Figure
    amount: Figure
    close_date: datetime.date


class KeptAction(Kept):
    """An action with its status on the as-of date."""

    id: str
    action: str
    status: str
    due: datetime.date


class KeptRisk(Kept):
    """A risk or a commitment; weight is probability times impact, 1 to 25, None where one is not noted."""

    kind: str
    text: str
    weight: Points | None


class Yardstick(Kept):
    """What the scores were measured with: the version of the standards, the tiers and the health bands."""

    version: str
    tiers: Rows[KeptGrade]
    health_bands: Rows[KeptGrade]


class Snapshot(Kept):
    """One account as its plan for `period` told it on `as_of`; shares have four decimals."""

    format: Literal[1] = FORMAT
    account_id: str
    period: str
    as_of: datetime.date
    currency: str
    yardstick: Yardstick
    score: KeptScore
    health: KeptScore
    coverage: Figure | None
    support: Figure | None
    expected: Figure
    completeness: Figure
    force_field: Rows[KeptField]
    goals: Rows[KeptGoal]
    measures: Rows[KeptFigure]
    revenue: Rows[KeptFigure]
    people: Rows[KeptPerson]
    opportunities: Rows[KeptOpportunity]
    actions: Rows[KeptAction]
    risks: Rows[KeptRisk]
