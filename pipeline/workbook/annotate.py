"""The checked copy of a workbook: every problem as a coloured note on its cell, and a first sheet that lists them."""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from msgspec import Struct, field
from openpyxl.utils import quote_sheetname
from openpyxl.utils.cell import coordinate_to_tuple

from pipeline.problems import Problem, fold
from pipeline.workbook.added_styles import AddedStyles
from pipeline.workbook.book import BookSheet, address
from pipeline.workbook.cells import shown
from pipeline.workbook.layout import CHECK, HEADER_ROW
from pipeline.workbook.marked_cells import Banner, MarkedSheet, banner_styles, mark_style
from pipeline.workbook.marks import PASSED_OVER, PROBLEMS, gravest
from pipeline.workbook.markup import Markup, element
from pipeline.workbook.notes_part import NO_DRAWING, NotesPart, drawn, no_comments
from pipeline.workbook.package_copy import CONTENT_TYPES, PackageCopy, relation_attributes, relation_of
from pipeline.workbook.problems_sheet import Listed, problems_part
from pipeline.workbook.reader import read_workbook
from pipeline.workbook.status import ROW as BANNER_ROW

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKSHEET, _COMMENTS, _STYLES = (f"{_TYPES}.{kind}+xml" for kind in ("worksheet", "comments", "styles"))
_SHEET_KINDS = ("worksheet", "chartsheet", "dialogsheet")
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def annotated_copy(path: Path, problems: Sequence[Problem]) -> bytes | None:
    """The checked copy of the workbook `path` as a file, or None if it is in another format than Excel's own.

    What needs no mark goes over byte by byte. Raises WorkbookRefused if the file cannot be read.
    """
    package = PackageCopy(path)
    if not package.holds(CONTENT_TYPES):
        return None
    sheets = read_workbook(path).sheets
    earlier = next((sheet.name for sheet in sheets if _is_list_of_problems(sheet)), "")
    title = earlier or _free_title({sheet.name for sheet in sheets})
    marked = _marked_sheets(package, sheets, problems)
    styles = AddedStyles(_styles(package))
    for sheet in marked:
        _mark(package, sheet, styles, path.name, f"{quote_sheetname(title)}!A1")
    if any(sheet.has_banner for sheet in marked):
        package.remove(package.main, "calcChain")  # it names the formulas that stood where the banner is
    listed = [Listed(problem, _link(problem, sheets)) for problem in problems]
    put_list = _replace_problems_sheet if earlier else _add_problems_sheet
    put_list(package, title, problems_part(path.name, listed, styles, _namespace(package)))
    package.put(package.related(package.main, "styles"), styles.content())
    return package.content()


class _Sheet(Struct):
    """A sheet with problems: as it was read, the name of its part, its problems, and those in a cell by address."""

    read: BookSheet
    part: str
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, list[Problem]] = field(default_factory=dict)

    @property
    def has_banner(self) -> bool:
        """Is row 4 the workbook's own, as in every sheet that Keyplan wrote?"""
        check, title = self.read.cell(HEADER_ROW, 1), self.read.cell(1, 2)
        if check is None or title is None:
            return False
        return shown(check) == CHECK and fold(shown(title)) == fold(self.read.name)

    def add(self, problem: Problem) -> None:
        """Take a problem; one in a merged cell stands at the corner of its area, where a note can be seen."""
        self.problems.append(problem)
        if problem.cell:
            area = self.read.merged.get(coordinate_to_tuple(problem.cell))
            cell = address(area.first_row, area.first_column) if area else problem.cell
            self.notes.setdefault(cell, []).append(problem)


def _marked_sheets(package: PackageCopy, sheets: Sequence[BookSheet], problems: Sequence[Problem]) -> list[_Sheet]:
    """The sheets that have problems, in the order of the tabs."""
    parts = dict(_sheet_parts(package))
    found = {sheet.name: _Sheet(sheet, parts[sheet.name]) for sheet in sheets}
    for problem in problems:
        sheet = _sheet_of(problem, sheets)
        if sheet:
            found[sheet.name].add(problem)
    return [sheet for sheet in found.values() if sheet.problems]


def _is_list_of_problems(sheet: BookSheet) -> bool:
    """Is it the list of an earlier check, as its first two lines say?"""
    title, about = sheet.cell(1, 1), sheet.cell(2, 1)
    if title is None or about is None:
        return False
    return shown(title) == PROBLEMS and shown(about).endswith(PASSED_OVER)


def _free_title(taken: set[str]) -> str:
    """The name of the sheet that lists the problems: "Problems", or "Problems (2)" where that is taken."""
    folded = {fold(name) for name in taken}
    titles = (PROBLEMS if number == 1 else f"{PROBLEMS} ({number})" for number in count(1))
    return next(title for title in titles if fold(title) not in folded)


