"""How many cells of each sheet are filled: the one definition, for a workbook as read and for an account."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal

from msgspec import Struct

from pipeline.model.fields import Contents, Record, columns

_STEP = Decimal("0.0001")


class Filled(Struct, frozen=True, kw_only=True):
    """The cells of one sheet that are to be filled, and those that are: required ones, and ones that may stay blank."""

    sheet: str
    rows: int
    required: int
    required_filled: int
    optional: int
    optional_filled: int


def filled_by_sheet(contents: Contents) -> tuple[Filled, ...]:
    """The cells of each sheet counted, in the order of the tabs.

    A cell counts as filled whether or not what stands in it can be read. A required sheet without rows counts as one
    row in which nothing is filled; an optional sheet without rows asks for nothing.
    """
    return tuple(_filled(record, contents.rows(record)) for record in contents.records)


def share_filled(filled: int, wanted: int) -> Decimal | None:
    """`filled` of `wanted` cells, 0 to 1, rounded down to four decimals so that only a full count is 1; None of 0."""
    return (Decimal(filled) / wanted).quantize(_STEP, rounding=ROUND_DOWN) if wanted else None


def completeness_of(sheets: Iterable[Filled]) -> Decimal:
    """Required cells that are filled / required cells, of all sheets together, 0 to 1, rounded down; 1 of none."""
    counted = tuple(sheets)
    share = share_filled(sum(one.required_filled for one in counted), sum(one.required for one in counted))
    return Decimal(1) if share is None else share


def _filled(record: type[Record], rows: tuple[Record, ...]) -> Filled:
    wanted = len(rows) or int(record.sheet.required)
    required = [column.key for column in columns(record) if column.required]
    optional = [column.key for column in columns(record) if not column.required]
    return Filled(
        sheet=record.sheet.name,
        rows=len(rows),
        required=wanted * len(required),
        required_filled=sum(_count(row, required) for row in rows),
        optional=len(rows) * len(optional),
        optional_filled=sum(_count(row, optional) for row in rows),
    )


def _count(row: Record, keys: Sequence[str]) -> int:
    """How many of the fields are filled."""
    values, unread, blank = vars(row), row.origin.unread, row.origin.blank
    read = [values[key] for key in keys if key not in unread] if unread else [values[key] for key in keys]
    seen = sum(key in unread and key not in blank for key in keys) if unread else 0
    return seen + len([value for value in read if value is not None and value != ()])
