"""The rules for the parts of a workbook: rows, cells, merges, formats, lists, names; what a chart's may not hold."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pipeline.documents.soundness.facts import Facts, Fault, Name
from pipeline.documents.soundness.markup import attributes, count_of, heads, value, without_fallbacks

_ROWS, _COLUMNS = 1_048_576, 16_384
_LONGEST_TEXT, _LONGEST_LIST, _LONGEST_NAME = 32_767, 255, 31
_ROW = re.compile(r'<row(?= )[^<>]*? r="(\d+)"[^<>]*?(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r"<c( [^<>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*")
_VALUE = re.compile(r"<v>([^<]*)</v>")
_FORMULA = re.compile(r"<f(?: [^<>]*)?>([^<]+)</f>")
_SHARED = re.compile(r'<c [^<>]*?t="s"[^<>]*>(?:<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>')
_ADDRESS = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_IN_FORMULA = re.compile(r'"[^"]*"')
_SHEET_IN_FORMULA = re.compile(r"'((?:[^'\[\]]|'')+)'!|(?<![\w.'\]])([A-Za-z_][\w.]*)!")
_LIST = re.compile(r"<dataValidation (?=[^<>]*type=\"list\")[^<>]*>.*?<formula1>([^<]*)</formula1>", re.DOTALL)
_ILLEGAL_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_DEFINED = re.compile(r"<definedName ([^<>]*)>([^<]*)</definedName>")
_LEGAL_NAME = re.compile(r"^[^\W\d][\w.?\\]*$|^\\[\w.?\\]*$|^_xlnm\.\w+$")
_LIKE_A_CELL = re.compile(r"^[A-Za-z]{1,3}\d{1,7}$|^[Rr]\d*[Cc]\d*$|^[RrCc]$")
_SEQUENCE = (  # the order in which Excel wants the elements of a sheet
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter"),
    *("mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "drawing", "legacyDrawing", "tableParts"),
)
_IN_SEQUENCE = re.compile(rf"<({'|'.join(_SEQUENCE)})[ />]")
_LISTS = {  # the lists of the styles part, by what refers to them
    "cellXfs": "cell-style",
    "cellStyleXfs": "base-style",
    "dxfs": "differential-style",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
}
_ITEMS = {"cellXfs": "xf", "cellStyleXfs": "xf", "dxfs": "dxf", "fonts": "font", "fills": "fill", "borders": "border"}
_IN_FORMAT = {"fontId": "font", "fillId": "fill", "borderId": "border", "xfId": "base-style"}
_BUILT_IN_FORMATS = 164
_ESCAPES = (
    *(("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#10;", "\n")),
    ("&amp;", "&"),
)

Area = tuple[int, int, int, int]  # first column, first row, last column, last row


def sheet_facts(text: str) -> Facts:
    """What is to be known of one sheet."""
    text = without_fallbacks(text)
    faults = [*_rows(text), *_merges(text), *_lists(text), *_sequence(text)]
    uses: set[Name] = set()
    for element, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
        uses |= {("cell-style", value(head, attribute)) for head in heads(text, element)}
    if 't="s"' in text:
        uses |= {("shared-string", number) for number in _SHARED.findall(text)}
    uses |= {("differential-style", value(head, "dxfId")) for head in heads(text, "cfRule")}
    for formula in _FORMULA.findall(text):
        faults += _formula(formula)
        uses |= {("sheet", name) for name in _sheets_in(formula)}
    return Facts(tuple(faults), tuple(_embedded(text)), uses=frozenset(name for name in uses if name[1]))


def workbook_facts(text: str) -> Facts:
    """What is to be known of the part that lists the sheets."""
    sheets = [attributes(head) for head in heads(text, "sheet")]
    faults = [fault for sheet in sheets for fault in _sheet_name(sheet.get("name", ""))]
    if not any(sheet.get("state", "visible") == "visible" for sheet in sheets):
        faults.append(Fault("sheet-visible", "no sheet is visible", "one is"))
    makes: list[Name] = [("sheet", _plain(sheet.get("name", ""))) for sheet in sheets]
    makes += [("sheet-id", sheet.get("sheetId", "")) for sheet in sheets]
    uses: set[Name] = set()
    for head, formula in _DEFINED.findall(text):
        given = attributes(head)
        faults += _defined(given, formula, len(sheets))
        makes.append(("defined-name", f"{given.get('name', '')} {given.get('localSheetId', '')}".strip()))
        uses |= {("sheet", name) for name in _sheets_in(formula)}
    return Facts(tuple(faults), uses=frozenset(uses), makes=tuple(makes))


def styles_facts(text: str) -> Facts:
    """What is to be known of the part of formats."""
    makes: list[Name] = [("number-format", number) for number in re.findall(r'<numFmt [^<>]*?numFmtId="(\d+)"', text)]
    uses: set[Name] = set()
    for name, kind in _LISTS.items():
        listed = re.search(rf"<{name}(?: [^<>]*)?>(.*?)</{name}>", text, re.DOTALL)
        items = listed[1] if listed else ""
        makes += [(kind, str(number)) for number in range(count_of(items, _ITEMS[name]))]
        for head in heads(items, "xf"):
            given = attributes(head)
            uses |= {(_IN_FORMAT[key], given[key]) for key in _IN_FORMAT if key in given}
            if int(given.get("numFmtId", "0")) >= _BUILT_IN_FORMATS:
                uses.add(("number-format", given["numFmtId"]))
    return Facts(uses=frozenset(uses), makes=tuple(makes))


def strings_facts(text: str) -> Facts:
    """What is to be known of the shared strings."""
    return Facts(makes=tuple(("shared-string", str(number)) for number in range(count_of(text, "si"))))


def table_facts(text: str) -> Facts:
    """What is to be known of one table."""
    given = attributes(heads(text, "table")[0])
    faults: list[Fault] = []
    columns = [value(head, "name") for head in heads(text, "tableColumn")]
    if len({name.casefold() for name in columns}) < len(columns):
        faults.append(Fault("table-columns", "two columns of a table have the same name", "each has its own"))
    area = area_of(given.get("ref", ""))
    if area is None or area[2] - area[0] + 1 != len(columns):
        found = f"a table has {len(columns)} columns in {given.get('ref')}"
        faults.append(Fault("table-columns", found, "as many as its range"))
    makes = (("table-name", given.get("displayName", "")), ("table-id", given.get("id", "")))
    used = re.findall(r'dxfId="(\d+)"', text, re.IGNORECASE)
    return Facts(tuple(faults), uses=frozenset(("differential-style", number) for number in used), makes=makes)


def headers_faults(sheet: str, table: str, strings: str) -> Iterator[Fault]:
    """Columns of a table that are called otherwise in the cells of its first row."""
    given = attributes(heads(table, "table")[0])
    area = area_of(given.get("ref", ""))
    if area is None or given.get("headerRowCount") == "0":
        return
    row = next((cells for number, cells in _ROW.findall(sheet) if int(number) == area[1]), "")
    shared = [_words(item) for item in re.findall(r"<si(?: [^<>]*)?>(.*?)</si>|<si/>", strings, re.DOTALL)]
    shown = {}
    for head, content in _CELL.findall(row):
        cell = attributes(head)
        held = _VALUE.search(content)
        number = int(held[1]) if held and cell.get("t") == "s" and held[1].isdecimal() else len(shared)
        shown[cell.get("r", "")] = shared[number] if number < len(shared) else _words(content)
    for at, head in enumerate(heads(table, "tableColumn"), area[0]):
        name, cell_text = _plain(value(head, "name")), shown.get(f"{_letters(at)}{area[1]}", "")
        if re.sub(r"_x000a_|\n", "\n", name, flags=re.IGNORECASE) != cell_text:
            found = f"a column of a table is called {name!r}, its cell {_letters(at)}{area[1]} says {cell_text!r}"
            yield Fault("table-headers", found, "the same words")


def _embedded(text: str) -> Iterator[Fault]:
    """What a sheet of a chart's workbook may not hold: it shows plotted cells, as text and numbers."""
    if "<f>" in text or "<f " in text:
        yield Fault("workbook-formula", "a chart's workbook holds a formula", "text and numbers only")
    if "<hyperlink " in text:
        yield Fault("workbook-link", "a chart's workbook holds a link", "text and numbers only")


