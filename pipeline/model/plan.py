"""The plan: what both sides want to reach, who does what by when, and what drives or holds back the change."""

from typing import ClassVar, Literal

from pipeline.model.fields import (
    CLIENT,
    Date,
    Id,
    LongText,
    Number,
    OneToFive,
    Record,
    Share,
    Sheet,
    Text,
    YesNo,
    optional,
    required,
)

Side = Literal["us", "client", "both"]
SHARE_HELP = "Yes if a client document may show this row; blank is No."


class Objective(Record):
    """Something to reach by a date, with its measure, its owners and whom it serves."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Objectives",
        key="objectives",
        holds="Goals, measures, owners, dates",
        feeds="Feeds plan section 12, deck slides D4, D5 and D11.",
        group="plan",
        required=True,
        client_when=("share", True),
    )

    id: Id = required("Id", "Short id, named by actions.", "O1", audience=CLIENT, band="Row")
    share: YesNo | None = optional("Share", SHARE_HELP, "Yes", audience=CLIENT)
    title: Text = required("Title", "The objective in a few words.", "Fewer line stops", audience=CLIENT, band="What")
    horizon: Literal["short", "mid", "long"] = required(
        "Horizon",
        "When it is to be reached: short, this plan year; mid, next year; long, later.",
        "mid",
        audience=CLIENT,
    )
    beneficiary: Side = required("Serves", "Whose need it serves.", "both", audience=CLIENT)
    owner: Text = required(
        "Owner",
        "Who of us answers for it: a name from Team.",
        "Oskar Nyman",
        audience=CLIENT,
        refers=("team.name",),
        band="Who",
    )
    client_owner: Text | None = optional(
        "Client owner",
        "Who answers for it on their side: a name from Stakeholders.",
        "Sofie Brandt",
        audience=CLIENT,
        refers=("stakeholders.name",),
    )
    outcome: Text | None = optional(
        "Outcome", "What the customer wants to achieve with it.", "Steadier lines", audience=CLIENT
    )
    kpi: Text = required(
        "KPI",
        "How it is measured; the same words as on sheet KPIs.",
        "Stops per 100 running hours",
        audience=CLIENT,
        band="Measure",
    )
    unit: Text | None = optional("Unit", "Unit of the figures.", "%", audience=CLIENT)
    baseline: Number | None = optional("Baseline", "Where it stood at the start.", "6.8", audience=CLIENT)
    target: Number = required("Target", "What is to be reached.", "4.0", audience=CLIENT)
    actual: Number | None = optional("Actual", "Where it stands now.", "6.3", audience=CLIENT)
    start: Date = required("Start", "When work on it starts.", "1 Jan 2026", audience=CLIENT, band="When")
    due: Date = required("Due", "When it is to be reached.", "31 Dec 2026", audience=CLIENT)
    solution: LongText | None = optional(
        "Solution", "What answers it.", "Tension sensors on four lines", audience=CLIENT, band="Value"
    )
    solution_status: Literal["proposed", "agreed", "in delivery", "in use", "dropped"] | None = optional(
        "Solution status", "How far the solution is.", "agreed"
    )
    benefit_to_client: LongText | None = optional(
        "Benefit to client", "What they gain.", "Fewer stopped hours", audience=CLIENT
    )
    assumption: LongText | None = optional(
        "Assumption", "What must hold.", "The trial confirms the cause", audience=CLIENT
    )
    benefit_to_us: LongText | None = optional("Benefit to us", "What we gain.", "Film share of 70%")
    original_target: Number | None = optional(
        "Original target", "The first target, if it was set anew.", "15", band="Set anew"
    )
    reset_reason: LongText | None = optional("Reset reason", "Why the target was set anew.", "Met in June")
    leading_indicator: Text | None = optional(
        "Leading indicator", "What shows early that it will be reached.", "Lines with sensors"
    )


class Action(Record):
    """A step towards an objective: who does it by when, and how far it is."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Actions",
        key="actions",
        holds="Who does what by when",
        feeds="Feeds plan section 14 and deck slide D10.",
        group="plan",
        required=True,
        client_when=("share", True),
    )

    id: Id = required("Id", "Short id.", "A1.2", audience=CLIENT, band="Row")
    share: YesNo | None = optional("Share", SHARE_HELP, "Yes", audience=CLIENT)
    objective: Id = required(
        "Objective", "Id of the objective it serves.", "O1", audience=CLIENT, refers=("objectives.id",), band="What"
    )
    action: Text = required("Action", "What is done, verb first.", "Test peel force on every batch", audience=CLIENT)
    parent: Id | None = optional(
        "Parent", "Id of the action it is a part of.", "A1", audience=CLIENT, refers=("actions.id",)
    )
    owner: Text = required(
        "Owner", "Who does it: a name from Team.", "Anna Frost", audience=CLIENT, refers=("team.name",), band="Who"
    )
    side: Side = required("Side", "Who works on it.", "us", audience=CLIENT)
    department: Text | None = optional(
        "Department", "Department that does the work.", "technical service", choices_from="functions"
    )
    start: Date | None = optional("Start", "When it starts.", "1 Oct 2026", audience=CLIENT, band="When")
    due: Date = required("Due", "When it must be done.", "30 Oct 2026", audience=CLIENT)
    status: Literal["not started", "in progress", "blocked", "done", "cancelled"] = required(
        "Status", "Where it stands.", "in progress", audience=CLIENT, band="State"
    )
    percent: Share | None = optional("Progress", "How far it is, 0% to 100%.", "50%", audience=CLIENT, unit="%")
    done_on: Date | None = optional("Done on", "When it was done.", "11 Sep 2026", audience=CLIENT)
    note: LongText | None = optional("Note", "For the team only.", "Waits for the sealing head")


