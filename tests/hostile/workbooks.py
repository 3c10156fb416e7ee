"""Hostile workbooks, each made from an honest one, with what is to be told of it."""

import random
import re
import struct
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.hostile.packages import lying, overlapping, parts_of, saying, zip64, zipped
from tests.workbook.open_documents import an_ods, sheet_xml
from tests.workbooks import a_workbook

SHEET, BOOK, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
TYPES, RELATIONS, BOOK_RELATIONS = "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT_CELL, NUMBER_CELL = "C9", "C10"  # on sheet Account: where the figures are from, and employees


@dataclass(frozen=True)
class Case:
    """A hostile file, and what is told: the code and a piece of the sentence; code "" where it reads as it should."""

    content: bytes
    code: str = ""
    said: str = ""
    suffix: str = ".xlsx"


@cache
def honest() -> tuple[tuple[str, bytes], ...]:
    """The parts of a workbook without an error; one of its texts is a shared string."""
    with tempfile.TemporaryDirectory() as folder:
        parts = parts_of(a_workbook(Path(folder)).read_bytes())
    parts[STRINGS] = f'<sst xmlns="{MAIN}"><si><t>Own estimate</t></si></sst>'.encode()
    related = f'<Relationship Type="{OFFICE}/sharedStrings" Target="/{STRINGS}" Id="rIdStrings"/></Relationships>'
    parts[BOOK_RELATIONS] = parts[BOOK_RELATIONS].replace(b"</Relationships>", related.encode())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    parts[TYPES] = parts[TYPES].replace(b"</Types>", listed.encode())
    parts[SHEET] = with_cell(parts[SHEET], TEXT_CELL, 't="s"', "<v>0</v>")
    return tuple(parts.items())


def with_cell(sheet: bytes, cell: str, attributes: str, inside: str) -> bytes:
    """The sheet with a cell at the end of its row."""
    row = re.sub("[A-Z]", "", cell)
    pattern = rf'(<row r="{row}">.*?)</row>'.encode()
    written = f'<c r="{cell}" {attributes}>{inside}</c></row>'.encode()
    changed, count = re.subn(pattern, lambda found: found[1] + written, sheet, count=1, flags=re.DOTALL)
    assert count == 1
    return changed


def changed(**parts: bytes | None) -> bytes:
    """The honest workbook with other parts, by name; None takes one out."""
    made = {**dict(honest()), **parts}
    return zipped({name: part for name, part in made.items() if part is not None})


def put(part: str, content: bytes | None) -> bytes:
    return changed(**{part: content})


def edited(part: str, pattern: str, by: str) -> bytes:
    """The honest workbook with the first `pattern` in a part replaced."""
    text, count = re.subn(pattern, lambda _: by, dict(honest())[part].decode(), count=1, flags=re.DOTALL)
    assert count == 1, (part, pattern)
    return put(part, text.encode())


def cell(inside: str, attributes: str = "", at: str = NUMBER_CELL) -> bytes:
    """The honest workbook with one more cell."""
    return put(SHEET, with_cell(dict(honest())[SHEET], at, attributes, inside))


def stored(content: bytes) -> bytes:
    """The same parts, not packed, so that what is in them is met and not how they are packed."""
    return zipped(parts_of(content), zipfile.ZIP_STORED)


def rows(xml: str) -> bytes:
    return edited(SHEET, "</sheetData>", f"{xml}</sheetData>")


def after_rows(xml: str) -> bytes:
    return edited(SHEET, "</sheetData>", f"</sheetData>{xml}")


def with_part(name: str, content: bytes, kind: str, owner: str = BOOK_RELATIONS, mode: str = "") -> bytes:
    """The honest workbook with one more part and a relationship to it."""
    parts = dict(honest())
    relation = f'<Relationship Type="{OFFICE}/{kind}" Target="/{name}" Id="rIdMore"{mode}/></Relationships>'
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    relations = parts.get(owner, empty).replace(b"</Relationships>", relation.encode())
    return changed(**{name: content, owner: relations})


