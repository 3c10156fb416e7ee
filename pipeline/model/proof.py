"""The proof: what we see in the market, how we rate the account, what was measured, delivered, reviewed and decided."""

from typing import ClassVar, Literal

from pipeline.model.fields import (
    CLIENT,
    Count,
    Date,
    Id,
    LongText,
    Number,
    OneToFive,
    OneToTen,
    Period,
    Record,
    Sheet,
    Text,
    YesNo,
    optional,
    required,
)
from pipeline.model.plan import SHARE_HELP


class SwotItem(Record):
    """A strength, weakness, opportunity or threat, with what shows it and what answers it."""

    sheet: ClassVar[Sheet] = Sheet(
        name="SWOT",
        key="swot",
        holds="With evidence and an action each",
        feeds="Feeds plan section 8. Never shown to the client.",
        group="world",
    )

    quadrant: Literal["strength", "weakness", "opportunity", "threat"] = required(
        "Quadrant", "Which of the four it is.", "weakness", band="What"
    )
    item: Text = required("Item", "The point in one sentence.", "Film leaves its range on line 3")
    evidence: LongText | None = optional("Evidence", "What shows it.", "46% of stops in August", band="Proof")
    date: Date | None = optional("Date", "When it was seen.", "31 Aug 2026")
    objective: Id | None = optional(
        "Objective", "Id of the objective that answers it.", "O1", refers=("objectives.id",), band="Answer"
    )
    action: Id | None = optional("Action", "Id of the action that answers it.", "A1", refers=("actions.id",))


