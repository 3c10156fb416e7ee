"""Records for tests, complete and plausible: name the fields a test is about, the rest is filled."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Record
from pipeline.model.money import Economics, Opportunity, Revenue, WhiteSpace
from pipeline.model.people import Account, Stakeholder, TeamMember
from pipeline.model.plan import Action, Force, Objective, Risk
from pipeline.model.portfolio import Customer, Portfolio, Programme
from pipeline.model.proof import Agreement, Decision, DeckNote, Delivery, Kpi, Rating, Review, SwotItem
from pipeline.model.world import BusinessItem, Competitor, Unit, Voice, VoiceSample
from pipeline.standards import Standards, read_standards

PERIOD = "2026-Q3"
AS_OF = datetime.date(2026, 9, 30)
STANDARDS_FILE = Path(__file__).parents[1] / "input_templates" / "standards.toml"


def day(text: str) -> datetime.date:
    """The date of an ISO text: day("2026-09-30")."""
    return datetime.date.fromisoformat(text)


def shipped_standards() -> Standards:
    """The standards as they are shipped in input_templates."""
    return read_standards(STANDARDS_FILE)


def an_account(account: Account | None = None, **rows: Sequence[Record]) -> KeyAccount:
    """A key account with the rows given by sheet, an_account(forces=[a_force()]), and no other rows."""
    return KeyAccount(account=account or an_account_form(), **{key: tuple(found) for key, found in rows.items()})


def a_filled_account(**rows: Sequence[Record]) -> KeyAccount:
    """A key account with one row on every sheet, all references valid; `rows` replaces those of a sheet."""
    filled: dict[str, Sequence[Record]] = {
        "team": [a_member(), a_member(name="Oskar Nyman", role="Technical lead", function="technical service")],
        "stakeholders": [a_stakeholder(), a_stakeholder(id="S2", name="Sofie Brandt", title="Plant manager")],
        "units": [a_unit()],
        "business": [a_business_item()],
        "competitors": [a_competitor()],
        "swot": [a_swot_item()],
        "voice": [a_voice()],
        "voice_samples": [a_voice_sample()],
        "revenue": [a_revenue()],
        "economics": [an_economics()],
        "opportunities": [an_opportunity()],
        "white_space": [a_white_space()],
        "objectives": [an_objective()],
        "actions": [an_action()],
        "forces": [a_force(), a_force(direction="against", force="Sealers run slower", strength=2)],
        "risks": [a_risk()],
        "decisions": [a_decision()],
        "ratings": [a_rating(criterion=criterion.name) for criterion in shipped_standards().criteria],
        "kpis": [a_kpi()],
        "delivery": [a_delivery()],
        "reviews": [a_review()],
        "agreement": [an_agreement()],
        "deck_notes": [a_deck_note()],
    }
    return an_account(**(filled | rows))


def a_portfolio(programme: Programme | None = None, **rows: Sequence[Record]) -> Portfolio:
    """A portfolio of one key account; `rows` replaces those of a sheet."""
    found: dict[str, Sequence[Record]] = {"customers": [a_customer()], **rows}
    filled: dict[str, Any] = {key: tuple(row) for key, row in found.items()}
    return Portfolio(programme=programme or a_programme(), **filled)


def a_programme(**fields: Any) -> Programme:
    """The form of a portfolio workbook."""
    about: dict[str, Any] = {
        "prepared_by": "Ida Lindqvist",
        "date_prepared": AS_OF,
        "locale": "en-GB",
        "currency": "EUR",
        "year_end": day("2025-12-31"),
        "most_key_accounts": 5,
    }
    return Programme(**(about | fields))


def a_customer(**fields: Any) -> Customer:
    """A key account among the customers."""
    about: dict[str, Any] = {
        "id": "contoso",
        "name": "Contoso Ltd",
        "key_account": True,
        "key_since": day("2024-01-15"),
        "revenue": Decimal(2_000_000),
    }
    return Customer(**(about | fields))


def an_account_form(**fields: Any) -> Account:
    """The account's own record."""
    about: dict[str, Any] = {
        "account_id": "contoso",
        "name": "Contoso Ltd",
        "industry": "Chilled food",
        "locale": "en-GB",
        "currency": "EUR",
        "plan_start": day("2026-01-01"),
        "plan_end": day("2028-12-31"),
        "prepared_by": "Ida Lindqvist",
        "client_review_cadence": "quarterly",
        "internal_review_cadence": "monthly",
    }
    return Account(**(about | fields))


def a_member(**fields: Any) -> TeamMember:
    """One of our team."""
    about = {"name": "Ida Lindqvist", "role": "Key Account Manager", "function": "sales", "organisation": "us"}
    return TeamMember(**(about | fields))


def a_stakeholder(**fields: Any) -> Stakeholder:
    """Somebody at the customer."""
    about = {
        "id": "S1",
        "name": "Jonas Wik",
        "title": "Head of Procurement",
        "decision_role": "decision maker",
        "influence": 5,
        "friendliness": "neutral",
        "coverage": "multiple",
    }
    return Stakeholder(**(about | fields))


