"""Live previews: what Excel itself can work out while one types, on the hidden sheet Lists under defined names.

A preview equals what Keyplan computes from the same cells: medians of several raters, tiers by the score as shown,
nets of changes named alike but for case and spaces.
"""

from collections.abc import Sequence
from itertools import groupby

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.plan import Force
from pipeline.model.proof import Rating
from pipeline.standards import Standards
from pipeline.workbook.layout import FIRST_ROW, HEADER_ROW, LABEL_COLUMN, LISTS, FormLayout, Layout, TableLayout

PROBLEMS_SHOWN = 6
_PROBLEMS_OF_A_SHEET = 4
_GRAVE = 100_000  # added to the order of what is only missing or late, so that what is wrong comes first
_COUNTS = ("rows", "required", "filled", "missing", "wrong", "late", "warned")


def count_name(layout: Layout, what: str) -> str:
    """The defined name of a count of one sheet: "rows", "required", "filled", "missing", "wrong", "late", "warned".

    `required` and `filled` are cells (an empty required sheet asks for one row), `wrong`, `late` and `warned` rows.
    """
    return f"{what}_{layout.sheet.key}"


def problem_name(number: int, what: str) -> str:
    """The defined name of the "sheet", "row" or "text" of the problem with this number, from 1 to 6."""
    return f"problem_{number}_{what}"


def write_previews(book: Workbook, sheet: Worksheet, layouts: Sequence[Layout], standards: Standards) -> None:
    """Write the working cells right of the lists on `sheet`, and name the results."""
    tables = {found.record: found for found in layouts if isinstance(found, TableLayout)}
    _Block(book, sheet).counts(layouts)
    if Rating in tables:
        _Block(book, sheet).score(tables[Rating], standards)
    if Force in tables:
        _Block(book, sheet).forces(tables[Force])
    _Block(book, sheet).problems(layouts)


