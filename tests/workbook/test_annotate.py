"""The checked copy of a workbook: every problem on its cell and in a list, everything else as it was."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from pipeline.model.plan import Action
from pipeline.problems import Problem
from pipeline.run.reading import read_and_check, workspace_standards
from pipeline.workbook.annotate import annotated_copy
from tests.commands import PROJECT, SAMPLES, working_in
from tests.workbook.spreadsheets import recalculated
from tests.workbooks import a_workbook, place

MISREAD = SAMPLES / "broken" / "cells-misread.xlsx"
CHANGED = SAMPLES / "broken" / "sheets-changed.xlsx"
GOOD = SAMPLES / "kaltenbrueck-pharma.xlsx"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
with working_in(PROJECT):
    STANDARDS = workspace_standards()

# What openpyxl would lose: an extended data bar, a drawn shape with its part, and a result stored with a formula.
DATA_BAR = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:conditionalFormatting '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="dataBar" id="{1}">'
    '<x14:dataBar gradient="0"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule>'
    "<xm:sqref>M8:M20</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
SHAPE = b"<xdr:wsDr xmlns:xdr='http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'/>"
DRAWING_TYPE = (
    '<Override PartName="/xl/drawings/own.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path: Path, source: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """`source` at `path` with a change made to its parts."""
    parts = parts_of(source.read_bytes())
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def part_named(parts: dict[str, bytes], sheet: str) -> str:
    """The part of a sheet."""
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    rels = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    wanted = next(item for item in book.iter(f"{MAIN}sheet") if item.get("name") == sheet)
    relation = next(value for name, value in wanted.attrib.items() if name.endswith("}id"))
    target = next(rel.get("Target", "") for rel in rels if rel.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def planted(parts: dict[str, bytes]) -> None:
    """Puts into sheet Actions what openpyxl would lose, and selects it."""
    name = part_named(parts, "Actions")
    sheet = parts[name].decode()
    sheet = sheet.replace("<sheetView ", '<sheetView tabSelected="1" ', 1)
    sheet = re.sub(r'(<c r="A8".*?</f>)', r"\1<v>● OK</v>", sheet, count=1)
    drawing = '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="own"/>'
    sheet = sheet.replace("<legacyDrawing", f"{drawing}<legacyDrawing")
    parts[name] = sheet.replace("</worksheet>", f"{DATA_BAR}</worksheet>").encode()
    rels = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    own = f'<Relationship Id="own" Type="{kind}" Target="/xl/drawings/own.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", own.encode())
    parts["xl/drawings/own.xml"] = SHAPE
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"</Types>", f"{DRAWING_TYPE}</Types>".encode())


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with mistakes that carries what openpyxl would lose."""
    return rewritten(tmp_path_factory.mktemp("rich") / "rich.xlsx", MISREAD, planted)


def checked(path: Path, folder: Path) -> Path:
    """The checked copy of a workbook, written into a folder."""
    content = annotated_copy(path, read_and_check(path, STANDARDS).problems)
    assert content is not None
    copy = folder / f"{path.stem}.checked.xlsx"
    copy.write_bytes(content)
    return copy


def problems_of(path: Path) -> tuple[Problem, ...]:
    return tuple(replace(problem, file="") for problem in read_and_check(path, STANDARDS).problems)


