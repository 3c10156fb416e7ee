"""How wide words are and how many lines they take, from the letter widths of the typefaces' metric twins."""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from math import inf
from operator import sub
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
_PIECE = re.compile(f"([^{_BREAKS} \\t]*[{_BREAKS}]*)([ \\t]*)")
_NOT_PLAIN = re.compile(f"[{_BREAKS}\t]|  ")  # what a line has that ends at other places than single spaces
# Letters that no table knows: Chinese and symbols, with what a line loses as punctuation must not begin the next one,
_WIDE = round(UNITS_PER_EM * 1.05)
# and Arabic, Hebrew and the other letters of alphabets, as wide as DejaVu Sans sets them.
_NARROW = 1300
_BROKEN = 0.95  # of the room is filled by each part of a word that is broken, as whole letters go on a line
_SPACES = dict.fromkeys("\u00a0\u202f\u2007", " ")


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


class _Stretch(NamedTuple):
    """The parts of a text that cannot be broken, between two line ends: how far along the text each begins and ends."""

    begins: list[float]
    ends: list[float]


class Measured(Struct, frozen=True):
    """A paragraph as if it stood on one line: its stretches, in units of so many EMU, in which slack is counted."""

    stretches: tuple[_Stretch, ...]
    unit: float

    def line_widths(self, room: float, indent: float = 0) -> list[float]:
        """The widths of the lines that it takes in `room` EMU, its lines all set in by `indent`; all in EMU.

        A word wider than the room begins a line of its own and is broken where it must be. An empty paragraph is one
        line.
        """
        unit = self.unit
        room = (room - indent) / unit if unit else inf
        lines: list[float] = []
        for begins, ends in self.stretches:
            at, start = 0, begins[0]
            while True:
                following = bisect_right(ends, start + room, at)
                if following == at:  # a word wider than the room
                    line = ends[at] - start
                    while line > room > 0:
                        lines.append(room)
                        line -= room * _BROKEN
                    start = ends[at] - line
                    following = bisect_right(ends, start + room, at + 1)
                lines.append(ends[following - 1] - start)
                if following == len(ends):
                    break
                at, start = following, begins[following]
        return [line * unit for line in lines]

    def widest_word(self) -> float:
        """The width of the widest part that cannot be broken, in EMU."""
        widest: float = max([max(map(sub, ends, begins)) for begins, ends in self.stretches])
        return widest * self.unit


def line_widths(runs: Sequence[Words], room: float, indent: float = 0) -> list[float]:
    """The widths of the lines that these runs take as a paragraph, as those of `Measured`."""
    return measured(runs).line_widths(room, indent)


def measured(runs: Sequence[Words]) -> Measured:
    """The runs of a paragraph, which has a line end wherever they have one."""
    text = "".join([run.text for run in runs])
    alike = len({run.size for run in runs}) == 1
    widths = [
        map(letter_widths(run.face, run.bold), run.text)
        if alike else [width * run.size for width in map(letter_widths(run.face, run.bold), run.text)]
        for run in runs
    ]  # fmt: skip
    along = list(accumulate(chain.from_iterable(widths), initial=0.0))
    stretches = []
    start = 0
    for line in text.split("\n"):
        stretches.append(_stretch(line, along[start : start + len(line) + 1]))
        start += len(line) + 1
    return Measured(tuple(stretches), (runs[0].size if alike else 1.0) * EMU_PER_POINT / UNITS_PER_EM * SLACK)


def _stretch(line: str, along: Sequence[float]) -> _Stretch:
    """The stretch of a line whose letters begin, and end, so far `along`."""
    east_asian = max(line, default="") >= _EAST_ASIAN[0]
    if not east_asian and not _NOT_PLAIN.search(line):
        spaces = [at for at, letter in enumerate(line) if letter == " "]
        return _Stretch(
            [along[0], *[along[at + 1] for at in spaces]],
            [*[along[at] for at in spaces], along[-1]],
        )
    begins, ends = [], []
    at = 0
    for piece, space in (_east_asian_piece() if east_asian else _PIECE).findall(line):
        if piece or space:
            begins.append(along[at])
            ends.append(along[at + len(piece)])
            at += len(piece) + len(space)
    return _Stretch(begins, ends)


@cache  # made where it is needed: tens of thousands of letters take as long as many texts
def _east_asian_piece() -> re.Pattern[str]:
    return re.compile(f"([{_EAST_ASIAN}]|[^{_BREAKS} \\t{_EAST_ASIAN}]*[{_BREAKS}]*)([ \\t]*)")


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
