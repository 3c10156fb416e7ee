"""What people type into cells of every kind: the value read is the one they meant, or a problem names the cell.

Each mess is made from what was meant, so that the meaning is known without any of the code that reads it.
"""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings, strategies
from hypothesis.strategies import SearchStrategy
from msgspec import Struct
from msgspec.structs import replace
from openpyxl import Workbook

from pipeline.model.account import RECORDS, all_columns
from pipeline.model.fields import Column, columns
from pipeline.workbook.book import Cell
from pipeline.workbook.cells import KINDS, Terms, Typed, read_cell
from pipeline.workbook.conventions import conventions
from pipeline.workbook.parser import read_account
from tests.builders import shipped_standards
from tests.workbooks import a_workbook, place

STANDARDS = shipped_standards()
SEVERITIES = ("", "note", "warning", "error")
# How each locale writes a number and a day in digits: the sign between thousands, the decimal sign, the order.
LOCALES = {
    "en-GB": (",", ".", "d/m"),
    "en-US": (",", ".", "m/d"),
    "de-DE": (".", ",", "d.m"),
    "de-CH": ("'", ".", "d.m"),
    "fr-FR": ("\u202f", ",", "d/m"),
    "nb-NO": ("\u00a0", ",", "d.m"),
    "nl-NL": (".", ",", "d-m"),
    "es-MX": (",", ".", "d/m"),
}
NOBODY_KNOWS = object()


class Mess(Struct, frozen=True):
    """What stands in a cell, what was meant by it, and how much must be said.

    `meant` is None for a blank and NOBODY_KNOWS where no single value is meant. `least` is the least severity of what
    must be told; `refused` whether it must be an error, None where reading it with that severity is as good.
    """

    value: Any
    meant: Any = NOBODY_KNOWS
    least: str = "note"
    refused: bool | None = False
    locale: str = "en-GB"
    number_format: str = "General"
    error: str = ""
    formula: str = ""
    calculated: bool = True


def junk(value: Any, **more: Any) -> Mess:
    """A mess that means nothing its field can hold."""
    return Mess(value, least="error", refused=True, **more)


def read(mess: Mess, column: Column) -> Typed:
    """What a field makes of a mess in cell F7 of a EUR workbook."""
    cell = Cell(
        row=7,
        column=6,
        value=mess.value,
        number_format=mess.number_format,
        formula=mess.formula,
        calculated=mess.calculated,
        error=mess.error,
    )
    return read_cell(cell, column, Terms(conventions(mess.locale), "EUR", STANDARDS))


def judge(mess: Mess, column: Column, typed: Typed, cell: str = "F7") -> None:
    """Fails for a value that is not the one meant, for a coercion or a refusal without a word, and for any other cell.

    What is outside the limits of its field must be refused, whatever it is typed like.
    """
    told = max((problem.severity for problem in typed.problems), key=SEVERITIES.index, default="")
    about = (
        f"{column.path}: {mess.value!r} {mess.number_format} {mess.locale} meant {mess.meant!r}: {typed.value!r} {told}"
    )
    for problem in typed.problems:
        assert (problem.sheet, problem.cell, problem.field) == (column.sheet.name, cell, column.key), about
        assert problem.message.startswith(column.title), about
        assert problem.fix, about
    refused = True if outside(mess.meant, column) else mess.refused
    if told == "error":
        assert typed.value is None, about
        assert refused is not False, about
    else:
        assert refused is not True, about
        assert typed.value == mess.meant, about
        assert type(typed.value) is type(mess.meant), about
        assert SEVERITIES.index(told) >= SEVERITIES.index(mess.least), about


def outside(meant: Any, column: Column) -> bool:
    """Is a number below or above what its field takes, or longer than Excel can keep?"""
    if isinstance(meant, bool) or not isinstance(meant, int | Decimal):
        return False
    low, high = column.kind.minimum, column.kind.maximum
    return (low is not None and meant < low) or (high is not None and meant > high) or abs(meant) >= 10**15


def fields(*kinds: str) -> tuple[Column, ...]:
    """A field of each set of limits of these kinds, without those that are chosen from a list."""
    found = {c.kind: c for c in all_columns() if c.kind.name in kinds and not c.choices and not c.choices_from}
    return tuple(found.values())


