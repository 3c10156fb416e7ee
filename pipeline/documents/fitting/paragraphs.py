"""The paragraphs of a rendered slide as they are measured: their words, how many lines they take, how high they are.

What stands between the texts of a slide comes from its template, and is the same for all accounts: it is read once.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from msgspec import Struct, field

from pipeline.documents.fitting.measure import (
    EMU_PER_POINT,
    LINE_PITCH,
    SLACK,
    UNITS_PER_EM,
    Measured,
    Words,
    letter_widths,
    measured,
    text_width,
)

SIZE = re.compile(r'\bsz="(\d+)"')
SPACING = re.compile(r'<a:lnSpc><a:(spcPct|spcPts) val="(\d+)"/>')
TEXT = "<a:t>"
_WRITTEN = re.compile(f"{TEXT}([^<]*)<")
_LATIN = re.compile(r'<a:latin typeface="([^"]*)"')
_BEFORE = re.compile(r'<a:spcBef><a:spcPts val="(\d+)"/>')
_MARGIN = re.compile(r'<a:pPr\b[^>]*? marL="(\d+)"')
_PROPERTIES_END = "</a:pPr>"


class Paragraph(Struct):
    """A paragraph as it is measured: its words, their width on one line (EMU), its largest size and its format."""

    words: tuple[Words, ...]
    width: float
    size: float
    format: "Format"
    _measured: dict[tuple[tuple[float, float], ...], Measured] = field(default_factory=dict)

    def height(self, room: float, scale: Mapping[float, float], *, first: bool) -> float:
        """Its height in EMU, with the sizes of `scale`, when its lines are at most `room` wide."""
        lines = 1 if self.goes_on_a_line(room) else len(self.line_widths(room, scale))
        return self.format.height(lines, self.size, scale.get(self.size, self.size), first=first)

    def goes_on_a_line(self, room: float) -> bool:
        """Whether it surely takes one line in `room` EMU, as designed and smaller."""
        return 0 < self.width * SLACK <= room - self.format.indent

    def line_widths(self, room: float, scale: Mapping[float, float]) -> list[float]:
        """The widths of the lines that it takes in `room` EMU."""
        return self._at(scale).line_widths(room, self.format.indent)

    def has_wider_word(self, room: float, scale: Mapping[float, float]) -> bool:
        """Whether a part that cannot be broken is wider than `room` EMU."""
        return self._at(scale).widest_word() > room - self.format.indent

    def at(self, scale: Mapping[float, float]) -> tuple[Words, ...]:
        """Its words with the sizes of `scale`."""
        if not scale:
            return self.words
        return tuple(Words(one.text, one.face, scale.get(one.size, one.size), one.bold) for one in self.words)

    def _at(self, scale: Mapping[float, float]) -> Measured:
        """It measured with the sizes of `scale`, once for all the rooms that it is filled into."""
        sizes = tuple(scale.items())
        if sizes not in self._measured:
            self._measured[sizes] = measured(self.at(scale))
        return self._measured[sizes]


class Format(Struct, frozen=True):
    """Line pitch (points if `exact`, else a share), space before in points, indent in EMU."""

    pitch: float
    exact: bool
    before: float
    indent: float

    def height(self, lines: int, designed: float, size: float, *, first: bool) -> float:
        """The height in EMU of so many lines of a `size` in points, `designed` as another one."""
        pitch = self.pitch * size / designed if self.exact else size * LINE_PITCH * self.pitch
        return (lines * pitch + (0 if first else self.before)) * EMU_PER_POINT


class RunForm(Struct, frozen=True):
    """A run but for its text: its typeface, size in points and weight, and the line breaks before it."""

    face: str
    size: float
    bold: bool
    breaks: int


class ParagraphForm(Struct, frozen=True):
    """A paragraph but for its texts: its runs, its size in points if it has no text, and its format."""

    runs: tuple[RunForm, ...]
    size: float
    format: Format


class Lines(Struct, frozen=True):
    """Paragraphs but for their texts as they may go on one line each.

    For each of them: the letter widths and the size in points of each of its runs, the width that its line has in
    1/2048 em of a type of one point, which is less than 0 where it has a line break, its largest size, and its format.
    """

    each: tuple[tuple[tuple[tuple[Callable[[str], int], float], ...], float, float, Format], ...]

    def hold(self, texts: Sequence[str], first: int = 0) -> bool:
        """Whether each paragraph surely takes one line with its texts, which begin with the `first` one.

        Not so where a text is empty: other sizes may count then.
        """
        at = first
        for runs, room, _, _ in self.each:
            width = 0.0
            for letters, size in runs:
                text = texts[at]
                if not text:
                    return False
                width += sum(map(letters, plain(text))) * size
                at += 1
            if not 0 < width <= room:
                return False
        return True

    def height(self, scale: Mapping[float, float]) -> float:
        """Their height in EMU in the sizes of `scale` if each of them takes one line."""
        heights = [
            format.height(1, size, scale.get(size, size), first=not at)
            for at, (_, _, size, format) in enumerate(self.each)
        ]
        return sum(heights)


class Letters(NamedTuple):
    """What a paragraph inherits: the faces of headings and of text, its own face, size, weight, line spacing in %."""

    heading: str
    body: str
    face: str
    size: float
    bold: bool
    spacing: float


def texts_apart(xml: str) -> tuple[list[str], str]:
    """The texts of XML as they are written, and the XML without them."""
    pieces = _WRITTEN.split(xml)
    return pieces[1::2], TEXT.join(pieces[::2])


def texts_put_in(texts: Iterable[str], around: str) -> str:
    """The XML from which texts were taken by `texts_apart`, with these in their places."""
    opening, *others = around.split(TEXT)
    return opening + "".join([f"{TEXT}{text}<{after}" for text, after in zip(texts, others, strict=True)])


def paragraphs_of(xml: str, letters: Letters) -> tuple[Paragraph, ...]:
    texts, around = texts_apart(xml)
    return filled(forms_of(around, letters), iter(texts))


def filled(forms: Iterable[ParagraphForm], texts: Iterator[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of these forms with their texts, as they are written in XML."""
    return tuple([_filled(form, texts) for form in forms])


