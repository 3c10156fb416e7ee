"""Their world: units and buying centres, what moves their business, their competitors and ours, and what people say."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pipeline.model.fields import (
    CLIENT,
    Cost,
    Count,
    Date,
    Kind,
    LongText,
    OneToFive,
    Period,
    Record,
    Share,
    Sheet,
    Text,
    YesNo,
    optional,
    required,
)
from pipeline.model.plan import SHARE_HELP

ZeroToTen = Annotated[int, Kind("whole number", Decimal(0), Decimal(10))]


class Unit(Record):
    """A plant, division or department of the customer, with its budget and its way of buying."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Units",
        key="units",
        holds="Plants, buying centres, budgets",
        feeds="Feeds plan section 4. Never shown to the client.",
        group="who",
    )

    unit: Text = required("Unit", "Plant, division or department.", "Gävle", band="What")
    parent: Text | None = optional("Part of", "The unit it belongs to.", "Nordic operations", refers=("units.unit",))
    initiative: Text | None = optional("Initiative", "What it is working on.", "New line 4")
    buying_centre: YesNo | None = optional("Buying centre", "Yes if it decides on buying.", "Yes", band="Buying")
    budget: Cost | None = optional("Budget", "What it may spend in our categories.", "1,800,000")
    budget_period: Period | None = optional("Budget period", "The year or quarter of that budget.", "2026")
    budget_holder: Text | None = optional(
        "Budget holder", "Who holds it: a name from Stakeholders.", "Sofie Brandt", refers=("stakeholders.name",)
    )
    buying_steps: LongText | None = optional(
        "Buying steps", "The steps to a decision, in order.", "Request, trial, offer, board"
    )
    step_owners: LongText | None = optional(
        "Step owners",
        "Who decides each buying step, in the same order; a question mark if nobody knows.",
        "J. Wik, S. Brandt, J. Wik, ?",
    )
    buying_weeks: Count | None = optional(
        "Weeks to a decision", "How long the steps take together.", "14", unit="weeks"
    )
    criteria: LongText | None = optional("Buying criteria", "What they choose by.", "Line speed, price, delivery")
    our_share: Share | None = optional("Our share", "Our share of its spend in our categories.", "45%", unit="%")
    note: LongText | None = optional("Remark", "For the team only.", "Decides without group procurement")


class BusinessItem(Record):
    """Something that moves the customer's business: an initiative, a challenge, a trend, an event or an insight."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Business",
        key="business",
        holds="Their initiatives, challenges, events",
        feeds="Feeds plan section 3 and deck slide D9.",
        group="world",
        client_when=("share", True),
    )

    share: YesNo | None = optional("Share", SHARE_HELP, "Yes", audience=CLIENT, band="Row")
    kind: Literal["initiative", "challenge", "required outcome", "trend", "event", "insight"] = required(
        "Kind", "What it is.", "initiative", audience=CLIENT, band="What"
    )
    text: LongText = required("Text", "What it is about, in one sentence.", "Line 4 opens in March", audience=CLIENT)
    owner: Text | None = optional("Who drives it", "Who of them drives it.", "Sofie Brandt", audience=CLIENT)
    horizon: Literal["short", "mid", "long"] | None = optional(
        "Horizon", "When it matters: short, this year; mid, next year; long, later.", "mid", audience=CLIENT
    )
    date: Date | None = optional("Date", "When it happened or happens.", "1 Mar 2027", audience=CLIENT)
    source: Text | None = optional("Source", "Where it was learned.", "Investor day, May", audience=CLIENT)
    urgency: OneToFive | None = optional("Urgency", "1 can wait, 5 now.", "4", band="Weight")
    impact: OneToFive | None = optional("Impact", "1 little, 5 decides the account.", "5")
    our_answer: LongText | None = optional(
        "Our answer", "What we do about it.", "Film stock on site", audience=CLIENT, band="Answer"
    )
    question: LongText | None = optional(
        "Question", "What to discuss with the client.", "Which formats start first?", audience=CLIENT
    )
    told_to: Text | None = optional("Told to", "For an insight: whom we told.", "M. Holt")
    told_on: Date | None = optional("Told on", "For an insight: when we told it.", "4 Sep 2026")


class Competitor(Record):
    """A competitor of the customer, or one of ours at the customer."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Competitors",
        key="competitors",
        holds="Theirs and ours",
        feeds="Feeds plan sections 3 and 9; rated on sheet Scoring. Never shown to the client.",
        group="world",
    )

    name: Text = required("Name", "The competitor's name.", "Norpakk", band="Who")
    type: Literal["theirs", "ours"] = required("Type", "Do they compete with the customer, or with us?", "ours")
    position: LongText | None = optional("Position", "Where they stand.", "Second source for trays", band="Where")
    share: Share | None = optional(
        "Share of spend", "Their share: of the market, or of the customer's spend.", "30%", unit="%"
    )
    strengths: LongText | None = optional("Strengths", "What they do better.", "9% cheaper on trays", band="How")
    weaknesses: LongText | None = optional("Weaknesses", "What they do worse.", "No service in the Nordics")
    threat: OneToFive | None = optional("Threat", "1 none, 5 may take the account.", "4")
    source: Text | None = optional("Source", "Where this was learned.", "Tender of March")


