"""How wide words are and how many lines they take, from the letter widths of the typefaces' metric twins."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

WIDTHS_FILE = Path(__file__).with_name("font_widths.json")
EMU_PER_POINT = 12_700
UNITS_PER_EM = 2048
SLACK = 1.04  # measured widths are made so much larger: a real font may set a little wider than its twin
LINE_PITCH = 1.2  # from one line to the next at 100 %, in sizes of the type

# Widely used typefaces and the free ones that set exactly as wide; Arial's twin stands for all others, as it is wide.
TWINS = {"Calibri": "Carlito", "Cambria": "Caladea", "Carlito": "Carlito", "Caladea": "Caladea"}
WIDEST_TWIN = "Liberation Sans"

# A line may end after spaces, hyphens, dashes and slashes, and beside each Chinese, Japanese or Korean letter; no-break
# spaces hold words together.
_BREAKS = "-/\u2010\u2013\u2014"  # the hyphen first: between others it would be a range in the patterns below
_EAST_ASIAN = "\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_IS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}]")
_PIECE = re.compile(f"([{_EAST_ASIAN}]|[^{_BREAKS} \\t{_EAST_ASIAN}]*[{_BREAKS}]*)([ \\t]*)")
_NOT_PLAIN = re.compile("[\t\n/\u2010-\U0010ffff-]")  # what a text has that may break at other places than spaces
# Letters that no table knows: Chinese and symbols, with what a line loses as punctuation must not begin the next one,
_WIDE = round(UNITS_PER_EM * 1.05)
# and Arabic, Hebrew and the other letters of alphabets, as wide as DejaVu Sans sets them.
_NARROW = 1300
_BROKEN = 0.95  # of the room is filled by each part of a word that is broken, as whole letters go on a line
_SPACES = dict.fromkeys("\u00a0\u202f\u2007", " ")

# What cannot be broken: its width, the space after it, both in EMU, and whether it is a line's end instead.
Unbreakable = tuple[float, float, bool]


class Words(Struct, frozen=True):
    """A run of text: its typeface, its size in points, and whether it is bold."""

    text: str
    face: str
    size: float
    bold: bool = False


def text_width(words: Words) -> float:
    """The width of a text on one line, in EMU."""
    widths = letter_widths(words.face, words.bold)
    return sum(map(widths, words.text)) * words.size * EMU_PER_POINT / UNITS_PER_EM


def line_widths(runs: Sequence[Words], room: float, indent: float = 0) -> list[float]:
    """The widths of the lines that a paragraph takes in `room` EMU, its lines all set in by `indent`; all in EMU.

    A word wider than the room begins a line of its own and is broken where it must be. An empty paragraph is one line.
    """
    return filled_lines(unbreakable(runs), room, indent)


def filled_lines(parts: Iterable[Unbreakable], room: float, indent: float = 0) -> list[float]:
    """As `line_widths`, for parts that are measured already."""
    room -= indent
    lines: list[float] = []
    line = gap = 0.0
    for width, space, ends in parts:
        if ends:
            lines.append(line)
            line = gap = 0.0
            continue
        wide = width * SLACK
        if line and line + gap + wide > room:
            lines.append(line)
            line = wide
        else:
            line += gap + wide
        while line > room > 0:
            lines.append(room)
            line -= room * _BROKEN
        gap = space * SLACK
    lines.append(line)
    return lines


def widest_word(parts: Iterable[Unbreakable]) -> float:
    """The width of the widest part that cannot be broken, in EMU, with slack."""
    return max((width * SLACK for width, _, ends in parts if not ends), default=0.0)


def unbreakable(runs: Iterable[Words]) -> list[Unbreakable]:
    """The parts of a paragraph that cannot be broken, and the line ends between them."""
    units: list[Unbreakable] = []
    joined = False  # does the next piece go on from the last one without a break?
    for run in runs:
        scale = run.size * EMU_PER_POINT / UNITS_PER_EM
        pieces, stands_alone, goes_on = _pieces(run.text, run.face, run.bold)
        start = len(units)
        units += [(width * scale, space * scale, ends) for width, space, ends in pieces]
        if joined and pieces and not stands_alone:
            width, space, _ = units[start]
            units[start - 1 : start + 1] = [(width + units[start - 1][0], space, False)]
        joined = goes_on if pieces else joined
    return units


class _Pieces(NamedTuple):
    """A text as pieces that cannot be broken, in 1/2048 em; whether the first of them, a line's end or an East Asian
    letter, `stands_alone`, and whether the last one `goes_on` in what comes next."""

    pieces: list[tuple[int, int, bool]]
    stands_alone: bool
    goes_on: bool


_LINE_END = (0, 0, True)


@lru_cache(maxsize=4096)
def _pieces(text: str, face: str, bold: bool) -> _Pieces:
    """A text as pieces that cannot be broken; they are as wide at every size, in parts of it."""
    widths = letter_widths(face, bold)
    words = text.split(" ")
    if "" not in words and not _NOT_PLAIN.search(text):
        space = widths(" ")
        pieces = [(sum(map(widths, word)), space, False) for word in words]
        pieces[-1] = (pieces[-1][0], 0, False)
        return _Pieces(pieces, stands_alone=False, goes_on=True)
    pieces = []
    stands_alone: bool | None = None
    goes_on = False
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(_LINE_END)
            stands_alone, goes_on = stands_alone is not False, False
        for piece, spaces in _PIECE.findall(line):
            if piece or spaces:
                alone = _IS_EAST_ASIAN.match(piece) is not None
                goes_on = not spaces and not alone and piece[-1:] not in _BREAKS
                stands_alone = alone if stands_alone is None else stands_alone
                pieces.append((sum(map(widths, piece)), sum(map(widths, spaces)), False))
    return _Pieces(pieces, bool(stands_alone), goes_on)


class _Widths(dict[str, int]):
    """The widths of a face by letter, in 1/2048 em; that of a letter which no face holds is worked out once."""

    def __missing__(self, letter: str) -> int:
        self[letter] = width = _unknown_width(letter)
        return width


def _unknown_width(letter: str) -> int:
    """The width of a letter that the table of no face holds; marks over another letter have none."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    wide = unicodedata.east_asian_width(letter) in "WF" or not letter.isalpha()
    return _WIDE if wide else _NARROW


@lru_cache(maxsize=256)
def letter_widths(face: str, bold: bool) -> Callable[[str], int]:
    """What gives the width of a letter in a typeface, in 1/2048 em."""
    return _letters(TWINS.get(face, WIDEST_TWIN), "bold" if bold else "regular").__getitem__


@cache
def _letters(twin: str, weight: str) -> _Widths:
    """The widths of one face by letter."""
    runs: dict[str, list[int]] = json.loads(WIDTHS_FILE.read_text(encoding="utf-8"))[twin][weight]
    widths = {
        chr(int(first, 16) + position): width for first, run in runs.items() for position, width in enumerate(run)
    }
    return _Widths({**{letter: widths[like] for letter, like in _SPACES.items()}, "\t": widths[" "], **widths})
