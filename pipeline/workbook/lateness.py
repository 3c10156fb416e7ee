"""When a row of the workbook is late: its date has passed and what it stands for is not finished."""

from collections.abc import Callable

from pipeline.standards import Standards
from pipeline.workbook.layout import Place, TableLayout

Cell = Callable[[str], str]
Unfinished = Callable[[Cell, Standards], str]


def late(table: TableLayout, row: int, standards: Standards) -> tuple[Place, str] | None:
    """The date that can be late and the formula that says it is; None for a sheet without such a date."""
    if not has_late(table.sheet.key):
        return None
    key, unfinished = _DATES[table.sheet.key]

    def cell(name: str) -> str:
        return f"${table.place(name).letter}{row}"

    date = cell(key)
    open_still = unfinished(cell, standards)
    return table.place(key), f"AND(ISNUMBER({date}),N({date})<TODAY(),{open_still})"


def has_late(sheet_key: str) -> bool:
    """Does the sheet have a date that can be late?"""
    return sheet_key in _DATES


def late_words(table: TableLayout, row: int, standards: Standards) -> str:
    """The formula for the words: "▲ Late, 5 days", or "■ Blocked, 5 days late". Raises KeyError without such a date."""
    place = table.place(_DATES[table.sheet.key][0])
    days = f"(TODAY()-INT({place.letter}{row}))"
    count = f'{days}&IF({days}=1," day"," days")'
    if table.sheet.key != "actions":
        return f'"▲ Late, "&{count}'
    status = f"{table.place('status').letter}{row}"
    return f'IF({status}="blocked","■ Blocked, "&{count}&" late","▲ Late, "&{count})'


def _not_among(key: str, *finished: str) -> Unfinished:
    """Unfinished as long as the field has none of these values."""

    def unfinished(cell: Cell, _: Standards) -> str:
        tests = [f'{cell(key)}="{value}"' for value in finished]
        return f"NOT(OR({','.join(tests)}))"

    return unfinished


def _target_not_reached(cell: Cell, _: Standards) -> str:
    """Unfinished until the actual figure is at the target, below it where the baseline lies above the target."""
    baseline, target, actual = cell("baseline"), cell("target"), cell("actual")
    falls = f"AND(ISNUMBER({baseline}),N({baseline})>N({target}))"
    return f"NOT(AND(ISNUMBER({actual}),IF({falls},N({actual})<=N({target}),N({actual})>=N({target}))))"


def _stage_open(cell: Cell, standards: Standards) -> str:
    closed = [stage.name for stage in standards.stages if stage.state != "open"]
    return _not_among("stage", *closed)(cell, standards) if closed else "TRUE"


def _not_held(cell: Cell, _: Standards) -> str:
    return f'{cell("held")}=""'


_DATES: dict[str, tuple[str, Unfinished]] = {
    "objectives": ("due", _target_not_reached),
    "actions": ("due", _not_among("status", "done", "cancelled")),
    "opportunities": ("close_date", _stage_open),
    "decisions": ("by_when", _not_among("status", "taken", "refused")),
    "delivery": ("change_due", _not_among("status", "closed")),
    "reviews": ("planned", _not_held),
}