class Voice(Record):
    """What somebody said: a finding of an interview, or an answer to a question."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Voice",
        key="voice",
        holds="Interviews and questionnaires",
        feeds="Feeds plan section 11; answers of the client's side feed deck slide D8.",
        group="world",
        client_when=("side", "client"),
    )

    kind: Literal["interview", "questionnaire"] = required("Kind", "How it was asked.", "questionnaire", band="Who")
    side: Literal["us", "client"] = required("Side", "Whose side they are on.", "client", audience=CLIENT)
    respondent: Text = required("Respondent", "Who answered.", "Plant manager 3")
    unit: Text | None = optional(
        "Unit", "Where the respondent works: a unit from Units.", "Gävle", refers=("units.unit",)
    )
    question: LongText = required(
        "Question", "What was asked.", "Problems are solved quickly", audience=CLIENT, band="What"
    )
    topic: Text = required("Topic", "One or two words.", "Service", audience=CLIENT)
    period: Period = required("Period", "A quarter as 2026-Q3.", "2026-Q3", audience=CLIENT)
    answer: OneToFive | None = optional("Answer", "1 disagrees, 5 agrees.", "4", audience=CLIENT, band="What they said")
    recommends: ZeroToTen | None = optional("Recommends", "Would they recommend us? 0 in no case, 10 in any case.", "8")
    finding: LongText | None = optional("Finding", "What the interview showed.", "Wants one service number")
    quote: LongText | None = optional(
        "Quote",
        "Their own words; shown only with consent.",
        "Call us before the truck is late.",
        audience=CLIENT,
        consent="quote_consent",
    )
    quote_consent: YesNo | None = optional("Quote consent", "Yes if they agreed to be quoted.", "Yes")
    quoted_as: Text | None = optional(
        "Quoted as",
        "Who said it, as the client may read it.",
        "A plant manager",
        audience=CLIENT,
        consent="quote_consent",
    )
    duration_minutes: Count | None = optional("Duration", "Minutes of the interview.", "45", unit="min")


class VoiceSample(Record):
    """How one side was asked in one period: how many there are, how many were invited, what may bias it."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Voice sample",
        key="voice_samples",
        holds="Who was asked, and how",
        feeds="Feeds the cautions of plan section 11 and deck slide D8.",
        group="world",
        client_when=("side", "client"),
    )

    side: Literal["us", "client"] = required("Side", "Which side was asked.", "client", audience=CLIENT, band="Who")
    period: Period = required("Period", "A quarter as 2026-Q3.", "2026-Q3", audience=CLIENT)
    population: Count | None = optional(
        "Population", "How many people it is about.", "40", audience=CLIENT, band="How many"
    )
    invited: Count = required("Invited", "How many were asked.", "14", audience=CLIENT)
    method: Text | None = optional(
        "Method", "How they were asked.", "Online, 1 to 18 September", audience=CLIENT, band="How"
    )
    known_bias: LongText | None = optional(
        "Known bias", "What may make the answers one-sided.", "Chosen by hand", audience=CLIENT
    )
    what_we_did: LongText | None = optional(
        "What we did about it", "One step a line.", "One service number since May", audience=CLIENT, band="Since then"
    )
