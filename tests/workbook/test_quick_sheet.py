"""The quick reading gives the cells that the careful one gives, or leaves a sheet to it."""

import datetime
import random
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.problems import WorkbookRefused
from pipeline.workbook.book import Book
from pipeline.workbook.quick_sheet import OutOfTheOrdinary, Shared, ordinary_sheet
from pipeline.workbook.reader import read_carefully, read_workbook
from tests.builders import STANDARDS_FILE
from tests.commands import need
from tests.workbook.test_preflight import with_part
from tests.workbook.test_reader import HEAD, SHEET, damaged, with_values, with_xml

SAMPLES = sorted(STANDARDS_FILE.parents[1].glob("samples/**/*.xlsx"))
READABLE = [path for path in SAMPLES if path.stem != "not-a-workbook"]
SHARED = Shared(["shared", ""], ["General", "yyyy-mm-dd"], frozenset({1}), frozenset(), datetime.datetime(1899, 12, 30))


def spare(*numbers: int, about: str = "") -> str:
    """Rows in which nothing stands but a formula that is filled down, and blank cells."""
    return "".join(
        f'<row r="{n}"{about}><c r="A{n}" s="1"><f t="shared" si="8"/></c><c r="B{n}"/><c r="C8{n}" s="8"/></row>'
        for n in numbers
    )


