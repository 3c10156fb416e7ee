"""The sheet Start: what is known so far, every sheet with its state, how to fill it, and what to look at first."""

from collections.abc import Sequence
from itertools import groupby

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Alignment, Border, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.fields import Group
from pipeline.standards import Standards
from pipeline.workbook import style
from pipeline.workbook.conditions import add_mark_conditions
from pipeline.workbook.layout import FIRST_ROW, FormLayout, Layout
from pipeline.workbook.previews import PROBLEMS_SHOWN, count_name, problem_name
from pipeline.workbook.start_words import StartWords

GROUPS: dict[Group, str] = {
    "who": "Who they are",
    "world": "Their world",
    "money": "The money",
    "plan": "The plan",
    "proof": "The proof",
}
_WIDTHS = {
    "A": 11,
    "B": 118,
    "C": 84,
    "D": 286,
    "E": 92,
    "F": 88,
    "G": 104,
    "H": 140,
    "I": 16,
    "J": 164,
    "K": 196,
    "L": 8,
}
_HEIGHTS = {1: 15, 2: 34, 3: 18, 4: 13, 5: 21, 6: 40, 7: 20, 8: 16, 9: 22}
_FIRST = 10
_ROW_HEIGHT = 19.5
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def write_start(
    sheet: Worksheet, layouts: Sequence[Layout], words: StartWords, standards: Standards, template_version: str
) -> None:
    """Write the sheet Start, with what `words` says of this kind of workbook."""
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = round(width / 7, 2)
    for row, height in _HEIGHTS.items():
        sheet.row_dimensions[row].height = height
    _band(sheet, words, standards, template_version)
    _tiles(sheet, words)
    last = _sheets(sheet, layouts, words)
    last = max(last, _beside(sheet, layouts, words))
    for row in range(_FIRST, last + 1):
        sheet.row_dimensions[row].height = _ROW_HEIGHT
    _settings(sheet, last)


def _band(sheet: Worksheet, words: StartWords, standards: Standards, template_version: str) -> None:
    for row in range(1, 5):
        for letter in _WIDTHS:
            sheet[f"{letter}{row}"].fill = style.fill("accent1")
    _say(sheet, "B2", words.name, style.title(22, "lt1"))
    _say(sheet, "B3", words.purpose, style.body(11, "accent1", 0.8))
    _say(sheet, "K2", f"Template {template_version}", style.body(slot="lt1"), "right")
    _say(sheet, "K3", f"Standards {standards.version}", style.body(11, "accent1", 0.8), "right")


def _tiles(sheet: Worksheet, words: StartWords) -> None:
    for tile in words.tiles:
        _tile(sheet, tile.letter, tile.label, tile.number, tile.note, tile.number_format)
        if tile.aside:
            _say(sheet, f"{tile.aside_letter}7", tile.aside, style.body(10, "dk2"))
    add_mark_conditions(sheet, "B7:K7")


def _tile(sheet: Worksheet, letter: str, label: str, number: str, note: str, number_format: str = "General") -> None:
    _say(sheet, f"{letter}5", label, style.body(10, "dk2"))
    _say(sheet, f"{letter}6", number, style.title(26))
    sheet[f"{letter}6"].number_format = number_format
    _say(sheet, f"{letter}7", note, style.body(11))
    if letter != "B":
        for row in (5, 6, 7):
            sheet[f"{letter}{row}"].border = Border(left=style.rule())


def _sheets(sheet: Worksheet, layouts: Sequence[Layout], words: StartWords) -> int:
    """One row for each sheet under the name of its group. Returns the last row."""
    heads = {"B": "Sheet", "C": "Fill it?", "D": "What it holds", "E": words.heading, "F": "Required", "G": "Filled"}
    for letter, text in {**heads, "H": "State"}.items():
        _say(sheet, f"{letter}9", text, style.body(10, "dk2", bold=True), "right" if letter == "F" else "left")
        sheet[f"{letter}9"].border = Border(bottom=style.rule("dk1", 0, "medium"))
    row = _FIRST
    for group, members in groupby(layouts, key=lambda layout: layout.sheet.group):
        for letter in "BCDEFGH":
            sheet[f"{letter}{row}"].fill = style.fill("lt2")
        _say(sheet, f"B{row}", GROUPS[group], style.body(bold=True))
        start = row
        for layout in members:
            row += 1
            _sheet_row(sheet, row, layout, words.about_sheet(layout))
        for strip in range(start, row + 1):
            sheet[f"A{strip}"].fill = style.fill_of(style.tab_color(group))
        row += 1
    shares = f"G{_FIRST}:G{row - 1}"
    sheet.conditional_formatting.add(
        shares, DataBarRule(start_type="num", start_value=0, end_type="num", end_value=1, color=style.color("accent2"))
    )
    add_mark_conditions(sheet, f"H{_FIRST}:H{row - 1}")
    return row - 1


