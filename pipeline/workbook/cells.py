"""One cell becomes a typed value, a value with a note on how it was read, or a problem that names the cell."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from pipeline.model.fields import Column
from pipeline.problems import Problem, fold, nearest
from pipeline.standards import Standards
from pipeline.workbook.book import GENERAL, Cell
from pipeline.workbook.conventions import Conventions
from pipeline.workbook.dates import ISO_FIX, in_words, not_shown, plausible, typed_date, typed_period
from pipeline.workbook.findings import Found, NotReadable, Remark
from pipeline.workbook.numerals import Numeral, exact, format_currencies, numeral, percent_format, plain_digits

LONGEST_TEXT = 32_767  # characters, Excel's own limit
LARGEST_NUMBER = Decimal(10) ** 15  # more digits than Excel keeps
_PLAIN_FORMATS = (GENERAL, "@", "0")  # show a whole number as it is stored
_LONGEST_SHOWN = 60  # characters of a value in a message

_NOTHING = {"n/a", "n.a.", "#n/a", "none", "k.a.", "k. a.", "/", ".", "...", "…"}
_PENDING = re.compile(
    r"tb[dca]\.?|t\.b\.[dca]\.|to be (?:agreed|announced|confirmed|decided|defined|determined)|x{3,}|\?+"
)
# The first two letters of what _NOTHING and _PENDING hold, in lower case.
BLANKS_BEGIN = frozenset(words[:2] for words in _NOTHING) | frozenset({"tb", "t.", "to", "xx", "?", "??"})
_ERROR_TEXT = re.compile(r"#[A-ZÀ-Þ][A-ZÀ-Þ0-9/_]*[!?]|#{3,}")
_FORMULA_TEXT = re.compile(r"=\s*[-+(]*(?:[$A-Za-z.!']+(?:\d+|\().*|[\d.,]+\s*[-+*/^&].*)", re.DOTALL)
_YES = {
    "yes",
    "y",
    "ja",
    "j",
    "oui",
    "o",
    "si",
    "sí",
    "sim",
    "tak",
    "true",
    "wahr",
    "vrai",
    "kyllä",
    "joo",
    "1",
    "✓",
    "✔",
}
_NO = {"no", "n", "nein", "non", "nej", "nei", "ei", "nie", "não", "nao", "false", "falsch", "faux", "0"}
# Spaces of every width, and marks without any width: joiners, directions of writing, soft hyphens.
_EDGES = " \t\r\n\u00a0\u1680\u202f\u205f\u3000\u00ad\ufeff" + "".join(
    chr(code)
    for first, last in ((0x2000, 0x200F), (0x2028, 0x202E), (0x2060, 0x2069))
    for code in range(first, last + 1)
)
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_ID_SIGNS = re.compile(r"[,;\n]+")
_FINE = "Nothing has to be done if that is what was meant."
UPGRADE = "Nothing has to be done; keyplan upgrade brings the workbook to today's names."


class Terms(Struct, frozen=True):
    """What decides how an account's cells are read: its ways of writing, its currency, the organisation's lists."""

    ways: Conventions
    currency: str
    standards: Standards

    def choices(self, column: Column) -> tuple[str, ...]:
        """What a field may be one of; empty if it is not a choice."""
        return column.choices or (self.standards.choices(column.choices_from) if column.choices_from else ())

    def renamed(self, column: Column) -> dict[str, str]:
        """What a choice was called before, folded, with the name it has today; empty if nothing was renamed."""
        former = self.standards.renamed(column.choices_from) if column.choices_from else {}
        return {fold(name): today for name, today in former.items()}


class Typed(Struct, frozen=True):
    """A cell as its field understands it: the value, None for a blank, and the problems to tell about it."""

    value: object = None
    problems: tuple[Problem, ...] = ()

    @property
    def unread(self) -> bool:
        """Does the cell hold something that could not be read?"""
        return bool(self.problems) and any(problem.severity == "error" for problem in self.problems)


def read_cell(cell: Cell | None, column: Column, terms: Terms) -> Typed:
    """The value of a field's cell, by its kind. A cell without one certain meaning is a problem of severity error."""
    if cell is None or is_blank(cell):
        return Typed()
    try:
        found = _found(cell, column, terms)
    except NotReadable as fault:
        return Typed(None, (_problem(cell, column, Remark(fault.code, fault.text, fault.fix, "error")),))
    return Typed(found.value, tuple(_problem(cell, column, remark) for remark in found.remarks))


