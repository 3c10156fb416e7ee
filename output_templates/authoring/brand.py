"""The pictures of the default brand, drawn from plain shapes: the company's mark with its name, and the bar motif."""

import io

from PIL import Image, ImageChops, ImageDraw

from output_templates.authoring.theme import PALETTE

# The logo's drawing board: a square mark, then eight letters on a base line; all lengths in its own unit.
LOGO_WIDTH, LOGO_HEIGHT = 956, 216
LOGO_RATIO = LOGO_HEIGHT / LOGO_WIDTH
ASCENDER, X_HEIGHT, BASE_LINE, STEM = 26, 71, 173, 27
OVERSAMPLING = 4

# The motif: bars that drive to the right and bars that hold back to the left, paler from top to bottom.
MOTIF_BARS = ((134, 0), (107, 0), (107, 0), (80, 0), (80, 0), (107, 1), (107, 1), (80, 1), (80, 1), (54, 1))
MOTIF_WIDTH, MOTIF_HEIGHT, MOTIF_MIDDLE = 241, 244, 107
MOTIF_BAR, MOTIF_STEP = 14, 25.6
MOTIF_STRONGEST, MOTIF_WEAKEST = 96, 38  # of 255

Box = tuple[float, float, float, float]


def logo_png(width: int) -> bytes:
    """The mark and the name in the accent colour on a transparent ground, `width` pixels wide."""
    scale = width * OVERSAMPLING / LOGO_WIDTH
    size = (width * OVERSAMPLING, round(LOGO_HEIGHT * scale / OVERSAMPLING) * OVERSAMPLING)
    ink = Image.new("L", size, 0)
    for shape in (_mark(), *_letters()):
        ink = ImageChops.lighter(ink, _drawn(shape, size, scale))
    return _png(PALETTE["accent1"], ink.reduce(OVERSAMPLING))


def bar_motif_png(width: int = 720) -> bytes:
    """The bars of a force field in translucent white, `width` pixels wide, for a ground in the accent colour."""
    scale = width / MOTIF_WIDTH
    ink = Image.new("L", (width, round(MOTIF_HEIGHT * scale)), 0)
    draw = ImageDraw.Draw(ink)
    for number, (length, side) in enumerate(MOTIF_BARS):
        left = MOTIF_MIDDLE - length * side
        top = number * MOTIF_STEP
        strength = MOTIF_STRONGEST + (MOTIF_WEAKEST - MOTIF_STRONGEST) * number // (len(MOTIF_BARS) - 1)
        draw.rectangle(_scaled((left, top, left + length, top + MOTIF_BAR), scale), fill=strength)
    return _png(PALETTE["lt1"], ink)


def boxes_png() -> bytes:
    """Boxes joined by lines, which keep the place of a drawing in a template; 166 to 60."""
    ink = Image.new("L", (1660, 600), 0)
    draw = ImageDraw.Draw(ink)
    draw.line((80, 160, 80, 500, 620, 500), fill=160, width=6)
    draw.line((80, 290, 620, 290), fill=160, width=6)
    for left, top in ((0, 0), (620, 210), (620, 420)):
        draw.rectangle((left, top, left + 480, top + 160), fill=160)
    return _png(PALETTE["accent2"], ink)


def stand_in_png(ratio: float) -> bytes:
    """A pale ground `ratio` times as wide as high, which keeps the place of an account's picture in a template."""
    return _png(PALETTE["accent2"], Image.new("L", (round(120 * ratio), 120), 48))


# A shape is a list of steps: what is drawn, where, and whether it adds ink or takes it away.
Shape = list[tuple[str, Box, bool]]


def _mark() -> Shape:
    return [
        ("rectangle", (0, 0, 216, 216), True),
        ("rectangle", (63, 0, 90, 153), False),
        ("rectangle", (63, 126, 216, 153), False),
    ]


def _letters() -> list[Shape]:
    """l, i, n, d, h, o, l, t as stems, arches and bowls."""
    return [
        _stem(308, ASCENDER),
        [*_stem(360, X_HEIGHT + 1), ("ellipse", (356, 26, 391, 61), True)],
        _arch(408) + _stem(408, X_HEIGHT + 1),
        _bowl(513, 601) + _stem(578, ASCENDER),
        _arch(629) + _stem(629, ASCENDER),
        _bowl(733, 833),
        _stem(850, ASCENDER),
        [
            ("ellipse", (906, 103, 972, 175), True),
            ("ellipse", (933, 100, 980, 151), False),
            ("rectangle", (933, 90, 980, 141), False),
            ("rectangle", (906, 40, 933, 140), True),
            ("rectangle", (890, X_HEIGHT + 1, 956, 93), True),
        ],
    ]


def _stem(left: float, top: float) -> Shape:
    return [("rectangle", (left, top, left + STEM, BASE_LINE), True)]


def _arch(left: float) -> Shape:
    """The arch of n and h, without its stem."""
    return [
        ("ellipse", (left + 6, X_HEIGHT - 2, left + 90, X_HEIGHT + 88), True),
        ("ellipse", (left + 24, X_HEIGHT + 22, left + 63, X_HEIGHT + 76), False),
        ("rectangle", (left, X_HEIGHT + 44, left + 90, BASE_LINE + 20), False),
        ("rectangle", (left + 63, X_HEIGHT + 43, left + 90, BASE_LINE), True),
    ]


def _bowl(left: float, right: float) -> Shape:
    return [
        ("ellipse", (left, X_HEIGHT - 2, right, BASE_LINE + 2), True),
        ("ellipse", (left + STEM, X_HEIGHT + 22, right - STEM + 4, BASE_LINE - 22), False),
    ]


def _drawn(shape: Shape, size: tuple[int, int], scale: float) -> Image.Image:
    """The ink of one shape on a board of its own, so that what it takes away is its own."""
    board = Image.new("L", size, 0)
    draw = ImageDraw.Draw(board)
    for kind, box, adds in shape:
        fill = 255 if adds else 0
        if kind == "ellipse":
            draw.ellipse(_scaled(box, scale), fill=fill)
        else:
            draw.rectangle(_scaled(box, scale), fill=fill)
    return board


def _scaled(box: Box, scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(length * scale) for length in box)
    return left, top, right - 1, bottom - 1


def _png(colour: str, ink: Image.Image) -> bytes:
    """A picture in one colour whose ink is its opacity."""
    red, green, blue = bytes.fromhex(colour)
    picture = Image.new("RGBA", ink.size, (red, green, blue, 0))
    picture.putalpha(ink)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
