"""The money: what they bought, what it costs us, and what they may buy."""

from typing import ClassVar, Literal

from pipeline.model.fields import (
    CLIENT,
    Cost,
    Count,
    Date,
    Hours,
    Id,
    LongText,
    Money,
    Period,
    Record,
    Share,
    Sheet,
    Text,
    YesNo,
    optional,
    required,
)


class Revenue(Record):
    """What one product brought in one period."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Revenue",
        key="revenue",
        holds="By period and product",
        feeds="Feeds plan section 6; rows included in the deck feed its appendix.",
        group="money",
        required=True,
        client_when=("included_in_deck", True),
    )

    period: Period = required(
        "Period", "A quarter as 2026-Q3, or a year as 2026.", "2026-Q3", audience=CLIENT, band="What"
    )
    product: Text = required("Product", "Product or service.", "Film", audience=CLIENT)
    unit: Text | None = optional("Unit", "Plant or division that bought it.", "Gävle", audience=CLIENT)
    revenue: Money = required(
        "Amount", "Invoiced, without tax; a credit is negative.", "1,240,000", audience=CLIENT, band="Amounts"
    )
    direct_cost: Cost | None = optional("Direct cost", "What it cost us to make.", "868,000")
    reason: Literal["won", "expanded", "shrunk", "lost"] | None = optional(
        "Reason", "Why it moved against the period before.", "expanded"
    )
    included_in_deck: YesNo | None = optional(
        "Included in deck",
        "Yes if the client's deck may show this row; blank is No.",
        "Yes",
        audience=CLIENT,
        band="Share",
    )


class Opportunity(Record):
    """A deal that is open, won or lost."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Opportunities",
        key="opportunities",
        holds="Open, won and lost",
        feeds="Feeds plan section 10. Never shown to the client.",
        group="money",
    )

    id: Id = required("Id", "Short id.", "D1", band="Row")
    name: Text = required("Name", "What the deal is about.", "Fibre trays, two ranges", band="What")
    unit: Text | None = optional("Unit", "Plant or division.", "Gävle")
    product: Text | None = optional("Product", "Product or service.", "Trays")
    stage: Text = required(
        "Stage",
        "Where the deal stands; the stage gives its probability.",
        "proposal",
        choices_from="stages",
        band="Size",
    )
    amount: Cost = required("Amount", "Yearly amount if won.", "640,000")
    low: Cost | None = optional("Low", "Cautious amount.", "480,000")
    high: Cost | None = optional("High", "Amount if all goes well.", "720,000")
    opened: Date | None = optional("Opened", "When it was opened.", "12 Mar 2026", band="When")
    close_date: Date = required("Close date", "When it is expected to close, or was closed.", "15 Dec 2026")
    competitor: Text | None = optional("Competitor", "Who else is bidding.", "Norpakk", band="Why")
    outcome_reason: LongText | None = optional("Outcome reason", "Why it was won or lost.", "Price 9% above")
    customer_value: Cost | None = optional(
        "Customer value", "What it is worth to them a year.", "180,000", band="Their case"
    )
    value_basis: LongText | None = optional("Value basis", "How that value was worked out.", "Scrap cost of 2025")
    assumption: LongText | None = optional("Assumption", "What must hold for it.", "Line 4 opens in March")


class Economics(Record):
    """What the account costs us and how it pays, in one period."""

    sheet: ClassVar[Sheet] = Sheet(
        name="Economics",
        key="economics",
        holds="Cost to serve, payment, their spend",
        feeds="Feeds plan section 6. Never shown to the client.",
        group="money",
    )

    period: Period = required("Period", "A quarter as 2026-Q3, or a year as 2026.", "2026-Q3", band="When")
    cost_to_serve: Cost | None = optional("Cost to serve", "Orders, freight, service, returns.", "92,000", band="Cost")
    kam_cost: Cost | None = optional("Key account cost", "What the account team costs.", "38,000")
    kam_budget: Cost | None = optional("Key account budget", "What the account team may cost.", "40,000")
    discount_percent: Share | None = optional("Discount", "Mean discount on list prices.", "7%", unit="%", band="Terms")
    days_to_pay: Hours | None = optional("Days to pay", "Mean days from invoice to payment.", "41", unit="days")
    invoices: Count | None = optional("Invoices", "Number of invoices.", "212")
    disputes: Count | None = optional("Disputes", "Number of invoices disputed.", "4")
    customer_spend: Cost | None = optional(
        "Customer spend", "Their total spend in our categories.", "2,900,000", band="Wallet"
    )
    spend_source: Text | None = optional("Spend source", "Where that figure comes from.", "J. Wik, 22 Sep")
    three_year_potential: Cost | None = optional(
        "Potential in three years", "What they could buy from us a year, three years from now.", "1,900,000"
    )


class WhiteSpace(Record):
    """What one unit buys of one product, from us, from others, or not yet."""

    sheet: ClassVar[Sheet] = Sheet(
        name="White space",
        key="white_space",
        holds="Unit by product: ours, open, rival",
        feeds="Feeds plan section 10. Never shown to the client.",
        group="money",
    )

    unit: Text = required(
        "Unit", "Plant or division: a unit from Units.", "Gävle", refers=("units.unit",), band="Where"
    )
    product: Text = required("Product", "Product or service.", "Trays")
    status: Literal["ours", "open", "competitor", "not applicable"] = required(
        "Status", "Who has it today.", "competitor", band="State"
    )
    potential: Cost | None = optional("Potential", "What it could bring a year.", "480,000")
    competitor: Text | None = optional(
        "Competitor", "Who has it: a name from Competitors.", "Norpakk", refers=("competitors.name",)
    )
    note: LongText | None = optional("Remark", "For the team only.", "Contract until June")