def is_blank(cell: Cell) -> bool:
    """Does the cell hold nothing that can be seen?"""
    return cell.calculated and not cell.error and (cell.value is None or not str(cell.value).strip(_EDGES))


def shown(cell: Cell) -> str:
    """The cell's value in words, much as Excel shows it: "18%", "2026-03-31", "#REF!"; a formula without a result."""
    value = cell.value
    if cell.error:
        return cell.error
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        percent = percent_format(cell.number_format)
        number = _hundredfold(exact(value)) if percent == "%" else exact(value)
        return f"{plain_digits(number)}%" if percent else plain_digits(number)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return cell.formula if value is None else str(value)


def quoted(text: str) -> str:
    """`text` for a message: on one line, unusual spaces visible, nothing in it unprintable, cut at 60 characters."""
    seen = _LINE_ENDS.sub("\n", text).replace("\n", "⏎").replace("\u00a0", "␣").replace("\u202f", "␣")
    seen = _legal(seen)
    return seen if len(seen) <= _LONGEST_SHOWN else f"{seen[: _LONGEST_SHOWN - 1]}…"


def expected(column: Column, choices: tuple[str, ...]) -> str:
    """What a field takes, in words: "a whole number from 1 to 5", "one of short, mid, long"."""
    if choices:
        return f"one of {', '.join(choices)}"
    low, high = column.kind.minimum, column.kind.maximum
    if column.kind.name == "share":
        return "a share from 0% to 100%"
    kind = {"money": "an amount", "number": "a number", "whole number": "a whole number"}.get(column.kind.name, "")
    if kind and low is not None and high is not None:
        return f"{kind} from {low} to {high}"
    if kind and low is not None:
        return f"{kind} of {low} or more"
    return kind or {
        "date": "a date such as 2026-03-31",
        "period": "a quarter such as 2026-Q3 or a year such as 2026",
        "yes/no": "Yes or No",
        "id": "a short id",
        "ids": "ids separated by commas",
    }.get(column.kind.name, "text")


def _problem(cell: Cell, column: Column, remark: Remark) -> Problem:
    found = quoted(shown(cell))
    subject = f"{column.title} {found!r}" if found else column.title
    return Problem(
        code=remark.code,
        severity=remark.severity,
        message=f"{subject} {remark.text}.",
        fix=remark.fix,
        found=found,
        sheet=column.sheet.name,
        cell=cell.address,
        field=column.key,
    )


def _found(cell: Cell, column: Column, terms: Terms) -> Found:
    if cell.error:
        raise _error_cell()
    if not cell.calculated:
        fix = "Open the workbook in Excel or LibreOffice and save it, or type the value."
        raise NotReadable("formula-not-calculated", "is a formula without a result", fix)
    kind = column.kind.name
    choices = terms.choices(column)
    if choices:
        chosen = _choice(cell, choices) or _former_choice(cell, terms.renamed(column))
        if chosen is not None:
            return chosen
    if isinstance(cell.value, str):
        if len(cell.value) > LONGEST_TEXT:
            raise NotReadable("text-too-long", f"has more than {LONGEST_TEXT:,} characters", "Shorten it.")
        blank = _placeholder(cell.value)
        if blank is not None:
            return blank
        if _ERROR_TEXT.fullmatch(cell.value.strip(_EDGES)):
            raise _error_cell()
    if choices:
        return _no_choice(cell, column, choices)
    return KINDS[kind](cell, column, terms)


def _error_cell() -> NotReadable:
    return NotReadable("error-cell", "is an error, not a value", "Repair the formula, or type the value.")