# --- messes that every field may meet ---------------------------------------------------------------------------------

BLANKS = strategies.sampled_from(["", " ", "\u00a0", "\u200b", "\t\n", "\u3000", "\u200e"]).map(
    lambda text: Mess(text, None, least="")
)
PLACEHOLDERS = strategies.sampled_from(["n/a", "N/A", " n.a. ", "-", "–", "—", "--", "none", "k.A.", "#N/A", "…", "/"])
NOTHING = PLACEHOLDERS.map(lambda text: Mess(text, None))
PENDING = strategies.sampled_from(["tbd", "TBC", "tba", "tbd.", "?", "??", "xxx", "t.b.d.", "to be confirmed"]).map(
    lambda text: Mess(text, None, least="warning")
)
ERRORS = strategies.sampled_from(["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "########", "unreadable content"])
BROKEN = strategies.one_of(
    ERRORS.map(lambda error: junk(None, error=error)),
    strategies.sampled_from(["#REF!", "#DIV/0!", " #NAME? ", "########", "#BEZUG!"]).map(junk),
    strategies.just(junk(None, formula="=B2+C2", calculated=False)),
    strategies.just(junk("x" * 32_768)),
)
ANYWHERE = strategies.one_of(BLANKS, NOTHING, PENDING, BROKEN)


# --- numbers ----------------------------------------------------------------------------------------------------------

STORED_FORMATS = ("General", "0", "#,##0", "#,##0.00", '#,##0" pcs"', "@", "0.0,", "[Red]-0;0")
EUR_FORMATS = ('#,##0 "€"', "[$€-407] #,##0", '_-* #,##0.00\\ "€"_-', "[$EUR] 0", '#,##0 "EUR"', '0.0,,"m€"', "#,##0 €")
OTHER_FORMATS = (
    *('"$"#,##0', "[$$-409]#,##0.00", '_("$"* #,##0.00_)', '#,##0 "USD"', "[$NOK] 0", '#,##0 "kr"', "#,##0\\ \\k\\r"),
    *("[$£-809]#,##0", '"CHF" #,##0', '#,##0 "zł"', "[$₽-419]0", '"Fr." 0', '0 "k$"', "[$USD-409] #,##0;[Red]-0"),
)
WORDS = (
    *(
        "~500",
        ">500",
        "<5",
        "5-10k",
        "5–10",
        "500?",
        "12 pcs",
        "about twenty",
        "500-",
        "1e5",
        "NaN",
        "inf",
        "1.2.3",
    ),
    *(
        "12,34,56",
        "1 20",
        "--5",
        "(500",
        "1 200'300",
        "5 to 10",
        "4/5",
        "2 x 300",
        "5 % %",
        "5 k m",
        "50 k%",
        "1,2 oder 3",
    ),
    *(
        "k5",
        "M 5",
        "O1",
        "€ 5 $",
        "5 USD EUR",
        "=5+6",
        "5.",
        "½",
        "five",
        "4 - strong",
        "5*",
        "ca. 500",
        "5 +/- 1",
        "1:30",
    ),
)


@strategies.composite
def numbers(draw: Any, places: int = 2) -> Decimal:
    """A number of up to twelve digits, round ones and small ones often."""
    size = draw(strategies.sampled_from([10, 1000, 10**6, 10**9]))
    digits = draw(strategies.integers(0, places))
    whole = draw(strategies.integers(-size * 10**digits, size * 10**digits))
    return Decimal(whole).scaleb(-digits)


def written(number: Decimal, group: str, decimal: str, places: int) -> str:
    """The number in digits with the signs of a locale."""
    return f"{number:,.{places}f}".replace(",", "G").replace(".", decimal).replace("G", group)


def places_of(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


@strategies.composite
def typed_numbers(draw: Any) -> Mess:
    """A number as text in the writer's own locale, with or without signs between thousands."""
    locale = draw(strategies.sampled_from(sorted(LOCALES)))
    group, decimal, _ = LOCALES[locale]
    number = draw(numbers(places=3))
    group = draw(strategies.sampled_from(["", group]))
    text = written(number, group, decimal, draw(strategies.integers(places_of(number), 3)))
    return Mess(draw(dressed(text)), number, locale=locale, refused=None if three_last(text) else False)


@strategies.composite
def foreign_numbers(draw: Any) -> Mess:
    """A number as text in the signs of another locale; up to two decimals, because a third could part thousands."""
    locale, writer = draw(strategies.sampled_from(sorted(LOCALES))), draw(strategies.sampled_from(sorted(LOCALES)))
    group, decimal, _ = LOCALES[writer]
    number = draw(numbers())
    text = written(
        number, draw(strategies.sampled_from(["", group])), decimal, draw(strategies.integers(places_of(number), 2))
    )
    return Mess(draw(dressed(text)), number, locale=locale, refused=None if three_last(text) else False)


def three_last(text: str) -> bool:
    """Is there one point or comma, with three digits after it and at most three before? It may be of either use."""
    whole, sign, last = text.lstrip("-").replace(",", ".").partition(".")
    return bool(sign) and len(last) == 3 and "." not in last and len(whole) <= 3 and not whole.startswith("0")


@strategies.composite
def dressed(draw: Any, text: str) -> str:
    """A typed number with the spaces, minus signs and brackets that people put around it."""
    if text.startswith("-"):
        rest = text[1:]
        text = draw(strategies.sampled_from([text, f"\u2212{rest}", f"\u2013{rest}", f"({rest})", f"- {rest}"]))
    else:
        text = draw(strategies.sampled_from([text, f"+{text}"]))
    return str(draw(strategies.sampled_from(["{}", " {}", "{}\u00a0", "\u200b{}", "\u202f{} ", "{}\n"]))).format(text)


@strategies.composite
def multiplied(draw: Any) -> Mess:
    """A number with thousands or millions as a word: "12k", "3 Mio."."""
    by_word = {"k": 10**3, " Tsd.": 10**3, "m": 10**6, " Mio.": 10**6, " mln": 10**6, " million": 10**6, "bn": 10**9}
    word = draw(strategies.sampled_from([*by_word, "K", "M"]))
    number = draw(numbers(places=1))
    return Mess(f"{number:f}{word}", number * by_word[word.lower() if word in "KM" else word])


STORED = strategies.builds(
    lambda number, code: Mess(float(number) if number % 1 else int(number), number, least="", number_format=code),
    numbers(places=3),
    strategies.sampled_from(STORED_FORMATS),
)
TOO_LONG = strategies.sampled_from([1e300, -1e300, 1e15, 10**15, -(10**400), "1" + "0" * 15, "9" * 400, 1e308]).map(
    junk
)
WRONG = strategies.one_of(
    strategies.sampled_from(WORDS).map(junk),
    strategies.booleans().map(junk),
    strategies.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(2200, 1, 1)).map(junk),
    strategies.timedeltas(datetime.timedelta(0), datetime.timedelta(900)).map(junk),
    strategies.times().map(junk),
    strategies.text("abcdefgh ,.", min_size=1, max_size=8).filter(lambda text: text.strip(" .")).map(junk),
)
PERCENT_NUMBERS = strategies.one_of(
    numbers(places=1).map(lambda number: Mess(f"{number}%", number)),
    numbers(places=1).map(lambda number: Mess(f"{number} %".replace(".", ","), number, locale="de-DE")),
    strategies.integers(-300, 300).map(lambda n: Mess(n / 100, Decimal(n), number_format="0%")),
    strategies.integers(-300, 300).map(lambda n: Mess(n / 1000, Decimal(n) / 10, number_format="0.0%;[Red]-0.0%")),
    strategies.integers(-300, 300).map(lambda n: Mess(n, Decimal(n), number_format='0"%"')),
)
NUMBERS = strategies.one_of(STORED, typed_numbers(), foreign_numbers(), multiplied(), TOO_LONG, WRONG, ANYWHERE)


@pytest.mark.parametrize("column", fields("number"), ids=lambda column: column.path)
@given(strategies.one_of(NUMBERS, PERCENT_NUMBERS))
@example(Mess("1.200", Decimal("1.2"), refused=True))
@example(Mess("1,200", Decimal(1200)))
@example(Mess("1.200", Decimal(1200), locale="de-DE"))
@example(Mess("1,200", refused=True, locale="de-DE", least="error"))
@example(junk("5 EUR"))
@example(Mess(-0.0, Decimal(0), least=""))
def test_a_number_is_what_was_meant_or_its_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


@strategies.composite
def amounts(draw: Any) -> Mess:
    """An amount with a currency as text; any but the euro is refused."""
    number = draw(numbers(places=1))
    plain = f"{abs(number):f}"
    euro = draw(strategies.booleans())
    signs = ("€", "EUR", "eur ") if euro else ("$", "USD ", "£", "NOK ", "CHF ", "US$ ", "¥")
    sign = draw(strategies.sampled_from(signs))
    text = draw(strategies.sampled_from([f"{sign}{plain}", f"{plain} {sign}", f"{plain}{sign}"]))
    text = f"-{text}" if number < 0 else text
    return Mess(text, number) if euro else junk(text)


CURRENCY_FORMATS = strategies.one_of(
    strategies.builds(
        lambda n, code: Mess(n, Decimal(n), least="", number_format=code),
        strategies.integers(-(10**9), 10**9),
        strategies.sampled_from(EUR_FORMATS),
    ),
    strategies.builds(
        lambda n, code: Mess(n, Decimal(n), least="warning", number_format=code),
        strategies.integers(-(10**9), 10**9),
        strategies.sampled_from(OTHER_FORMATS),
    ),
)
NO_AMOUNTS = strategies.one_of(
    numbers().map(lambda number: junk(f"{number}%")),
    numbers().map(lambda number: junk(float(number), number_format="0.0%")),
    numbers().map(lambda number: junk(float(number), number_format='0"%"')),
)


@pytest.mark.parametrize("column", fields("money"), ids=lambda column: column.path)
@given(strategies.one_of(NUMBERS, amounts(), CURRENCY_FORMATS, NO_AMOUNTS))
@example(Mess("€ 1.2m", Decimal(1_200_000)))
@example(Mess("720.000", refused=True, least="error"))
def test_an_amount_is_what_was_meant_in_the_currency_of_the_account_or_its_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


def whole(mess: Mess) -> Mess:
    """What a number means to a field of whole numbers."""
    if not isinstance(mess.meant, Decimal):
        return mess
    if mess.meant % 1:
        return replace(mess, meant=NOBODY_KNOWS, least="error", refused=True)
    return replace(mess, meant=int(mess.meant))


WHOLE_NUMBERS = strategies.one_of(
    strategies.integers(-1, 12).map(lambda n: Mess(n, n, least="")),
    strategies.integers(-1, 12).map(lambda n: Mess(float(n), n, least="")),
    strategies.integers(0, 12).map(lambda n: Mess(f" {n}", n)),
    strategies.integers(0, 12).map(lambda n: Mess(f"{n},0", n, locale="de-DE")),
    strategies.integers(1, 100).map(lambda n: junk(f"{n}%")),
    strategies.integers(1, 9).map(lambda n: junk(n, number_format="0%")),
    strategies.integers(1, 9).map(lambda n: junk(f"€{n}")),
)


@pytest.mark.parametrize("column", fields("whole number"), ids=lambda column: column.path)
@given(strategies.one_of(NUMBERS.map(whole), WHOLE_NUMBERS))
def test_a_whole_number_is_what_was_meant_or_its_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


PERCENTS = strategies.integers(0, 1000).map(lambda n: Decimal(n) / 1000)
SHARES = strategies.one_of(
    PERCENTS.map(lambda part: Mess(float(part), part, least="", number_format="0%")),
    PERCENTS.map(lambda part: Mess(float(part), part, least="", number_format="0.0%;[Red]-0.0%")),
    PERCENTS.map(lambda part: Mess(float(part), part, least="note" if part else "")),
    PERCENTS.map(lambda part: Mess(float(part * 100), part, number_format='0.0"%"', least="note" if part else "")),
    PERCENTS.map(lambda part: Mess(f"{(part * 100).normalize():f}%", part)),
    PERCENTS.map(lambda part: Mess(f"{part * 100:.1f} %".replace(".", ","), part, locale="nb-NO")),
    PERCENTS.filter(lambda part: 0 < part < 1).map(lambda part: Mess(f"{part:.2f}", part.quantize(Decimal("0.01")))),
    strategies.integers(2, 100).map(junk),
    strategies.integers(2, 100).map(lambda n: junk(n, number_format="0%")),
    strategies.integers(101, 900).map(lambda n: junk(f"{n}%")),
    strategies.integers(-99, -1).map(lambda n: junk(n / 100, number_format="0%")),
    strategies.integers(2, 100).map(lambda n: junk(f"{n}")),
    strategies.integers(1, 99).map(lambda n: junk(f"€{n}%")),
)


@pytest.mark.parametrize("column", fields("share"), ids=lambda column: column.path)
@given(strategies.one_of(SHARES, WRONG, TOO_LONG, ANYWHERE))
@example(Mess(1, Decimal(1)))
def test_a_share_is_what_was_meant_or_its_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


# --- days and periods -------------------------------------------------------------------------------------------------

DAYS = strategies.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))
MONTHS = {
    "en-GB": "January February March April May June July August September October November December",
    "de-DE": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "nb-NO": "januar februar mars april mai juni juli august september oktober november desember",
    "fr-FR": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl-NL": "januari februari maart april mei juni juli augustus september oktober november december",
}


