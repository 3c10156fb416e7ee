"""What no client file may hold: the telling texts and numbers of one workbook, and the names of other accounts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from babel.dates import get_day_names, get_month_names

from pipeline.analysis.results import SharedAnalysis
from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Record, columns
from pipeline.standards import Standards
from pipeline.views.audiences import plain, shown_to_client
from pipeline.views.language import ENGLISH, language, languages, locale_of

WINDOW = 6  # words: of a longer text each stretch of so many is looked for, so that a part of it is found too
SHORTEST_WORD = 6  # letters of a text of one word that is looked for
FEWEST_WORDS, FEWEST_LETTERS = 3, 14  # of a text of known words, put together as the client never has them
FEWEST_DIGITS = 5  # significant ones of a number that is looked for
LARGE, FEWEST_OF_LARGE = 5, 2  # or digits before its point, and how many of them significant: 92,000

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# One digit first: so the search leaps over what begins with none.
_NUMBER = re.compile(r"\d(?:\d{0,2}(?:[ ,.'\u2019\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d*(?:[.,]\d+)?)")
_LEGAL_FORMS = frozenset(
    ("ab", "ag", "as", "asa", "bv", "co", "corp", "corporation", "gmbh", "inc", "kg", "kgaa", "llc", "llp", "ltd")
).union(("nv", "oy", "oyj", "plc", "sa", "se", "srl"))
_TEXTS = ("text", "long text")
_LARGEST_SHARE = 10
_ROUNDED = 1000  # from here on a number with a fraction is looked for without it as well
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERS = ("money", "number", "share")


Trace = str | tuple[str, str]  # a word, or two words one after the other
_Cell = tuple[Record, str, Any, bool]  # its row, its key, what it holds, and whether the client is shown it


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that no client file may hold: as it was typed, and the cell it stands in.

    `owner` is empty for a value of this workbook, or names the other account whose name it is.
    """

    text: str
    sheet: str
    cell: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row that give a secret away; it is looked for by the word number `at`."""

    words: tuple[str, ...]
    at: int
    secret: Secret


@dataclass(frozen=True)
class Secrets:
    """Everything that is looked for in the client files of one account, each phrase under one of its words.

    `numbers` are by their digits, as numbers_in gives them; `typed` is all that the client's own fields hold.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    numbers: Mapping[str, Secret]
    typed: str = ""


@dataclass(frozen=True)
class _Known:
    """The words, the pairs of words and the numbers that the client may know: `common` of all, `own` of this one."""

    common: frozenset[Trace]
    own: frozenset[Trace]
    numbers: frozenset[str]
    typed: str = field(repr=False)

    def has(self, trace: Trace) -> bool:
        return trace in self.common or trace in self.own

    def has_number(self, digits: str) -> bool:
        """Whether a number was typed for the client, computed from that, or stands in a template, grouped or not."""
        return digits in self.numbers or self.has(digits) or self.has((digits[:-3], digits[-3:]))


def words_in(text: str) -> list[str]:
    """The words of a text as they are compared: one case, no punctuation, each ideograph by itself."""
    plain_text = text if text.isascii() else unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return _WORD.findall(plain_text.casefold())


def traces_in(words: Sequence[str]) -> frozenset[Trace]:
    """The words, and each two that stand together."""
    return frozenset(words).union(pairwise(words))


def numbers_in(text: str) -> set[str]:
    """The numbers of a text that have digits enough to tell something, as digits with a point.

    A number of which nobody can say whether it is grouped ("12.843") gives both readings.
    """
    found: set[str] = set()
    for written in _NUMBER.findall(text):
        if len(written) >= FEWEST_DIGITS:
            found.update(_readings(written))
    return found


def secrets_of(
    account: KeyAccount,
    shared: SharedAnalysis,
    standards: Standards,
    printed: frozenset[Trace],
    others: Mapping[str, str],
) -> Secrets:
    """What the client files of this account may not hold.

    `printed` are the traces of the client's templates, `shared` what is computed from the projection; `others` has the
    names of the other accounts of the run with their workbooks. Telling is what holds a word, a number or a turn that
    the client can know from nowhere: neither from a client field, nor from a template, nor from the words of Keyplan.
    """
    cells = tuple(_cells(account))
    known = _known(account, cells, shared, standards, printed)
    phrases: list[Phrase] = []
    numbers: dict[str, Secret] = {}
    for value, secret in _internal(account, cells):
        if isinstance(value, str):
            phrases += _telling(value, secret, known)
        else:
            for digits in _told(value):
                if not known.has_number(digits):
                    numbers.setdefault(digits, secret)
    phrases += _names(account.account.name, standards, others)
    return Secrets(_by_word(phrases), numbers, known.typed)