def _placeholder(text: str) -> Found | None:
    """A blank with a remark, if `text` only says that nothing is there or that it will come later."""
    plain = text.strip(_EDGES).casefold()
    if plain in _NOTHING or not plain.strip("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"):
        return Found(None, (Remark("read-as-blank", "was read as a blank", _FINE),))
    if _PENDING.fullmatch(plain):
        return Found(None, (Remark("pending", "was read as a blank", "Fill it in when it is known.", "warning"),))
    return None


def stands_for_blank(text: str) -> bool:
    """Does a text only say that nothing is there, or that it will come later?"""
    return _placeholder(text) is not None


def _choice(cell: Cell, choices: tuple[str, ...]) -> Found | None:
    text = shown(cell)
    for choice in choices:
        if text == choice:
            return Found(choice)
    for choice in choices:
        if fold(text) == fold(choice):
            return Found(choice, (_read_as(choice),))
    return None


def _former_choice(cell: Cell, renamed: dict[str, str]) -> Found | None:
    today = renamed.get(fold(shown(cell)))
    if today is None:
        return None
    return Found(today, (Remark("former-name", f"is called {quoted(today)!r} today; it was read as that", UPGRADE),))


def _no_choice(cell: Cell, column: Column, choices: tuple[str, ...]) -> Found:
    near = nearest(shown(cell), choices)
    fix = f"Did you mean {near!r}? Choose from the list." if near else "Choose from the list."
    raise NotReadable("not-in-list", f"is not {expected(column, choices)}", fix)


def _read_as(value: str, how: str = "") -> Remark:
    return Remark("read-as", f"was read as {quoted(value)!r}{how}", _FINE)


def _text(cell: Cell, column: Column, terms: Terms) -> Found:
    return _plain_text(cell, lambda text: re.sub(r"\s*\n\s*", " ", text))


def _long_text(cell: Cell, column: Column, terms: Terms) -> Found:
    return _plain_text(cell, lambda text: text)


def _plain_text(cell: Cell, arrange: Callable[[str], str]) -> Found:
    """The text of a cell: edges trimmed, line ends alike, nothing in it that a document cannot hold."""
    value = cell.value
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        fix = "Excel may have turned it into one. Format the cell as Text and type it again."
        raise NotReadable("not-a-text", "is a date or a time, not text", fix)
    if not isinstance(value, str):
        return _number_as_text(cell)
    text = _LINE_ENDS.sub("\n", value)
    trimmed = arrange(text.strip(_EDGES))
    kept = _legal(trimmed)
    if kept != trimmed:
        fix = "Delete the characters that cannot be seen, or type the text again."
        return Found(kept, (Remark("control-characters", "holds characters that no document can show", fix),))
    if _FORMULA_TEXT.fullmatch(kept):
        fix = "Format the cell as General and press F2 and Enter, so that it is worked out, or type the value."
        return Found(kept, (Remark("formula-as-text", "looks like a formula and was read as text", fix, "warning"),))
    if kept != text:
        return Found(kept, (_read_as(kept, ", spaces at its ends or line breaks taken out"),))
    return Found(kept)


def _number_as_text(cell: Cell) -> Found:
    """The digits of a number in a cell for text; told where the cell shows them otherwise."""
    text = shown(cell)
    if isinstance(cell.value, int | float) and abs(cell.value) >= LARGEST_NUMBER:
        fix = "Format the cell as Text and type it again."
        raise NotReadable("not-a-text", "is a number with more digits than Excel can keep", fix)
    as_shown = text == str(cell.value) and cell.number_format in _PLAIN_FORMATS
    return Found(text, () if as_shown else (_read_as(text),))


def _legal(text: str) -> str:
    """The text with U+FFFD for each character that no Office document, nor a message, can hold."""
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(letter if _printable(letter) else "\ufffd" for letter in text)


def _printable(letter: str) -> bool:
    """May the character stand in an Office document: no control character, surrogate or noncharacter?"""
    if letter in "\n\t":
        return True
    code = ord(letter)
    noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return not noncharacter and unicodedata.category(letter) not in ("Cc", "Cs")