HIDDEN = ' hidden="1"'
CELLS = [
    '<c r="A1"><v>1</v></c>',
    '<c r="A1" t="n"><v>-0.5</v></c>',
    '<c r="A1"><v>1E+20</v></c><c r="B1"><v>1e5</v></c><c r="C1"><v>1.</v></c><c r="D1"><v>.5</v></c>',
    '<c r="A1"><v>99999999999999999999999</v></c><c r="B1"><v>1_000</v></c><c r="C1"><v> 7 </v></c>',
    '<c r="A1"><v>1E400</v></c><c r="B1"><v>nan</v></c><c r="C1"><v>twelve</v></c><c r="D1"><v>٣</v></c>',
    '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="b"><v>2</v></c>',
    '<c r="A1" t="b"><v>true</v></c>',
    '<c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><v>1</v></c>',
    '<c r="A1" t="d"><v>2026-03-04</v></c><c r="B1" t="d"><v>2026-99-99</v></c>',
    '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>777</v></c>',
    '<c r="A1" t="s"><v>-1</v></c><c r="B1" t="s"></c><c r="C1" t="s"><v/></c>',
    '<c r="A1" t="str"><v>text</v></c><c r="B1" t="str"><f>IF(A1,"","")</f><v></v></c>',
    '<c r="A1" t="str"><f>A1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>X</f></c><c r="D1"><f/><v>2</v></c>',
    '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1&amp;"&lt;"</f><v>3</v></c><c r="B1"><f t="shared" si="0"/></c>',
    '<c r="A1"><f t="array" ref="A1">SUM(B1:B2)</f><v>3</v></c><c r="B1"><f aca="false">1</f><v>1</v></c>',
    '<c r="A1"><f ref="x" ref="y">1</f><v>1</v></c>',
    '<c r="A1" t="inlineStr"><is><t>a_x000D_b _x005F_x000D_ &#10;&#x41;&quot;&apos;</t></is></c>',
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve">  spaces  </t></is></c>',
    '<c r="A1" t="inlineStr"><is><t/></is></c>',
    '<c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1" t="inlineStr"><is/></c><c r="C1" t="inlineStr"/>',
    '<c r="A1" t="inlineStr"><is><r><t>bold</t></r><r><t> plain</t></r><rPh><t>no</t></rPh></is></c>',
    '<c r="A1" t="inlineStr"><v>7</v></c><c r="B1" t="inlineStr"><f>A1</f><is><t>x</t></is></c>',
    '<c r="A1"><is><t>text in a number</t></is></c>',
    '<c r="A1" t="str"><v>&bad;</v></c>',
    '<c r="A1" t="str"><v>&#0;</v></c>',
    '<c r="A1" t="str"><v>&#55296;</v></c>',
    '<c r="A1" t="str"><v>a ]]> b</v></c>',
    '<c r="A1" t="str"><v>one\r\ntwo\rthree\nfour\tfive</v></c>',
    '<c r="A1" t="str"><v>a\x01b</v></c>',
    '<c r="A1" t="str"><v>\ufffe</v></c>',
    '<c r="A1" t="str"><v>€ ü 漢 \U0001f600 \x85 \u2028</v></c>',
    '<c r="A1" t="str"><v><![CDATA[<b>]]></v></c>',
    '<c r="A1"><!-- said --><v>1</v></c>',
    "<c><v>1</v></c><c/><c><v>3</v></c>",
    '<c r="a1"><v>1</v></c>',
    '<c r="A2"><v>1</v></c>',
    '<c r="A0"><v>1</v></c>',
    '<c r="A01"><v>1</v></c>',
    '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
    '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>',
    '<c r="A1" s="9999"><v>1</v></c><c r="B1" s="x"><v>2</v></c>',
    '<c s="0" r="A1"><v>1</v></c>',
    '<c r="A1" r="A1"/>',
    '<c r="A1" cm="1"><v>1</v></c>',
    '<c r="A1" t="z"><v>1</v></c>',
    '<c r="XFD1"><v>1</v></c>',
    '<c r="XFD1"/><c r="ZZZZZ1"/>',
    '<c r="A1"><v>1</v><v>2</v></c>',
    '<c r="A1"><v>1</v></c >',
    '<c r="A1"><v>1</c>',
    '<c r="A1"><v>1</v></c></row><c r="A2"><v>2</v></c><row r="3">',
    '<c r="A1"/></row><c r="A2"/><row r="3">',
    '<c r="A1"/></row></row><row r="3">',
    '<c r="A1"/><row r="3"></row>',
    '</row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="true"/><row r="4" hidden="0">',
    '</row><row r="30000"><c r="A30000"/></row><row r="30001" hidden="1">',
    '</row><row r="30000"><c r="A30000"><v>1</v></c>',
    '</row><row r="2" ht="1" ht="2">',
    '</row><row r="2" other:ht="1">',
    '</row><row><c r="B2"><v>1</v></c>',
    '</row>\n<row r="2">\n<c r="B2"><v>1</v></c>',
    '</row><row r="1"><c r="B1"><v>2</v></c>',
    '</row><row r="2" ht="18"><c r="A2" s="1"><f t="shared" si="0"/></c><c r="B2"/></row><row r="3"></row><row r="4">',
    '<c r="A1"/></row><row r="2" spans="1:2"><c r="A2" t="str"><f t="shared" si="0"/><v></v></c></row><row r="4">',
    '</row><row r="2"><c r="A2" s="9999"><f t="shared" si="0"/><v></v></c></row><row r="2"><c r="B2"><v>1</v></c>',
    '</row><row r="2" hidden="1"><c r="A2"><f t="shared" si="0"/></c></row><row r="4">',
    '</row><row r="2"><c r="A3"><f t="shared" si="0"/></c></row><row r="4">',
    '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row><row r="4">',
    '</row><row r="30000"><c r="A30000"><f t="shared" si="0"/></c></row><row r="30001">',
    '</row><row r="2"><c r="XFD2"><f t="shared" si="0"/></c></row><row r="3">',
    '</row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row></row><row r="3">',
    f"</row>{spare(2, 3, 4)}<row r='5'>",
    f'</row>{spare(9, 10, 11)}<row r="12"><c r="A12"><v>1</v></c></row>{spare(13)}<row r="14">',
    f'</row>{spare(5, 4)}<row r="3"><c r="A3"><v>1</v></c></row>{spare(2)}<row r="6">',
    f'</row>{spare(2, 2)}<row r="6">',
    f"</row>{spare(2, 3, about=HIDDEN)}{spare(4)}<row r='5'>",
    f"</row>{spare(2, 3, about=HIDDEN.replace(chr(34), chr(39)))}<row r='5'>",
    "</row>" + spare(8, 9, 10, about=' ht="8"') + '<row r="11">',
    "</row>" + spare(2, about=' ht="1" ht="2"') + '<row r="3">',
    "</row>" + spare(2, about=' x14ac:dyDescent="0.25"') + '<row r="3">',
    "</row>" + spare(2, 3, about=' xml:space="default"') + '<row r="4">',
    f'</row>{spare(19_999, 20_000, 20_001)}<row r="20002">',
    f'</row><row r="2"><c r="A2"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>{spare(3)}<row r="4">',
]
AFTER = [
    '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    "<!-- <sheetData><row/></sheetData> -->",
    "<sheetData></sheetData>",
    "<broken>",
    '<x:row xmlns:x="other"/>',
    '<row r="9"><c r="A9"><v>1</v></c></row>',
    '<s:row xmlns:s="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><s:c r="A1"><s:v>2</s:v></s:c></s:row>',
    '<extLst xmlns="other"><mergeCell ref="A1:B2"/></extLst>',
    '<cols><col min="2" max="2" hidden="1"/></cols>',
    "<!-- hidden -->",
    "<!-- </sheetData> -->",
    "--> <!-- </sheetData>",
    "</worksheet><worksheet>",
    "<?row hidden?>",
    "<a:b/>",
    "<b>&c;</b>",
    "<rowBreaks/>",
]


