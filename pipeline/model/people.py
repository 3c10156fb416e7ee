"""Who they are: the account itself, the team on both sides, and the people who decide."""

from typing import ClassVar, Literal

from pipeline.model.fields import (
    CLIENT,
    Cost,
    Count,
    Date,
    Hours,
    Id,
    Ids,
    LongText,
    Money,
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

Cadence = Literal["weekly", "bi-weekly", "monthly", "quarterly"]


class Account(Record):
    """One key account: its name, dates, vision, finances and how we work with it."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Account",
        key="account",
        holds="Name, dates, vision, cadence, client text",
        feeds="Feeds the cover, plan sections 1, 2 and 17, and every slide's footer.",
        group="who",
        required=True,
        form=True,
    )

    account_id: Id = required(
        "Account id",
        "Short name for folders and files: lower-case letters, digits and hyphens. It never changes.",
        "contoso",
        band="Identity",
    )
    name: Text = required("Name", "The customer's name as it should be printed.", "Contoso Ltd", audience=CLIENT)
    industry: Text = required("Industry", "The industry the customer works in.", "Chilled food", audience=CLIENT)
    position_summary: LongText | None = optional(
        "Position in their industries",
        "The customer's position in the industries they chose, in two or three sentences.",
        "Second largest maker of chilled ready meals in Norway.",
        audience=CLIENT,
    )
    market_rank: Text | None = optional("Market rank", "The customer's rank in its market.", "2 of 14")
    market_share: Share | None = optional("Market share", "The customer's share of its own market.", "18%", unit="%")
    market_source: Text | None = optional(
        "Source of market figures", "Where rank and share come from.", "Trade statistics, June"
    )
    employees: Count | None = optional("Employees", "How many people work for them.", "1,150")
    office_address: Text | None = optional(
        "Corporate office address",
        "Street, postcode, town and country.",
        "Sandvikskaien 14, 5035 Bergen, Norway",
        audience=CLIENT,
    )
    telephone: Text | None = optional("Telephone", "Switchboard.", "+47 55 14 00 00", audience=CLIENT)
    fax: Text | None = optional("Fax", "Fax, where one is still used.", "+47 55 14 00 09", audience=CLIENT)
    website: Text | None = optional("Web site", "Web address.", "www.contoso.example", audience=CLIENT)
    locale: Text = required(
        "Locale",
        "Language and country; decides how this workbook is read, and how its documents in that language are written.",
        "en-GB",
        audience=CLIENT,
        choices_from="locales",
    )
    currency: Text = required("Currency", "Three-letter code of all amounts in this workbook.", "EUR", audience=CLIENT)
    plan_start: Date = required("Plan start", "First day of the plan.", "1 Jan 2026", audience=CLIENT, band="Plan")
    plan_end: Date = required("Plan end", "Last day of the plan.", "31 Dec 2028", audience=CLIENT)
    date_prepared: Date | None = optional(
        "Date prepared", "When this plan was last gone through.", "30 Sep 2026", audience=CLIENT
    )
    prepared_by: Text = required(
        "Prepared by",
        "Who answers for this plan: a name from sheet Team.",
        "Ida Lindqvist",
        audience=CLIENT,
        refers=("team.name",),
    )
    vision: LongText | None = optional(
        "Vision",
        "One sentence both sides could say, thirty words at most.",
        "By 2028 every meal leaves the line in a pack that runs without a stop and can be recycled.",
        audience=CLIENT,
    )
    charter_field: LongText | None = optional(
        "Charter: field of play", "Which unit, plants or categories this plan is about.", "Chilled meals, Nordics"
    )
    charter_value: LongText | None = optional(
        "Charter: value we bring", "What they get from us that they would miss.", "Fewer line stops"
    )
    charter_gain: LongText | None = optional(
        "Charter: how they gain", "How that value reaches their accounts.", "Less scrap, more hours on the line"
    )
    charter_return: LongText | None = optional(
        "Charter: what we gain", "What we get for it.", "First choice for two new lines"
    )
    relationship_stage: Literal["exploratory", "basic", "cooperative", "interdependent", "integrated"] | None = (
        optional("Relationship stage", "How close the two companies work.", "cooperative", band="Relationship")
    )
    contract_start: Date | None = optional("Contract start", "First day of the contract in force.", "1 Jan 2025")
    contract_end: Date | None = optional("Contract end", "Last day of the contract in force.", "31 Dec 2027")
    renewal_date: Date | None = optional("Renewal date", "When the renewal is decided.", "30 Jun 2027")
    renewed_amount: Money | None = optional("Renewed amount", "Yearly amount up for renewal.", "4,200,000")
    new_business_target: Cost | None = optional(
        "New business target",
        "Yearly amount of the deals to be won in this plan year, without what they buy already.",
        "900,000",
    )
    referrals_given: Number | None = optional("Referrals given", "New prospects they brought us this year.", "2")
    reference_consent: YesNo | None = optional("Reference consent", "May we name them as a reference?", "Yes")
    reference_date: Date | None = optional("Reference agreed on", "When they agreed to be named.", "12 May 2026")
    confidentiality_note: LongText | None = optional(
        "Confidentiality note", "What must be treated with special care, and why.", "Merger talks; plan team only"
    )
    strategy: LongText | None = optional(
        "Their strategy",
        "Where the customer wants to go, in their words.",
        "All packs recyclable by 2030",
        audience=CLIENT,
        band="Their business",
    )
    revenue_model: LongText | None = optional(
        "How they make money", "Where their profit comes from.", "Own-label volume at low margin"
    )
    cost_drivers: LongText | None = optional(
        "What drives their cost", "What they spend most on, and what moves it.", "Raw milk, energy, night shifts"
    )
    fin_revenue: Cost | None = optional("Their revenue", "Their yearly revenue.", "410,000,000", band="Finances")
    fin_profit: Money | None = optional("Their profit", "Their yearly profit; a loss is negative.", "23,000,000")
    fin_debt: Money | None = optional("Their net debt", "Their net debt.", "96,000,000")
    credit_rating: Text | None = optional("Credit rating", "Rating with its agency.", "BBB (Scope)")
    fin_outlook: Literal["improving", "stable", "worsening"] | None = optional(
        "Financial outlook", "Where their finances are heading.", "stable"
    )
    fin_source: Text | None = optional("Source of finances", "Where these figures come from.", "Annual report 2025")
    fin_date: Date | None = optional("Date of finances", "Date of these figures.", "31 Dec 2025")
    client_review_cadence: Cadence = required(
        "Client review cadence",
        "How often we review with the client.",
        "quarterly",
        audience=CLIENT,
        band="Working",
    )
    internal_review_cadence: Cadence = required(
        "Internal review cadence", "How often the account team reviews this plan.", "monthly"
    )
    plan_format: Text | None = optional(
        "Plan format",
        "The form in which the client gets the plan.",
        "Joint action plan, two pages in Word",
        audience=CLIENT,
    )
    sharing_channel: Text | None = optional(
        "Sharing channel", "Where the joint plan is shared.", "Supplier portal", audience=CLIENT
    )
    update_frequency: Text | None = optional(
        "Update frequency", "How often the joint plan is updated.", "Every second Friday", audience=CLIENT
    )
    executive_summary: LongText | None = optional(
        "Executive summary",
        'Client text of three to five lines; each may begin "Result:", "Miss:" or "Next:".',
        "Result: four of six goals are met or on track.",
        audience=CLIENT,
    )


class TeamMember(Record):
    """Someone who works on the account, on either side."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Team",
        key="team",
        holds="Our people and theirs at the table",
        feeds="Feeds the cover, plan section 17 and deck slide D2.",
        group="who",
        required=True,
    )

    name: Text = required("Name", "First and last name.", "Ida Lindqvist", audience=CLIENT, band="Who")
    role: Text = required("Role", "What they do for this account.", "Key Account Manager", audience=CLIENT)
    function: Text = required("Function", "Their department.", "sales", audience=CLIENT, choices_from="functions")
    organisation: Literal["us", "client"] = required("Organisation", "Which side they are on.", "us", audience=CLIENT)
    email: Text | None = optional("Email", "Work address.", "ida@lindholt.example", audience=CLIENT)
    executive_sponsor: YesNo | None = optional(
        "Executive sponsor", "Yes for the one sponsor of each side.", "Yes", audience=CLIENT
    )
    last_sponsor_contact: Date | None = optional(
        "Last sponsor contact", "When this sponsor last spoke with the other side's.", "4 Sep 2026", band="Effort"
    )
    hours_planned: Hours | None = optional("Hours planned", "Hours a month planned for this account.", "24", unit="h")
    hours_used: Hours | None = optional("Hours used", "Hours a month really used.", "31", unit="h")