def _ids(cell: Cell, column: Column, terms: Terms) -> Found:
    found = _long_text(cell, column, terms)
    return Found(ids_in(str(found.value)), found.remarks)


def ids_in(text: str) -> tuple[str, ...]:
    """The ids that a text lists."""
    return tuple(filter(None, (part.strip(_EDGES) for part in _ID_SIGNS.split(text))))


def _number(cell: Cell, column: Column, terms: Terms) -> Found:
    """A plain number; 15% is 15, because the row's unit says per cent."""
    typed = isinstance(cell.value, str)
    if isinstance(cell.value, str):
        read = numeral(cell.value.strip(_EDGES), terms.ways)
        value, percent = read.value, read.percent
        if read.currencies:
            raise NotReadable("not-a-number", "names a currency", "Type the number alone; its unit has its own cell.")
    else:
        stored, shown_as = _stored(cell), percent_format(cell.number_format)
        value, percent = _hundredfold(stored) if shown_as == "%" else stored, bool(shown_as)
    if percent:
        fix = "Write % into Unit, if the row has one."
        return Found(_within(value, column), (Remark("read-as", f"was read as {value:f}, in per cent", fix),))
    return Found(_within(value, column), (_read_as(plain_digits(value)),) if typed else ())


def _money(cell: Cell, column: Column, terms: Terms) -> Found:
    """An amount in the account's currency; another currency's sign beside it is refused, in its format it is told."""
    own = terms.currency
    if isinstance(cell.value, str):
        typed = numeral(cell.value.strip(_EDGES), terms.ways)
        if typed.percent:
            raise NotReadable("not-a-number", "is a share, not an amount", "Type the amount.")
        if typed.currencies and own and own not in typed.currencies:
            fix = f"Type the amount in {own}, the account's currency."
            raise NotReadable("other-currency", f"is in {typed.currencies[0]}, not in {own}", fix)
        return Found(_within(typed.value, column), (_read_as(plain_digits(typed.value)),))
    value = _within(_stored(cell), column)
    if percent_format(cell.number_format):
        raise NotReadable("not-a-number", "is a share, not an amount", "Type the amount and format it as a number.")
    in_format = format_currencies(cell.number_format)
    if in_format and own and own not in in_format:
        fix = f"Check the amount; amounts are in {own}. Then format the cell as a plain number."
        text = f"is shown in {in_format[0]} and was read as {own}"
        return Found(value, (Remark("other-currency", text, fix, "warning"),))
    return Found(value)


def _whole_number(cell: Cell, column: Column, terms: Terms) -> Found:
    if isinstance(cell.value, str):
        typed = numeral(cell.value.strip(_EDGES), terms.ways)
        value, plain = typed.value, typed == Numeral(typed.value)
    else:
        value, plain = _stored(cell), not percent_format(cell.number_format)
    if not plain or value != value.to_integral_value():
        raise _not_expected("not-a-number", column)
    remarks = (_read_as(plain_digits(value)),) if isinstance(cell.value, str) else ()
    return Found(int(_within(value, column)), remarks)


def _share(cell: Cell, column: Column, terms: Terms) -> Found:
    """A share of one; 18% and 0.18 are the same, and a number above 1 without a per cent sign is refused."""
    if isinstance(cell.value, str):
        typed = numeral(cell.value.strip(_EDGES), terms.ways)
        if typed.currencies:
            raise _not_expected("not-a-number", column)
        value, percent = (typed.value / 100 if typed.percent else typed.value), False
    else:
        stored, shown_as = _stored(cell), percent_format(cell.number_format)
        value, percent = stored / 100 if shown_as == "text" else stored, shown_as == "%"
    if percent and 1 < value <= 100:
        fix = f"Type {plain_digits(value)}%: in this cell 10% is 0.1."
        raise NotReadable("out-of-range", f"is not {expected(column, ())}", fix)
    plain = percent or (value == 0 and not isinstance(cell.value, str))
    return Found(_within(value, column), () if plain else (_read_as(f"{_hundredfold(value):f}%"),))