@strategies.composite
def dates_in_digits(draw: Any) -> Mess:
    """A day in digits in the writer's own order; where no locale is known it may be the other order."""
    day = draw(DAYS)
    locale = draw(strategies.sampled_from([*LOCALES, ""]))
    order = LOCALES[locale][2] if locale else draw(strategies.sampled_from(["d/m", "m/d", "d-m"]))
    sign = order[1]
    one, other = (day.day, day.month) if order[0] == "d" else (day.month, day.day)
    digits = draw(strategies.sampled_from(["{:02}{}{:02}{}{}", "{}{}{}{}{}", "{} {} {} {} {}"]))
    text = digits.format(one, sign, other, sign, day.year)
    unclear = not locale and day.day <= 12 and day.day != day.month
    return Mess(text, NOBODY_KNOWS if unclear else day, "error" if unclear else "note", unclear, locale=locale)


@strategies.composite
def dates_in_words(draw: Any) -> Mess:
    day = draw(DAYS)
    language = draw(strategies.sampled_from(sorted(MONTHS)))
    name = MONTHS[language].split()[day.month - 1]
    forms = [f"{day.day} {name} {day.year}", f"{day.day}. {name} {day.year}", f"{day.day:02} {name.upper()} {day.year}"]
    if language == "en-GB":
        forms += [
            f"{name} {day.day}, {day.year}",
            f"{day.day}-{name[:3]}-{day.year}",
            f"{name[:3]} {day.day} {day.year}",
        ]
    return Mess(draw(strategies.sampled_from(forms)), day, locale=draw(strategies.sampled_from([*LOCALES, ""])))


def midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day)


NO_DAYS = (
    *(
        "03/04/26",
        "3.4.26",
        "4 Mar 26",
        "31/02/2026",
        "2026-02-30",
        "2026-13-01",
        "Q1 2026",
        "March 2026",
        "FY26",
        "soon",
    ),
    *(
        "end of March",
        "10",
        "46112",
        "20260403",
        "2026",
        "3 April",
        "3.4.",
        "KW 14",
        "1989-12-31",
        "2101-01-01",
        "3/2026",
    ),
    *(
        "2026-04-03 or later",
        "before 2026-04-03",
        "03/04/2026-05/04/2026",
        "April 3rd",
        "ASAP",
        "0",
        "-1",
        "3 Smarch 2026",
    ),
)
DATES = strategies.one_of(
    DAYS.map(lambda day: Mess(midnight(day), day, least="", number_format="yyyy-mm-dd")),
    DAYS.map(lambda day: Mess(midnight(day), day, least="", number_format="d. mmm yy")),
    DAYS.map(lambda day: Mess(midnight(day), day, number_format="mmm yyyy")),
    DAYS.map(lambda day: Mess(midnight(day), day, number_format="[$-407]d/ mmm;@")),
    DAYS.map(lambda day: Mess(midnight(day) + datetime.timedelta(hours=9.5), day, number_format="yyyy-mm-dd hh:mm")),
    DAYS.map(lambda day: Mess(day.isoformat(), day)),
    DAYS.map(lambda day: Mess(f"\u00a0{day.year}/{day.month}/{day.day} ", day)),
    dates_in_digits(),
    dates_in_words(),
    strategies.sampled_from(NO_DAYS).map(junk),
    strategies.integers(-(10**6), 10**6).map(junk),
    strategies.floats(allow_nan=False, allow_infinity=False).map(junk),
    strategies.booleans().map(junk),
    strategies.times().map(junk),
    strategies.timedeltas(datetime.timedelta(-5), datetime.timedelta(900)).map(
        lambda span: junk(span, number_format="[h]:mm")
    ),
    strategies.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(1989, 12, 31)).map(junk),
    strategies.datetimes(datetime.datetime(2101, 1, 1), datetime.datetime(9999, 1, 1)).map(junk),
    ANYWHERE,
)


