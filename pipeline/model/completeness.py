"""How many cells of each sheet are filled: the one definition, for a workbook as read and for an account."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal
from functools import cache

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
    required, optional = (_keys(record, needed) for needed in (True, False))
    return Filled(
        sheet=record.sheet.name,
        rows=len(rows),
        required=wanted * len(required),
        required_filled=_count(rows, required),
        optional=len(rows) * len(optional),
        optional_filled=_count(rows, optional),
    )


@cache
def _keys(record: type[Record], required: bool) -> tuple[str, ...]:
    return tuple(column.key for column in columns(record) if column.required is required)


def _count(rows: Sequence[Record], keys: Sequence[str]) -> int:
    """How many of the fields are filled."""
    unread = [row for row in rows if row.origin.unread]
    read = [vars(row) for row in rows if not row.origin.unread]
    return sum(_count_unread(row, keys) for row in unread) + len(
        [key for values in read for key in keys if values[key] is not None and values[key] != ()]
    )


def _count_unread(row: Record, keys: Sequence[str]) -> int:
    """The same in a row of which some cells could not be read, or hold nothing."""
    values, unread, blank = vars(row), row.origin.unread, row.origin.blank
    return sum(key not in blank if key in unread else values[key] not in (None, ()) for key in keys)
