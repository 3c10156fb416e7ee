"""An ordinary sheet's cells in one scan over its bytes; what is out of the ordinary is left to the careful reader."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from xml.etree import ElementTree
from xml.parsers import expat

from msgspec import Struct, field

from pipeline.workbook.addresses import columns
from pipeline.workbook.around_rows import around_rows
from pipeline.workbook.book import GENERAL, Cell, SpareRows, Value
from pipeline.workbook.gathering import LAST_COLUMN, LAST_ROW
from pipeline.workbook.markup import legal, unescaped
from pipeline.workbook.number_formats import duration, moment
from pipeline.workbook.remembering import remembering

_LARGEST = 2**23  # bytes; a larger sheet is read piece by piece, not held as tokens
TEXT = rb"[^<>\x00-\x08\x0b-\x1f]*+"  # no raw carriage return either: XML would read it as a line feed
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
_SPARE_ROW = re.compile(
    rb'<row r="(?P<spare>[1-9][0-9]*+)"([^<>/]*+)>(?:%s'
    rb'|<c r="[A-Z]++(?P=spare)"(?: s="[0-9]++")?+(?: t="str")?+><f t="shared" si="[0-9]++"/>(?:<v></v>)?+</c>)*+</row>'
    % _BLANK
)
_SPARE_FORMULA = re.compile(rb'<c r="([A-Z]++)[0-9]++"(?: s="([0-9]++)")?+(?: t="(str)")?+><f')
_ADDRESS = re.compile(rb'(?<= r=")([A-Z]*+)([0-9]++)(?=")')  # of a row or a cell
_ROW = rb'(</row>)?+<row r="([1-9][0-9]*+)"([^<>/]*+)(/?+)>'
_OTHER = rb'(<c r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+(?: (?!s=)[^<> ]*+)*+>(?:[^<]++|<(?!/c>|c[ >/]))*+</c>)'
_TOKEN = re.compile(
    rb"((?:%s)*+)(?:%s|%s|%s|</row>\Z|((?s:.)++))" % (_BLANK, _ORDINARY % {b"text": TEXT}, _ROW, _OTHER)
)
# What attributes usually are; others are parsed, as each may stand but once.
_ROW_ATTRIBUTE = re.compile(
    rb' (spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot)="([\w.: ]*+)"'
)
_FORMULA_ATTRIBUTES = re.compile(
    rb'<f(?: t="[a-zA-Z]++")?(?: aca="\w++")?(?: ref="[A-Z0-9:]++")?(?: ca="\w++")?(?: si="[0-9]++")?'
)
_NUMBER = re.compile(rb"-?[0-9]{1,17}(\.[0-9]{1,30})?(E[+-]?[0-9]{1,2})?")
_REFERENCE = re.compile("&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
DECLARATION = rb'(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?(?: standalone="yes")?\?>\s*)?'
_ROOT = re.compile(DECLARATION + rb"(<worksheet\b[^<>]*>)")
_LONGEST_FORMULA = 8192  # characters, Excel's own limit
_MOST_FORMULAS = 4096  # that are kept at once
_OPENED, _CLOSED, _NESTED = b"<sheetData>", b"</sheetData>", b"<sheetData"
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF, which XML does not allow
_COLUMNS = {columns()[number].encode(): number for number in range(1, LAST_COLUMN + 1)}
_FALSE_OR_TRUE = {b"0": False, b"1": True}


class OutOfTheOrdinary(Exception):
    """Something in a sheet that only the careful reader can take."""


class Shared(Struct, frozen=True):
    """What the sheets of a workbook share: strings, the number format of each style, the styles that show a time."""

    strings: list[str]
    formats: Sequence[str]
    times: frozenset[int]
    durations: frozenset[int]
    epoch: datetime


class OrdinarySheet(Struct):
    """The elements of a sheet that are no row, as far as they say something of cells; its cells by row and column, the
    rows in which only formulas without a value stand, and its hidden rows."""

    around: tuple[ElementTree.Element, ...]
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    spare: list[SpareRows] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


Careful = Callable[[int, ElementTree.Element], Cell | None]


def ordinary_sheet(content: bytes, shared: Shared, careful: Careful) -> OrdinarySheet:
    """The cells of the worksheet `content`, written as Excel, LibreOffice, Google Sheets and openpyxl write one.

    `careful` reads a single cell that is out of the ordinary, given its row and its element. Raises OutOfTheOrdinary
    for a sheet that is, damaged XML and rows out of order included: each byte is accounted for, or nothing is read.
    """
    try:
        return _Scan(content, shared, careful).sheet
    except (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError, OverflowError) as fault:
        raise OutOfTheOrdinary from fault


class _Looks(dict[bytes, tuple[str, bool, bool]]):
    """What a cell's style says of its value: its number format, and whether it shows a time, and a duration."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared

    def __missing__(self, style: bytes) -> tuple[str, bool, bool]:
        number, known = int(style or 0), self._shared
        shown = known.formats[number] if number < len(known.formats) else GENERAL
        found = self[style] = (shown, number in known.times, number in known.durations)
        return found


