"""How the workbook looks: its theme, its named cell styles and the styles of its conditional formats."""

import colorsys
import re
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.writer.theme import theme_xml

from pipeline.model.fields import Column, Group
from pipeline.workbook.layout import is_one_to_five

# The only colours and fonts by value; everything else names a slot of the theme.
PALETTE = {
    "dk1": "14222B",
    "lt1": "FFFFFF",
    "dk2": "4D5B66",
    "lt2": "F4F2ED",
    "accent1": "0B5567",
    "accent2": "7593A0",
    "accent3": "2A7A55",
    "accent4": "9A5B00",
    "accent5": "B3302B",
    "accent6": "5B5F97",
    "hlink": "0B5567",
    "folHlink": "0B5567",
}
HEADING_FONT, BODY_FONT = "Cambria", "Calibri"
_SLOTS = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")

_TABS: dict[Group | None, tuple[str, float]] = {
    None: ("dk1", 0),
    "who": ("dk2", 0),
    "world": ("accent2", 0),
    "money": ("accent6", 0),
    "plan": ("accent1", 0),
    "proof": ("lt2", -0.5),
}

DATE, PERCENT, TEXT = "d mmm yyyy", "0%", "@"
NUMBER = "[>=1000]#,##0;General"
MONEY = "#,##0"

Fit = Literal["", "wrap", "shrink"]  # what a text does that is longer than its cell is wide

# The shapes that say a state without colour, each with its slot.
MARKS = {"●": "accent3", "▲": "accent4", "■": "accent5", "○": "dk2", "–": "dk2"}


def theme() -> str:
    """The theme part with Keyplan's palette and fonts."""
    text: str = theme_xml
    for slot, value in PALETTE.items():
        text = re.sub(rf"(<a:{slot}>\s*)<a:\w+ [^>]*/>", rf'\1<a:srgbClr val="{value}"/>', text)
    text = re.sub(r'(<a:majorFont>\s*<a:latin typeface=")[^"]*', rf"\g<1>{HEADING_FONT}", text)
    text = re.sub(r'(<a:minorFont>\s*<a:latin typeface=")[^"]*', rf"\g<1>{BODY_FONT}", text)
    return text.replace('name="Office Theme"', 'name="Keyplan"').replace(' name="Office"', ' name="Keyplan"')


def color(slot: str, tint: float = 0) -> Color:
    """A slot of the theme, lighter (tint above 0) or darker (below)."""
    return Color(theme=_SLOTS.index(slot), tint=tint)


def rgb(slot: str, tint: float = 0) -> str:
    """A colour of the palette by its value, for workbooks of any theme: "FFB3302B"; `tint` makes it lighter."""
    parts = [int(PALETTE[slot][start : start + 2], 16) / 255 for start in (0, 2, 4)]
    hue, lightness, saturation = colorsys.rgb_to_hls(*parts)
    lighter = colorsys.hls_to_rgb(hue, lightness * (1 - tint) + tint, saturation)
    return "FF" + "".join(f"{round(part * 255):02X}" for part in lighter)


def tab_color(group: Group | None) -> Color:
    """The colour of a sheet's tab, and of its strip on Start; None is Start itself."""
    return color(*_TABS[group])


def body(size: float = 11, slot: str = "dk1", tint: float = 0, *, bold: bool = False, line: str | None = None) -> Font:
    """The body font; `line` is "single" for an underlined link."""
    return Font(name=BODY_FONT, sz=size, scheme="minor", color=color(slot, tint), b=bold, u=line)


def title(size: float, slot: str = "dk1") -> Font:
    """The heading font."""
    return Font(name=HEADING_FONT, sz=size, scheme="major", color=color(slot))


def fill(slot: str, tint: float = 0) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", fgColor=color(slot, tint))


def fill_of(found: Color) -> PatternFill:
    """A plain fill in a colour of the theme."""
    return PatternFill("solid", fgColor=found)


def rule(slot: str = "lt2", tint: float = -0.1, weight: str = "thin") -> Side:
    """A line; without arguments the hairline under each row."""
    return Side(style=weight, color=color(slot, tint))


def middle(side: str = "left") -> Alignment:
    """Words in the middle of the row's height, at the given side."""
    return Alignment(horizontal=side, vertical="center", indent=1)


def number_format(column: Column) -> str:
    """The number format of a field's cells, by its kind."""
    kind = column.kind.name
    formats = {"date": DATE, "share": PERCENT, "money": MONEY, "number": NUMBER, "whole number": "0"}
    return formats.get(kind, TEXT if kind in ("id", "ids", "period") else "General")


def padded(number_format: str) -> str:
    """A number format that keeps its numbers off the right edge.

    LibreOffice forgets the indent of a number whose neighbour to the left has the same style.
    """
    return ";".join(f"{section}_)_)" for section in number_format.split(";"))


def is_right(column: Column) -> bool:
    """Do its values stand at the right, as numbers and dates do?"""
    return column.kind.name in ("date", "share", "money", "number", "whole number") and not is_one_to_five(column)


def is_wrapped(column: Column) -> bool:
    """Do its values run on to a second line? Ids and periods shrink instead, as they are read as one word."""
    return data_style(column) == "Keyplan text"


def data_style(column: Column) -> str:
    """The name of the cell style of a field's cells in a table."""
    if is_right(column):
        return f"Keyplan {column.kind.name}"
    if is_one_to_five(column):
        return "Keyplan dots"
    return "Keyplan code" if number_format(column) == TEXT else "Keyplan text"


def form_style(column: Column) -> str:
    """The name of the cell style of a field's value in the form: all at the left, one under the other."""
    return f"Keyplan form {column.kind.name}" if is_right(column) else "Keyplan text"