def outcome(read, path: Path) -> object:
    """What a reading gives: each cell with the type of its value, or the refusal."""
    try:
        book = read(path)
    except WorkbookRefused as refusal:
        return str(refusal)
    return book, typed(book)


def typed(book: Book) -> list[tuple[object, ...]]:
    rows = [row for sheet in book.sheets for row in sheet.rows.values()]
    return [(column, type(cell.value), str(cell.value)) for row in rows for column, cell in row.items()]


def both_alike(path: Path) -> bool:
    return outcome(read_workbook, path) == outcome(read_carefully, path)


def is_ordinary(content: bytes) -> bool:
    """Is the sheet read without the careful reader?"""

    def never(row: int, element: object) -> None:
        raise OutOfTheOrdinary

    try:
        ordinary_sheet(content, SHARED, never)
    except OutOfTheOrdinary:
        return False
    return True


@pytest.mark.parametrize("cells", CELLS)
def test_every_kind_of_cell_is_read_alike(tmp_path, cells):
    assert both_alike(with_xml(tmp_path, f'<row r="1">{cells}</row>'))


@pytest.mark.parametrize("after", AFTER)
def test_what_stands_around_the_cells_is_read_alike(tmp_path, after):
    assert both_alike(with_xml(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>', after))


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("<worksheet", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet'),
        HEAD.replace("<worksheet", '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet'),
        HEAD.replace("<sheetData>", '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'),
        HEAD.replace("<sheetData>", "<!-- <sheetData> --><sheetData>"),
        HEAD.replace("main", "other"),
        HEAD.replace("xmlns=", 'xmlns:x="other" xmlns='),
        HEAD.replace("<sheetData>", '<sheetData xmlns="other">'),
        HEAD.replace("<worksheet xmlns=", "<worksheet xmlns:a=").replace(">", " b=' xmlns=\"c\"'>", 1),
        HEAD.replace("<worksheet", "<worksheet b=\"' xmlns='\""),
    ],
)
def test_however_the_part_begins_it_is_read_alike(tmp_path, head):
    xml = f'{head}<row r="1" x:dy="1"><c r="A1" t="str"><v>é</v></c></row></sheetData></worksheet>'
    for content in (xml, xml.replace(' x:dy="1"', "")):
        assert both_alike(with_part(with_values(tmp_path, 1), SHEET, content.encode()))


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_every_sample_is_read_alike_and_quickly(path):
    assert both_alike(path)
    if path.parent.name == "samples":
        with zipfile.ZipFile(path) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        tables = [sheet for sheet in sheets if b"<tableParts" in sheet]
        assert tables
        assert all(b"<r><rPr>" in sheet or is_ordinary(sheet) for sheet in tables)


def of_every_kind(path: Path) -> Path:
    """A workbook with a value of every kind that openpyxl writes."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["text", "  edges \n", "", "_x000D_", "a<b>&\"c'", True, False, 7, -0.5, 1e300, 2**60, "=1+1"])
    when = datetime.datetime(2026, 3, 4, 9, 30)
    sheet.append([when, when.date(), when.time(), datetime.timedelta(hours=36), "#REF!", None, "=NA()"])
    sheet.append([CellRichText("plain ", TextBlock(InlineFont(b=True), "bold")), 0.18, 1250])
    sheet["B3"].number_format, sheet["C3"].number_format = "0%", '#,##0 "€"'
    sheet.merge_cells("E4:F5")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(path)
    return path


def test_what_openpyxl_and_libreoffice_save_is_read_alike(tmp_path):
    sources = [of_every_kind(tmp_path / "kinds.xlsx"), *READABLE[:1]]
    command = [
        need("soffice"),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    saved = tmp_path / "saved"
    subprocess.run([*command, "--outdir", saved, *sources], check=True, capture_output=True, timeout=180)

    for source in sources:
        assert both_alike(source)
        assert both_alike(saved / source.name)


def test_no_damage_is_read_otherwise(tmp_path):
    path = of_every_kind(tmp_path / "kinds.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    dice = random.Random(11)
    pieces = [cell.encode() for cell in CELLS] + [b'"', b">", b"/", b" ", b"&", b"<v>", b"</row>", b"\xff", b"\0"]
    refused = 0
    for _ in range(300):
        at = dice.randrange(len(sheet))
        content = damaged(sheet, dice) if dice.random() < 0.5 else sheet[:at] + dice.choice(pieces) + sheet[at:]
        with_part(path, SHEET, content)
        quick, careful = outcome(read_workbook, path), outcome(read_carefully, path)
        refused += isinstance(careful, str)
        assert quick == careful, content

    assert 50 < refused < 290


def test_spare_rows_as_excel_writes_them_are_read_quickly(tmp_path):
    head = HEAD.replace(
        "<worksheet", '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    )
    formula = '<f t="shared" si="0"/><v></v>'
    rows = "".join(
        f'<row r="{n}" spans="1:2" ht="18" x14ac:dyDescent="0.25"><c r="A{n}" s="1" t="str">{formula}</c></row>'
        for n in range(7, 12)
    )
    content = f"{head}{rows}</sheetData></worksheet>".encode()
    path = with_part(with_values(tmp_path, 1), SHEET, content)
    book = read_workbook(path)

    assert is_ordinary(content)
    assert book.sheets[0].rows.written == {}
    assert list(book.sheets[0].rows) == [7, 8, 9, 10, 11]
    assert book == read_carefully(path)


def test_a_sheet_of_spare_rows_that_ends_badly_takes_one_pass_only():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/></c><c r="B{n}"/></row>' for n in range(1, 19_000))

    assert is_ordinary(f"{HEAD}{rows}</sheetData></worksheet>".encode())
    assert not is_ordinary(f'{HEAD}{rows}<row r="19000"><x/></row></sheetData></worksheet>'.encode())


def test_a_sheet_of_blank_cells_that_ends_badly_takes_one_pass_only():
    blanks = "".join(f'<c r="A{number}" s="1"/>' for number in range(100_000))

    assert not is_ordinary(f'{HEAD}<row r="1">{blanks}<x/></row></sheetData></worksheet>'.encode())