class _Formulas(dict[bytes, str]):
    """What formulas say, with their sign: all workbooks made from one template hold the same thousand."""

    def __missing__(self, formula: bytes) -> str:
        said = f"={text_of(formula)}"
        if len(self) >= _MOST_FORMULAS:
            self.clear()
        if len(formula) <= _LONGEST_FORMULA:
            self[formula] = said
        return said


_FORMULAS = _Formulas()


class _Scan:
    """One pass over a worksheet's part."""

    def __init__(self, content: bytes, shared: Shared, careful: Careful) -> None:
        root = _ROOT.match(content)
        start, end = content.find(_OPENED) + len(_OPENED), content.rfind(_CLOSED)
        if not root or not root.end() < start <= end or holds_no_character(content):
            raise OutOfTheOrdinary
        above, below = content[:start], content[end:]
        if len(content) > _LARGEST or above.count(_NESTED) > 1 or _NESTED in below:
            raise OutOfTheOrdinary
        self._root, self._shared, self._careful = root[1], shared, careful
        self._looks = _Looks(shared)
        self._sound = {b"<f"}  # the opening tags of formulas that are known to be well-formed
        self._last = 0  # the row that was read last
        self.sheet = OrdinarySheet(around_rows(above, root[1], below))
        while spare := _SPARE_ROW.search(content, start, end):
            self._read(content, start, spare.start())
            start = self._keep_spare_rows(content, spare)
        self._read(content, start, end)
        if max(self.sheet.rows, default=0) > LAST_ROW:
            raise OutOfTheOrdinary

    def _read(self, content: bytes, start: int, end: int) -> None:
        # One plain loop over all tokens: a call for each would cost more than the cell itself.
        rows, looks, strings, last = self.sheet.rows, self._looks, self._shared.strings, self._last
        sound = self._sound
        new = tuple.__new__  # as `Cell(...)` does, without the arguments that are given by name
        row, digits = 0, b""  # the number of the row that is open, and as it is written; 0 between rows
        cells: dict[int, Cell] | None = None
        made: Cell | None
        for (
            blanks,
            letters,
            number,
            style,
            kind,
            about,
            formula,
            stored,
            inline,
            words,
            closed,
            opened,
            attributes,
            empty,
            other,
            unknown,
        ) in _TOKEN.findall(content, start, end):
            if letters:
                if number != digits or (inline and kind != b"inlineStr"):
                    raise OutOfTheOrdinary
                shown, shows_time, shows_duration = looks[style]
                value: Value
                if inline:
                    text = words.decode()  # in which a sign is found ten times as fast as in bytes
                    value = unescaped(text_of(words)) if "&" in text or "_x" in text else text
                elif stored:
                    if kind == b"s" and stored.isdigit():
                        value = strings[int(stored)]
                    else:
                        value = self._value(kind, stored, shows_time, shows_duration)
                elif about:
                    value = None
                else:
                    continue
                column = _COLUMNS[letters]
                if about:
                    calculated = value is not None or kind == b"str"
                    written = _FORMULAS[formula] if about in sound else self._formula(about, formula)
                    made = new(Cell, (row, column, value, shown, written, calculated, ""))
                else:
                    made = new(Cell, (row, column, value, shown, "", True, ""))
            else:
                if opened:
                    if bool(row) != bool(closed) or (blanks and not row) or int(opened) <= last:
                        raise OutOfTheOrdinary
                    row, digits, cells = int(opened), opened, None
                    last = row
                    if attributes and _hides(attributes, self._root):
                        self.sheet.hidden_rows.add(row)
                    if empty:
                        row, digits = 0, b""
                    continue
                if unknown or not row:
                    raise OutOfTheOrdinary
                if not other:
                    row, digits = 0, b""
                    continue
                if _NESTED in other:
                    raise OutOfTheOrdinary
                made = self._careful(row, self._element(other))
                if made is None:
                    continue
                column = made.column
                if made.row != row or column > LAST_COLUMN:
                    raise OutOfTheOrdinary
            if cells is None:
                cells = rows[row] = {}
            cells[column] = made
        if row:
            raise OutOfTheOrdinary
        self._last = last

    def _keep_spare_rows(self, content: bytes, found: re.Match[bytes]) -> int:
        """Keeps the formulas of a row without any value, and of those below that are like it but for their number.

        Gives where the last of them ends.
        """
        first, end = int(found["spare"]), found.end()
        pieces = _without_number(found[0], found["spare"])
        last, following = first, b"%d" % (first + 1)
        while content.startswith(alike := following.join(pieces), end):
            last, end = last + 1, end + len(alike)
            following = b"%d" % (last + 1)
        if _hides(found[2], self._root):
            self.sheet.hidden_rows.update(range(first, last + 1))
        formulas = {
            _COLUMNS[letters]: Cell(first, _COLUMNS[letters], None, self._looks[style][0], "=", kind == b"str")
            for letters, style, kind in _SPARE_FORMULA.findall(found[0])
        }
        if first <= self._last or (formulas and last > LAST_ROW):
            raise OutOfTheOrdinary
        if formulas:
            self.sheet.spare.append(SpareRows(first, last, formulas))
        self._last = last
        return end

    def _value(self, kind: bytes, stored: bytes, shows_time: bool, shows_duration: bool) -> Value:
        """What stands in a cell of an ordinary kind. Raises OutOfTheOrdinary for content that is none of that kind."""
        if kind == b"str":
            return unescaped(text_of(stored))
        if kind == b"b" and stored in _FALSE_OR_TRUE:
            return _FALSE_OR_TRUE[stored]
        found = _NUMBER.fullmatch(stored) if kind in (b"", b"n") else None
        if found is None:
            raise OutOfTheOrdinary
        number = float(stored) if found.lastindex else int(stored)
        if not shows_time:
            return number
        return duration(number) if shows_duration else moment(number, self._shared.epoch)

    def _formula(self, about: bytes, formula: bytes) -> str:
        """What a cell's formula says; "=" for one that is filled down. Raises ParseError for a tag that is damaged."""
        if about not in self._sound:
            if not _FORMULA_ATTRIBUTES.fullmatch(about):
                self._element(about + b"/>")
            self._sound.add(about)
        return _FORMULAS[formula]

    def _element(self, snippet: bytes) -> ElementTree.Element:
        """An element of the sheet by itself. Raises ParseError if it is not well-formed."""
        return _element(self._root + snippet + b"</worksheet>")


