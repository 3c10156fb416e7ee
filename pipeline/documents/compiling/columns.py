"""Tags of table cells: lifted with the columns of the table's grid, so that both repeat alike."""

from typing import Any

from pipeline.documents.compiling.draft import (
    TOKEN_END,
    TOKEN_START,
    Draft,
    after,
    before,
    remove,
    text_beside,
    token_numbers,
)
from pipeline.documents.compiling.lift import grouped, lift_element
from pipeline.documents.templates.grammars import SLIDES, WORD, column_span, tag, tags
from pipeline.documents.templates.tags import CLOSERS, Tag
from pipeline.documents.templates.template import Place

_WIDTH = tag("w:w")
_BEFORE_SPAN = tags("w", "cnfStyle", "tcW")

Columns = list[tuple[int, int, list[int], bool]]  # first column, how many, the tags, whether they replace the cell


def lift_cells(draft: Draft) -> None:
    """Lift the tags of cells, and repeat the columns of the table's grid as the first row with such tags does."""
    groups = grouped(draft, "tc", draft.grammar.cell)
    tables: dict[Any, list[Any]] = {}
    for cell in groups:
        row = cell.getparent()
        rows = tables.setdefault(row.getparent(), [])
        if row not in rows:
            rows.append(row)
    for table, rows in tables.items():
        plans = [_lift_row(draft, row, groups) for row in rows]
        leading = next((position for position, row in enumerate(rows) if not _in_row_loop(draft, row)), 0)
        _check_columns(draft, table, rows, plans)
        if draft.grammar is WORD and plans[leading]:
            _stretch_cells(draft, table, rows, plans[leading])
        _lift_grid(draft, table, plans[leading])


def _lift_row(draft: Draft, row: Any, groups: dict[Any, list[int]]) -> Columns:
    plan: Columns = []
    at = 0
    for cell in list(row.iterchildren(draft.grammar.cell)):
        span = column_span(cell, draft.grammar)
        if cell in groups:
            replaced = lift_element(draft, cell, groups[cell])
            if replaced is not None:
                plan.append((at, span, groups[cell], replaced))
        at += span
    return plan


def _in_row_loop(draft: Draft, row: Any) -> bool:
    """Whether a {%tr for %} is open around a row; the tags of rows are not lifted yet."""
    depth = 0
    for other in row.getparent().iterchildren(draft.grammar.row):
        keywords = [
            draft.tags[number].keyword
            for number in token_numbers("".join(other.itertext()))
            if draft.tags[number].level == "tr"
        ]
        depth += keywords.count("for")
        if other is row:
            return depth > 0
        depth -= keywords.count("endfor")
    return False


def _check_columns(draft: Draft, table: Any, rows: list[Any], plans: list[Columns]) -> None:
    shapes = [[(at, span, [draft.tags[n].keyword for n in ns], gone) for at, span, ns, gone in plan] for plan in plans]
    uneven = any(shape != shapes[0] for shape in shapes)
    if draft.grammar is SLIDES:
        uneven = uneven or any(
            row not in rows and not _is_row_tag_alone(draft, row) for row in table.iterchildren(draft.grammar.row)
        )
    if uneven:
        one = draft.tags[plans[0][0][2][0]] if plans[0] else None
        if one:
            draft.findings.add(
                "tag-columns",
                one.place,
                f"{one.place.tag} repeats columns in some rows of the table only.",
                "Give every row of the table the same {%tc %} tags in the same columns.",
            )


def _is_row_tag_alone(draft: Draft, row: Any) -> bool:
    text = "".join(row.itertext())
    numbers = [number for number in token_numbers(text) if draft.tags[number].level == "tr"]
    return bool(numbers) and not text_beside(row, [f"{TOKEN_START}{number}{TOKEN_END}" for number in numbers])


def _stretch_cells(draft: Draft, table: Any, rows: list[Any], plan: Columns) -> None:
    """Let the cells of the other rows span as many columns as there are when the table is made; none, and they go."""
    grid = table.find(draft.grammar.grid)
    columns = list(grid.iterchildren(draft.grammar.grid_column)) if grid is not None else []
    repeated = range(min(at for at, *_ in plan), max(at + span for at, span, *_ in plan))
    others = (row for row in table.iterchildren(draft.grammar.row) if row not in rows)
    for row in [row for row in others if not _is_row_tag_alone(draft, row)]:
        at = 0
        for cell in list(row.iterchildren(draft.grammar.cell)):
            span = column_span(cell, draft.grammar)
            if set(range(at, at + span)).intersection(repeated):
                _stretch(draft, cell, grid, columns[at : at + span])
            at += span


def _stretch(draft: Draft, cell: Any, grid: Any, columns: list[Any]) -> None:
    place = Place(draft.where(cell), "")
    key = len(draft.tags)

    def own(body: str, keyword: str = "") -> str:
        return draft.token(Tag(body, place, keyword, own=True))

    before(grid, own(f"columns_from({key})"))
    for column in columns:
        column.set(_WIDTH, own(f"column_here({key})") + column.get(_WIDTH, ""))
    before(cell, own(f"if column_count({key})", "if"))
    after(cell, own("endif", "endif"))
    properties = cell.find(draft.grammar.cell_properties)
    if properties is None:
        properties = cell.makeelement(draft.grammar.cell_properties)
        cell.insert(0, properties)
    span = properties.find(tag("w:gridSpan"))
    if span is None:
        span = properties.makeelement(tag("w:gridSpan"))
        properties.insert(sum(1 for one in properties if one.tag in _BEFORE_SPAN), span)
    span.set(tag("w:val"), own(f"column_count({key})"))


def _lift_grid(draft: Draft, table: Any, plan: Columns) -> None:
    grid = table.find(draft.grammar.grid)
    if grid is None:
        return
    columns = list(grid.iterchildren(draft.grammar.grid_column))
    for at, span, numbers, replaced in plan:
        taken = columns[at : at + span]
        if not taken:
            continue
        tokens = [draft.token(draft.tags[number], grid) for number in numbers]
        closing = next((k for k, number in enumerate(numbers) if draft.tags[number].keyword in CLOSERS), len(numbers))
        if replaced:
            before(taken[0], "".join(tokens))
            for column in taken:
                remove(column)
        else:
            before(taken[0], "".join(tokens[:closing]))
            after(taken[-1], "".join(tokens[closing:]))
