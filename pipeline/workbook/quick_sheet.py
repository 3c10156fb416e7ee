"""An ordinary sheet's cells in one scan over its bytes; what is out of the ordinary is left to the careful reader."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree

from pipeline.workbook.addresses import columns
from pipeline.workbook.book import GENERAL, Cell, Value
from pipeline.workbook.gathering import LAST_COLUMN, LAST_ROW
from pipeline.workbook.markup import legal, unescaped
from pipeline.workbook.number_formats import duration, moment

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LARGEST = 2**23  # bytes; a larger sheet is read piece by piece, not held as tokens
_TEXT = rb"[^<>\x00-\x08\x0b-\x1f]*+"  # no raw carriage return either: XML would read it as a line feed
# All tokens of a sheet's rows, one right after the other. Possessive throughout, so that no sheet takes two passes;
# the last alternative takes all that is left where no other fits.
_BLANK = rb'<c r="[A-Z0-9]++"(?: s="[0-9]++")?+(?: t="n")?+(?:/>|></c>)'
_ORDINARY = (
    rb'<c r="([A-Z]++)([0-9]++)"(?: s="([0-9]++)")?+(?: t="(n|s|str|b|inlineStr)")?+>'
    rb"(?:(<f[^<>/]*+)(?:/>|>(%(text)s)</f>))?+"
    rb"(?:<v>(%(text)s)</v>|<v/>"
    rb'|(<is>)<t(?: xml:space="preserve")?+>(%(text)s)</t></is>)?+</c>'
)
# Rows in which no value stands: blank cells, and formulas that are filled down and were not worked out or gave no text.
_SPARE_ROWS = (
    rb'((?:<row r="(?P<spare>[1-9][0-9]*+)"(?: spans="[0-9: ]*+")?+(?: s="[0-9]++")?+(?: customFormat="\w++")?+'
    rb'(?: ht="[0-9.]++")?+(?: customHeight="\w++")?+>'
    rb'(?:%s|<c r="[A-Z]++(?P=spare)"(?: s="[0-9]++")?+(?: t="str")?+><f t="shared" si="[0-9]++"/>(?:<v></v>)?+</c>)*+'
    rb"</row>)++)"
) % _BLANK
_SPARE_PIECE = re.compile(rb'<row r="([0-9]++)"|<c r="([A-Z]++)[0-9]++"(?: s="([0-9]++)")?+(?: t="(str)")?+><f')
_ROW = rb'(</row>)?+(?:%s|<row r="([1-9][0-9]*+)"([^<>/]*+)(/?+)>)' % _SPARE_ROWS
_OTHER = rb'(<c r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+(?: (?!s=)[^<> ]*+)*+>(?:[^<]++|<(?!/c>|c[ >/]))*+</c>)'
_TOKEN = re.compile(
    rb"((?:%s)*+)(?:%s|%s|%s|</row>\Z|((?s:.)++))" % (_BLANK, _ORDINARY % {b"text": _TEXT}, _ROW, _OTHER)
)
# What attributes usually are; others are parsed, as each may stand but once.
_ROW_ATTRIBUTE = re.compile(
    rb' (spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot)="([\w.: ]*+)"'
)
_FORMULA_ATTRIBUTES = re.compile(
    rb'<f(?: t="[a-zA-Z]++")?(?: aca="\w++")?(?: ref="[A-Z0-9:]++")?(?: ca="\w++")?(?: si="[0-9]++")?'
)
_NUMBER = re.compile(rb"-?[0-9]{1,17}(\.[0-9]{1,30})?(E[+-]?[0-9]{1,2})?")
_INDEX = re.compile(rb"[0-9]{1,9}")
_REFERENCE = re.compile("&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_ROOT = re.compile(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?(?: standalone="yes")?\?>\s*)?(<worksheet\b[^<>]*>)'
)
_OPENED, _CLOSED = b"<sheetData>", b"</sheetData>"
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF, which XML does not allow
_COLUMNS = {columns()[number].encode(): number for number in range(1, LAST_COLUMN + 1)}
_FALSE_OR_TRUE = {b"0": False, b"1": True}


class OutOfTheOrdinary(Exception):
    """Something in a sheet that only the careful reader can take."""


@dataclass(frozen=True)
class Shared:
    """What the sheets of a workbook share: strings, the number format of each style, the styles that show a time."""

    strings: list[str]
    formats: list[str]
    times: frozenset[int]
    durations: frozenset[int]
    epoch: datetime


@dataclass
class OrdinarySheet:
    """A sheet's XML without any row, its cells by row and column, how many they are, and its hidden rows."""

    around: ElementTree.Element
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    count: int = 0
    hidden_rows: set[int] = field(default_factory=set)


