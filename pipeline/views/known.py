"""What a client may know: the words, the turns and the numbers that it has from its own fields and from us."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from babel.dates import get_day_names, get_month_names
from msgspec import Struct

from pipeline.analysis.results import SharedAnalysis
from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Record, columns
from pipeline.standards import Standards
from pipeline.views.audiences import plain, shown_keys
from pipeline.views.language import ENGLISH, language, languages, locale_of
from pipeline.views.readings import Trace, forms, may_tell, numbers_in, traces_in, words_in

_THOUSAND = 1000  # large amounts are told in thousands by some documents, in full by others

Cell = tuple[Record, str, Any, bool]  # its row, its key, what it holds, and whether the client is shown it


class Known(Struct, frozen=True, dict=True):
    """The words, the pairs of words and the numbers that the client may know: `common` of all, `own` of this one.

    `common` has the words that are `usual` in any document, those of dates (`days`) among them. `typed` is what client
    fields hold.
    """

    common: frozenset[Trace]
    usual: frozenset[str]
    days: frozenset[str]
    own: frozenset[Trace]
    numbers_known: Callable[[], frozenset[str]]
    typed: str

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Worked out when the first is asked for: of most accounts no internal number stands in a file."""
        return self.numbers_known()

    def is_usual(self, word: str) -> bool:
        """Whether documents of any account say this word, so that it does not name one.

        What only a template says is no such word: somebody may have typed the name of an account there.
        """
        return word in self.usual

    def unknown(self, words: Iterable[str]) -> set[Trace]:
        return set[Trace](words) - self.common - self.own

    def has(self, trace: Trace) -> bool:
        return trace in self.common or trace in self.own

    def has_turn(self, pair: tuple[str, str]) -> bool:
        """Whether two words in a row tell nothing: the client has them so, or one of them is of a date."""
        return self.has(pair) or pair[0] in self.days or pair[1] in self.days

    def has_number(self, digits: str) -> bool:
        """Whether a number was typed for the client, computed from that, or stands in a template, grouped or not."""
        return self.has(digits) or self.has((digits[:-3], digits[-3:])) or digits in self.numbers


def cells_of(account: KeyAccount) -> Iterator[Cell]:
    """Every cell of the account that holds something."""
    for record in RECORDS:
        keys = [column.key for column in columns(record)]
        for row in account.rows(record):
            shown, values = shown_keys(row), vars(row)
            for key in keys:
                if (value := values.get(key)) is not None:
                    yield row, key, value, key in shown


def known_to_client(
    account: KeyAccount,
    cells: Iterable[Cell],
    shared: SharedAnalysis,
    standards: Standards,
    printed: frozenset[Trace],
    said: Sequence[Mapping[str, Any]] = (),
    frame: frozenset[str] = frozenset(),
) -> Known:
    """What the client may know of the account by its `cells`, by results of them, by the templates and by `said`.

    `said` is what may be said to it, as plain data that is made from the client's projection and from nothing else.
    """
    seen = [value for _, _, value, shown in cells if shown]
    told = list(_leaves(said))
    typed = "\n".join(_texts(seen))
    worded = "\n".join((typed, *_texts(told)))
    days = _days(account.account.locale)
    usual = _usual(days, _texts_of(standards), frame)
    numbers = partial(_numbers_known, worded, seen, told, shared)
    return Known(_common(printed, usual), usual, days, traces_in(words_in(worded)), numbers, typed)


def _numbers_known(worded: str, seen: Iterable[Any], told: Iterable[Any], shared: SharedAnalysis) -> frozenset[str]:
    """The numbers that stand in words, those of cells and results, and what was told in full or in thousands."""
    amounts = {*_numbers(seen), *_numbers(_leaves(plain(shared, "client")))}
    amounts.update(shown for one in _numbers(told) for shown in (one, one / _THOUSAND))
    return frozenset(numbers_in(worded).union(*(forms(amount) for amount in amounts if may_tell(amount))))


def is_shared(projected: KeyAccount, account: KeyAccount) -> bool:
    """Whether the projection holds nothing but what cells hold that the client may see."""
    seen = {(type(row), key, value) for row, key, value, shown in cells_of(account) if shown}
    return all(
        (record, column.key, value) in seen
        for record in RECORDS
        for row in projected.rows(record)
        for column in columns(record)
        if (value := getattr(row, column.key, None)) is not None
    )


@lru_cache(maxsize=16)
def _common(printed: frozenset[Trace], usual: frozenset[str]) -> frozenset[Trace]:
    return printed | usual


def _numbers(values: Iterable[Any]) -> Iterator[Decimal]:
    return (Decimal(one) for one in values if isinstance(one, Decimal | int) and not isinstance(one, bool))


def _texts(values: Iterable[Any]) -> Iterator[str]:
    return (one for one in values if isinstance(one, str))


def _leaves(value: Any) -> Iterator[Any]:
    """Every plain value in plain data, in its order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind is dict:
            waiting.extend(reversed(one.values()))
        elif kind is list or kind is tuple:
            waiting.extend(reversed(one))
        else:
            yield one


@cache
def own_words() -> frozenset[str]:
    """The words in which Keyplan itself speaks: those of the fields' titles, help and choices, and of documents."""
    texts = [
        text
        for column in all_columns()
        for text in (column.title, column.help, column.sheet.name, column.sheet.holds, *column.choices)
    ]
    texts += [str(word) for short in languages() for word in language(short).words.values()]
    return frozenset(words_in("\n".join(texts)))


def _texts_of(standards: Standards) -> str:
    lists = ("criteria", "tiers", "stages", "functions", "friendliness", "coverage")
    return "\n".join((standards.company.name, *(choice for name in lists for choice in standards.choices(name))))


@lru_cache(maxsize=16)
def _usual(days: frozenset[str], texts: str, frame: frozenset[str]) -> frozenset[str]:
    return days.union(words_in(texts), frame, own_words())


@lru_cache(maxsize=64)
def _days(locale: str) -> frozenset[str]:
    """The words of dates in the locale, and in English beside it."""
    return _calendar(locale) | _calendar(locale_of(ENGLISH, locale))


@lru_cache(maxsize=64)
def _calendar(locale: str) -> frozenset[str]:
    """The names of months and days as the locale writes them in dates, and by themselves."""
    names = [
        name
        for names_of in (get_month_names, get_day_names)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for name in names_of(width, context, locale.replace("-", "_")).values()
    ]
    return frozenset(word for name in names for word in words_in(name))
