"""Our share of what the customer spends, and the white space that is left: by period, and by unit and product."""

from decimal import Decimal
from typing import Literal

from pipeline.analysis.results.declared import Result, result


class WalletShare(Result):
    """What the customer spent in our categories in one period, and how much of it with us. Account's currency."""

    period: str = result("The period, 2026-Q3 or 2026.")
    spend: Decimal = result("Their spend in our categories, as entered.")
    revenue: Decimal = result("Our revenue of the period, a year with its quarters.")
    share: Decimal | None = result(
        "Revenue / spend, 0 to 1; None without spend, without the revenue of the whole period, or if it would be "
        "below 0 or above 1."
    )
    white_space: Decimal | None = result("Spend less revenue; None as for share.")
    source: str = result("Where the spend comes from; empty if not noted.")
    cell: str = result("Where the spend stands in the workbook.")


class WhiteSpaceUnit(Result):
    """One unit of the customer, and how many of the products it could buy are ours."""

    unit: str = result("The unit.")
    ours: int = result("Number of products that are ours.")
    applicable: int = result("Number of products that apply to the unit.")
    penetration: Decimal | None = result("Ours / applicable, 0 to 1; None if nothing applies.")
    potential: Decimal = result("Yearly potential of what is open or with a competitor, in the account's currency.")
    open_potential: Decimal = result("The part of it that is open.")
    competitor_potential: Decimal = result("The part of it that competitors have.")


class WhiteSpaceChance(Result):
    """One product in one unit that is not ours yet."""

    unit: str = result("The unit.")
    product: str = result("The product.")
    status: Literal["open", "competitor"] = result("Who has it today.")
    competitor: str = result("Which competitor; empty if none is named.")
    potential: Decimal | None = result("What it could bring a year, in the account's currency; None if not noted.")
    expands: bool = result("Do we sell something else to the unit already?")
    cell: str = result("Where it stands in the workbook.")


class Wallet(Result):
    """Share of wallet and white space."""

    shares: tuple[WalletShare, ...] = result("The periods with a spend entered, oldest first.")
    latest: WalletShare | None = result("The latest of them up to the period reviewed; None without one.")
    change: Decimal | None = result(
        "Share of the latest less that of the one before of its kind, quarter or year, -1 to 1; None unless both are."
    )
    ours: int = result("Number of products in units that are ours.")
    applicable: int = result("Number of products in units that apply.")
    penetration: Decimal | None = result("Ours / applicable, 0 to 1; None if nothing applies.")
    units_with_us: int = result("Number of units where at least one product is ours.")
    units: tuple[WhiteSpaceUnit, ...] = result("The units of the grid, the largest potential first, then by name.")
    chances: tuple[WhiteSpaceChance, ...] = result(
        "What is not ours yet: the largest potential first; where it is not noted, last; then by unit and product."
    )
    open_potential: Decimal = result("Yearly potential that is open, in the account's currency.")
    competitor_potential: Decimal = result("Yearly potential that competitors have, in the account's currency.")
    without_potential: int = result("Number of chances whose potential is not noted.")
