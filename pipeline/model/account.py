"""Everything one workbook holds: the account with its rows, and the registry of sheets and fields."""

from collections.abc import Iterator
from typing import ClassVar

from pipeline.model.fields import Column, Contents, Record, Sheet, columns
from pipeline.model.money import Economics, Opportunity, Revenue, WhiteSpace
from pipeline.model.people import Account, Stakeholder, TeamMember
from pipeline.model.plan import Action, Force, Objective, Risk
from pipeline.model.proof import Agreement, Decision, DeckNote, Delivery, Kpi, Rating, Review, SwotItem
from pipeline.model.world import BusinessItem, Competitor, Unit, Voice, VoiceSample

# In the order of the workbook's tabs.
RECORDS: tuple[type[Record], ...] = (
    Account,
    TeamMember,
    Stakeholder,
    Unit,
    BusinessItem,
    Competitor,
    SwotItem,
    Voice,
    VoiceSample,
    Revenue,
    Economics,
    Opportunity,
    WhiteSpace,
    Objective,
    Action,
    Force,
    Risk,
    Decision,
    Rating,
    Kpi,
    Delivery,
    Review,
    Agreement,
    DeckNote,
)


class KeyAccount(Contents):
    """One key account as its workbook tells it: the account's own record and the rows of every sheet."""

    records: ClassVar[tuple[type[Record], ...]] = RECORDS
    title: ClassVar[str] = "Key account workbook"
    kind: ClassVar[str] = "account"

    account: Account
    team: tuple[TeamMember, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    units: tuple[Unit, ...] = ()
    business: tuple[BusinessItem, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    swot: tuple[SwotItem, ...] = ()
    voice: tuple[Voice, ...] = ()
    voice_samples: tuple[VoiceSample, ...] = ()
    revenue: tuple[Revenue, ...] = ()
    economics: tuple[Economics, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    white_space: tuple[WhiteSpace, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    forces: tuple[Force, ...] = ()
    risks: tuple[Risk, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ratings: tuple[Rating, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    reviews: tuple[Review, ...] = ()
    agreement: tuple[Agreement, ...] = ()
    deck_notes: tuple[DeckNote, ...] = ()


def sheets() -> tuple[Sheet, ...]:
    """Every sheet, in the order of the tabs."""
    return tuple(record.sheet for record in RECORDS)


def all_columns() -> Iterator[Column]:
    """Every field of every sheet, in the order of the workbook."""
    for record in RECORDS:
        yield from columns(record)
