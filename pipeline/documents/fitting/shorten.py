"""Text that is too long even at its smallest: its longest paragraphs end in an ellipsis, so that it stays in its shape.

Text that runs over the edge of its shape hides what stands below and cannot be read either; where it ends in an
ellipsis a reader sees that words are missing, and the report names the shape and the first words that were left out.
"""

import re
from collections.abc import Callable
from html import unescape

from pipeline.documents.packaging.xml_text import escape

ELLIPSIS = "…"
_LONGEST_WORD = 20  # letters that are given up so that the text ends with a whole word
_PARAGRAPH = re.compile(r"<a:p>.*?</a:p>", re.DOTALL)
_TEXT = re.compile(r"(<a:t>)([^<]*)(</a:t>)")


def shortened(xml: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """The XML with its longest paragraphs cut so far that `fits` is true of it, and the first words left out.

    The XML as it is and "" if nothing that is cut would help.
    """
    longest = max((len(_words(match[0])) for match in _PARAGRAPH.finditer(xml)), default=0)
    low, high = 0, longest  # paragraphs of `low` letters fit, those of `high` do not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(_cut(xml, middle)) else (low, middle)
    if not low:
        return xml, ""
    paragraph = next(words for match in _PARAGRAPH.finditer(xml) if len(words := _words(match[0])) > low)
    rest = paragraph[len(_ending(paragraph[:low])) :].split()
    return _cut(xml, low), " ".join(rest[:4])[:60]


def _words(paragraph: str) -> str:
    return "".join(unescape(match[2]) for match in _TEXT.finditer(paragraph))


def _ending(text: str) -> str:
    """The text without the part of a word that it ends in."""
    whole = text.rpartition(" ")[0]
    return whole.rstrip(" ,;:.") if len(text) - len(whole) <= _LONGEST_WORD and whole else text


def _cut(xml: str, most: int) -> str:
    """The XML with an ellipsis in each paragraph that has more than so many letters."""
    return _PARAGRAPH.sub(lambda match: _cut_paragraph(match[0], most), xml)


def _cut_paragraph(paragraph: str, most: int) -> str:
    words = _words(paragraph)
    if len(words) <= most:
        return paragraph
    left = len(_ending(words[:most]))
    ended = False

    def cut(match: re.Match[str]) -> str:
        nonlocal left, ended
        text = unescape(match[2])
        if ended:
            return f"{match[1]}{match[3]}"
        if len(text) > left:
            text, ended = text[:left].rstrip() + ELLIPSIS, True
        left -= len(text)
        return f"{match[1]}{escape(text)}{match[3]}"

    return _TEXT.sub(cut, paragraph)
