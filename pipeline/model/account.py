"""Everything one workbook holds: the account with its rows, and the registry of sheets and fields."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from pipeline.model.fields import Column, Record, Sheet, columns
from pipeline.model.money import Opportunity, Revenue
from pipeline.model.people import Account, Stakeholder, TeamMember
from pipeline.model.plan import Action, Force, Objective
from pipeline.model.proof import Decision, DeckNote, Delivery, Kpi, Rating, Review, SwotItem

# In the order of the workbook's tabs.
RECORDS: tuple[type[Record], ...] = (
    Account,
    TeamMember,
    Stakeholder,
    SwotItem,
    Revenue,
    Opportunity,
    Objective,
    Action,
    Force,
    Decision,
    Rating,
    Kpi,
    Delivery,
    Review,
    DeckNote,
)


class KeyAccount(BaseModel):
    """One key account as its workbook tells it: the account's own record and the rows of every sheet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: Account
    team: tuple[TeamMember, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    swot: tuple[SwotItem, ...] = ()
    revenue: tuple[Revenue, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    forces: tuple[Force, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ratings: tuple[Rating, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    reviews: tuple[Review, ...] = ()
    deck_notes: tuple[DeckNote, ...] = ()

    def rows(self, record: type[Record]) -> tuple[Record, ...]:
        """The rows of a record's sheet; the account's own record stands alone."""
        found = getattr(self, record.sheet.key)
        return found if isinstance(found, tuple) else (found,)


def sheets() -> tuple[Sheet, ...]:
    """Every sheet, in the order of the tabs."""
    return tuple(record.sheet for record in RECORDS)


def all_columns() -> Iterator[Column]:
    """Every field of every sheet, in the order of the workbook."""
    for record in RECORDS:
        yield from columns(record)


def referred(reference: str) -> Column:
    """The field that a reference names: "team.name" is the name of the rows of sheet Team."""
    return next(column for column in all_columns() if f"{column.sheet.key}.{column.key}" == reference)