@pytest.mark.parametrize("column", fields("date")[:1], ids=lambda column: column.path)
@settings(max_examples=200)
@given(DATES)
@example(Mess("03/04/2026", datetime.date(2026, 4, 3)))
@example(Mess("03/04/2026", datetime.date(2026, 3, 4), locale="en-US"))
@example(junk("03/04/2026", locale=""))
@example(junk("03/04/2026", locale="en-CA"))
@example(junk(None, error="########"))
def test_a_day_is_what_was_meant_or_its_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


@strategies.composite
def periods(draw: Any) -> Mess:
    year, quarter = draw(strategies.integers(1990, 2100)), draw(strategies.integers(1, 4))
    clean = f"{year}-Q{quarter}"
    forms = (
        f"Q{quarter} {year}",
        f"{year} Q{quarter}",
        f"q{quarter}/{year}",
        f"{quarter}. Quartal {year}",
        f" {clean}",
        f"{year}q{quarter}",
    )
    text = draw(strategies.sampled_from([clean, *forms]))
    return Mess(text, clean, least="" if text == clean else "note")


NO_PERIODS = (
    "Q5 2026",
    "2026-Q0",
    "2026-07",
    "FY26",
    "Q3",
    "Q3 26",
    "1989",
    "summer",
    "H1 2026",
    "Q1-Q2 2026",
    "2026/27",
)
PERIODS = strategies.one_of(
    periods(),
    strategies.integers(1990, 2100).map(lambda year: Mess(year, str(year), least="")),
    strategies.integers(1990, 2100).map(lambda year: Mess(f"{year} ", str(year))),
    strategies.integers().filter(lambda n: not 1990 <= n <= 2100).map(junk),
    strategies.integers(1990, 2100).map(lambda year: junk(year + 0.3)),
    strategies.sampled_from(NO_PERIODS).map(junk),
    strategies.booleans().map(junk),
    DAYS.map(lambda day: junk(midnight(day), number_format="mmm yyyy")),
    strategies.times().map(junk),
    strategies.timedeltas(datetime.timedelta(0), datetime.timedelta(900)).map(junk),
    ANYWHERE,
)