def loaded(path: Path, **options: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it would not keep
        return load_workbook(path, **options)


@pytest.fixture(scope="module")
def rich_copy(rich: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checked(rich, tmp_path_factory.mktemp("copies"))


@pytest.fixture(scope="module")
def misread(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The checked copy of a workbook with misread cells, opened."""
    return loaded(checked(MISREAD, tmp_path_factory.mktemp("copies")))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The checked copy of a workbook with changed sheets, opened."""
    return loaded(checked(CHANGED, tmp_path_factory.mktemp("copies")))


@pytest.mark.parametrize("source", [MISREAD, CHANGED, SAMPLES / "broken" / "links-broken.xlsx", GOOD])
def test_reading_the_copy_gives_the_same_rows_and_the_same_problems(source: Path, tmp_path: Path):
    copy = checked(source, tmp_path)

    assert problems_of(copy) == problems_of(source)
    assert read_and_check(copy, STANDARDS).readable == read_and_check(source, STANDARDS).readable


def test_only_the_parts_that_need_marks_are_written_anew(rich: Path, rich_copy: Path):
    before, after = parts_of(rich.read_bytes()), parts_of(rich_copy.read_bytes())

    marked = [
        part_named(before, name) for name in ("Actions", "Objectives", "Opportunities", "Revenue", "Scoring", "Voice")
    ]
    rels = [f"{name.replace('worksheets/', 'worksheets/_rels/')}.rels" for name in marked]
    notes = {
        found for name in rels for found in re.findall(r'"/(xl/(?:comments|drawings/c)[^"]*)', before[name].decode())
    }
    book = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {*marked, *notes, *book}
    assert set(after) - set(before) == {"xl/worksheets/problems.xml"}


def test_in_a_marked_sheet_only_marked_cells_the_banner_and_its_link_change(rich: Path, rich_copy: Path):
    before, after = parts_of(rich.read_bytes()), parts_of(rich_copy.read_bytes())
    marks = {problem.cell for problem in problems_of(rich) if problem.sheet == "Actions"}

    old, new = (ElementTree.fromstring(parts[part_named(parts, "Actions")]) for parts in (before, after))

    def around(root: ElementTree.Element) -> list[str]:
        passed_over = {f"{MAIN}{name}" for name in ("sheetData", "hyperlinks", "sheetViews")}
        return [ElementTree.canonicalize(ElementTree.tostring(child)) for child in root if child.tag not in passed_over]

    def cells(root: ElementTree.Element) -> dict[str, str]:
        found = {str(cell.get("r")): cell for cell in root.iter(f"{MAIN}c")}
        for mark in marks:
            found[mark].set("s", "marked")
        return {
            place: ElementTree.canonicalize(ElementTree.tostring(cell))
            for place, cell in found.items()
            if not re.fullmatch("[A-Z]+4", place)
        }

    assert len(marks) == 3
    assert around(new) == around(old)
    assert cells(new) == cells(old)
    assert b"<v>\xe2\x97\x8f OK</v>" in after[part_named(after, "Actions")]
    assert DATA_BAR.encode() in after[part_named(after, "Actions")]


def test_names_stay_with_their_sheets_though_one_stands_before_them(rich: Path, rich_copy: Path):
    def names(path: Path) -> list[tuple[str, int, str | None]]:
        book = ElementTree.fromstring(parts_of(path.read_bytes())["xl/workbook.xml"])
        found = [(name.attrib, name.text) for name in book.iter(f"{MAIN}definedName")]
        return [(about["name"], int(about.get("localSheetId", "-1")), text) for about, text in found]

    before, after = names(rich), names(rich_copy)

    assert sum(place >= 0 for _, place, _ in before) > 10
    assert after == [(name, place + (place >= 0), text) for name, place, text in before]


def test_a_marked_cell_keeps_all_of_its_looks_but_fill_and_frame(misread: Workbook):
    before, after = loaded(MISREAD)["Opportunities"], misread["Opportunities"]

    def looks(cell: Cell) -> list[str]:
        return [repr(look) for look in (cell.number_format, cell.font, cell.alignment, cell.protection)]

    error, warning = after["G8"], after["K13"]
    for cell in (error, warning):
        assert looks(cell) == looks(before[cell.coordinate])
        assert repr(cell.fill) != repr(before[cell.coordinate].fill)
    assert error.border.left.style == "medium"
    assert warning.border.left.style == "thin"
    assert repr(after["G10"].fill) == repr(before["G10"].fill)


def test_every_problem_of_a_cell_stands_in_its_note(misread: Workbook):
    for problem in problems_of(MISREAD):
        note = misread[problem.sheet][problem.cell].comment.text
        assert [words for words in (problem.code, problem.message, problem.fix) if words not in note] == []


def test_notes_that_were_there_stay(changed: Workbook):
    before, after = loaded(CHANGED), changed

    own = {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in before
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert len(own) > 100
    for (sheet, cell), words in own.items():
        assert after[sheet][cell].comment.text.endswith(words)
    assert "column-missing" in after["Actions"]["K7"].comment.text
    assert "Example:" in after["Actions"]["K7"].comment.text


def test_the_first_sheet_lists_every_problem_with_a_link(changed: Workbook):
    sheet = changed.worksheets[0]
    problems = problems_of(CHANGED)

    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [row[1:] for row in rows] == [
        [problem.code, problem.where, problem.found, problem.message, problem.fix] for problem in problems
    ]
    leads = [row[2].hyperlink.location if row[2].hyperlink else "" for row in sheet.iter_rows(min_row=6)]
    assert leads == ["'Voice'!L32", "'Opportunities'!K12", "'Objectives'!A1", "'Actions'!K7", ""]


def test_what_was_typed_is_text_in_the_copy_and_never_a_formula(tmp_path: Path):
    typed = '=HYPERLINK("http://example.com","Anna")'
    source = a_workbook(tmp_path, lambda book: put(book, "Due", typed))
    copy = checked(source, tmp_path)

    part = parts_of(copy.read_bytes())["xl/worksheets/problems.xml"]
    assert b"HYPERLINK" in part
    assert not re.search(rb"<(\w+:)?f[ >]", part)
    found = [cell for row in loaded(copy)["Problems"].iter_rows(min_row=6) for cell in row if cell.value]
    assert {cell.data_type for cell in found} == {"s"}


def put(book: Workbook, title: str, value: object) -> None:
    book["Actions"][place(Action, title)].value = value


def test_the_copy_opens_on_the_list_and_on_it_alone(rich_copy: Path):
    book = loaded(rich_copy)

    assert book.active.title == "Problems"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Problems"]


def test_row_four_tells_how_many_problems_a_sheet_has(misread: Workbook):
    assert misread["Opportunities"]["B4"].value.startswith(
        "Checked copy of cells-misread.xlsx      ■ 2 errors      ▲ 1 w"
    )
    assert misread["Opportunities"]["A4"].hyperlink.location == "'Problems'!A1"
    assert misread["Team"]["B4"].value.startswith("=")


def test_a_sheet_that_is_not_keyplans_keeps_its_row_four(tmp_path: Path):
    source = a_workbook(tmp_path, lambda book: put(book, "Due", "soon"))

    before, after = loaded(source)["Actions"], loaded(checked(source, tmp_path))["Actions"]

    assert [cell.value for cell in after[4]] == [cell.value for cell in before[4]]
    assert "not-a-date" in after[place(Action, "Due")].comment.text


def test_a_list_of_calculation_steps_goes_with_the_formulas_that_the_banner_covers(tmp_path: Path):
    def listed(parts: dict[str, bytes]) -> None:
        parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN[1:-1]}"><c r="B4" i="7"/></calcChain>'.encode()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
        relation = f'<Relationship Id="steps" Type="{kind}" Target="calcChain.xml"/></Relationships>'
        rels, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
        parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
        steps = b'<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'
        parts[types] = parts[types].replace(b"</Types>", steps)

    copy = checked(rewritten(tmp_path / "steps.xlsx", MISREAD, listed), tmp_path)

    assert not [
        name for name, part in parts_of(copy.read_bytes()).items() if "calcChain" in name or b"calcChain" in part
    ]


def test_a_cell_or_a_row_that_is_not_there_is_made_in_its_place(tmp_path: Path):
    source = a_workbook(tmp_path, lambda book: put(book, "Owner", None))
    problem = Problem(code="odd", severity="note", message="m", fix="f", sheet="Actions", cell="ZZ4")
    far = replace(problem, cell="C900")

    content = annotated_copy(source, (*read_and_check(source, STANDARDS).problems, problem, far))

    parts = parts_of(content or b"")
    sheet = ElementTree.fromstring(parts[part_named(parts, "Actions")])
    rows = [int(row.get("r", "0")) for row in sheet.iter(f"{MAIN}row")]
    row = next(row for row in sheet.iter(f"{MAIN}row") if row.get("r") == "4")
    cells = [str(cell.get("r")) for cell in row]
    assert rows == sorted(rows)
    assert rows[-1] == 900
    assert cells == sorted(cells, key=lambda cell: (len(cell), cell))
    assert {place(Action, "Owner"), "ZZ4"} <= set(cells)


def test_a_problem_in_a_merged_area_is_noted_at_its_corner(tmp_path: Path):
    due = place(Action, "Due", 1)
    above = place(Action, "Due")
    source = a_workbook(tmp_path, lambda book: book["Actions"].merge_cells(f"{above}:{due}"))
    problem = Problem(code="odd", severity="error", message="m", fix="f", sheet="Actions", cell=due)

    content = annotated_copy(source, (problem,))

    assert "odd" in loaded(io.BytesIO(content or b""))["Actions"][above].comment.text


def test_a_sheet_of_the_same_name_is_kept(tmp_path: Path):
    def own(book: Workbook) -> None:
        book.create_sheet("problems")["A1"] = "Ours"

    book = loaded(checked(a_workbook(tmp_path, own), tmp_path))

    assert book.sheetnames[0] == "Problems (2)"
    assert book["problems"]["A1"].value == "Ours"


def test_a_checked_copy_that_is_checked_again_has_one_list(tmp_path: Path):
    again = tmp_path / "again.xlsx"
    again.write_bytes(annotated_copy(GOOD, ()) or b"")
    problem = Problem(code="odd", severity="error", message="m", fix="f", sheet="Actions", cell="B8")

    book = loaded(io.BytesIO(annotated_copy(again, (problem,)) or b""))

    assert [name for name in book.sheetnames if name.startswith("Problems")] == ["Problems"]
    assert book["Problems"]["B6"].value == "odd"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Problems"]


def test_a_workbook_without_a_problem_says_so():
    sheet = loaded(io.BytesIO(annotated_copy(GOOD, ()) or b"")).worksheets[0]

    assert sheet["A3"].value == "● Nothing to mend"
    assert sheet.max_row == 5


def test_a_workbook_without_styles_gets_some(tmp_path: Path):
    def bare(parts: dict[str, bytes]) -> None:
        del parts["xl/styles.xml"]
        rels, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
        parts[rels] = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts[rels])
        parts[types] = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*/>', b"", parts[types])
        for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
            parts[name] = re.sub(rb' s="\d+"', b"", parts[name])

    source = a_workbook(tmp_path, lambda book: put(book, "Due", "soon"))
    book = loaded(checked(rewritten(tmp_path / "bare.xlsx", source, bare), tmp_path))

    assert book["Actions"][place(Action, "Due")].border.left.style == "medium"
    assert book["Problems"]["A1"].font.sz == 19


@pytest.mark.parametrize("strict", [False, True], ids=["prefixed", "prefixed and strict"])
def test_a_workbook_whose_elements_have_prefixes_is_marked_like_any_other(strict: bool, tmp_path: Path):
    def prefixed(parts: dict[str, bytes]) -> None:
        ElementTree.register_namespace("x", MAIN[1:-1])
        for name in [
            name for name in parts if re.match(r"xl/(workbook|styles|worksheets/\w+|comments/\w+)\.xml", name)
        ]:
            parts[name] = ElementTree.tostring(ElementTree.fromstring(parts[name]), "utf-8")
            assert b"<x:" in parts[name]
        for name in [name for name in parts if strict and name.endswith((".xml", ".rels"))]:
            parts[name] = (
                parts[name]
                .replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
                .replace(MAIN[1:-1].encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            )

    source = rewritten(tmp_path / "prefixed.xlsx", MISREAD, prefixed)
    copy = checked(source, tmp_path)

    assert problems_of(copy) == problems_of(source) == problems_of(MISREAD)
    parts = parts_of(copy.read_bytes())
    sheet = next(part for part in parts.values() if b"waiting for Geir" in part and b"Checked copy of prefixed" in part)
    assert sheet.endswith(b"</x:worksheet>")
    if strict:
        transitional = (MAIN[1:-1].encode(), b"http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        assert [name for name, part in parts.items() if any(mark in part for mark in transitional)] == []
    else:
        assert "not-in-list" in loaded(copy)["Actions"]["L15"].comment.text


def test_the_same_workbook_gives_the_same_bytes(rich: Path, tmp_path: Path):
    before = rich.read_bytes()

    assert checked(rich, tmp_path).read_bytes() == checked(rich, tmp_path).read_bytes()
    assert rich.read_bytes() == before


def test_a_spreadsheet_of_another_format_gets_no_copy(tmp_path: Path):
    path = tmp_path / "contoso.ods"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert annotated_copy(path, ()) is None


def test_libreoffice_opens_the_copy_and_works_out_the_same(rich: Path, rich_copy: Path, tmp_path: Path):
    opened, original = recalculated([rich_copy, rich], tmp_path)

    assert opened.sheetnames == ["Problems", *original.sheetnames]
    for problem in problems_of(rich):
        assert problem.code in opened[problem.sheet][problem.cell].comment.text
    assert values(opened) == values(original)
    assert original["Start"]["B6"].value is not None

    saved = tmp_path / "recalculated" / rich.name
    copy = checked(saved, tmp_path)
    assert problems_of(copy) == problems_of(saved)
    assert values(loaded(copy, data_only=True)) == values(original)


def values(book: Workbook) -> dict[str, list[tuple[object, ...]]]:
    """The values of every sheet but the list of problems, below the row that a banner takes."""
    sheets = (sheet for sheet in book if sheet.title != "Problems")
    return {sheet.title: list(sheet.iter_rows(min_row=5, values_only=True)) for sheet in sheets}
