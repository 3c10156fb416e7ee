"""How many cells of the workbook are filled."""

from decimal import Decimal

from pipeline.analysis.results.declared import Result, result


class SheetCompleteness(Result):
    """How many cells of one sheet are filled."""

    sheet: str = result("Name of the sheet.")
    rows: int = result("Number of its rows; 1 for a form.")
    required: int = result("Number of cells that must be filled; a required sheet without rows asks for one row.")
    required_filled: int = result("Of these, filled.")
    share: Decimal | None = result("Required filled / required, 0 to 1, rounded down; None if nothing must be filled.")
    optional: int = result("Number of cells of its rows that may stay blank.")
    optional_filled: int = result("Of these, filled.")
    optional_share: Decimal | None = result("Optional filled / optional, 0 to 1, rounded down; None if there are none.")


class Completeness(Result):
    """How many cells of the workbook are filled; it says nothing about whether what stands there is good."""

    share: Decimal = result("Required filled / required of all sheets, 0 to 1, rounded down: 1 only if all are filled.")
    sheets: tuple[SheetCompleteness, ...] = result("Each sheet, in the order of the tabs.")
