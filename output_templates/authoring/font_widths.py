"""Writes pipeline/documents/fitting/font_widths.json: how wide each letter of the default typefaces' metric twins is.

Advance widths are facts about a font; the fonts themselves are not needed once the file is written. Run it where
Carlito, Caladea and Liberation Sans are installed: python -m output_templates.authoring.font_widths FOLDER, with the
folder that holds them.
"""

import json
import sys
from pathlib import Path

from PIL import ImageFont

TARGET = Path(__file__).resolve().parents[2] / "pipeline" / "documents" / "fitting" / "font_widths.json"
UNITS = 2048  # of an em, in all of these fonts
FACES = {
    "Carlito": ("Carlito-Regular.ttf", "Carlito-Bold.ttf"),
    "Caladea": ("Caladea-Regular.ttf", "Caladea-Bold.ttf"),
    "Liberation Sans": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
}
# Latin with its supplements, Greek, Cyrillic, punctuation, superscripts, currencies, letterlike signs, arrows,
# operators, shapes.
RANGES = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x205E)),
    *((0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF)),
)


def font_widths(folder: Path) -> str:
    """The widths as JSON: face -> "regular" or "bold" -> first letter of a run -> widths in 1/2048 em."""
    widths = {
        face: dict(zip(("regular", "bold"), (_widths(_found(folder, name)) for name in names), strict=True))
        for face, names in FACES.items()
    }
    return json.dumps(widths, separators=(",", ":")).replace("},", "},\n") + "\n"


def _found(folder: Path, name: str) -> Path:
    return next(folder.rglob(name))


def _widths(path: Path) -> dict[str, list[int]]:
    """Runs of letters that the font has; at one pixel for each unit nothing is rounded."""
    font = ImageFont.truetype(path, UNITS, layout_engine=ImageFont.Layout.BASIC)
    drawn = ImageFont.truetype(path, 24, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(drawn.getmask("\uffff"))
    runs: dict[str, list[int]] = {}
    for first, last in RANGES:
        run: list[int] | None = None
        for code in range(first, last + 1):
            width = round(font.getlength(chr(code)))
            if bytes(drawn.getmask(chr(code))) == missing:
                run = None
                continue
            if run is None:
                run = runs.setdefault(f"{code:x}", [])
            run.append(width)
    return runs


if __name__ == "__main__":
    TARGET.write_text(font_widths(Path(sys.argv[1])), encoding="utf-8")