class Force(Record):
    """Something that drives a change or holds it back, rated 1 (weak) to 5 (strong), after Kurt Lewin."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Forces",
        key="forces",
        holds="What drives and what holds back",
        feeds="Feeds plan section 15. Never shown to the client.",
        group="plan",
        required=True,
    )

    change: Text = required(
        "Change",
        "The change these forces act on; the same words on each of its rows.",
        "Fibre trays in two ranges",
        band="The change",
    )
    direction: Literal["for", "against"] = required("Direction", "Does it drive the change or hold it back?", "against")
    force: Text = required("Force", "The force in a few words.", "Sealers run slower with fibre", band="The force")
    strength: OneToFive = required("Strength", "1 weak to 5 strong.", "4", band="Weight")
    influence: OneToFive | None = optional("Influence", "How far we can move it: 1 hardly, 5 fully.", "4")
    evidence: LongText | None = optional(
        "Evidence", "What shows it.", "Ten shifts in August: 6% fewer packs", band="Proof"
    )
    scored_by: Text | None = optional("Scored by", "Who gave the strength.", "O. Nyman")
    lever: Text | None = optional("Lever", "What we can do about it.", "Fit the sealing head", band="Answer")
    action: Id | None = optional("Action", "Id of the action that pulls the lever.", "A3.2", refers=("actions.id",))


class Risk(Record):
    """Something that may go wrong, or a commitment that may not be met."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Risks",
        key="risks",
        holds="Risks and commitments",
        feeds="Feeds plan section 16; shared rows feed deck slide D7.",
        group="plan",
        client_when=("share", True),
    )

    share: YesNo | None = optional("Share", SHARE_HELP, "Yes", audience=CLIENT, band="Row")
    kind: Literal["risk", "commitment"] = required(
        "Kind", "A risk, or something we promised.", "risk", audience=CLIENT, band="What"
    )
    text: LongText = required(
        "Text", "What may happen, or what was promised.", "Fibre prices rise before spring", audience=CLIENT
    )
    promised_to: Text | None = optional(
        "Promised to",
        "For a commitment: to whom, a name from Stakeholders.",
        "Jonas Wik",
        refers=("stakeholders.name",),
    )
    probability: OneToFive | None = optional("Probability", "1 unlikely, 5 almost sure.", "4", band="Weight")
    impact: OneToFive | None = optional("Impact", "1 little, 5 loses the account.", "4")
    due: Date | None = optional(
        "Due", "When it must be met or dealt with.", "15 Dec 2026", audience=CLIENT, band="When"
    )
    at_risk_on: Date | None = optional(
        "At risk on", "If nothing has changed by this day, it cannot be met any more.", "10 Dec 2026"
    )
    owner: Text = required(
        "Owner",
        "Who sees to it: a name from Team.",
        "Ida Lindqvist",
        audience=CLIENT,
        refers=("team.name",),
        band="Answer",
    )
    mitigation: LongText | None = optional(
        "Mitigation", "What is done about it.", "Price held to June if ordered", audience=CLIENT
    )
