"""Draws docs/second-brand/logo.png: two hills and the name of Morven, an invented company."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from samples.authoring.client_logo import OVERSAMPLING, draw_word

TARGET = Path(__file__).resolve().parents[1] / "second-brand" / "logo.png"
SIZE = (820, 136)
ACCENT, PALE = (106, 44, 112, 255), (157, 136, 171, 255)


def logo_png() -> bytes:
    """The mark and the name in two colours on a transparent ground, 820 pixels wide."""
    logo = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    pale, strong = (Image.new("L", (SIZE[0] * OVERSAMPLING, SIZE[1] * OVERSAMPLING), 0) for _ in range(2))
    _hill(ImageDraw.Draw(pale), (96, 194), 52)
    draw = ImageDraw.Draw(strong)
    _hill(draw, (0, 144), 4)
    draw_word(draw, "MORVEN", (238, 34), (68, 78), 98, 20)
    for board, colour in ((pale, PALE), (strong, ACCENT)):
        logo.paste(Image.new("RGBA", SIZE, colour), mask=board.reduce(OVERSAMPLING))
    file = io.BytesIO()
    logo.save(file, "PNG", optimize=True)
    return file.getvalue()


def _hill(draw: ImageDraw.ImageDraw, foot: tuple[int, int], top: int) -> None:
    left, right = foot
    points = ((left, 132), ((left + right) / 2, top), (right, 132))
    draw.polygon([(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=255)


if __name__ == "__main__":
    TARGET.write_bytes(logo_png())
