"""Tables of the default Word templates: columns, rows and the tags that repeat them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from output_templates.authoring.word_styles import border, colour, mm, twips
from output_templates.authoring.word_text import bold, paragraph, run, second

RULE_BELOW = border("bottom", "dk1", 1)
RULE_ABOVE = border("top", "dk1", 1)
_STYLES = {
    (False, False): "Table Text",
    (False, True): "Table Number",
    (True, False): "Table Small",
    (True, True): "Table Small Number",
}


@dataclass(frozen=True)
class Column:
    """A column of a table: its width in millimetres, its heading, and whether it holds numbers.

    `gap` leaves ten points more on the right, between numbers and the words of the next column.
    """

    width: float
    head: str = ""
    number: bool = False
    gap: bool = False


def cell(
    *paragraphs: str,
    width: float,
    fill: str = "",
    span: int = 1,
    margins: str = "",
    borders: str = "",
    valign: str = "",
    merge: str = "",
) -> str:
    """A cell of a table; `merge` is "restart" or "continue" for one that goes on over several rows."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{mm(width)}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
        + (f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "")
        + (f'<w:shd w:val="clear" w:color="auto" {colour(fill, "themeFill", "fill")}/>' if fill else "")
        + (f"<w:tcMar>{margins}</w:tcMar>" if margins else "")
        + (f'<w:vAlign w:val="{valign}"/>' if valign else "")
        + f"</w:tcPr>{''.join(paragraphs)}</w:tc>"
    )


def row(*cells: str, head: bool = False, height: float = 0, exact: bool = False) -> str:
    """A row that does not break across pages; a head is repeated on each page. Height in points."""
    rule = f'<w:trHeight w:val="{twips(height)}" w:hRule="{"exact" if exact else "atLeast"}"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{rule}{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(text: str, columns: Sequence[Column]) -> str:
    """A row that holds a tag and vanishes with it."""
    first, *others = columns
    return row(
        cell(paragraph("Nothing", run(text)), width=first.width),
        *(cell(paragraph("Nothing"), width=column.width) for column in others),
    )


def margin(side: str, points: float) -> str:
    """The inset of a cell on one side."""
    return f'<w:{side} w:w="{twips(points)}" w:type="dxa"/>'


def table(
    widths: Sequence[float],
    rows: str,
    style: str = "Keyplan",
    indent: float = 0,
    head: bool = True,
    last: bool = False,
    as_wide_as_its_columns: bool = False,
) -> str:
    """A table of fixed columns; widths and indent in millimetres. Repeated columns make it wider than its `widths`."""
    total = 0 if as_wide_as_its_columns else sum(mm(width) for width in widths)
    kind = "auto" if as_wide_as_its_columns else "dxa"
    grid = "".join(f'<w:gridCol w:w="{mm(width)}"/>' for width in widths)
    look = (
        f'<w:tblLook w:val="0000" w:firstRow="{int(head)}" w:lastRow="{int(last)}" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{total}" w:type="{kind}"/>'
        + (f'<w:tblInd w:w="{mm(indent)}" w:type="dxa"/>' if indent else "")
        + f'<w:tblLayout w:type="fixed"/>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def head_row(columns: Sequence[Column]) -> str:
    """The head of a table, repeated on each page."""
    return row(
        *(
            cell(
                paragraph("Table Head Number" if column.number else "Table Head", column.head, right=_gap(column)),
                width=column.width,
                valign="bottom",
                borders=RULE_BELOW,
            )
            for column in columns
        ),
        head=True,
    )


def body_row(
    columns: Sequence[Column],
    *contents: str | Sequence[str],
    small: bool = False,
    fill: str = "",
    indent: bool = False,
    borders: str = "",
) -> str:
    """A row of a table: for each column a text, a run, or several paragraphs already made."""
    cells = []
    for number, (column, content) in enumerate(zip(columns, contents, strict=True)):
        style = _STYLES[small, column.number]
        inset = margin("top", 2) if small else ""
        inset += margin("left", 6) if indent and not number else ""
        inset += margin("bottom", 2) if small else ""
        lines = [content] if isinstance(content, str) else content
        paragraphs = (
            line if line.startswith("<w:p>") else paragraph(style, line, right=_gap(column)) for line in lines
        )
        cells.append(cell(*paragraphs, width=column.width, fill=fill, margins=inset, borders=borders))
    return row(*cells)


def total_row(columns: Sequence[Column], *contents: str | Sequence[str]) -> str:
    """The last row of a table, with a rule above it."""
    return body_row(columns, *contents, borders=RULE_ABOVE)


def group_row(columns: Sequence[Column], text: str) -> str:
    """A row over all columns that names the rows below it."""
    width = sum(column.width for column in columns)
    inside = paragraph("Table Text", bold(text), keep_next=True)
    return row(cell(inside, width=width, fill="lt2", span=len(columns), margins=margin("left", 6)))


def keyplan_table(columns: Sequence[Column], *rows: str, last: bool = False, together: bool = False) -> str:
    """A table with a head and rows parted by hairlines; `last` says that a total ends it.

    A table that is kept `together` goes to the next page as a whole where it does not fit.
    """
    inside = table([column.width for column in columns], head_row(columns) + "".join(rows), last=last)
    return kept(inside) + after_table(2) if together else inside


def kept(blocks: str) -> str:
    """The blocks with each paragraph kept on one page with the next."""
    return re.sub(r"(<w:pStyle [^>]*/>)(?!<w:keepNext/>)", r"\1<w:keepNext/>", blocks)


def list_table(
    columns: Sequence[Column], loop: str, *contents: str | Sequence[str], together: bool = False, small: bool = False
) -> str:
    """A table with one row for each item of a loop."""
    rows = rows_for(columns, loop, body_row(columns, *contents, small=small))
    return keyplan_table(columns, rows, together=together)


def after_table(points: float) -> str:
    """Room after a table; Word also wants a paragraph between two of them."""
    spacing = f'<w:spacing w:line="{twips(points)}" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Nothing"/>{spacing}</w:pPr></w:p>'


def rows_for(columns: Sequence[Column], loop: str, *rows: str) -> str:
    """Rows repeated for each item of a loop."""
    return tag_row(f"{{%tr for {loop} %}}", columns) + "".join(rows) + tag_row("{%tr endfor %}", columns)


def rows_when(columns: Sequence[Column], condition: str, *rows: str) -> str:
    """Rows that are there if the condition holds."""
    return tag_row(f"{{%tr if {condition} %}}", columns) + "".join(rows) + tag_row("{%tr endif %}", columns)


def name_and_second(name: str, more: str, style: str = "Table Text") -> list[str]:
    """A name in bold with its second line below."""
    return [paragraph(style, bold(name)), paragraph(style, second(more))]


def two_lines(first: str, more: str) -> list[str]:
    """A text with its second line below."""
    return [paragraph("Table Text", first), paragraph("Table Text", second(more))]


def _gap(column: Column) -> float:
    return 10 if column.gap else 0
