"""What no account's workbook can know: the programme as a whole, and every customer, key account or not."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pipeline.model.fields import (
    Contents,
    Cost,
    Count,
    Date,
    Id,
    Kind,
    LongText,
    Money,
    Number,
    OneToFive,
    OneToTen,
    Record,
    Sheet,
    Text,
    YesNo,
    optional,
    required,
)

Points = Annotated[Decimal, Kind("number", Decimal(1), Decimal(10))]

_FIT = "1 speaks against key account management, 5 for it."


class Programme(Record, defer_build=True):
    """The key account programme: whether it fits the company, how large it may be, what it costs and is to bring."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Programme",
        key="programme",
        holds="Year, currency, size, cost and fit",
        feeds="Feeds programme fit, the cap and what the programme brought. Never shown to a client.",
        group="plan",
        required=True,
        form=True,
    )

    prepared_by: Text = required("Prepared by", "Who answers for this workbook.", "Johan Lindholt", band="Workbook")
    date_prepared: Date = required("Date prepared", "When it was last gone through.", "30 Sep 2026")
    locale: Text = required(
        "Locale",
        "Language and country; decides how numbers and dates typed as text are read.",
        "en-GB",
        choices_from="locales",
    )
    currency: Text = required("Currency", "Three-letter code of all amounts in this workbook.", "EUR")
    year_end: Date = required("Year end", "Last day of the last full year that Customers tells of.", "31 Dec 2025")
    exchange_rates: Text | None = optional(
        "Exchange rates", "How other currencies were converted.", "1 EUR = 1.10 USD = 0.85 GBP"
    )
    programme_start: Date | None = optional("Programme start", "First day of it.", "1 Jan 2024", band="Size and cost")
    most_key_accounts: Count = required(
        "Most key accounts", "The cap: as many as you can serve well. Begin small.", "6"
    )
    programme_cost: Cost | None = optional(
        "Programme cost", "Cost of one year: people, travel, systems.", "420,000", unit="currency"
    )
    expected_revenue_gain: Number | None = optional(
        "Expected revenue gain, %", "By how much key accounts are to grow because of the programme.", "15"
    )
    expected_satisfaction_gain: Number | None = optional(
        "Expected satisfaction gain, %", "By how much their satisfaction is to rise.", "20"
    )
    fit_transactional: OneToFive | None = optional(
        "Transactional sales",
        f"Do customers buy for more than the price of one order? {_FIT}",
        "4",
        band="Is it right for you?",
    )
    fit_upsell: OneToFive | None = optional(
        "Upsell and cross-sell", f"Is there more that the same customers could buy? {_FIT}", "5"
    )
    fit_expand: OneToFive | None = optional(
        "Land and expand", f"Can one won site open further sites and units? {_FIT}", "4"
    )
    fit_competition: OneToFive | None = optional(
        "Competition", f"Would rivals win your best customers without closer care? {_FIT}", "4"
    )
    fit_capacity: OneToFive | None = optional(
        "Capacity", f"Have you the people and time to serve them differently? {_FIT}", "2"
    )
    fit_note: LongText | None = optional("Why", "What these answers rest on.", "Technical service is at its limit")