def _sheet_of(problem: Problem, sheets: Sequence[BookSheet]) -> BookSheet | None:
    """The sheet that a problem names by the model's name for it, or None."""
    return next((sheet for sheet in sheets if problem.sheet and fold(sheet.name) == fold(problem.sheet)), None)


def _link(problem: Problem, sheets: Sequence[BookSheet]) -> str:
    sheet = _sheet_of(problem, sheets)
    return f"{quote_sheetname(sheet.name)}!{problem.cell or 'A1'}" if sheet else ""


def _sheet_parts(package: PackageCopy) -> Iterator[tuple[str, str]]:
    related = {relation.id: relation.part for relation in package.relations(package.main)}
    for sheet in Markup(package.part(package.main)).root.grandchildren("sheets"):
        yield sheet.get("name"), related[relation_of(sheet.attributes)]


def _styles(package: PackageCopy) -> bytes:
    """The styles part, which is made if there is none."""
    name = package.related(package.main, "styles")
    if not name:
        empty = element("styleSheet", {"xmlns": _namespace(package)}).encode()
        name = package.add("xl", "styles", "xml", empty, _STYLES)
        package.relate(package.main, "styles", name)
    return package.part(name)


def _namespace(package: PackageCopy) -> str:
    return Markup(package.part(package.main)).namespace


def _mark(package: PackageCopy, sheet: _Sheet, styles: AddedStyles, name: str, listing: str) -> None:
    """Colour and annotate the cells that have problems, and put the banner where there is room for it."""
    marks = {coordinate_to_tuple(cell): mark_style(styles, gravest(problems)) for cell, problems in sheet.notes.items()}
    rows = {row for row, _ in marks} | ({BANNER_ROW} if sheet.has_banner else set())
    if not rows:
        return
    part = MarkedSheet(package.part(sheet.part), frozenset(rows))
    if sheet.has_banner:
        banner = Banner(listing, name, sheet.problems, *banner_styles(styles))
        part.put_banner(banner, max(sheet.read.rows[HEADER_ROW]))
    part.restyle(marks)
    if marks:
        _add_notes(package, sheet, part)
    package.put(sheet.part, part.content())


def _add_notes(package: PackageCopy, sheet: _Sheet, part: MarkedSheet) -> None:
    """Put a note on each cell that has problems, beside the notes the sheet has."""
    comments = package.related(sheet.part, "comments")
    if not comments:
        comments = package.add("xl", "comments", "xml", no_comments(part.namespace), _COMMENTS)
        package.relate(sheet.part, "comments", comments)
    notes = NotesPart(package.part(comments))
    notes.add(sheet.notes)
    package.put(comments, notes.content())
    drawing = next((found.part for found in package.relations(sheet.part) if found.id == part.drawing()), "")
    if not drawing:
        drawing = package.add("xl/drawings", "vmlDrawing", "vml", NO_DRAWING, _DRAWING)
        part.add_drawing(package.relations_namespace, package.relate(sheet.part, "vmlDrawing", drawing))
    package.put(drawing, drawn(package.part(drawing), notes.heights()))


def _add_problems_sheet(package: PackageCopy, title: str, content: bytes) -> None:
    """Put the sheet in front of the others and open the workbook on it."""
    for _, part in _sheet_parts(package):
        _unselect(package, part)
    part = package.add("xl/worksheets", "problems", "xml", content, _WORKSHEET)
    relation = relation_attributes(package.relations_namespace, package.relate(package.main, "worksheet", part))
    book = Markup(package.part(package.main))
    sheets = book.root.need("sheets")
    number = max(int(sheet.get("sheetId")) for sheet in sheets.children) + 1
    sheets.first.append(book.element("sheet", {"name": title, "sheetId": str(number)} | relation))
    for name in book.root.grandchildren("definedNames"):
        if name.get("localSheetId"):
            name.set("localSheetId", str(int(name.get("localSheetId")) + 1))
    for view in book.root.grandchildren("bookViews"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")
    package.put(package.main, book.content())


def _replace_problems_sheet(package: PackageCopy, title: str, content: bytes) -> None:
    """Write the list anew where an earlier check put it, and open the workbook on it."""
    parts = dict(_sheet_parts(package))
    for part in parts.values():
        _unselect(package, part)
    package.put(parts[title], content)
    book = Markup(package.part(package.main))
    for view in book.root.grandchildren("bookViews"):
        view.set("activeTab", str(list(parts).index(title)))
    package.put(package.main, book.content())


def _unselect(package: PackageCopy, part: str) -> None:
    """Deselect a sheet: one that is selected beside the sheet in front would be typed into at the same time."""
    if b"tabSelected" not in package.part(part).replace(b"\0", b""):  # as UTF-16 puts between letters
        return
    sheet = Markup(package.part(part), lambda inside: inside.name in (*_SHEET_KINDS, "sheetViews"))
    selected = [view for view in sheet.root.grandchildren("sheetViews") if view.get("tabSelected")]
    for view in selected:
        view.set("tabSelected", None)
    if selected:
        package.put(part, sheet.content())
