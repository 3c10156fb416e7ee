"""Draws the logo of a sample client, Havnes Meieri, from plain lines: a drop over a harbour, and the name; invented."""

import io
import math
from itertools import pairwise

from PIL import Image, ImageDraw

SIZE = (1360, 360)
OVERSAMPLING = 4
INK, PAPER = (29, 63, 114, 255), (255, 255, 255, 0)
STROKE, SMALL_STROKE = 22, 13

Point = tuple[float, float]

# Letters as lines on a board one unit wide and one high, (0, 0) at the top left; curves are lines through many points.
_LETTERS: dict[str, list[list[Point]]] = {
    "A": [[(0, 1), (0.5, 0), (1, 1)], [(0.2, 0.66), (0.8, 0.66)]],
    "E": [[(0.85, 0), (0.1, 0), (0.1, 1), (0.85, 1)], [(0.1, 0.5), (0.75, 0.5)]],
    "H": [[(0.1, 0), (0.1, 1)], [(0.9, 0), (0.9, 1)], [(0.1, 0.5), (0.9, 0.5)]],
    "I": [[(0.5, 0), (0.5, 1)]],
    "M": [[(0, 1), (0.08, 0), (0.5, 0.72), (0.92, 0), (1, 1)]],
    "N": [[(0.1, 1), (0.1, 0), (0.9, 1), (0.9, 0)]],
    "O": [
        [(0.5 + 0.44 * math.cos(turn / 18 * math.pi), 0.5 + 0.5 * math.sin(turn / 18 * math.pi)) for turn in range(37)]
    ],
    "R": [
        [(0.12, 1), (0.12, 0), (0.6, 0), (0.82, 0.1), (0.88, 0.27), (0.82, 0.44), (0.6, 0.54), (0.12, 0.54)],
        [(0.5, 0.54), (0.9, 1)],
    ],
    "S": [
        [
            *((0.84, 0.17), (0.74, 0.06), (0.58, 0), (0.42, 0), (0.26, 0.05), (0.16, 0.16), (0.16, 0.29), (0.25, 0.4)),
            *((0.5, 0.49), (0.76, 0.59), (0.86, 0.7), (0.86, 0.84), (0.75, 0.95), (0.58, 1), (0.4, 1), (0.24, 0.94)),
            (0.13, 0.82),
        ]
    ],
    "V": [[(0, 0), (0.5, 1), (1, 0)]],
}


def havnes_logo_png() -> bytes:
    """The mark and the name in one colour on a transparent ground, 1360 pixels wide."""
    width, height = SIZE
    board = Image.new("L", (width * OVERSAMPLING, height * OVERSAMPLING), 0)
    draw = ImageDraw.Draw(board)
    _mark(draw)
    draw_word(draw, "HAVNES", (430, 46), (112, 138), 160, STROKE)
    draw_word(draw, "MEIERI", (430, 252), (60, 62), 171, SMALL_STROKE)
    logo = Image.new("RGBA", SIZE, PAPER)
    logo.paste(Image.new("RGBA", SIZE, INK), mask=board.reduce(OVERSAMPLING))
    file = io.BytesIO()
    logo.save(file, "PNG", optimize=True)
    return file.getvalue()


def _mark(draw: ImageDraw.ImageDraw) -> None:
    """A disc with a drop and two waves cut out of it."""
    draw.ellipse(_scaled((10, 10), (350, 350)), fill=255)
    draw.ellipse(_scaled((128, 118), (232, 222)), fill=0)
    draw.polygon(_scaled((180, 44), (134, 146), (226, 146)), fill=0)
    for top in (252, 290):
        wave = [(x, top + 9 * _bend((x - 40) / 70)) for x in range(20, 341, 4)]
        _line(draw, wave, 13, 0)


def _bend(turns: float) -> float:
    """A wave of parabolas, from -1 to 1, once in two turns."""
    part = turns % 1
    return 4 * part * (1 - part) * (1 if int(turns // 1) % 2 else -1)


def draw_word(draw: ImageDraw.ImageDraw, word: str, start: Point, size: Point, advance: float, stroke: float) -> None:
    """Draw a word in lines: its start, the size of a letter, how far to the next one, how thick a line is."""
    for number, letter in enumerate(word):
        left = start[0] + number * advance
        for points in _LETTERS[letter]:
            path = _rounded(points) if letter == "S" else points
            _line(draw, [(left + x * size[0], start[1] + y * size[1]) for x, y in path], stroke, 255)


def _rounded(points: list[Point]) -> list[Point]:
    """The line with its corners cut three times, so that it looks like a curve."""
    for _ in range(3):
        cut = []
        for (x1, y1), (x2, y2) in pairwise(points):
            cut += [(x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25), (x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75)]
        points = [points[0], *cut, points[-1]]
    return points


def _line(draw: ImageDraw.ImageDraw, points: list[Point], stroke: float, fill: int) -> None:
    """A line with round joints and ends."""
    draw.line(_scaled(*points), fill=fill, width=round(stroke * OVERSAMPLING), joint="curve")
    for x, y in (points[0], points[-1]):
        draw.ellipse(_scaled((x - stroke / 2, y - stroke / 2), (x + stroke / 2, y + stroke / 2)), fill=fill)


def _scaled(*points: Point) -> list[Point]:
    return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]