def a_swot_item(**fields: Any) -> SwotItem:
    """A weakness."""
    return SwotItem(**({"quadrant": "weakness", "item": "Film leaves its range on line 3"} | fields))


def a_unit(**fields: Any) -> Unit:
    """A plant."""
    return Unit(**({"unit": "Gävle"} | fields))


def a_business_item(**fields: Any) -> BusinessItem:
    """An initiative of the customer."""
    return BusinessItem(**({"kind": "initiative", "text": "Line 4 opens in March"} | fields))


def a_competitor(**fields: Any) -> Competitor:
    """A competitor of ours."""
    return Competitor(**({"name": "Norpakk", "type": "ours"} | fields))


def a_voice(**fields: Any) -> Voice:
    """An answer of the client's side."""
    about = {
        "kind": "questionnaire",
        "side": "client",
        "respondent": "Plant manager 3",
        "question": "Problems are solved quickly",
        "topic": "Service",
        "period": PERIOD,
    }
    return Voice(**(about | fields))


def a_voice_sample(**fields: Any) -> VoiceSample:
    """Fourteen of the client's side were asked."""
    return VoiceSample(**({"side": "client", "period": PERIOD, "invited": 14} | fields))


def an_economics(**fields: Any) -> Economics:
    """The economics of the period under review."""
    return Economics(**({"period": PERIOD} | fields))


def a_white_space(**fields: Any) -> WhiteSpace:
    """A product nobody sells yet in Gävle."""
    return WhiteSpace(**({"unit": "Gävle", "product": "Trays", "status": "open"} | fields))


def a_risk(**fields: Any) -> Risk:
    """A risk."""
    return Risk(**({"kind": "risk", "text": "Fibre prices rise before spring", "owner": "Ida Lindqvist"} | fields))


def an_agreement(**fields: Any) -> Agreement:
    """Something the client has agreed to."""
    return Agreement(**({"item": "Action plan and owners", "agreed": True} | fields))


def a_revenue(**fields: Any) -> Revenue:
    """A thousand of Film in the period under review."""
    return Revenue(**({"period": PERIOD, "product": "Film", "revenue": "1000"} | fields))


def an_opportunity(**fields: Any) -> Opportunity:
    """An open deal."""
    about = {
        "id": "D1",
        "name": "Fibre trays, two ranges",
        "stage": "proposal",
        "amount": "640000",
        "close_date": day("2026-12-15"),
    }
    return Opportunity(**(about | fields))


def an_objective(**fields: Any) -> Objective:
    """A goal for the year 2026, lower is better."""
    about = {
        "id": "O1",
        "title": "Fewer line stops",
        "horizon": "short",
        "beneficiary": "both",
        "owner": "Oskar Nyman",
        "kpi": "Stops per 100 running hours",
        "baseline": "6.8",
        "target": "4.0",
        "actual": "6.3",
        "start": day("2026-01-01"),
        "due": day("2026-12-31"),
    }
    return Objective(**(about | fields))


def an_action(**fields: Any) -> Action:
    """A step in progress, due after the as-of date."""
    about = {
        "id": "A1",
        "objective": "O1",
        "action": "Test peel force on every batch",
        "owner": "Oskar Nyman",
        "side": "us",
        "due": day("2026-10-30"),
        "status": "in progress",
    }
    return Action(**(about | fields))


def a_force(**fields: Any) -> Force:
    """A driving force of strength 3."""
    about = {
        "change": "Fibre trays in two ranges",
        "direction": "for",
        "force": "Their retailer asks for fibre",
        "strength": 3,
    }
    return Force(**(about | fields))


def a_decision(**fields: Any) -> Decision:
    """A decision wanted."""
    return Decision(**({"decision": "Release line 3 for a film trial"} | fields))


def a_rating(**fields: Any) -> Rating:
    """A rating of 7 on strategic fit."""
    return Rating(**({"rates": "account", "criterion": "Strategic fit", "rating": 7} | fields))


def a_kpi(**fields: Any) -> Kpi:
    """The measure of `an_objective` in the period under review."""
    about = {
        "kpi": "Stops per 100 running hours",
        "kind": "lagging",
        "period": PERIOD,
        "target": "4.0",
        "actual": "6.3",
    }
    return Kpi(**(about | fields))


def a_delivery(**fields: Any) -> Delivery:
    """An outcome."""
    about = {"kind": "outcome", "text": "lower packaging cost from January to September", "date": AS_OF}
    return Delivery(**(about | fields))


def a_review(**fields: Any) -> Review:
    """A client review after the as-of date."""
    return Review(**({"kind": "client", "planned": day("2026-10-14")} | fields))


def a_deck_note(**fields: Any) -> DeckNote:
    """A band of the scorecard."""
    return DeckNote(**({"slide": "Scorecard", "text": "Deliveries need a steadier plan."} | fields))
