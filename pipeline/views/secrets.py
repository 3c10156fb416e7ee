"""What no client file may hold: the telling texts and numbers of one workbook, and the names of other accounts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import Any

from msgspec import Struct

from pipeline.analysis.results import SharedAnalysis
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Record, columns
from pipeline.standards import Standards
from pipeline.views.known import Cell, Known, cells_of, known_to_client
from pipeline.views.readings import Trace, may_tell, told, words_in

WINDOW = 6  # words: of a longer text each stretch of so many is looked for, so that a part of it is found too
SHORTEST_WORD = 6  # letters of a text of one word that is looked for
FEWEST_WORDS, FEWEST_LETTERS = 3, 14  # of a text of known words, put together as the client never has them

_LEGAL_FORMS = frozenset(
    ("ab", "ag", "as", "asa", "bv", "co", "corp", "corporation", "gmbh", "inc", "kg", "kgaa", "llc", "llp", "ltd")
).union(("nv", "oy", "oyj", "plc", "sa", "se", "srl"))
_TEXTS = ("text", "long text")
_NUMBERS = ("money", "number", "share")


class Secret(Struct, frozen=True):
    """Something that no client file may hold: as it was typed, and the cell it stands in.

    `owner` is empty for a value of this workbook, or names the other account whose name it is.
    """

    text: str
    sheet: str
    cell: str = ""
    owner: str = ""


class Phrase(Struct, frozen=True):
    """Words in a row that give a secret away; it is looked for by the word number `at`."""

    words: tuple[str, ...]
    at: int
    secret: Secret


class Secrets(Struct, frozen=True):
    """Everything that is looked for in the client files of one account, each phrase under one of its words.

    `numbers` are by their digits, as numbers_in gives them; `typed` is all that the client's own fields hold.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    numbers: Mapping[str, Secret]
    typed: str = ""


def secrets_of(
    account: KeyAccount,
    shared: SharedAnalysis,
    standards: Standards,
    printed: frozenset[Trace],
    others: Mapping[str, str],
    said: Sequence[Mapping[str, Any]] = (),
    frame: frozenset[str] = frozenset(),
    within: frozenset[str] | None = None,
    digits_within: frozenset[str] | None = None,
) -> Secrets:
    """What the client files of this account may not hold.

    `printed` are the traces of the client's templates, `shared` what is computed from the projection; `others` has the
    names of the other accounts of the run with their workbooks; `frame` are words that a file has whatever it says.
    Telling is what holds a word, a number or a turn that the client can know from nowhere: neither from a client field,
    nor from a template, nor from the words of Keyplan, nor from what is `said` to it, which is plain data made from the
    projection alone.

    `within` are all words of the files that are to be searched, `digits_within` all numbers of them, as numbers_in
    gives them: what holds another cannot be in them.
    """
    cells = tuple(cells_of(account))
    known = known_to_client(account, cells, shared, standards, printed, said, frame)
    phrases: list[Phrase] = []
    numbers: dict[str, Secret] = {}
    stretches = cache(partial(_telling, known=known, within=within))  # many a text stands in several cells
    for value, row, key in _internal(account, cells):
        if isinstance(value, str):
            if found := stretches(value):
                secret = _secret(value, row, key)
                phrases += (Phrase(words, at, secret) for words, at in found)
        else:
            for digits in told(value):
                if (digits_within is None or digits in digits_within) and not known.has_number(digits):
                    numbers.setdefault(digits, _secret(f"{value:f}", row, key))
    phrases += _names(account.account.name, standards, others, known.is_usual)
    return Secrets(_by_word(phrases), numbers, known.typed)


def names_of_others(name: str, standards: Standards, others: Mapping[str, str]) -> Secrets:
    """The names of other accounts alone, each with its workbook, as no client file of the account `name` may hold."""
    return Secrets(_by_word(_names(name, standards, others, lambda _: False)), {})