Careful = Callable[[int, ElementTree.Element], Cell | None]


def ordinary_sheet(content: bytes, shared: Shared, careful: Careful) -> OrdinarySheet:
    """The cells of the worksheet `content`, written as Excel, LibreOffice, Google Sheets and openpyxl write one.

    `careful` reads a single cell that is out of the ordinary, given its row and its element. Raises OutOfTheOrdinary
    for a sheet that is, damaged XML included: each byte is accounted for, or nothing is read.
    """
    try:
        return _Scan(content, shared, careful).sheet
    except (ElementTree.ParseError, ValueError, LookupError, OverflowError) as fault:
        raise OutOfTheOrdinary from fault


class _Look(NamedTuple):
    """What a cell's style says of its value."""

    number_format: str
    shows_time: bool
    shows_duration: bool


class _Scan:
    """One pass over a worksheet's part."""

    def __init__(self, content: bytes, shared: Shared, careful: Careful) -> None:
        root = _ROOT.match(content)
        start, end = content.find(_OPENED) + len(_OPENED), content.rfind(_CLOSED)
        if not root or not root.end() < start <= end or _holds_no_character(content):
            raise OutOfTheOrdinary
        around = ElementTree.fromstring(content[:start] + content[end:])
        # A comment may read like the cells of a sheet, and another namespace may use the same names.
        named_otherwise = around.find(f"{_MAIN}sheetData") is None or around.find(f".//{_MAIN}row") is not None
        if named_otherwise or content.count(_OPENED[:-1]) > 1 or len(content) > _LARGEST:
            raise OutOfTheOrdinary
        self._root, self._shared, self._careful = root[1], shared, careful
        self._looks: dict[bytes, _Look] = {}
        self._hiding: dict[bytes, bool] = {}
        self.sheet = OrdinarySheet(around)
        self._read(content, start, end)

    def _read(self, content: bytes, start: int, end: int) -> None:
        # One plain loop over all tokens: a call for each would cost more than the cell itself.
        columns, rows, looks, value_of, count = _COLUMNS, self.sheet.rows, self._looks, self._value, 0
        row, digits = 0, b""  # the number of the row that is open, and as it is written; 0 between rows
        cells: dict[int, Cell] | None = None
        for token in _TOKEN.findall(content, start, end):
            blanks, letters, number, style, kind, about, formula, stored, inline, words = token[:10]
            closed, spare, _, opened, attributes, empty, other, unknown = token[10:]
            if letters:
                if number != digits or (inline and kind != b"inlineStr"):
                    raise OutOfTheOrdinary
                look = looks.get(style) or self._looked_up(style)
                if inline:
                    value: Value = unescaped(_text(words))
                elif stored:
                    value = value_of(kind, look, stored)
                elif about:
                    value = None
                else:
                    continue
                column = columns[letters]
                if about:
                    calculated = value is not None or kind == b"str"
                    made = Cell(row, column, value, look.number_format, self._formula(about, formula), calculated)
                else:
                    made = Cell(row, column, value, look.number_format)
            elif spare or opened:
                if bool(row) != bool(closed) or (blanks and not row):
                    raise OutOfTheOrdinary
                if spare:
                    count += self._keep_spare_rows(spare)
                    row, digits = 0, b""
                    continue
                row, digits = int(opened), opened
                self._note_row(row, attributes)
                cells = rows.get(row)
                if empty:
                    row, digits = 0, b""
                continue
            elif unknown or not row:
                raise OutOfTheOrdinary
            elif other:
                single = self._careful(row, self._element(other))
                if single is None:
                    continue
                made = single
            else:
                row, digits = 0, b""
                continue
            if cells is None:
                cells = rows[row] = {}
            cells[made.column] = made
            count += 1
            if made.row != row or row > LAST_ROW or made.column > LAST_COLUMN:
                raise OutOfTheOrdinary
        if row:
            raise OutOfTheOrdinary
        self.sheet.count = count

    def _keep_spare_rows(self, content: bytes) -> int:
        """Keeps the formulas of rows without any value; gives their number."""
        rows, number, count = self.sheet.rows, 0, 0
        for row, letters, style, kind in _SPARE_PIECE.findall(content):
            if row:
                number = int(row)
                continue
            if number > LAST_ROW:
                raise OutOfTheOrdinary
            column, look = _COLUMNS[letters], self._looks.get(style) or self._looked_up(style)
            cell = Cell(number, column, None, look.number_format, "=", kind == b"str")
            rows.setdefault(number, {})[column] = cell
            count += 1
        return count

    def _note_row(self, row: int, attributes: bytes) -> None:
        if attributes not in self._hiding:
            known = dict(_ROW_ATTRIBUTE.findall(attributes))
            if len(attributes) != sum(len(b' =""') + len(name) + len(value) for name, value in known.items()):
                known = {b"hidden": self._element(b"<row" + attributes + b"/>").get("hidden", "").encode()}
            self._hiding[attributes] = known.get(b"hidden") in (b"1", b"true")
        if self._hiding[attributes]:
            self.sheet.hidden_rows.add(row)

    def _looked_up(self, style: bytes) -> _Look:
        number, known = int(style or 0), self._shared
        shown = known.formats[number] if number < len(known.formats) else GENERAL
        found = self._looks[style] = _Look(shown, number in known.times, number in known.durations)
        return found

    def _value(self, kind: bytes, look: _Look, stored: bytes) -> Value:
        """What stands in a cell of an ordinary kind. Raises OutOfTheOrdinary for content that is none of that kind."""
        if kind == b"s" and _INDEX.fullmatch(stored):
            return self._shared.strings[int(stored)]
        if kind == b"str":
            return unescaped(_text(stored))
        if kind == b"b" and stored in _FALSE_OR_TRUE:
            return _FALSE_OR_TRUE[stored]
        found = _NUMBER.fullmatch(stored) if kind in (b"", b"n") else None
        if found is None:
            raise OutOfTheOrdinary
        number = float(stored) if found.lastindex else int(stored)
        if not look.shows_time:
            return number
        return duration(number) if look.shows_duration else moment(number, self._shared.epoch)

    def _formula(self, about: bytes, formula: bytes) -> str:
        if about != b"<f" and not _FORMULA_ATTRIBUTES.fullmatch(about):
            self._element(about + b"/>")
        return f"={_text(formula)}" if formula else "="

    def _element(self, snippet: bytes) -> ElementTree.Element:
        """An element of the sheet by itself. Raises ParseError if it is not well-formed."""
        return ElementTree.fromstring(self._root + snippet + b"</worksheet>")[0]


def _holds_no_character(content: bytes) -> bool:
    # Their first byte is rare: looked for alone, it costs a tenth of what they do.
    return _NO_CHARACTERS[0][:1] in content and any(mark in content for mark in _NO_CHARACTERS)


def _text(content: bytes) -> str:
    """The text that stands between two tags. Raises ValueError for what XML does not allow there."""
    text = content.decode()
    if "&" not in text:
        return text
    if "&#" in text:
        text = _REFERENCE.sub(_referred, text)
    for name, character in _NAMED.items():
        text = text.replace(name, character)
    if text.count("&") != text.count("&amp;"):
        raise ValueError("a reference that XML does not know")
    return text.replace("&amp;", "&")


def _referred(found: re.Match[str]) -> str:
    """The character of a reference by number; an ampersand by its name, as it may not begin another reference."""
    character = chr(int(found[1]) if found[1] else int(found[2], 16))
    if legal(character) != character:
        raise ValueError("a character that XML does not allow")
    return "&amp;" if character == "&" else character