def area_of(reference: str) -> Area | None:
    """The cells of a reference such as "A1:C5", or None where it is none."""
    first, _, last = reference.partition(":")
    ends = [_ADDRESS.match(first), _ADDRESS.match(last or first)]
    if ends[0] is None or ends[1] is None:
        return None
    left, top, right, bottom = *_place(ends[0]), *_place(ends[1])
    inside = 0 < left <= right <= _COLUMNS and 0 < top <= bottom <= _ROWS
    return (left, top, right, bottom) if inside else None


def _place(address: re.Match[str]) -> tuple[int, int]:
    return _number_of(address[1]), int(address[2])


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _rows(text: str) -> Iterator[Fault]:
    before = 0
    for match in _ROW.finditer(text):
        number = int(match[1])
        if number <= before or number > _ROWS:
            yield Fault("row-order", f"row {number} stands after row {before}", f"rows in order, at most {_ROWS}")
        before = number
        yield from _cells(match[2] or "", number)


def _cells(row: str, number: int) -> Iterator[Fault]:
    before = 0
    for head, content in _CELL.findall(row):
        address, kind, column, stands_in = _cell(head)
        if stands_in != number or not before < column <= _COLUMNS:
            yield Fault("cell-order", f"the cell {address!r} stands in row {number}", "cells in order, in their row")
        before = column
        yield from _content(f"the cell {address}", kind, content)