@pytest.mark.parametrize("column", fields("period")[:1], ids=lambda column: column.path)
@given(PERIODS)
def test_a_period_is_what_was_meant_or_its_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


# --- words ------------------------------------------------------------------------------------------------------------

WORD = strategies.text("abcdefghijklmnopqrstuvwxyzæøåüßéñABC", min_size=2, max_size=8).filter(
    lambda word: word.casefold() not in ("none", "tbd", "tba", "tbc", "xxx", "xx")
)
PHRASES = strategies.lists(WORD, min_size=1, max_size=4).map(" ".join)
NOT_TEXT = strategies.one_of(
    DAYS.map(lambda day: junk(midnight(day))),
    strategies.times().map(junk),
    strategies.timedeltas(datetime.timedelta(0), datetime.timedelta(900)).map(junk),
    strategies.sampled_from([1e15, 1.5e300, 12345678901234567]).map(junk),
)
TEXTS = strategies.one_of(
    PHRASES.map(lambda text: Mess(text, text, least="")),
    PHRASES.map(lambda text: Mess(f"\u00a0{text}\u200b ", text)),
    PHRASES.map(lambda text: Mess(f"\u200e{text}\u3000", text)),
    PHRASES.map(lambda text: Mess(f"{text}\r\n", text)),
    PHRASES.map(lambda text: Mess(f"{text}\x07", f"{text}\ufffd")),
    strategies.sampled_from(["=SUM(B2:B9)", "=B2+C2", "=5*3", "='Team'!B8"]).map(
        lambda text: Mess(text, text, least="warning")
    ),
    strategies.integers(0, 10**9).map(lambda n: Mess(n, str(n), least="")),
    strategies.integers(0, 10**9).map(lambda n: Mess(n, str(n), number_format="000000")),
    strategies.sampled_from([True, False]).map(lambda value: Mess(value, str(value).upper())),
    strategies.integers(1, 99).map(lambda n: Mess(n / 100, f"{n}%", number_format="0%")),
    strategies.integers(1, 9).map(lambda n: Mess(float(f"{n}e5"), f"{n}00000", number_format="0.00E+00")),
    NOT_TEXT,
    ANYWHERE,
)