class Customer(Record, defer_build=True):
    """One customer, key account or not: what it brings, how it was and is classed, when we last were in touch."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Customers",
        key="customers",
        holds="Every customer and what it brings",
        feeds="Feeds concentration, tiers, the watch list and criteria against return. Never shown to a client.",
        group="who",
        required=True,
    )

    id: Id = required(
        "Id", "The account id if it has a workbook; else a short name of that kind.", "havnes-meieri", band="Who"
    )
    name: Text = required("Customer", "Its name.", "Havnes Meieri")
    industry: Text | None = optional("Industry", "The industry it works in.", "Chilled dairy")
    owner: Text | None = optional("Owner", "Who of us looks after it.", "Ida Lindqvist")
    last_touch: Date | None = optional("Last touch", "When one of us last spoke with them.", "22 Sep 2026")
    key_account: YesNo = required("Key account", "Is it one today?", "Yes", band="Key account and tier")
    key_since: Date | None = optional("Key since", "When it became one.", "1 Jan 2024")
    tier: Text | None = optional("Tier", "Its tier today.", "A", choices_from="tiers")
    tier_since: Date | None = optional("Tier since", "The day of that decision.", "14 Jan 2026")
    previous_tier: Text | None = optional("Previous tier", "The tier it had before.", "B", choices_from="tiers")
    previous_tier_since: Date | None = optional("Previous since", "From when on it had that.", "16 Jan 2025")
    earlier_tier: Text | None = optional("Earlier tier", "The tier before that.", "C", choices_from="tiers")
    earlier_tier_since: Date | None = optional("Earlier since", "From when on it had that.", "18 Jan 2024")
    score: Points | None = optional(
        "Score", "Account score of the last review, 1 to 10, if it has no workbook.", "7.4", band="Scores"
    )
    score_date: Date | None = optional("Score date", "The day of that review.", "14 Jul 2026")
    score_before: Points | None = optional("Score before", "The score of the review before it.", "7.1")
    score_before_date: Date | None = optional("Score before on", "The day of that review.", "15 Apr 2026")
    score_at_selection: Points | None = optional(
        "Score at selection", "The score with which it was chosen; ratings go on sheet Selection.", "7.8"
    )
    revenue: Money | None = required(
        "Revenue", "Of the last full year (see Year end).", "2,891,000", unit="currency", band="Revenue of three years"
    )
    revenue_year_before: Money | None = optional("A year before", "The year before it.", "2,710,000", unit="currency")
    revenue_two_before: Money | None = optional(
        "Two years before", "The year before that.", "2,480,000", unit="currency"
    )
    contribution: Money | None = optional(
        "Contribution",
        "Revenue less direct cost and cost to serve, last full year.",
        "690,000",
        unit="currency",
        band="Contribution of three years",
    )
    contribution_year_before: Money | None = optional(
        "Contribution a year before", "The year before it.", "640,000", unit="currency"
    )
    contribution_two_before: Money | None = optional(
        "Contribution two years before", "The year before that.", "575,000", unit="currency"
    )
    expected_contribution: Money | None = optional(
        "Expected contribution", "Of one year, as expected when it was chosen.", "700,000", unit="currency"
    )
    growth_signal: LongText | None = optional(
        "Growth signal", "What says that it is about to grow.", "Building a second plant", band="Growth"
    )
    growth_estimate: Number | None = optional(
        "Expected growth, %", "Of its revenue with us, each year, next three years.", "12"
    )
    revenue_at_joining: Money | None = optional(
        "Revenue at joining",
        "Of the year before it became a key account.",
        "2,310,000",
        unit="currency",
        band="Since it joined",
    )
    contribution_at_joining: Money | None = optional(
        "Contribution at joining", "Of that same year.", "510,000", unit="currency"
    )
    kam_cost: Cost | None = optional(
        "KAM cost", "What its key account management costs in a year.", "96,000", unit="currency"
    )
    return_later: Number | None = optional(
        "Return",
        "Gain in contribution less KAM cost, per unit of KAM cost, a year or more after it was chosen.",
        "0.9",
    )
    return_date: Date | None = optional("Return on", "The day for which the return was worked out.", "31 Dec 2025")
    satisfaction_before: Points | None = optional(
        "Satisfaction before", "Mean answer before it joined, 1 to 10.", "6.8", band="Satisfaction"
    )
    satisfaction_before_date: Date | None = optional("Asked before on", "When they were asked.", "15 Nov 2023")
    satisfaction_now: Points | None = optional("Satisfaction now", "Mean answer of today, 1 to 10.", "7.9")
    satisfaction_now_date: Date | None = optional("Asked now on", "When they were asked.", "18 Sep 2026")
    note: LongText | None = optional("Note", "Anything else.", "Was a tender customer until 2022", band="More")


class SelectionRating(Record, defer_build=True):
    """How a customer was rated on one criterion when key accounts were chosen."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Selection",
        key="selection",
        holds="Ratings per criterion from the day of choice",
        feeds="Feeds criteria against later return. Never shown to a client.",
        group="proof",
    )

    customer: Id = required(
        "Customer id", "Id of the customer.", "havnes-meieri", refers=("customers.id",), band="What"
    )
    criterion: Text = required(
        "Criterion", "A criterion of the standards.", "Strategic fit", choices_from="selection_criteria"
    )
    rating: OneToTen = required("Rating", "1 to 10, as given then.", "7", band="How rated")
    date: Date | None = optional("Date", "When it was given.", "12 Dec 2023")
    rater: Text | None = optional("Rated by", "Who gave it.", "I. Lindqvist")


class Audit(Record, defer_build=True):
    """What an audit of an account's plan found in one area."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Audits",
        key="audits",
        holds="What audits of the plans found, area by area",
        feeds="Feeds audits and issues that repeat across accounts. Never shown to a client.",
        group="proof",
    )

    customer: Id = required(
        "Customer id", "Id of the account whose plan it was.", "havnes-meieri", refers=("customers.id",), band="What"
    )
    date: Date = required("Date", "The day of the audit.", "9 Jun 2026")
    area: Literal[
        "customer environment",
        "financials",
        "relationship",
        "strategy and execution",
        "resources",
        "team learning",
        "working together",
    ] = required("Area", "What was looked at; working together is between account managers.", "relationship")
    score: OneToTen | None = optional("Score", "1 to 10.", "6", band="What was found")
    finding: LongText | None = optional("Finding", "What was found.", "Nobody but the buyer was met since March")
    issue: Text | None = optional("Issue", "Two or three words; the same words where it repeats.", "Single thread")
    auditor: Text | None = optional("Auditor", "Who looked.", "H. Sandvik")


class Portfolio(Contents, defer_build=True):
    """The portfolio workbook: the programme, every customer, how key accounts were chosen, what audits found."""

    records: ClassVar[tuple[type[Record], ...]] = (Programme, Customer, SelectionRating, Audit)
    title: ClassVar[str] = "Portfolio workbook"
    kind: ClassVar[str] = "portfolio"

    programme: Programme
    customers: tuple[Customer, ...] = ()
    selection: tuple[SelectionRating, ...] = ()
    audits: tuple[Audit, ...] = ()