def _by_word(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        found.setdefault(phrase.words[phrase.at], []).append(phrase)
    return {word: tuple(under) for word, under in found.items()}


def _names(
    own: str, standards: Standards, others: Mapping[str, str], is_usual: Callable[[str], bool]
) -> Iterator[Phrase]:
    """The names of other accounts as phrases; one that is allowed, or stands in a name of ours, gives nothing away.

    Nor does one that is a word of any document, such as Target; with its legal form ("Target Corporation") it does.
    """
    ours = tuple(words_in(f"{own} / {standards.company.name}"))
    allowed = {_bare_name(one) for one in standards.allowed_names}
    for name, workbook in others.items():
        found = _bare_name(name)
        if not found or found in allowed or _stands_in(found, ours):
            continue
        if len(found) == 1 and is_usual(found[0]):
            found = _whole_name(name)
            if len(found) == 1:
                continue
        at = max(range(len(found)), key=lambda place: len(found[place]))
        yield Phrase(found, at, Secret(name, "", owner=workbook))


def _internal(account: KeyAccount, cells: Iterable[Cell]) -> Iterator[tuple[str | Decimal, Record, str]]:
    """Every text and number of the workbook that the client is not shown, with its row and its key."""
    for row, key, value, shown in cells:
        if shown:
            continue
        kind = _kinds(type(row))[key]
        if (kind in _TEXTS and isinstance(value, str)) or (
            kind in _NUMBERS and isinstance(value, Decimal) and may_tell(value)
        ):
            yield value, row, key
    for record in RECORDS:
        for row in account.rows(record):
            for text in row.extra.values():
                yield text, row, ""


def _secret(text: str, row: Record, key: str) -> Secret:
    """The text of a cell as a secret; its key is empty in a column that no field has."""
    return Secret(text, row.sheet.name, row.origin.cells.get(key, ""))


@cache
def _kinds(record: type[Record]) -> dict[str, str]:
    return {column.key: column.kind.name for column in columns(record)}


def _telling(text: str, known: Known, within: frozenset[str] | None) -> tuple[tuple[tuple[str, ...], int], ...]:
    """The words by which a text is found, and which of them is looked for: all, or each stretch of WINDOW words.

    One is telling by a rare word, or, if it is long enough, by two pairs of words that the client never has.
    """
    words = tuple(words_in(text))
    if len(words) == 1 and len(words[0]) < SHORTEST_WORD:
        return ()
    held = _stretches(words) if within is None else _stretches_within(words, within)
    return tuple((stretch, at) for stretch in held if (at := _telling_word(stretch, known)) is not None)


def _stretches(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[start : start + WINDOW] for start in range(max(1, len(words) - WINDOW + 1)))


def _stretches_within(words: tuple[str, ...], within: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The stretches of which every word is among those given."""
    shortest, start = min(WINDOW, len(words)), 0
    for end in (*(at for at, word in enumerate(words) if word not in within), len(words)):
        if end - start >= shortest:
            yield from _stretches(words[start:end])
        start = end + 1


def _telling_word(stretch: tuple[str, ...], known: Known) -> int | None:
    """The place of the word by which a stretch of words is looked for; None if it tells nothing."""
    if unknown := known.unknown(stretch):
        lengths = [len(word) if word in unknown and _is_rare(word) else 0 for word in stretch]
        if any(lengths):
            return lengths.index(max(lengths))
    if len(stretch) < FEWEST_WORDS or sum(map(len, stretch)) < FEWEST_LETTERS:
        return None
    new = [(len("".join(pair)), at, pair) for at, pair in enumerate(pairwise(stretch)) if not known.has_turn(pair)]
    if len(new) < 2:
        return None
    _, at, pair = max(new)
    return at + (len(pair[1]) > len(pair[0]))


def _is_rare(word: str) -> bool:
    return not word.isdigit() and (len(word) > 3 or ord(word[0]) >= 0x3040)


@lru_cache(maxsize=4096)
def _bare_name(name: str) -> tuple[str, ...]:
    """The words of a company's name without its legal form; none if what is left could be any word."""
    words = _whole_name(name)
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words = words[:-1]
    return words if sum(map(len, words)) > 3 else ()


def _whole_name(name: str) -> tuple[str, ...]:
    return tuple(words_in(name.replace("A/S", "AS").replace("S.A.", "SA")))


def _stands_in(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[start : start + len(words)] == words for start in range(len(text) - len(words) + 1))