@pytest.mark.parametrize(
    "column", [*fields("text")[:1], *fields("long text")[:1], *fields("id")[:1]], ids=lambda column: column.path
)
@given(TEXTS)
def test_a_text_is_what_was_typed_or_its_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


@strategies.composite
def listed_ids(draw: Any) -> Mess:
    ids = draw(strategies.lists(strategies.integers(1, 99).map("S{}".format), min_size=1, max_size=5, unique=True))
    sign = draw(strategies.sampled_from([", ", ",", "; ", ";", "\n", ",\u200b", " ,\u00a0"]))
    return Mess(sign.join(ids), tuple(ids), least="")


@pytest.mark.parametrize("column", fields("ids")[:1], ids=lambda column: column.path)
@given(strategies.one_of(listed_ids(), NOT_TEXT, ANYWHERE))
def test_ids_are_those_that_were_typed_or_their_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


YES_NO = {
    True: ("Yes", "yes", "YES ", "y", "ja", "Ja", "oui", "sí", "tak", "true", "1", "✓", 1, True),
    False: ("No", "no", " NO", "n", "nein", "non", "nei", "nie", "false", "0", 0, False),
}
CLEAN = ("Yes", "No", "yes", "no", "YES ", " NO")
YES_NOS = strategies.one_of(
    *(
        strategies.sampled_from(typed).map(
            lambda value, meant=meant: Mess(
                value, meant, least="" if value in CLEAN or isinstance(value, bool) else "note"
            )
        )
        for meant, typed in YES_NO.items()
    ),
    strategies.sampled_from(["x", "maybe", "yes?", "no, not yet", "not yet", "2", 2, -1, 0.5, "yes/no"]).map(junk),
    DAYS.map(lambda day: junk(midnight(day))),
    strategies.just(junk(1, number_format="0%")),
    ANYWHERE,
)


@pytest.mark.parametrize("column", fields("yes/no")[:1], ids=lambda column: column.path)
@given(YES_NOS)
def test_yes_and_no_are_what_was_meant_or_their_cell_is_named(column: Column, mess: Mess):
    judge(mess, column, read(mess, column))


CHOSEN = tuple(column for column in all_columns() if column.choices or column.choices_from)


@strategies.composite
def choices(draw: Any, column: Column) -> Mess:
    known = column.choices or STANDARDS.choices(column.choices_from)
    choice = draw(strategies.sampled_from(known))
    near = [f" {choice}", choice.upper(), choice.replace(" ", "_"), choice.replace("-", "\u2011"), f"{choice}\u00a0"]
    text = draw(strategies.sampled_from([choice, *near]))
    return Mess(text, choice, least="" if text == choice else "note")


NO_CHOICE = strategies.one_of(
    strategies.sampled_from(["waiting for Geir", "xyz", "yes and no", 7, 0.5, True, 1e300]).map(junk),
    DAYS.map(lambda day: junk(midnight(day))),
    BLANKS,
    PENDING,
    BROKEN,
)


@pytest.mark.parametrize(
    "column",
    {column.choices or column.choices_from: column for column in CHOSEN}.values(),
    ids=lambda column: column.path,
)
@settings(max_examples=15)
@given(strategies.data())
def test_a_choice_is_the_one_that_was_meant_or_its_cell_is_named(column: Column, data: Any):
    mess = data.draw(strategies.one_of(choices(column), NO_CHOICE))

    judge(mess, column, read(mess, column))