def names_of_others(name: str, standards: Standards, others: Mapping[str, str]) -> Secrets:
    """The names of other accounts alone, each with its workbook, as no client file of the account `name` may hold."""
    return Secrets(_by_word(_names(name, standards, others)), {})


def _by_word(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        found.setdefault(phrase.words[phrase.at], []).append(phrase)
    return {word: tuple(under) for word, under in found.items()}


def _names(own: str, standards: Standards, others: Mapping[str, str]) -> Iterator[Phrase]:
    """The names of other accounts as phrases; one that is allowed, or stands in a name of ours, gives nothing away."""
    ours = tuple(words_in(f"{own} / {standards.company.name}"))
    allowed = {_bare_name(one) for one in standards.allowed_names}
    for name, workbook in others.items():
        found = _bare_name(name)
        if found and found not in allowed and not _stands_in(found, ours):
            at = max(range(len(found)), key=lambda place: len(found[place]))
            yield Phrase(found, at, Secret(name, "", owner=workbook))


def _known(
    account: KeyAccount, cells: Iterable[_Cell], shared: SharedAnalysis, standards: Standards, printed: frozenset[Trace]
) -> _Known:
    texts: list[str] = []
    numbers: set[str] = set()
    for _, _, value, shown in cells:
        if shown and isinstance(value, str):
            texts.append(value)
        elif shown and isinstance(value, Decimal | int):
            numbers.update(_forms(Decimal(value)))
    typed = "\n".join(texts)
    numbers |= numbers_in(typed)
    for result in _numbers_of(plain(shared, "client")):
        numbers.update(_forms(result))
    own = traces_in(words_in(typed)).union(_words_of(standards), _calendar(account))
    return _Known(_common(printed), own, frozenset(numbers), typed)


@lru_cache(maxsize=8)
def _common(printed: frozenset[Trace]) -> frozenset[Trace]:
    return printed | _own_words()


def _internal(account: KeyAccount, cells: Iterable[_Cell]) -> Iterator[tuple[str | Decimal, Secret]]:
    """Every text and number of the workbook that the client is not shown, with its cell."""
    kinds = {column.path: column.kind.name for column in all_columns()}
    for row, key, value, shown in cells:
        if shown or value is None:
            continue
        column = _paths(type(row))[key]
        cell = row.origin.cells.get(key, "")
        if isinstance(value, str) and kinds[column] in _TEXTS:
            yield value, Secret(value, row.sheet.name, cell)
        elif isinstance(value, Decimal) and kinds[column] in _NUMBERS:
            yield value, Secret(f"{value:f}", row.sheet.name, cell)
    for record in RECORDS:
        for row in account.rows(record):
            for text in row.extra.values():
                yield text, Secret(text, row.sheet.name)


def _cells(account: KeyAccount) -> Iterator[_Cell]:
    """Every cell of the account."""
    for record in RECORDS:
        for row in account.rows(record):
            for column in columns(record):
                yield row, column.key, getattr(row, column.key, None), shown_to_client(row, column)


@cache
def _paths(record: type[Record]) -> dict[str, str]:
    return {column.key: column.path for column in columns(record)}


def _telling(text: str, secret: Secret, known: _Known) -> Iterator[Phrase]:
    """The phrases by which a text is found: itself, or each stretch of WINDOW words.

    One is telling by a rare word, or, if it is long enough, by two pairs of words that the client never has.
    """
    words = tuple(words_in(text))
    if len(words) == 1 and len(words[0]) < SHORTEST_WORD:
        return
    rare = [len(word) if _is_rare(word, known) else 0 for word in words]
    for start in range(max(1, len(words) - WINDOW + 1)):
        stretch = words[start : start + WINDOW]
        lengths = rare[start : start + WINDOW]
        if any(lengths):
            at = lengths.index(max(lengths))
            yield Phrase(stretch, at, secret)
        elif len(stretch) >= FEWEST_WORDS and sum(map(len, stretch)) >= FEWEST_LETTERS:
            new = [(len("".join(pair)), at, pair) for at, pair in enumerate(pairwise(stretch)) if not known.has(pair)]
            if len(new) > 1:
                _, at, pair = max(new)
                yield Phrase(stretch, at + (len(pair[1]) > len(pair[0])), secret)


def _is_rare(word: str, known: _Known) -> bool:
    return not known.has(word) and not word.isdigit() and (len(word) > 3 or ord(word[0]) >= 0x3040)


def _told(value: Decimal) -> set[str]:
    """The digits by which a number is looked for; none if it has too few."""
    return {digits for digits in _forms(value) if _tells(digits)}


def _tells(digits: str) -> bool:
    significant, whole = len(digits.replace(".", "").strip("0")), len(digits.partition(".")[0])
    if _YEAR.fullmatch(digits):
        return False
    return significant >= FEWEST_DIGITS or (whole >= LARGE and significant >= FEWEST_OF_LARGE)


def _forms(value: Decimal) -> set[str]:
    """The digits of a number; rounded, where it is large and has a fraction; in per cent, where it may be a share."""
    size = abs(value)
    found = {_digits(f"{size:f}")}
    if size < _LARGEST_SHARE:
        found |= {_digits(f"{size * 100:f}"), _digits(f"{size * 100:.2f}")}
    elif size >= _ROUNDED and size % 1:
        found |= {_digits(f"{size:.0f}"), _digits(f"{size:.1f}")}
    return found


def _digits(written: str) -> str:
    """A number as digits with a point: no zeros before it, none behind its fraction."""
    whole, _, fraction = written.partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def _readings(written: str) -> Iterator[str]:
    pieces = re.split(r"\D", written)
    if len(pieces) == 1:
        yield _digits(written)
        return
    if all(len(piece) == 3 for piece in pieces[1:]):
        yield _digits("".join(pieces))
    if len(pieces) == 2 or len(pieces[-1]) != 3:
        yield _digits(f"{''.join(pieces[:-1])}.{pieces[-1]}")


def _numbers_of(value: Any) -> Iterator[Decimal]:
    """Every number in plain data, those of its texts left out."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _numbers_of(item)
    elif isinstance(value, Decimal | int) and not isinstance(value, bool):
        yield Decimal(value)


@cache
def _own_words() -> frozenset[str]:
    """The words in which Keyplan itself speaks: those of the fields' titles, help and choices, and of documents."""
    texts = [
        text
        for column in all_columns()
        for text in (column.title, column.help, column.sheet.name, column.sheet.holds, *column.choices)
    ]
    texts += [str(word) for short in languages() for word in language(short).words.values()]
    return frozenset(words_in("\n".join(texts)))


def _words_of(standards: Standards) -> frozenset[str]:
    lists = ("criteria", "tiers", "stages", "functions", "friendliness", "coverage")
    texts = (standards.company.name, *(choice for name in lists for choice in standards.choices(name)))
    return frozenset(words_in("\n".join(texts)))


def _calendar(account: KeyAccount) -> frozenset[str]:
    return _calendar_words(account.account.locale) | _calendar_words(locale_of(ENGLISH, account.account.locale))


@lru_cache(maxsize=64)
def _calendar_words(locale: str) -> frozenset[str]:
    """The names of months and days as the locale writes them in dates."""
    language = locale.replace("-", "_")
    names = [
        name
        for width in ("wide", "abbreviated")
        for table in (get_month_names(width, locale=language), get_day_names(width, locale=language))
        for name in table.values()
    ]
    return frozenset(word for name in names for word in words_in(name))


@lru_cache(maxsize=4096)
def _bare_name(name: str) -> tuple[str, ...]:
    """The words of a company's name without its legal form; none if what is left could be any word."""
    words = words_in(name.replace("A/S", "AS").replace("S.A.", "SA"))
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return tuple(words) if sum(map(len, words)) > 3 else ()


def _stands_in(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[start : start + len(words)] == words for start in range(len(text) - len(words) + 1))