@lru_cache(maxsize=4096)
def _cell(head: str) -> tuple[str | None, str, int, int]:
    """The address and the type of a cell, its column and its row; 0 and 0 where that is no address."""
    given = attributes(head)
    address = _ADDRESS.match(given.get("r", ""))
    column, row = _place(address) if address else (0, 0)
    return given.get("r"), given.get("t", "n"), column, row


def _content(cell: str, kind: str, content: str) -> Iterator[Fault]:
    held = _VALUE.search(content)
    if kind == "n" and held and held[1] and not _is_number(held[1]):
        yield Fault("cell-value", f"{cell} holds {held[1]!r} as a number", "a number")
    if kind == "b" and held and held[1] not in ("0", "1"):
        yield Fault("cell-value", f"{cell} holds {held[1]!r} as true or false", "1 or 0")
    length = len(_words(content)) if kind == "inlineStr" and len(content) > _LONGEST_TEXT else 0
    if length > _LONGEST_TEXT:
        yield Fault("cell-value", f"{cell} holds a text of {length} characters", f"at most {_LONGEST_TEXT}")


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _merges(text: str) -> Iterator[Fault]:
    areas: list[tuple[str, Area]] = []
    for reference in (value(head, "ref") for head in heads(text, "mergeCell")):
        area = area_of(reference)
        if area is None:
            yield Fault("merge", f"{reference!r} is merged", "cells of the sheet")
            continue
        for other, taken in areas:
            if area[0] <= taken[2] and taken[0] <= area[2] and area[1] <= taken[3] and taken[1] <= area[3]:
                yield Fault("merge", f"the merged cells {other} and {reference} overlap", "merged cells lie apart")
        areas.append((reference, area))


def _lists(text: str) -> Iterator[Fault]:
    for formula in _LIST.findall(text):
        words = _plain(formula)
        if words.startswith('"') and len(words) - 2 > _LONGEST_LIST:
            found = f"a drop-down list of {len(words) - 2} characters"
            yield Fault("validation-list", found, f"at most {_LONGEST_LIST}")


def _sequence(text: str) -> Iterator[Fault]:
    first = {match[1]: match.start() for match in reversed(tuple(_IN_SEQUENCE.finditer(text)))}
    there = [(first[name], name) for name in _SEQUENCE if name in first]
    for (at, name), (after, following) in pairwise(there):
        if after < at:
            yield Fault("element-order", f"{following} stands before {name}", "the elements of a sheet in their order")


def _formula(formula: str) -> Iterator[Fault]:
    bare = re.sub(r"'[^']*'", "", _IN_FORMULA.sub("", _plain(formula)))
    if bare.count("(") != bare.count(")") or '"' in bare or bare.startswith("="):
        yield Fault("formula", f"the formula {_plain(formula)[:60]!r} is broken", "a formula that Excel can read")


def _sheets_in(formula: str) -> Iterator[str]:
    for quoted, bare in _SHEET_IN_FORMULA.findall(_IN_FORMULA.sub("", _plain(formula))):
        yield quoted.replace("''", "'") or bare


def _sheet_name(written: str) -> Iterator[Fault]:
    name = _plain(written)
    illegal = _ILLEGAL_IN_SHEET_NAME.search(name) or name.startswith("'") or name.endswith("'")
    if not name.strip() or len(name) > _LONGEST_NAME or illegal:
        yield Fault("sheet-name", f"a sheet is called {name!r}", "1 to 31 characters, none of []:*?/\\")


def _defined(given: dict[str, str], formula: str, sheets: int) -> Iterator[Fault]:
    name, local = given.get("name", ""), given.get("localSheetId", "0")
    if not _LEGAL_NAME.match(name) or _LIKE_A_CELL.match(name):
        yield Fault("defined-name", f"a name is called {name!r}", "a letter, then letters, digits, _ and .")
    if not local.isdecimal() or int(local) >= sheets:
        yield Fault("defined-name", f"the name {name} is of the sheet {local}", f"one of {sheets} sheets")
    if "#REF!" in formula or not formula.strip():
        yield Fault("defined-name", f"the name {name} stands for {formula!r}", "cells that are there")


def _words(xml: str) -> str:
    return _plain("".join(re.findall(r"<t(?: [^<>]*)?>([^<]*)</t>", xml)))


def _plain(text: str) -> str:
    """The text without the escapes of XML."""
    if "&" not in text:
        return text
    for escape, letter in _ESCAPES:
        text = text.replace(escape, letter)
    return text