class _Block:
    """Columns of their own on the sheet, right of whatever stands there already."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.left = sheet.max_column + 2

    def counts(self, layouts: Sequence[Layout]) -> None:
        """One row for each input sheet, and the sums over all of them."""
        for offset, what in enumerate(("sheet", *_COUNTS)):
            self._put(1, offset, what)
        for row, layout in enumerate(layouts, start=2):
            self._put(row, 0, layout.sheet.name)
            formulas = _form_counts(layout) if isinstance(layout, FormLayout) else _table_counts(layout)
            for offset, (what, formula) in enumerate(zip(_COUNTS, formulas, strict=True), start=1):
                self._put(row, offset, formula, count_name(layout, what))
        row = len(layouts) + 3
        self._put(row, 1, _sum(layouts, "required"), "required_cells")
        self._put(row + 1, 1, _sum(layouts, "filled"), "filled_cells")
        self._put(row + 2, 1, "=ROUNDDOWN(filled_cells/required_cells,3)", "filled_share")
        for offset, what in enumerate(("wrong", "late", "warned")):
            self._put(row + 3 + offset, 1, _sum(layouts, what), f"all_{what}")

    def score(self, table: TableLayout, standards: Standards) -> None:
        """The account score: median rating of each criterion times its weight, and the tier of the score as shown."""
        for offset, text in enumerate(("criterion", "weight", "rating", "product", "tier", "from")):
            self._put(1, offset, text)
        last = len(standards.criteria) + 1
        for row, criterion in enumerate(standards.criteria, start=2):
            self._put(row, 0, criterion.name)
            self._put(row, 1, criterion.weight)
            self._array(row, 2, _median(table, self._at(row, 0)))
            self._put(row, 3, f'=IF({self._at(row, 2)}="",0,{self._at(row, 1)}*{self._at(row, 2)})')
        tiers_end = len(standards.tiers) + 1
        for row, tier in enumerate(reversed(standards.tiers), start=2):
            self._put(row, 4, tier.name)
            self._put(row, 5, tier.from_score)
        weights, ratings, products = (self._down(column, 2, last) for column in (1, 2, 3))
        names, cuts = self._down(4, 2, tiers_end), self._down(5, 2, tiers_end)
        self._array(2, 7, f"=IF(score_missing>0,0,MAX(({ratings}>1)*{weights}))", "score_heaviest")
        results = {
            "score_missing": f"={len(standards.criteria)}-COUNT({ratings})",
            "score_shown": f'=IF(score_missing>0,"–",{_one_decimal(f"SUM({products})")})',
            "score_one_lower": f"=IF(score_missing>0,0,{_one_decimal(f'SUM({products})-score_heaviest')})",
            "score_tier": f'=IF(score_missing>0,"–",IFERROR(LOOKUP(score_shown,{cuts},{names}),"–"))',
            "score_cut": f"=IF(score_missing>0,0,IFERROR(LOOKUP(score_shown,{cuts}),0))",
            "score_is_lowest": f"=score_cut<=MIN({cuts})",
            "score_next_cut": f"=IFERROR(INDEX({cuts},MATCH(score_cut,{cuts},0)+1),MAX({cuts}))",
        }
        for row, (name, formula) in enumerate(results.items(), start=3):
            self._put(row, 7, formula, name)

    def forces(self, table: TableLayout) -> None:
        """The net of the change on each row of Forces, and the change with the lowest."""
        for offset, text in enumerate(("net", "first row of its change")):
            self._put(1, offset, text)
        changes, directions, strengths = (
            table.elsewhere(table.cells(key)) for key in ("change", "direction", "strength")
        )
        letter = table.place("change").letter
        for row in range(FIRST_ROW, table.last_row + 1):
            change = table.elsewhere(f"${letter}${row}")
            above = table.elsewhere(f"${letter}${FIRST_ROW}:${letter}${row}")
            sign = f'(({directions}="for")-({directions}="against"))'
            net = f"SUMPRODUCT((TRIM({changes})=TRIM({change}))*{sign},{strengths})"
            self._put(row, 0, f'=IF(TRIM({change})="","",{net})')
            self._put(row, 1, f'=IF(TRIM({change})="",0,--(SUMPRODUCT(--(TRIM({above})=TRIM({change})))=1))')
        nets = self._down(0, FIRST_ROW, table.last_row)
        found = {
            "change_count": f"=SUM({self._down(1, FIRST_ROW, table.last_row)})",
            "lowest_net": f'=IF(COUNT({nets})=0,"–",MIN({nets}))',
            "lowest_change": f'=IF(COUNT({nets})=0,"",TRIM(INDEX({changes},MATCH(MIN({nets}),{nets},0))))',
            "lowest_for": f'=SUMPRODUCT((TRIM({changes})=lowest_change)*({directions}="for"),{strengths})',
            "lowest_against": f'=SUMPRODUCT((TRIM({changes})=lowest_change)*({directions}="against"),{strengths})',
        }
        for row, (name, formula) in enumerate(found.items(), start=2):
            self._put(row, 3, formula, name)

    def problems(self, layouts: Sequence[Layout]) -> None:
        """The first problems of each sheet by column Check, and of them those to look at first: what is wrong, then
        what is missing or late, in the order of the tabs."""
        for offset, text in enumerate(("sheet", "row", "text", "order", "place")):
            self._put(1, offset, text)
        row = 1
        for layout in layouts:
            checks = layout.elsewhere(layout.checks())
            by_gravity = f'IF(LEFT({checks},1)="■",ROW({checks}),IF(LEFT({checks},1)="▲",{_GRAVE}+ROW({checks}),""))'
            for number in range(1, _PROBLEMS_OF_A_SHEET + 1):
                row += 1
                place, line = self._at(row, 4), self._at(row, 1)
                self._put(row, 0, layout.sheet.name)
                self._put(row, 1, f'=IF({place}="","",MOD({place},{_GRAVE}))')
                self._put(row, 2, f'=IF({place}="","",{_problem_text(layout, line)})')
                self._put(row, 3, f'=IF({place}="","",IF({place}<{_GRAVE},0,{_GRAVE})+ROW())')
                self._array(row, 4, f'=IFERROR(SMALL({by_gravity},{number}),"")')
        orders = self._down(3, 2, row)
        for number in range(1, PROBLEMS_SHOWN + 1):
            for offset, what in enumerate(("sheet", "row", "text")):
                column = self._down(offset, 2, row)
                formula = f'=IFERROR(INDEX({column},MATCH(SMALL({orders},{number}),{orders},0)),"")'
                self._put(row + 1 + number, offset, formula, problem_name(number, what))

    def _put(self, row: int, offset: int, value: object, name: str = "") -> None:
        cell = self.sheet.cell(row, self.left + offset, value)
        if isinstance(value, str) and not value.startswith("="):
            cell.data_type = "s"
        self._name(cell.coordinate, name)

    def _array(self, row: int, offset: int, formula: str, name: str = "") -> None:
        address = f"{get_column_letter(self.left + offset)}{row}"
        self.sheet[address] = ArrayFormula(address, formula)
        self._name(address, name)

    def _name(self, address: str, name: str) -> None:
        if name:
            letters, digits = address.rstrip("0123456789"), address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            self.book.defined_names[name] = DefinedName(name, attr_text=f"{LISTS}!${letters}${digits}", hidden=True)

    def _at(self, row: int, offset: int) -> str:
        return f"${get_column_letter(self.left + offset)}${row}"

    def _down(self, offset: int, first: int, last: int) -> str:
        return f"{self._at(first, offset)}:{self._at(last, offset)}"


def _table_counts(table: TableLayout) -> tuple[str, ...]:
    """The counts of a sheet of rows, in the order of _COUNTS. A row counts once anything stands in it."""
    rows, required, filled = (count_name(table, what) for what in ("rows", "required", "filled"))
    runs = groupby(enumerate(table.places), key=lambda item: item[1].column.required)
    spans = [[place.column.key for _, place in run] for is_required, run in runs if is_required]
    cells = ",".join(table.elsewhere(table.span(keys[0], keys[-1])) for keys in spans)
    asked = sum(map(len, spans))
    checks = table.elsewhere(table.checks())
    return (
        f'=SUMPRODUCT(--({checks}<>""))',
        f"={asked}*MAX({rows},{int(table.sheet.required)})",
        f"=COUNTA({cells})",
        f"={required}-{filled}",
        *_states(checks),
    )


def _form_counts(form: FormLayout) -> tuple[str, ...]:
    """The counts of the form, which is one row."""
    asked = [form.cell(place.column.key) for place in form.places if place.column.required]
    required, filled = count_name(form, "required"), count_name(form, "filled")
    every = form.elsewhere(f"${form.places[0].letter}${FIRST_ROW}:${form.places[0].letter}${form.last_row}")
    return (
        f"=--(COUNTA({every})>0)",
        f"={len(asked)}",
        f"=COUNTA({','.join(asked)})",
        f"={required}-{filled}",
        *_states(form.elsewhere(form.checks())),
    )


def _states(checks: str) -> tuple[str, str, str]:
    return (
        f'=SUMPRODUCT(--(LEFT({checks},1)="■"))',
        f'=SUMPRODUCT(--(LEFT({checks},6)="▲ Late"))',
        f'=SUMPRODUCT(--(LEFT({checks},1)="▲"))',
    )


def _sum(layouts: Sequence[Layout], what: str) -> str:
    return f"=SUM({','.join(count_name(layout, what) for layout in layouts)})"


def _median(table: TableLayout, criterion: str) -> str:
    rates, criteria, ratings = (table.elsewhere(table.cells(key)) for key in ("rates", "criterion", "rating"))
    rated = f'(TRIM({rates})="account")*(TRIM({criteria})=TRIM({criterion}))*ISNUMBER({ratings})'
    return f'=IFERROR(MEDIAN(IF({rated},{ratings},"")),"")'


def _one_decimal(points: str) -> str:
    # The inner rounding takes away what binary fractions leave far behind the point, so that 7.95 is shown as 8.0.
    return f"ROUND(ROUND({points},9),1)"


def _problem_text(layout: Layout, row: str) -> str:
    check = f"INDEX({layout.elsewhere(layout.checks())},{row}-{HEADER_ROW})"
    if isinstance(layout, TableLayout):
        return check
    labels = layout.elsewhere(f"${LABEL_COLUMN}${FIRST_ROW}:${LABEL_COLUMN}${layout.last_row}")
    label = f'SUBSTITUTE(INDEX({labels},{row}-{HEADER_ROW})," *","")'
    return f'LEFT({check},2)&{label}&": "&LOWER(MID({check},3,99))'