def heading_style(column: Column) -> str:
    """The name of the cell style of a heading or label."""
    side = " right" if is_right(column) and not column.sheet.form else ""
    return f"Keyplan {'required' if column.required else 'optional'}{side}"


def add_styles(book: Workbook) -> None:
    """Give the workbook its theme and its named styles."""
    book.loaded_theme = theme().encode()
    normal = book._named_styles["Normal"]  # the only way to the default font: openpyxl has no public one
    normal.font = body()
    book._fonts[0] = body()
    for style in _named_styles():
        book.add_named_style(style)


def _named_styles() -> list[NamedStyle]:
    right_formats = {"date": DATE, "share": PERCENT, "money": MONEY, "number": NUMBER, "whole number": "0"}
    return [
        _data("Keyplan text", fit="wrap"),
        _data("Keyplan code", number_format=TEXT, fit="shrink"),
        _data("Keyplan dots"),
        *(_data(f"Keyplan {kind}", "right", padded(code)) for kind, code in right_formats.items()),
        *(_data(f"Keyplan form {kind}", "left", code) for kind, code in right_formats.items()),
        _heading("Keyplan required", "left", "accent1", 0, "lt1"),
        _heading("Keyplan required right", "right", "accent1", 0, "lt1"),
        _heading("Keyplan optional", "left", "lt2", -0.1, "dk1"),
        _heading("Keyplan optional right", "right", "lt2", -0.1, "dk1"),
        _plain("Keyplan check", body(bold=True), fill("lt2"), fit="shrink", border=Border(bottom=rule())),
        _plain("Keyplan band", body(9.5, "dk2", bold=True), None),
        _plain("Keyplan audience", body(8.5, "dk2"), None),
        _plain("Keyplan head", body(bold=True), fill("lt2")),
        _plain("Keyplan second", body(10.5, "dk2"), None, fit="wrap", border=Border(bottom=rule())),
    ]


def _data(name: str, side: str = "left", number_format: str = "General", fit: Fit = "") -> NamedStyle:
    style = _plain(name, body(), None, fit=fit, border=Border(bottom=rule()), side=side)
    style.number_format = number_format
    style.protection = Protection(locked=False)
    if side == "right":
        style.alignment.indent = 0  # the number format keeps the distance, see `padded`
    return style


def _heading(name: str, side: str, slot: str, tint: float, text: str) -> NamedStyle:
    white = Border(left=rule("lt1", 0), right=rule("lt1", 0))
    return _plain(name, body(bold=True, slot=text), fill(slot, tint), fit="wrap", border=white, side=side)


def _plain(
    name: str,
    font: Font,
    background: PatternFill | None,
    *,
    fit: Fit = "",
    border: Border | None = None,
    side: str = "left",
) -> NamedStyle:
    alignment = Alignment(
        horizontal=side, vertical="center", wrap_text=fit == "wrap", shrink_to_fit=fit == "shrink", indent=1
    )
    return NamedStyle(
        name=name, font=font, fill=background or PatternFill(), border=border or Border(), alignment=alignment
    )


def wrong() -> DifferentialStyle:
    """An id used twice, or a value not in its list."""
    return DifferentialStyle(
        font=Font(b=True, color=color("accent5")),
        fill=_conditional_fill("accent5", 0.9),
        numFmt=NumberFormat(numFmtId=180, formatCode=padded('"■ "General;"■ −"General;"■ "0') + ';"■ "@'),
    )


def missing() -> DifferentialStyle:
    """A required cell that is empty, or a name that its optional sheet does not hold yet."""
    edge = rule("accent4", 0)
    return DifferentialStyle(
        fill=_conditional_fill("accent4", 0.9), border=Border(left=edge, right=edge, top=edge, bottom=edge)
    )


def late() -> DifferentialStyle:
    """A date that has passed."""
    return DifferentialStyle(
        font=Font(b=True, color=color("accent4")),
        fill=_conditional_fill("accent4", 0.9),
        numFmt=NumberFormat(numFmtId=181, formatCode=padded(f'"▲ "{DATE}')),
    )


def marked(slot: str) -> DifferentialStyle:
    """Words that begin with a mark, in the colour of the mark; bold unless they only stand back."""
    return DifferentialStyle(font=Font(b=slot != "dk2" or None, color=color(slot)))


def side_of_force(slot: str, *, begins: bool) -> DifferentialStyle:
    """The direction of a force, bold; under a rule where a new change begins."""
    return DifferentialStyle(font=Font(b=True, color=color(slot)), border=_above(begins))


def dots(value: int, slot: str, *, begins: bool = False) -> DifferentialStyle:
    """A rating of 1 to 5 with as many of five dots filled; under a rule where a new change begins."""
    shape = "●" * value + "○" * (5 - value)
    return DifferentialStyle(
        font=Font(color=color(slot)),
        border=_above(begins),
        numFmt=NumberFormat(numFmtId=181 + value, formatCode=f'0"  {shape}"'),
    )


def emphasis(*, begins: bool = False) -> DifferentialStyle:
    """What others belong to; under a rule where a new change begins."""
    return DifferentialStyle(font=Font(b=True), border=_above(begins))


def ruled() -> DifferentialStyle:
    """A rule above a row where a new change begins."""
    return DifferentialStyle(border=_above(True))


def repeated() -> DifferentialStyle:
    """A word that stands above already."""
    return DifferentialStyle(font=Font(color=color("dk2")))


def _above(begins: bool) -> Border | None:
    return Border(top=rule("dk2", 0)) if begins else None


def _conditional_fill(slot: str, tint: float) -> PatternFill:
    # Conditional formats take the fill from bgColor, cells from fgColor.
    return PatternFill(fill_type="solid", bgColor=color(slot, tint))
