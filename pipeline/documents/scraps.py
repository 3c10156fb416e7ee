"""Short words that would stand alone on the last line of a paragraph: they are tied to the word before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.documents.measure import SLACK, Words, line_widths, text_width
from pipeline.documents.slide_text import Paragraph

SHORTEST_LAST_LINE = 0.25  # of the room that a paragraph has: a word as wide as that may stand alone
NO_BREAK = "\u00a0"
_TEXT = re.compile(r"(<a:t>[^<]*) ([^ <]*</a:t>)")


def is_scrap(paragraph: Paragraph, room: float, scale: Mapping[float, float]) -> bool:
    """Whether a paragraph in one format ends with a short word alone on a line, and its lines stay as many when that
    word is tied to the one before; `room` is in EMU, and type has the sizes of `scale`."""
    if len(paragraph.words) != 1 or paragraph.lines(room, scale) < 2:
        return False
    (words,) = paragraph.at(scale)
    before, _, last = words.text.rpartition(" ")
    if not before or not last or "\n" in words.text:
        return False
    own = room - paragraph.format.indent
    end = text_width(Words(last, words.face, words.size, words.bold))
    if end > own * SHORTEST_LAST_LINE:
        return False
    lines = line_widths((words,), room, paragraph.format.indent)
    # Where the lines end if the font sets as its twin.
    true = line_widths((words,), room * SLACK, paragraph.format.indent)
    if all(len(found) < 2 or found[-1] > end * SLACK + 1 for found in (lines, true)):
        return False
    tied = replace(words, text=before + NO_BREAK + last)
    return len(line_widths((tied,), room, paragraph.format.indent)) <= len(lines)


def with_scrap_tied(xml: str, paragraphs: Sequence[Paragraph], room: float, scale: Mapping[float, float]) -> str:
    """The XML of a cell with these paragraphs, their scraps tied to the word before."""
    parts = xml.split("</a:p>")
    for at, paragraph in enumerate(paragraphs):
        if is_scrap(paragraph, room, scale):
            parts[at] = _TEXT.sub(rf"\1{NO_BREAK}\2", parts[at])
    return "</a:p>".join(parts)
