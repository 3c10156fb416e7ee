"""Short words that would stand alone on the last line of a paragraph: they are tied to the word before."""

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.documents.fitting.measure import SLACK, Words, line_widths, text_width
from pipeline.documents.fitting.paragraphs import Paragraph

SHORTEST_LAST_LINE = 0.25  # of the room that a paragraph has: a word as wide as that may stand alone
NO_BREAK = "\u00a0"
_TEXT = re.compile(r"(<a:t>[^<]*) ([^ <]*</a:t>)")


def scraps_in(paragraphs: Sequence[Paragraph], room: float, scale: Mapping[float, float]) -> list[int]:
    """The numbers of the paragraphs of a cell, counted from 0, that end with a short word alone on a line."""
    return [at for at, paragraph in enumerate(paragraphs) if is_scrap(paragraph, room, scale)]


def is_scrap(paragraph: Paragraph, room: float, scale: Mapping[float, float]) -> bool:
    """Whether a paragraph in one format ends with a short word alone on a line, and its lines stay as many when that
    word is tied to the one before; `room` is in EMU, and type has the sizes of `scale`."""
    if len(paragraph.words) != 1 or paragraph.goes_on_a_line(room):
        return False
    (words,) = paragraph.at(scale)
    before, _, last = words.text.rpartition(" ")
    if not before or not last or "\n" in words.text:
        return False
    end = text_width(Words(last, words.face, words.size, words.bold))
    if end > (room - paragraph.format.indent) * SHORTEST_LAST_LINE:
        return False
    lines = paragraph.line_widths(room, scale)
    if len(lines) < 2:
        return False
    if lines[-1] > end * SLACK + 1:
        # Where the lines end if the font sets as its twin.
        true = paragraph.line_widths(room * SLACK, scale)
        if len(true) < 2 or true[-1] > end * SLACK + 1:
            return False
    tied = Words(before + NO_BREAK + last, words.face, words.size, words.bold)
    return len(line_widths((tied,), room, paragraph.format.indent)) <= len(lines)


def with_scraps_tied(xml: str, scraps: Iterable[int]) -> str:
    """The XML of a cell with the last word of these paragraphs tied to the word before."""
    parts = xml.split("</a:p>")
    for at in scraps:
        parts[at] = _TEXT.sub(rf"\1{NO_BREAK}\2", parts[at])
    return "</a:p>".join(parts)