# --- nothing left out -------------------------------------------------------------------------------------------------

BY_KIND: dict[str, SearchStrategy[Mess]] = {
    "text": TEXTS,
    "long text": TEXTS,
    "id": TEXTS,
    "ids": strategies.one_of(listed_ids(), NOT_TEXT, ANYWHERE),
    "number": strategies.one_of(NUMBERS, PERCENT_NUMBERS),
    "money": strategies.one_of(NUMBERS, amounts(), CURRENCY_FORMATS, NO_AMOUNTS),
    "whole number": strategies.one_of(NUMBERS.map(whole), WHOLE_NUMBERS),
    "share": strategies.one_of(SHARES, WRONG, TOO_LONG, ANYWHERE),
    "date": DATES,
    "period": PERIODS,
    "yes/no": YES_NOS,
}


def test_every_kind_of_field_is_put_to_the_test():
    assert set(BY_KIND) == set(KINDS)


# --- through a saved file ---------------------------------------------------------------------------------------------

# What decides how all other cells are read, and what openpyxl cannot write, is left as it is.
DECIDING = ("account.locale", "account.currency")


def writable(mess: Mess) -> bool:
    """Can the mess stand in a file of the tests' own account, en-GB?"""
    text = mess.value if isinstance(mess.value, str) else ""
    unseen = mess.error in ("########", "unreadable content") or "\x07" in text or len(text) > 32_767
    huge = isinstance(mess.value, int) and abs(mess.value) > 10**300
    return mess.locale == "en-GB" and not unseen and not huge


def typed_into(column: Column) -> SearchStrategy[Mess]:
    """What may be typed into a field of a saved workbook."""
    listed = column.choices or column.choices_from
    messes = strategies.one_of(choices(column), NO_CHOICE) if listed else BY_KIND[column.kind.name]
    return messes.map(lambda mess: mess if writable(mess) else Mess("n/a", None))


# One field of each set of limits and one that is chosen from a list.
MESSY = {column.path: column for column in (*fields(*BY_KIND), CHOSEN[-1]) if column.path not in DECIDING}
MESSES = strategies.fixed_dictionaries({path: typed_into(column) for path, column in MESSY.items()})


def put(book: Workbook, column: Column, cell: str, mess: Mess) -> None:
    """Types a mess into a cell, with its number format if it has one of its own."""
    found = book[column.sheet.name][cell]
    found.value = mess.formula or mess.error or mess.value
    if isinstance(mess.value, str) and not mess.error:
        found.data_type = "s"  # text that begins with "=" or "#" stays text
    if mess.number_format != "General":
        found.number_format = mess.number_format


@settings(max_examples=4, phases=[Phase.generate])
@given(MESSES)
def test_a_saved_workbook_with_messes_is_read_right_and_every_cell_that_needs_it_is_named(
    tmp_path_factory: pytest.TempPathFactory, messes: dict[str, Mess]
):
    places = {column.path: (column, place(record, column.title)) for record in RECORDS for column in columns(record)}

    def change(book: Workbook) -> None:
        for path, mess in messes.items():
            put(book, *places[path], mess)

    reading = read_account(a_workbook(tmp_path_factory.mktemp("messy"), change), STANDARDS)

    assert reading.readable is not None
    named = {(problem.sheet, problem.cell) for problem in reading.problems}
    assert named <= {(places[path][0].sheet.name, places[path][1]) for path in messes}
    for record in RECORDS:
        for column in (column for column in columns(record) if column.path in messes):
            cell = places[column.path][1]
            told = tuple(p for p in reading.problems if (p.sheet, p.cell) == (column.sheet.name, cell))
            value = getattr(reading.readable.rows(record)[0], column.key)
            judge_in_row(messes[column.path], column, Typed(value, told), cell)


def judge_in_row(mess: Mess, column: Column, typed: Typed, cell: str) -> None:
    """Judges a cell of a saved row, where a required field that was read as a blank is missing."""
    if column.required and mess.meant is None:
        assert typed.value is None
        assert [problem.code for problem in typed.problems] == ["required"], (column.path, mess)
    else:
        judge(mess, column, replace(typed, value=None if typed.value == () else typed.value), cell)