@remembering(1024)
def _hides(attributes: bytes, root: bytes) -> bool:
    """Do these attributes hide their row? Raises ParseError where they are damaged."""
    known = dict(_ROW_ATTRIBUTE.findall(attributes))
    if len(attributes) != sum(len(b' =""') + len(name) + len(value) for name, value in known.items()):
        row = ElementTree.fromstring(root + b"<row" + attributes + b"/></worksheet>")[0]
        return row.get("hidden") in ("1", "true")
    return known.get(b"hidden") in (b"1", b"true")


@remembering(256)
def _element(sheet: bytes) -> ElementTree.Element:
    """The one element of a sheet; what its title says in two sizes is the same in all workbooks of one template."""
    return ElementTree.fromstring(sheet)[0]


def _without_number(row: bytes, number: bytes) -> list[bytes]:
    """The pieces of a row between which its number stands, as its own and in the addresses of its cells."""
    first, *others = _ADDRESS.split(row)
    pieces = [first]
    for letters, found, after in zip(others[::3], others[1::3], others[2::3], strict=True):
        pieces[-1] += letters
        if found == number:
            pieces.append(after)
        else:
            pieces[-1] += found + after
    return pieces


def holds_no_character(content: bytes) -> bool:
    """Does a part hold U+FFFE or U+FFFF, as they are written in UTF-8?"""
    # Their first byte is rare: looked for alone, it costs a tenth of what they do.
    return _NO_CHARACTERS[0][:1] in content and any(mark in content for mark in _NO_CHARACTERS)


def text_of(content: bytes) -> str:
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