def _sheet_row(sheet: Worksheet, row: int, layout: Layout, told: str) -> None:
    about = layout.sheet
    for letter in "BCDEFGH":
        sheet[f"{letter}{row}"].border = Border(bottom=style.rule())
    link = _say(sheet, f"B{row}", about.name, style.body(slot="accent1", line="single"))
    first = "C" if isinstance(layout, FormLayout) else "B"
    link.hyperlink = Hyperlink(ref="", location=layout.elsewhere(f"{first}{FIRST_ROW + (first == 'C')}"))
    filling = ("Required", style.body(bold=True)) if about.required else ("Optional", style.body(slot="dk2"))
    _say(sheet, f"C{row}", *filling)
    _say(sheet, f"D{row}", about.holds)
    _say(sheet, f"E{row}", told, style.body(slot="dk2"))
    rows, required, filled, missing, wrong, late, warned = (
        count_name(layout, what) for what in ("rows", "required", "filled", "missing", "wrong", "late", "warned")
    )
    if about.required:
        _say(sheet, f"F{row}", f'={filled}&" of "&{required}', side="right")
        _say(sheet, f"G{row}", f"=ROUNDDOWN({filled}/{required},2)", side="right")
        sheet[f"G{row}"].number_format = style.padded("0%")
        sheet[f"G{row}"].alignment = Alignment(horizontal="right", vertical="center")
    nothing = "– Not started" if about.required else "– Empty, left out"
    begun = '"● Complete"' if about.required else f'"○ "&{rows}&IF({rows}=1," row"," rows")'
    _say(
        sheet,
        f"H{row}",
        f'=IF({rows}=0,"{nothing}",IF({wrong}>0,"■ "&{wrong}&" to correct",'
        f'IF({missing}>0,"▲ "&{missing}&" missing",'
        f'IF({warned}-{late}>0,"▲ "&({warned}-{late})&" to look at",{begun}))))',
    )


def _beside(sheet: Worksheet, layouts: Sequence[Layout], words: StartWords) -> int:
    """Right of the sheets: how to fill it, what the colours say, what to look at first, who sees what."""
    required = sum(layout.sheet.required for layout in layouts)
    count = _WORDS[required] if required < len(_WORDS) else str(required)
    row = _block_head(sheet, 9, "How to fill it")
    for number, step in enumerate(words.steps, start=1):
        _say(sheet, f"J{row}", f"{number}  {step.format(required=count)}")
        row += 1
    row = _colours(sheet, _block_head(sheet, row + 1, "What the colours say"))
    row = _block_head(sheet, row + 1, "Problems to look at first")
    for number in range(1, PROBLEMS_SHOWN + 1):
        name, line, text = (problem_name(number, what) for what in ("sheet", "row", "text"))
        place = f'HYPERLINK("#\'"&{name}&"\'!A"&{line},{name}&", row "&{line})'
        none = '"None that Excel can see"' if number == 1 else '""'
        _say(sheet, f"J{row}", f'=IF({name}="",{none},{place})', style.body(slot="accent1", line="single"))
        _say(sheet, f"K{row}", f"={text}")
        for letter in "JK":
            sheet[f"{letter}{row}"].border = Border(bottom=style.rule())
        row += 1
    add_mark_conditions(sheet, f"K{row - PROBLEMS_SHOWN}:K{row - 1}")
    row = _block_head(sheet, row + 1, "Who sees what")
    for line_text in words.who_sees:
        _say(sheet, f"J{row}", line_text)
        row += 1
    return row - 1


def _colours(sheet: Worksheet, row: int) -> int:
    """A sample of each look beside what it says. Returns the row after the last."""
    white, edge = style.rule("lt1", 0, "medium"), style.rule("accent4", 0)
    apart, framed = Border(top=white), Border(left=edge, right=edge, top=edge, bottom=edge)
    samples = (
        ("Heading *", style.body(bold=True, slot="lt1"), style.fill("accent1"), Border(), "Required"),
        ("Heading", style.body(bold=True), style.fill("lt2", -0.1), apart, "Optional"),
        (
            "■ O3",
            style.body(bold=True, slot="accent5"),
            style.fill("accent5", 0.9),
            apart,
            "Used twice, or not in its list",
        ),
        ("▲ 30 Sep 2026", style.body(bold=True, slot="accent4"), style.fill("accent4", 0.9), apart, "The date is past"),
        ("● OK", style.body(bold=True, slot="accent3"), style.fill("lt2"), apart, "Worked out; do not type"),
        ("", style.body(), style.fill("accent4", 0.9), framed, "A required cell is empty"),
    )
    for text, font, background, border, meaning in samples:
        cell = _say(sheet, f"J{row}", text, font)
        cell.fill, cell.border = background, border
        _say(sheet, f"K{row}", meaning)
        row += 1
    return row


def _block_head(sheet: Worksheet, row: int, text: str) -> int:
    """The head of a block with its rule. Returns the row under it."""
    _say(sheet, f"J{row}", text, style.body(10, "dk2", bold=True))
    for letter in "JK":
        sheet[f"{letter}{row}"].border = Border(bottom=style.rule("dk1", 0, "medium"))
    return row + 1


def _say(sheet: Worksheet, address: str, value: str, font: Font | None = None, side: str = "left") -> Cell:
    cell = sheet[address]
    cell.value, cell.font, cell.alignment = value, font or style.body(), style.middle(side)
    return cell


def _settings(sheet: Worksheet, last: int) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = style.tab_color(None)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.5, bottom=0.5, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.print_area = f"A1:L{last}"
    sheet.freeze_panes = "A5"
    sheet.protection.sheet = True