def _hundredfold(value: Decimal) -> Decimal:
    """A hundred times `value`, without zeros after its decimals."""
    return (value * 100).normalize() + 0


def _date(cell: Cell, column: Column, terms: Terms) -> Found:
    value = cell.value
    if isinstance(value, str):
        day = typed_date(value.strip(_EDGES), terms.ways)
        return Found(day, (Remark("read-as", f"was read as {in_words(day)}", _FINE),))
    if isinstance(value, datetime.datetime):
        return _day(value, cell.number_format)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise NotReadable("not-a-date", f"is a number, not a date{_as_serial(value)}", ISO_FIX)
    raise NotReadable("not-a-date", "is not a date", ISO_FIX)


@lru_cache(maxsize=1024)
def _day(moment: datetime.datetime, number_format: str) -> Found:
    """The day of a moment that a cell shows in a format; a plan names few days, and each often."""
    day, unseen = plausible(moment.date()), not_shown(number_format)
    if moment.time() != datetime.time():
        return Found(day, (Remark("read-as", f"was read as {in_words(day)}, without its time", _FINE),))
    if unseen:
        return Found(day, (Remark("read-as", f"was read as {in_words(day)}; the cell does not show {unseen}", _FINE),))
    return Found(day)


def _as_serial(value: int | float) -> str:
    """What Excel would show if a number were formatted as a date, where that is a day a plan could name."""
    if not 32_874 <= value < 73_416:  # 1990-01-01 and 2101-01-01 in Excel's calendar
        return ""
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))
    return f" (formatted as a date it would be {in_words(day)})"


def _period(cell: Cell, column: Column, terms: Terms) -> Found:
    value = cell.value
    if isinstance(value, datetime.datetime):
        fix = "Excel may have turned it into one. Format the cell as Text and type the quarter as 2026-Q3."
        raise NotReadable("not-a-period", "is a day, not a period", fix)
    text = shown(cell)
    period = typed_period(text.strip(_EDGES))
    return Found(period, () if period == text else (_read_as(period),))


def _yes_no(cell: Cell, column: Column, terms: Terms) -> Found:
    if isinstance(cell.value, bool):
        return Found(cell.value)
    word = shown(cell).strip(_EDGES).casefold()
    if word not in _YES and word not in _NO:
        raise NotReadable("not-yes-no", "is neither Yes nor No", "Choose Yes or No.")
    yes = word in _YES
    return Found(yes, () if word in ("yes", "no") else (_read_as("Yes" if yes else "No"),))


def _stored(cell: Cell) -> Decimal:
    """The number stored in a cell that holds no text. Raises NotReadable for dates, durations and True."""
    value = cell.value
    if isinstance(value, bool):
        raise NotReadable("not-a-number", "is not a number", "Type digits only, such as 1200 or 1200.50.")
    if isinstance(value, (int, float)):
        return exact(value)
    fix = "Excel may have turned it into one. Format the cell as Number and type it again."
    raise NotReadable("not-a-number", "is a date or a time, not a number", fix)


def _within(value: Decimal, column: Column) -> Decimal:
    """`value`, if the field's limits allow it. Raises NotReadable otherwise."""
    low, high = column.kind.minimum, column.kind.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise _not_expected("out-of-range", column)
    if abs(value) >= LARGEST_NUMBER:
        raise NotReadable("out-of-range", "has more digits than Excel can keep", "Type the number again.")
    return value


def _not_expected(code: str, column: Column) -> NotReadable:
    wanted = expected(column, ())
    return NotReadable(code, f"is not {wanted}", f"Type {wanted}.")


Kind = Callable[[Cell, Column, Terms], Found]

KINDS: dict[str, Kind] = {
    "text": _text,
    "long text": _long_text,
    "id": _text,
    "ids": _ids,
    "number": _number,
    "money": _money,
    "whole number": _whole_number,
    "share": _share,
    "date": _date,
    "period": _period,
    "yes/no": _yes_no,
}