class Rating(Record):
    """A rating from 1 to 10: of the account on a criterion, of our strength or a rival's on a success factor."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Scoring",
        key="ratings",
        holds="Criteria and our own strength, rated 1 to 10",
        feeds="Feeds plan section 7. Never shown to the client.",
        group="proof",
        required=True,
    )

    rates: Literal["account", "our strength", "rival"] = required(
        "Rates",
        "The account, on a criterion; our strength, or a rival's, on a success factor.",
        "account",
        band="What",
    )
    rival: Text | None = optional(
        "Rival", "Which rival is rated: a name from Competitors.", "Norpakk", refers=("competitors.name",)
    )
    criterion: Text = required(
        "Criterion", "The criterion or success factor, as in the standards.", "Strategic fit", choices_from="criteria"
    )
    rating: OneToTen | None = required(
        "Rating", "1 to 10; the anchors are on the criterion's note.", "7", band="How rated"
    )
    evidence: LongText | None = optional("Evidence", "What the rating rests on.", "Recyclable packs: a shared goal")
    rater: Text | None = optional("Rated by", "Who gave it; one row for each rater.", "E. Sandell")
    date: Date | None = optional("Date", "When it was given.", "16 Sep 2026")


class Kpi(Record):
    """A measure in one period: what was aimed at and what came."""

    sheet: ClassVar[Sheet] = Sheet(
        name="KPIs",
        key="kpis",
        holds="Leading and lagging measures by quarter",
        feeds="Feeds plan section 12, deck slides D5, D6, D7 and D13.",
        group="proof",
        client_when=("share", True),
    )

    share: YesNo | None = optional("Share", SHARE_HELP, "Yes", audience=CLIENT, band="Row")
    kpi: Text = required(
        "KPI",
        "The measure; the same words as on sheet Objectives.",
        "Stops per 100 running hours",
        audience=CLIENT,
        band="What",
    )
    kind: Literal["leading", "lagging"] = required("Kind", "Does it come before the result or after?", "lagging")
    measures: Literal["engagement", "loyalty", "value", "other"] | None = optional(
        "Measures", "What it stands for; value puts it on the value slide.", "value", audience=CLIENT
    )
    period: Period = required("Period", "A quarter as 2026-Q3.", "2026-Q3", audience=CLIENT, band="Figures")
    target: Number | None = optional("Target", "What was aimed at.", "4.0", audience=CLIENT)
    actual: Number | None = optional("Actual", "What came.", "6.3", audience=CLIENT)
    unit: Text | None = optional("Unit", "Unit of the figures.", "EUR thousand", audience=CLIENT)
    definition: LongText | None = optional(
        "Definition", "How it is worked out.", "Stops coded packaging, lines 1 to 3", audience=CLIENT, band="Where from"
    )
    source: Text | None = optional("Source", "Where the figure comes from.", "Gävle line log", audience=CLIENT)
    cut_off: Date | None = optional("Cut-off", "Last day counted.", "30 Sep 2026", audience=CLIENT)
    reset_reason: LongText | None = optional("Reset reason", "Why the target was set anew.", "Met in June")


class Delivery(Record):
    """What was delivered, what went wrong, and what was learned."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Delivery",
        key="delivery",
        holds="Outcomes, issues, lessons",
        feeds="Feeds deck slides D6 and D7.",
        group="proof",
        client_when=("share", True),
    )

    share: YesNo | None = optional("Share", SHARE_HELP, "Yes", audience=CLIENT, band="Row")
    kind: Literal["outcome", "issue", "lesson"] = required("Kind", "What it is.", "issue", audience=CLIENT, band="What")
    topic: Text | None = optional("Topic", "One or two words for the slide.", "Line stops", audience=CLIENT)
    text: LongText = required(
        "Text",
        "In the client's words; an outcome reads on from its number.",
        "lower packaging cost from January to September",
        audience=CLIENT,
    )
    value: Number | None = optional("Value", "The number of an outcome.", "576,000", audience=CLIENT, band="Number")
    unit: Text | None = optional("Unit", "Its unit; a currency code goes before the number.", "EUR", audience=CLIENT)
    source: Text | None = optional("Source", "Where the number comes from.", "Purchase ledger", audience=CLIENT)
    date: Date = required("Date", "When it was delivered or seen.", "30 Sep 2026", audience=CLIENT)
    status: Literal["open", "in progress", "closed"] | None = optional(
        "Status", "Is the issue still open?", "open", audience=CLIENT, band="What changes"
    )
    cause: LongText | None = optional("Cause", "Why it happened.", "Film tension left its range", audience=CLIENT)
    change: LongText | None = optional(
        "Change", "What changes because of it.", "New film specification", audience=CLIENT
    )
    change_owner: Text | None = optional(
        "Change owner", "Who sees to it: a name from Team.", "Oskar Nyman", audience=CLIENT, refers=("team.name",)
    )
    change_due: Date | None = optional("Change due", "By when.", "27 Nov 2026", audience=CLIENT)
    objective: Id | None = optional(
        "Objective",
        "Id of the objective an issue holds back: its cause explains the miss in slide titles.",
        "O1",
        audience=CLIENT,
        refers=("objectives.id",),
        band="Goal",
    )