def sheets(*names: str) -> bytes:
    """The honest workbook with further sheets of these names, all of them one small part."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
    parts = parts_of(with_part("xl/worksheets/more.xml", sheet, "worksheet"))
    listed = "".join(
        f'<sheet xmlns:r="{OFFICE}" name="{name}" sheetId="{100 + number}" r:id="rIdMore"/>'
        for number, name in enumerate(names)
    )
    return zipped({**parts, BOOK: parts[BOOK].replace(b"</sheets>", f"{listed}</sheets>".encode())})


def document(rows: str) -> bytes:
    """A document of LibreOffice with one sheet, Account."""
    with tempfile.TemporaryDirectory() as folder:
        return an_ods(Path(folder), sheet_xml("Account", rows)).read_bytes()


# --- what they hold ---------------------------------------------------------------------------------------------------

XML = '<?xml version="1.0" encoding="UTF-8"?>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
ATTACKS = {
    "a billion laughs": (f"{XML}<!DOCTYPE x [{LAUGHS}]>", "&l9;"),
    "one long entity many times": (f'{XML}<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 50_000),
    "a file of this computer": (f'{XML}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    "a definition from elsewhere": (f'{XML}<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">', ""),
}
NO_NOISE = random.Random(7)


def _noise(size: int) -> bytes:
    return NO_NOISE.randbytes(size)


def _attacked(part: str, attack: str) -> bytes:
    head, entity = ATTACKS[attack]
    text = re.sub(r"<\?xml.*?\?>", "", dict(honest())[part].decode())
    return put(part, f"{head}{text.replace('Own estimate', entity or 'Own estimate')}".encode())


def bombs() -> dict[str, Case]:
    """What unpacks to far more than it is."""
    parts = dict(honest())
    inner = zipped({"a.xml": bytes(60 * 2**20)})
    sized = {f"xl/media/{number}.bin": _noise(320_000) for number in range(5)}
    total = zipped({**parts, **sized})
    for name in sized:
        total = saying(total, name, 22, struct.pack("<I", 60 * 2**20))
    return {
        "a bomb": Case(put(SHEET, b" " * 60 * 2**20), "too-large", "more than 200 times its size"),
        "a bomb in a bomb": Case(with_part("xl/embeddings/a.xlsx", inner, "package")),
        "a bomb that says it is small": Case(
            lying({**parts, STRINGS: parts[STRINGS] + b" " * 10**7}, STRINGS, len(parts[STRINGS])), "damaged", STRINGS
        ),
        "a sum that is too large": Case(total, "too-large", "more than 256 MB"),
        "names that share their bytes": Case(
            overlapping("xl/sheet_000000.xml", _noise(20_000), 2900), "damaged", "whole"
        ),
        "very many parts": Case(
            zipped({**parts, **{f"{n}.bin": b"" for n in range(3000)}}), "too-large", "3000 are allowed"
        ),
        "far more parts": Case(zipped({f"{n}": b"" for n in range(31_000)}), "too-large", "far more than"),
        "a part of 65 MB": Case(
            saying(zipped({**parts, "xl/a.bin": _noise(400_000)}), "xl/a.bin", 22, struct.pack("<I", 65 * 2**20)),
            "too-large",
            "unpacks to 65 MB",
        ),
        "XML of 17 MB": Case(
            put(STRINGS, b"<sst>" + b"%07d" % 7 * 10 + _noise(12 * 2**20).hex().encode()[: 17 * 2**20]),
            "too-large",
            "more text",
        ),
    }


def entities() -> dict[str, Case]:
    """Entities and definitions in each part that is read, in either format."""
    found = {}
    for attack in ATTACKS:
        for part in (STRINGS, BOOK, "docProps/core.xml"):
            found[f"{attack} in {part}"] = Case(_attacked(part, attack), "unsafe", part)
        head, entity = ATTACKS[attack]
        ods = parts_of(document("<table:table-row/>"))
        ods["content.xml"] = head.encode() + re.sub(rb"<\?xml.*?\?>", b"", ods["content.xml"]) + entity.encode()
        found[f"{attack} in a document of LibreOffice"] = Case(zipped(ods), "unsafe", "content.xml", ".ods")
    for encoding in ("utf-16", "utf-7", "cp037", "utf-32"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        found[f"an entity in {encoding}"] = Case(put("docProps/custom.xml", text.encode(encoding)), "unsafe", "custom")
    return found


def far_out() -> dict[str, Case]:
    """Sizes that lie, and things far out."""
    grid = "A1:XFD1048576"
    merges = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1000, 121_000, 2))
    long_text = "x" * 33_000
    ods = "<table:table-cell office:value-type='float' office:value='1'{}/>"
    return {
        "a cell at the far end": Case(
            rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "far-cell", "XFD1048576"
        ),
        "a cell beyond the far end": Case(
            rows('<row r="99999999"><c r="ZZZ99999999"><v>1</v></c></row>'), "far-cell", "ZZZ99999999"
        ),
        "a row beyond all numbers": Case(rows(f'<row r="{"9" * 400}"><c><v>1</v></c></row>'), "far-cell", "far out"),
        "a column of eight letters": Case(
            rows('<row r="90"><c r="AAAAAAAA90"><v>1</v></c></row>'), "damaged", "Account"
        ),
        "row 0": Case(rows('<row r="0"><c r="A0"><v>1</v></c></row>'), "damaged", "'Account'"),
        "row -1": Case(rows('<row r="-1"><c r="A-1"><v>1</v></c></row>'), "damaged", "'Account'"),
        "a row without a number": Case(rows('<row r="x"><c r="Ax"><v>1</v></c></row>'), "damaged", "'Account'"),
        "a dimension that lies": Case(edited(SHEET, '<dimension ref="[^"]*"', f'<dimension ref="{grid}"')),
        "a dimension that is none": Case(edited(SHEET, '<dimension ref="[^"]*"', '<dimension ref="x"')),
        "everything merged": Case(
            after_rows(f'<mergeCells><mergeCell ref="{grid}"/></mergeCells>'), "merged-area", "very large area"
        ),
        "many merges": Case(after_rows(f"<mergeCells>{merges}</mergeCells>"), "merged-area", "very large area"),
        "a merge of nothing": Case(after_rows('<mergeCells><mergeCell ref="x"/></mergeCells>'), "damaged", "'Account'"),
        "a merge turned round": Case(after_rows('<mergeCells><mergeCell ref="Z99:Y98"/></mergeCells>')),
        "everything merged, turned round": Case(
            after_rows('<mergeCells><mergeCell ref="A1048576:XFD1"/><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
            "merged-area",
            "very large area",
        ),
        "a rule over everything": Case(
            after_rows(
                f'<dataValidations><dataValidation type="list" sqref="{grid}"><formula1>$A:$XFD</formula1>'
                "</dataValidation></dataValidations>"
            )
        ),
        "a look over everything": Case(
            after_rows(
                f'<conditionalFormatting sqref="{grid}"><cfRule type="expression" priority="1"><formula>1</formula>'
                "</cfRule></conditionalFormatting>"
            )
        ),
        "hidden columns without a beginning": Case(
            edited(SHEET, "<sheetData>", f'<cols><col min="-{"9" * 30}" max="1" hidden="1"/></cols><sheetData>')
        ),
        "hidden columns without end": Case(
            edited(SHEET, "<sheetData>", f'<cols><col min="90" max="{"9" * 30}" hidden="1"/></cols><sheetData>')
        ),
        "a table over everything": Case(
            with_part(
                "xl/tables/t.xml",
                f'<table xmlns="{MAIN}" displayName="T" ref="{grid}"/>'.encode(),
                "table",
                "xl/worksheets/_rels/sheet1.xml.rels",
            )
        ),
        "a table of no place": Case(
            with_part(
                "xl/tables/t.xml",
                f'<table xmlns="{MAIN}" displayName="T" ref="A1:ZZZZZ9"/>'.encode(),
                "table",
                "xl/worksheets/_rels/sheet1.xml.rels",
            ),
            "damaged",
            "'Account'",
        ),
        "many sheets": Case(sheets(*(f"S{number}" for number in range(1500)))),
        "a sheet name of 10,000 letters": Case(sheets("n" * 10_000)),
        "sheet names no Excel would take": Case(sheets("a/b:c*d?[e]\\", "", "../x", "'")),
        "a sheet twice": Case(sheets("Account"), "sheet-twice", "Account"),
        "many strings": Case(put(STRINGS, b"<sst>" + b"<si><t>a</t></si>" * 400_000 + b"</sst>"), "too-large", STRINGS),
        "a very long text": Case(cell(f"<is><t>{long_text}</t></is>", 't="inlineStr"', "D9"), "", ""),
        "a text longer than a cell": Case(
            put(STRINGS, f'<sst xmlns="{MAIN}"><si><t>{long_text}</t></si></sst>'.encode()), "text-too-long", "32,767"
        ),
        "a text of 100,000 runs": Case(
            stored(put(STRINGS, f'<sst xmlns="{MAIN}"><si>{"<r><t>a</t></r>" * 100_000}</si></sst>'.encode())),
            "text-too-long",
            "32,767",
        ),
        "a value repeated without end": Case(
            document(
                '<table:table-row table:number-rows-repeated="1048576">'
                + ods.format(' table:number-columns-repeated="16384"')
                + "</table:table-row>"
            ),
            "far-cell",
            "",
            ".ods",
        ),
        "a span without end": Case(
            document(
                "<table:table-row>"
                + ods.format(' table:number-rows-spanned="1048576" table:number-columns-spanned="16384"')
                + "</table:table-row>"
            ),
            "merged-area",
            "",
            ".ods",
        ),
        "a count that is none": Case(
            document('<table:table-row table:number-rows-repeated="x"/>'), "damaged", "", ".ods"
        ),
        "spaces without end": Case(
            document(
                "<table:table-row><table:table-cell office:value-type='string'><text:p><text:s text:c='999999999'/>a"
                "</text:p></table:table-cell></table:table-row>"
            ),
            "sheet-missing",
            "",
            ".ods",
        ),
    }


def cells() -> dict[str, Case]:
    """One bad cell: it is named, and nothing else is lost."""
    numbers = {
        "a number of a million digits": ("9" * 10**6, NUMBER_CELL),
        "a number without end": ("1e400", NUMBER_CELL),
        "no number at all": ("NaN", NUMBER_CELL),
        "infinity": ("Infinity", NUMBER_CELL),
        "a number in words": ("ten", NUMBER_CELL),
        "a number with an exponent of a million": ("1e1000000", NUMBER_CELL),
    }
    dates = ("2026-13-45", "0000-00-00", "9999999-01-01", "2026-01-01T25:61:00", "yesterday")
    at = f"Account!{NUMBER_CELL}"
    return {
        **{name: Case(cell(f"<v>{value}</v>"), "error-cell", place) for name, (value, place) in numbers.items()},
        **{f"the day {day}": Case(cell(f"<v>{day}</v>", 't="d"'), "error-cell", NUMBER_CELL) for day in dates},
        "a string that is not there": Case(cell("<v>7</v>", 't="s"'), "error-cell", NUMBER_CELL),
        "string -1": Case(cell("<v>-1</v>", 't="s"'), "error-cell", NUMBER_CELL),
        "a number as Python writes it": Case(cell("<v>1_000</v>"), "error-cell", NUMBER_CELL),
        "string 10 to the 30th": Case(cell(f"<v>{10**30}</v>", 't="s"'), "error-cell", NUMBER_CELL),
        "a style that is not there": Case(cell("<v>7</v>", 's="99999"')),
        "style -1": Case(cell("<v>7</v>", 's="-1"')),
        "style x": Case(cell("<v>7</v>", 's="x"')),
        "style x on a bad number": Case(cell("<v>seven</v>", 's="x"'), "error-cell", NUMBER_CELL),
        "a kind that is not there": Case(cell("<v>7</v>", 't="zz"')),
        "an error of its own": Case(cell("<v>#EVIL!</v>", 't="e"'), "error-cell", NUMBER_CELL),
        "a cell twice": Case(cell("<v>7</v>", at="C4")),
        "a formula that runs a program": Case(cell("<f>cmd|'/c calc'!A1</f><v>7</v>"), "formula", at),
        "a formula that asks the web": Case(
            cell('<f>WEBSERVICE("http://127.0.0.1")</f>'), "formula-not-calculated", "C10"
        ),
        "a formula of 9,000 brackets": Case(cell(f"<f>{'(' * 9000}1{')' * 9000}</f><v>7</v>"), "formula", at),
        "days of the 1904 calendar": Case(edited(BOOK, "<workbookPr/>", '<workbookPr date1904="1"/>')),
    }


def broken() -> dict[str, Case]:
    """Parts that are missing, damaged, elsewhere, or written in another way."""
    parts = dict(honest())
    sheet = parts[SHEET].decode()
    deep = "<a>" * 100_000 + "</a>" * 100_000
    declared = '<?xml version="1.0" encoding="utf-16"?>'
    return {
        "no list of kinds": Case(put(TYPES, None), "not-a-workbook", "without a workbook"),
        "no relationships": Case(put(RELATIONS, None)),
        "no workbook part": Case(put(BOOK, None), "damaged", "list of sheets"),
        "no relationships of the workbook": Case(put(BOOK_RELATIONS, None), "damaged", "list of sheets"),
        "no sheet": Case(put(SHEET, None), "damaged", "sheet 'Account' is missing"),
        "no strings": Case(put(STRINGS, None), "error-cell", TEXT_CELL),
        "no styles": Case(put(STYLES, None), "not-a-date", "formatted as a date"),
        "no properties": Case(changed(**{"docProps/app.xml": None, "docProps/core.xml": None})),
        "all sheets taken off the list": Case(edited(BOOK, "<sheets>.*</sheets>", "<sheets/>"), "damaged", "no work"),
        "another kind for the workbook": Case(
            edited(TYPES, "spreadsheetml.sheet.main", "theme"), "not-a-workbook", "main part"
        ),
        "the kind of a Word document": Case(
            edited(TYPES, "spreadsheetml.sheet.main", "wordprocessingml.document.main"), "not-a-workbook", "Word"
        ),
        "no kind for a sheet": Case(edited(TYPES, '<Override PartName="/xl/worksheets/sheet1.xml"[^>]*>', "")),
        "a part that is related to itself": Case(
            with_part(SHEET, parts[SHEET], "worksheet", "xl/worksheets/_rels/sheet1.xml.rels")
        ),
        "a circle of relationships": Case(
            with_part(BOOK, parts[BOOK], "table", "xl/worksheets/_rels/sheet1.xml.rels"), "damaged", "'Account'"
        ),
        "a sheet outside the file": Case(
            edited(BOOK_RELATIONS, "/xl/worksheets/sheet1.xml", "../../../../etc/passwd"), "damaged", "missing"
        ),
        "a sheet on the web": Case(
            edited(BOOK_RELATIONS, "/xl/worksheets/sheet1.xml", "http://127.0.0.1/a.xml"), "damaged", "missing"
        ),
        "strings outside the file": Case(
            edited(BOOK_RELATIONS, f"/{STRINGS}", "file:///etc/passwd"), "error-cell", TEXT_CELL
        ),
        "another workbook": Case(
            with_part("xl/externalLinks/l.xml", b'<externalLink><externalBook id="a"/></externalLink>', "externalLink")
        ),
        "macros": Case(with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0", "vbaProject"), "macros", "not run"),
        "an OLE object": Case(with_part("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" * 99, "oleObject")),
        "elements in elements without end": Case(after_rows(deep)),
        "elements in elements among the properties": Case(put("docProps/custom.xml", deep.encode())),
        "an attribute of 15 MB": Case(after_rows(f'<a b="{_noise(7_500_000).hex()}"/>')),
        "a million attributes": Case(after_rows("<a " + " ".join(f'a{n}=""' for n in range(300_000)) + "/>"), "", ""),
        "a million elements": Case(after_rows("<a/>" * 1_000_001), "too-large", SHEET),
        "nearly a million elements": Case(stored(after_rows("<a/>" * 990_000))),
        "a row of 300,000 cells": Case(stored(rows(f'<row r="90">{"<c/>" * 300_000}</row>'))),
        "300,000 empty rows": Case(stored(rows("<row/>" * 300_000))),
        "zero bytes": Case(put(SHEET, sheet.replace("Contoso", "Con\0toso").encode()), "damaged", "'Account'"),
        "control characters": Case(put(SHEET, sheet.replace("Contoso", "Con\x07toso").encode()), "damaged", ""),
        "half a letter": Case(put(SHEET, sheet.encode().replace(b"Contoso", b"Con\xc3toso")), "damaged", "'Account'"),
        "a letter too long": Case(put(SHEET, sheet.encode().replace(b"Contoso", b"\xc0\xaf")), "damaged", "'Account'"),
        "half a pair": Case(
            put(SHEET, sheet.replace("Contoso", "Con\ud800").encode(errors="surrogatepass")), "damaged"
        ),
        "a reference to no character": Case(
            put(SHEET, sheet.replace("Contoso", "&#xFFFE;").encode()), "damaged", "'Account'"
        ),
        "a sheet in UTF-16": Case(put(SHEET, (declared + sheet).encode("utf-16"))),
        "a sheet that says UTF-16 and is not": Case(put(SHEET, (declared + sheet).encode()), "damaged", "'Account'"),
        "a byte order mark": Case(put(SHEET, b"\xef\xbb\xbf" + sheet.encode())),
        "two byte order marks": Case(put(SHEET, b"\xef\xbb\xbf\xef\xbb\xbf" + sheet.encode()), "damaged", "'Account'"),
        "unclosed XML": Case(put(SHEET, sheet.replace("</worksheet>", "").encode()), "damaged", "'Account'"),
        "something behind the XML": Case(put(SHEET, (sheet + "<a/>").encode()), "damaged", "'Account'"),
        "an empty sheet": Case(put(SHEET, b""), "damaged", "'Account'"),
        "an attribute twice": Case(edited(SHEET, '<c r="C4"', '<c r="C4" r="C5"'), "damaged", "'Account'"),
        "a stylesheet and an inclusion": Case(
            put(
                SHEET,
                b'<?xml-stylesheet href="http://127.0.0.1/a.xsl"?>'
                + sheet.replace(
                    "<sheetData>",
                    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/><sheetData>',
                ).encode(),
            )
        ),
        "strings that are none": Case(put(STRINGS, b"<sst"), "damaged", "list of sheets"),
        "styles that are none": Case(put(STYLES, b"\0\1\2"), "damaged", "styles"),
        "properties that are none": Case(put("docProps/custom.xml", b"<<<")),
        "a picture that is none": Case(with_part("xl/media/image1.png", b"MZ\x90", "image")),
        "kinds that are none": Case(put(TYPES, b"\xff\xff\xff"), "not-a-workbook", "main part"),
    }


def packings() -> dict[str, Case]:
    """Zips that are packed, named or cut in other ways."""
    parts = dict(honest())
    whole = zipped(parts)
    found = {
        "stored": Case(zipped(parts, zipfile.ZIP_STORED)),
        "64-bit headers": Case(zip64(parts)),
        "a comment": Case(zipped(parts, comment=b"Dear all")),
        "a comment that says it is the end": Case(zipped(parts, comment=b"PK\5\6" * 9), "damaged", "whole"),
        "packed by bzip2": Case(zipped(parts, zipfile.ZIP_BZIP2), "unsafe", "packed in a way"),
        "packed by LZMA": Case(zipped(parts, zipfile.ZIP_LZMA), "unsafe", "packed in a way"),
        "deflate64": Case(saying(whole, SHEET, 8, struct.pack("<H", 9)), "unsafe", "packed in a way"),
        "encrypted": Case(saying(whole, SHEET, 6, struct.pack("<H", 1)), "password", "protected by a password"),
        "something in front": Case(b"GIF89a" + whole, "not-a-workbook", "not an Excel workbook"),
        "something behind": Case(whole + bytes(5000)),
        "a checksum that is wrong": Case(saying(whole, SHEET, 14, b"\1\2\3\4"), "damaged", SHEET),
        "a part twice": Case(zipped({**parts, "XL/workbook.xml": b"<a/>"}), "damaged", "twice"),
        "a part twice by its slash": Case(zipped({**parts, "xl\\workbook.xml": b"<a/>"}), "damaged", "twice"),
        "backslashes": Case(zipped({name.replace("/", "\\"): part for name, part in parts.items()})),
        "capitals": Case(zipped({name.upper(): part for name, part in parts.items()})),
        "no name": Case(zipped({**parts, "": b"a"}), "damaged", "whole"),
        "a name of 60,000 letters": Case(zipped({**parts, "n" * 60_000: b"a"})),
        "a name in no letters": Case(zipped({**parts, "xl/\u202e\ufffe\U0001f4a3.bin": b"a"})),
    }
    for name in ("../../evil.xml", "/etc/passwd", "\\\\server\\share", "C:\\evil.exe", "xl/../../evil"):
        found[f"a part called {name}"] = Case(zipped({**parts, name: b"a"}), "unsafe", "outside the file")
    for share in (1, 10, 50, 90, 99):
        found[f"{share} % of a file"] = Case(whole[: len(whole) * share // 100], "damaged", "not copied whole")
    for cut in (1, 10, 21):
        found[f"{cut} bytes cut off"] = Case(whole[:-cut], "damaged", "not copied whole")
    return found


GROUPS = (bombs, entities, far_out, cells, broken, packings)