class Stakeholder(Record):
    """Someone at the customer who matters for decisions; judgements about people are internal."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Stakeholders",
        key="stakeholders",
        holds="Who decides, who helps, who blocks",
        feeds="Feeds plan sections 4 and 5; name and title of attendees feed deck slide D2.",
        group="who",
        required=True,
        client_when=("attends_review", True),
    )

    id: Id = required("Id", "Short id, used to draw who reports to whom.", "S1", band="Row")
    name: Text = required("Name", "First and last name.", "Jonas Wik", audience=CLIENT, band="Who")
    title: Text = required("Title", "Their job title.", "Head of Procurement", audience=CLIENT)
    unit: Text | None = optional("Unit", "Plant, division or department.", "Group procurement", audience=CLIENT)
    decision_role: Literal[
        "sponsor", "decision maker", "champion", "influencer", "user", "gatekeeper", "anti-sponsor"
    ] = required("Decision role", "Their part in decisions about us.", "decision maker", band="Decision")
    influence: OneToFive = required("Influence", "How much weight their word has: 1 little, 5 decides.", "5")
    friendliness: Text = required(
        "Friendliness",
        "How they stand to us, from enemy to mentor; unknown if nobody can say.",
        "neutral",
        choices_from="friendliness",
    )
    coverage: Text = required(
        "Coverage", "How well we know them today.", "multiple", choices_from="coverage", band="Contact"
    )
    wanted_coverage: Text | None = optional(
        "Wanted coverage", "How well we should know them.", "in depth", choices_from="coverage"
    )
    wanted_by: Date | None = optional("Wanted by", "By when.", "30 Nov 2026")
    last_contact: Date | None = optional("Last contact", "Last real conversation.", "22 Sep 2026")
    last_contact_by: Text | None = optional(
        "Last contact by", "Who of us had it: a name from Team.", "Oskar Nyman", refers=("team.name",)
    )
    known_since: Date | None = optional("Known since", "First real conversation.", "14 Mar 2025")
    our_contact: Text | None = optional(
        "Our contact", "Who of us holds the contact: a name from Team.", "Ida Lindqvist", refers=("team.name",)
    )
    reports_to: Id | None = optional(
        "Reports to", "Id of their superior.", "S4", refers=("stakeholders.id",), band="Lines"
    )
    influences: Ids | None = optional(
        "Influences", "Ids of people who listen to them, separated by commas.", "S2, S5", refers=("stakeholders.id",)
    )
    conflicts_with: Ids | None = optional(
        "Conflicts with", "Ids of people they are at odds with.", "S3", refers=("stakeholders.id",)
    )
    driver: Literal["financial", "technical", "relationship", "business"] | None = optional(
        "Driver", "What moves them most.", "financial", band="What they need"
    )
    needs: LongText | None = optional("Needs", "What they need from us.", "A second source for trays")
    selling_point: LongText | None = optional("Selling point", "What speaks to them.", "Price held to June")
    attends_review: YesNo | None = optional(
        "Attends review",
        "Yes if they sit at the next client review: name and title may then be shown.",
        "Yes",
        audience=CLIENT,
    )
