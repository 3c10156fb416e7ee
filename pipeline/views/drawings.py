"""What a drawing shows: boxes with words and lines between them, as plain numbers; documents write the shapes."""

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict

WordLook = Literal["name", "strong", "second", "status"]
BoxLook = Literal["plain", "accent", "again", "label"]
LineLook = Literal["solid", "solid arrow", "arrow", "both arrows", "dotted"]
Point = tuple[int, int]


class Words(Struct, frozen=True, kw_only=True):
    """Some words of one look; a status is a shape, a space and a word: "■ Blocker"."""

    text: str
    look: WordLook


class Box(Struct, frozen=True, kw_only=True):
    """A rectangle with paragraphs of words; lengths in hundredths of a millimetre from the left and top edge.

    "accent" has a ground of its own, "again" repeats a box of another drawing, "label" is words without a frame; a
    heavy box has a thick frame. `name` is who or what it stands for.
    """

    name: str
    left: int
    top: int
    width: int
    height: int
    paragraphs: tuple[tuple[Words, ...], ...]
    look: BoxLook = "plain"
    heavy: bool = False


class Line(Struct, frozen=True, kw_only=True):
    """A line through points, from the edge of one box to the edge of another; arrows stand at its end.

    `start` and `end` are the positions of the boxes in the drawing.
    """

    look: LineLook
    start: int
    end: int
    points: tuple[Point, ...]


class Drawing(Struct, frozen=True, kw_only=True):
    """A drawing, its size in hundredths of a millimetre; `alt` is its finding in a sentence."""

    alt: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    def plain(self) -> dict[str, Any]:
        """The drawing as plain data."""
        return {
            "alt": self.alt,
            "width": self.width,
            "height": self.height,
            "boxes": [
                {**asdict(box), "paragraphs": [[asdict(words) for words in paragraph] for paragraph in box.paragraphs]}
                for box in self.boxes
            ],
            "lines": [{**asdict(line), "points": [list(point) for point in line.points]} for line in self.lines],
        }
