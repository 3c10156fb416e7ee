"""How wide words are and how many lines they take, from the letter widths of the typefaces' metric twins."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

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
_BREAKS = "/\u2010\u2013\u2014-"
_EAST_ASIAN = "\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_IS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}]")
_PIECE = re.compile(f"([{_EAST_ASIAN}]|[^ \\t{_BREAKS}{_EAST_ASIAN}]*[{_BREAKS}]*)([ \\t]*)")
# Letters that no table knows: Chinese and symbols, with what a line loses as punctuation must not begin the next one,
_WIDE = round(UNITS_PER_EM * 1.05)
# and Arabic, Hebrew and the other letters of alphabets, as wide as DejaVu Sans sets them.
_NARROW = 1300
_BROKEN = 0.95  # of the room is filled by each part of a word that is broken, as whole letters go on a line
_SPACES = dict.fromkeys("\u00a0\u202f\u2007", " ")


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text: its typeface, its size in points, and whether it is bold."""

    text: str
    face: str
    size: float
    bold: bool = False


def text_width(words: Words) -> float:
    """The width of a text on one line, in EMU."""
    return _units(words.text, words.face, words.bold) * words.size * EMU_PER_POINT / UNITS_PER_EM


def line_widths(runs: Sequence[Words], room: float, indent: float = 0) -> tuple[float, ...]:
    """The widths of the lines that a paragraph takes in `room` EMU, its lines all set in by `indent`; all in EMU.

    A word wider than the room begins a line of its own and is broken where it must be. An empty paragraph is one line.
    """
    return _lines(tuple(runs), room, indent)


@lru_cache(maxsize=4096)  # a cell is measured in the same room to fit its type, its row and its last line
def _lines(runs: tuple[Words, ...], room: float, indent: float) -> tuple[float, ...]:
    lines = [0.0]
    gap = 0.0
    for width, space, ends in _units_of(runs):
        if ends:
            lines.append(0.0)
            gap = 0.0
            continue
        if lines[-1] and lines[-1] + gap + width * SLACK > room - indent:
            lines.append(width * SLACK)
        else:
            lines[-1] += gap + width * SLACK
        while lines[-1] > room - indent > 0:
            left = lines[-1] - (room - indent) * _BROKEN
            lines[-1] = room - indent
            lines.append(left)
        gap = space * SLACK
    return tuple(lines)


def widest_word(runs: Sequence[Words]) -> float:
    """The width of the widest part that cannot be broken, in EMU, with slack."""
    return max((width * SLACK for width, _, ends in _units_of(runs) if not ends), default=0.0)


def _units_of(runs: Iterable[Words]) -> list[tuple[float, float, bool]]:
    """What cannot be broken: its width, the space after it, and whether it is a line's end instead."""
    units: list[tuple[float, float, bool]] = []
    joined = False  # does the next piece go on from the last one without a break?
    for run in runs:
        scale = run.size * EMU_PER_POINT / UNITS_PER_EM
        pieces = _pieces(run.text, run.face, run.bold)
        start = len(units)
        units += [(one.width * scale, one.space * scale, one.ends) for one in pieces]
        if joined and pieces and not pieces[0].ends and not pieces[0].alone:
            width, space, _ = units[start]
            units[start - 1 : start + 1] = [(width + units[start - 1][0], space, False)]
        joined = pieces[-1].goes_on if pieces else joined
    return units


class _Piece(NamedTuple):
    """A part of a text that cannot be broken, or a line's end: its width and that of the space after it in 1/2048 em,
    whether it `ends` the line, stands `alone` as an East Asian letter, or `goes_on` in what comes next."""

    width: int
    space: int
    ends: bool
    alone: bool
    goes_on: bool


_LINE_END = _Piece(0, 0, ends=True, alone=False, goes_on=False)


@lru_cache(maxsize=8192)
def _pieces(text: str, face: str, bold: bool) -> tuple[_Piece, ...]:
    """A text as pieces that cannot be broken; they are as wide at every size, in parts of it."""
    pieces: list[_Piece] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(_LINE_END)
        for match in _PIECE.finditer(line):
            if match[0]:
                piece, spaces = match.groups()
                alone = _IS_EAST_ASIAN.match(piece) is not None
                goes_on = not spaces and not alone and piece[-1:] not in _BREAKS
                width, space = _units(piece, face, bold), _units(spaces, face, bold)
                pieces.append(_Piece(width, space, False, alone, goes_on))
    return tuple(pieces)


@lru_cache(maxsize=16384)
def _units(text: str, face: str, bold: bool) -> int:
    """The width of a text in 1/2048 em."""
    known = _letters(TWINS.get(face, WIDEST_TWIN), "bold" if bold else "regular")
    try:
        return sum(map(known.__getitem__, text))
    except KeyError:
        return sum([known[letter] if letter in known else _unknown_width(letter) for letter in text])


def _unknown_width(letter: str) -> int:
    """The width of a letter that the table of no face holds; marks over another letter have none."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    wide = unicodedata.east_asian_width(letter) in "WF" or not letter.isalpha()
    return _WIDE if wide else _NARROW


@cache
def _letters(twin: str, weight: str) -> dict[str, int]:
    """The widths of one face by letter."""
    runs: dict[str, list[int]] = json.loads(WIDTHS_FILE.read_text(encoding="utf-8"))[twin][weight]
    widths = {
        chr(int(first, 16) + position): width for first, run in runs.items() for position, width in enumerate(run)
    }
    return {**{letter: widths[like] for letter, like in _SPACES.items()}, "\t": widths[" "], **widths}