def _filled(form: ParagraphForm, texts: Iterator[str]) -> Paragraph:
    words: list[Words] = []
    broken = False
    for run, written in zip(form.runs, texts, strict=False):
        if written or run.breaks:
            words.append(Words("\n" * run.breaks + plain(written), run.face, run.size, run.bold))
            broken = broken or run.breaks > 0
    return Paragraph(
        words=tuple(words),
        width=0 if broken else sum([text_width(one) for one in words]),
        size=max([one.size for one in words]) if words else form.size,
        format=form.format,
    )


def plain(written: str) -> str:
    """A text of XML without its entities."""
    return unescape(written) if "&" in written else written


def height_of(paragraphs: Sequence[Paragraph], scale: Mapping[float, float], room: float) -> float:
    return sum([one.height(room, scale, first=not number) for number, one in enumerate(paragraphs)])


# --- forms ---


@lru_cache(maxsize=1024)
def lines_of(around: str, letters: Letters, room: float) -> Lines:
    """The paragraphs in XML whose texts are taken away, as they may go on lines of `room` EMU."""
    return Lines(tuple(_line(form, room) for form in forms_of(around, letters)))


def _line(
    form: ParagraphForm, room: float
) -> tuple[tuple[tuple[Callable[[str], int], float], ...], float, float, Format]:
    runs = tuple((letter_widths(run.face, run.bold), run.size) for run in form.runs)
    width = -1 if any(run.breaks for run in form.runs) else room - form.format.indent
    width *= UNITS_PER_EM / EMU_PER_POINT / SLACK
    return runs, width, max((run.size for run in form.runs), default=form.size), form.format


@lru_cache(maxsize=1024)
def forms_of(around: str, letters: Letters) -> tuple[ParagraphForm, ...]:
    """The forms of the paragraphs in XML whose texts are taken away."""
    return tuple(_form(one.partition("<a:p>")[2], letters) for one in around.split("</a:p>")[:-1])


def _form(around: str, letters: Letters) -> ParagraphForm:
    opening, *others = around.split(TEXT)
    return ParagraphForm(
        runs=tuple(_run_form(before, letters) for before in (opening, *others[:-1])) if others else (),
        size=size_in(around.rpartition(_PROPERTIES_END)[2], letters.size),
        format=_format(opening, letters.spacing),
    )


def _run_form(before: str, letters: Letters) -> RunForm:
    """The form of a run from what stands before its text; what is not said there is as it inherits it."""
    before = before.rpartition(_PROPERTIES_END)[2]
    properties = before[before.rfind("<a:rPr") :]
    found = _LATIN.search(properties)
    face = found[1] if found else letters.face
    if face.startswith("+mj"):
        face = letters.heading
    elif face.startswith("+mn") or not face:
        face = letters.body
    bold = ' b="1"' in properties or (letters.bold and ' b="0"' not in properties)
    return RunForm(face, size_in(properties, letters.size), bold, before.count("<a:br"))


def _format(opening: str, otherwise: float) -> Format:
    """The format of a paragraph from what stands before its first text; `otherwise` is the line spacing it inherits, in
    per cent."""
    properties = opening.rpartition(_PROPERTIES_END)[0]
    spacing = SPACING.search(properties)
    before, margin = _BEFORE.search(properties), _MARGIN.search(properties)
    exact = spacing is not None and spacing[1] == "spcPts"
    pitch = otherwise / 100 if spacing is None else int(spacing[2]) / (100 if exact else 100_000)
    return Format(pitch, exact, int(before[1]) / 100 if before else 0.0, int(margin[1]) if margin else 0.0)


def size_in(attributes: str, otherwise: float) -> float:
    """The size in points that attributes of a run give, or the other one."""
    found = SIZE.search(attributes)
    return int(found[1]) / 100 if found else otherwise