class Review(Record):
    """A review meeting, planned or held."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Reviews",
        key="reviews",
        holds="Planned and held",
        feeds="Feeds the cover, plan section 18, deck slides D1, D2 and D12 (client reviews only).",
        group="proof",
        client_when=("kind", "client"),
    )

    kind: Literal["client", "internal"] = required(
        "Kind", "With the client, or the team alone.", "client", audience=CLIENT, band="When"
    )
    planned: Date = required("Planned", "The planned day.", "14 Oct 2026", audience=CLIENT)
    held: Date | None = optional("Held", "The day it was held.", "15 Oct 2026", audience=CLIENT)
    place: Text | None = optional("Place", "Town or room.", "Bergen", audience=CLIENT, band="What")
    purpose: LongText | None = optional(
        "Purpose", "What it is to settle.", "Agree how all goals are reached", audience=CLIENT
    )
    minutes: Count | None = optional("Minutes", "How long it takes.", "60", audience=CLIENT, unit="min")
    attendees: LongText | None = optional("Attendees", "Who was there.", "I. Lindqvist, J. Wik", band="Outcome")
    decisions: LongText | None = optional("Decisions", "What was decided.", "Trial in November", audience=CLIENT)
    changes: LongText | None = optional("Changes", "What changed in the plan, and why.", "O4 target raised")
    lesson: LongText | None = optional("Lesson", "What we learned.", "Send the deck two days ahead")
    rating: OneToFive | None = optional("Rating", "How useful it was, 1 to 5.", "4")


class Decision(Record):
    """A decision that is wanted, and from whom."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Decisions",
        key="decisions",
        holds="Decisions wanted, from whom, by when",
        feeds="Feeds plan section 1, deck slides D3 and D12.",
        group="plan",
        client_when=("share", True),
    )

    share: YesNo | None = optional("Share", SHARE_HELP, "Yes", audience=CLIENT, band="Row")
    decision: Text = required(
        "Decision",
        "What is to be decided, verb first.",
        "Release line 3 for a film trial",
        audience=CLIENT,
        band="What",
    )
    reason: LongText | None = optional(
        "Reason", "Why, and why now.", "Film tension causes 46% of line stops.", audience=CLIENT
    )
    who_decides: Text | None = optional(
        "Who decides",
        "A name from Stakeholders or Team, or a board.",
        "Maren Holt",
        audience=CLIENT,
        band="Who and when",
    )
    by_when: Date | None = optional("By when", "Last useful day.", "14 Oct 2026", audience=CLIENT)
    status: Literal["open", "taken", "postponed", "refused"] | None = optional(
        "Status", "Where it stands; blank is open.", "open", audience=CLIENT
    )
    outcome: LongText | None = optional("Outcome", "What was decided.", "Released from 23 November", audience=CLIENT)


class DeckNote(Record):
    """A sentence of ours for one slide of the deck, or an item of its agenda."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Deck notes",
        key="deck_notes",
        holds="The band of each slide, and the agenda",
        feeds="Feeds the band of each deck slide and the agenda on D2. The client reads it.",
        group="proof",
    )

    slide: Literal[
        "Agenda",
        "Purpose and people",
        "Executive summary",
        "Your goals",
        "Scorecard",
        "Value delivered",
        "What we learned",
        "Your feedback",
        "What changes for you",
        "Joint plan",
        "Ideas and roadmap",
        "Decisions",
        "Appendix",
    ] = required(
        "Slide", "The slide it stands on; Agenda for an item of the agenda.", "Scorecard", audience=CLIENT, band="Where"
    )
    label: Literal["What follows", "For discussion", "Please confirm", "Purpose"] | None = optional(
        "Label", "How the band begins; blank is What follows.", "For discussion", audience=CLIENT, band="What"
    )
    text: LongText = required(
        "Text", "One sentence; for the agenda, the item.", "Deliveries need a steadier plan.", audience=CLIENT
    )
    minutes: Count | None = optional("Minutes", "For the agenda: how long it takes.", "15", audience=CLIENT, unit="min")


class Agreement(Record):
    """Something the client agrees to and signs: aims, action plan, owners, dates, format, sharing, update rhythm."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Agreement",
        key="agreement",
        holds="What the client signs",
        feeds="Feeds plan section 17, the joint action plan and deck slide D12.",
        group="proof",
    )

    item: Text = required("Item", "What is agreed.", "Action plan and owners", audience=CLIENT, band="What")
    agreed: YesNo = required("Agreed", "Has the client agreed?", "Yes", audience=CLIENT, band="State")
    signatory: Text | None = optional("Signatory", "Who of them agreed.", "Maren Holt", audience=CLIENT)
    date: Date | None = optional("Date", "When.", "14 Jul 2026", audience=CLIENT)
    co_authors: Text | None = optional(
        "Written with", "Who of both sides worked it out.", "S. Brandt, O. Nyman", band="Communication"
    )
    recipients: Text | None = optional("Recipients", "Who gets it, on both sides.", "Both teams, plant managers")
    channel: Text | None = optional("Channel", "Which way it takes.", "Supplier portal")
    rhythm: Text | None = optional("Rhythm", "When they get it.", "Every second Friday")
    comment: LongText | None = optional("Comment", "For the team only.", "Wants fewer pages", band="Remark")
