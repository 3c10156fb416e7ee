"""Row 4 of every input sheet: how it stands, live, one cell per word so that each can have its colour."""

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.workbook import style
from pipeline.workbook.conditions import add_mark_conditions
from pipeline.workbook.lateness import has_late
from pipeline.workbook.layout import FormLayout, TableLayout
from pipeline.workbook.previews import count_name

ROW = 4
SIGNED_NET = 'IF(lowest_net>0,"+",IF(lowest_net<0,"−",""))&ABS(lowest_net)'
VERDICT = '=IF(lowest_net="–","– Not assessed",IF(lowest_net>0,"● Likely to succeed","■ Likely to fail"))'


def write_table_status(sheet: Worksheet, table: TableLayout) -> None:
    """How many rows, what is missing or late, what a client may see; on Forces and Scoring also their result."""
    x, column = 0.0, 0
    edges = [sheet.column_dimensions[place.letter].width * 7 for place in table.places]
    for formula, width, bold in _table_words(table):
        cell = sheet[f"{table.places[column].letter}{ROW}"]
        cell.value, cell.alignment = formula, style.middle()
        cell.font = style.body(slot="dk1" if bold else "dk2", bold=bold)
        end = x + width
        while x < end and column < len(edges) - 1:
            x += edges[column]
            column += 1
    add_mark_conditions(sheet, f"{table.places[0].letter}{ROW}:{table.places[-1].letter}{ROW}")


def write_form_status(sheet: Worksheet, form: FormLayout) -> None:
    """How many required fields are filled, and what is to correct."""
    filled, required, missing, wrong = (count_name(form, what) for what in ("filled", "required", "missing", "wrong"))
    sheet[f"B{ROW}"] = f'={filled}&" of "&{required}&" required"'
    sheet[f"B{ROW}"].font = style.body(bold=True)
    sheet[f"C{ROW}"] = (
        f'=IF({wrong}>0,"■ "&{wrong}&" to correct",IF({missing}=0,"● Nothing missing",'
        f'"▲ "&{missing}&IF({missing}=1," required value is empty"," required values are empty")))'
    )
    sheet[f"C{ROW}"].font = style.body()
    for letter in "BC":
        sheet[f"{letter}{ROW}"].alignment = style.middle()
    add_mark_conditions(sheet, f"C{ROW}:C{ROW}")


def _table_words(table: TableLayout) -> list[tuple[str, float, bool]]:
    """Formula, pixels it needs and whether it is bold, from left to right."""
    rows, wrong, missing, late, warned = (
        count_name(table, what) for what in ("rows", "wrong", "missing", "late", "warned")
    )
    doubtful = f"({warned}-{late})"
    empty = "– Required: type the first row" if table.sheet.required else "– Optional: may stay empty"
    counted = f'{rows}&IF({rows}=1," row"," rows")'
    if table.sheet.key == "forces":
        counted += '&", "&change_count&IF(change_count=1," change"," changes")'
    words: list[tuple[str, float, bool]] = [
        (f'=IF({rows}=0,"No rows yet",{counted})', 130, True),
        (
            f'=IF({rows}=0,"{empty}",IF({wrong}>0,"■ "&{wrong}&IF({wrong}=1," row"," rows")&" to correct",'
            f'IF({missing}>0,"▲ "&{missing}&IF({missing}=1," required cell is empty"," required cells are empty"),'
            f'IF({doubtful}>0,"▲ "&{doubtful}&IF({doubtful}=1," row"," rows")&" to look at","● Nothing missing"))))',
            210,
            False,
        ),
    ]
    if has_late(table.sheet.key):
        words.append((f'=IF({late}=0,"","▲ "&{late}&" late")', 90, False))
    if shared := _shared(table):
        words.append((shared, 250, False))
    return words + _results(table)


def _shared(table: TableLayout) -> str:
    """How many rows a client document may show, where the sheet has a yes/no column that decides."""
    if table.sheet.client_when is None:
        return ""
    key, value = table.sheet.client_when
    typed = "Yes" if value is True else value
    rows = count_name(table, "rows")
    return f'=IF({rows}=0,"",SUMPRODUCT(--({table.cells(key)}="{typed}"))&" of "&{rows}&" for the client")'


def _results(table: TableLayout) -> list[tuple[str, float, bool]]:
    if table.sheet.key == "forces":
        return [
            (f'=IF(lowest_net="–","","Lowest net "&{SIGNED_NET})', 120, True),
            (VERDICT, 160, False),
            ('=IF(lowest_net="–","",lowest_for&" for, "&lowest_against&" against: "&lowest_change)', 300, False),
        ]
    if table.sheet.key == "ratings":
        score = '"Account score "&FIXED(score_shown,1)&", tier "&score_tier'
        missing = '"– "&score_missing&IF(score_missing=1," criterion"," criteria")&" not rated"'
        return [(f"=IF(score_missing>0,{missing},{score})", 200, True)]
    return []
