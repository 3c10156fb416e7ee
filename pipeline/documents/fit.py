"""Text that stays inside its shape: a slide is measured, then type shrinks, rows close up, or a problem is told."""

import re
from dataclasses import dataclass

from pipeline.documents.fit_tables import fit_table, told_left_out
from pipeline.documents.measure import SLACK, line_widths
from pipeline.documents.shorten import shortened
from pipeline.documents.slide_text import (
    ATTRIBUTE,
    TOLERANCE,
    Box,
    Edit,
    Paragraph,
    Scale,
    Shape,
    Sizes,
    height_of,
    paragraphs_of,
    resized,
    shapes_of,
)
from pipeline.problems import Problem

SHORTEST_LAST_LINE = 0.2  # of a title's first line
_BODY = re.compile(r"<a:bodyPr\b([^>]*?)(/>|>)")
_INSETS = ("lIns", "tIns", "rIns", "bIns")


@dataclass(frozen=True)
class Fitted:
    """A slide with its text fitted, a problem for each shape whose text is still too long, and whether one of those
    is a table, whose rows may be told on more slides."""

    xml: str
    problems: list[Problem]
    crowded: bool


def fit_slide(xml: str, sizes: Sizes, file: str, where: str) -> Fitted:
    """The slide with its text fitted.

    Titles and text boxes shrink point by point until they fit their box; a table shrinks as a whole so that no row
    grows, after its rows have closed up where it would run into what stands below it. A chart on a table follows
    its rows.
    """
    shapes = list(shapes_of(xml, sizes))
    edits: list[Edit] = []
    problems: list[Problem] = []
    crowded = False
    for shape in shapes:
        if shape.kind == "sp":
            fault = _fit_box(shape, sizes, edits)
        elif shape.kind == "table":
            table = fit_table(shape, shapes, sizes, edits)
            crowded = crowded or table.crowded
            fault = table.fault
        else:
            continue
        if fault:
            problems.append(_problem(file, f"{where}, shape {shape.name!r}", fault))
    for start, end, text in sorted(edits, reverse=True):
        xml = xml[:start] + text + xml[end:]
    return Fitted(xml, problems, crowded)


def _problem(file: str, place: str, fault: str) -> Problem:
    return Problem(
        code="text-overflow",
        severity="warning",
        message=f"The text of this shape {fault}.",
        fix="Shorten what it prints in the workbook, or give the shape more room in the template.",
        file=file,
        place=place,
    )


def _fit_box(shape: Shape, sizes: Sizes, edits: list[Edit]) -> str:
    """Shrink the text of a box until it fits; a sentence's end that says by how much it does not, or ""."""
    body = _BODY.search(shape.xml)
    if body is None or "<a:t>" not in shape.xml or "<a:spAutoFit" in shape.xml:
        return ""
    box = shape.box or Box(face="+mn")
    given = dict(ATTRIBUTE.findall(body[1]))
    left, top, right, bottom = (int(given.get(key, inset)) for key, inset in zip(_INSETS, box.insets, strict=True))
    room, height = shape.width - left - right, shape.height - top - bottom
    paragraphs = paragraphs_of(shape.xml, sizes, box)
    scale = Scale()
    fault = ""
    while height_of(paragraphs, scale, room) > height + TOLERANCE:
        if not scale.shrink_all({one.size for one in paragraphs}):
            surely = height_of(paragraphs, scale, room * SLACK)
            if surely > height + TOLERANCE:
                fault = f"needs {surely / 914_400:.2f} in of height and has {height / 914_400:.2f}"
            break
    text, left_out = shape.xml, ""
    if fault:

        def fits(xml: str) -> bool:
            return height_of(paragraphs_of(xml, sizes, box), scale, room) <= height + TOLERANCE

        text, left_out = shortened(text, fits)
        fault += told_left_out(left_out)
    if scale or left_out:
        edits.append((shape.start, shape.start + len(shape.xml), resized(text, scale, box.size)))
    elif 'type="title"' in shape.xml and len(paragraphs) == 1:
        narrower = _balanced(paragraphs[0], room)
        if narrower:
            inset = f' rIns="{right + narrower}"'
            attributes = re.sub(r' rIns="\d+"', "", body[1].rstrip("/"))
            start = shape.start + body.start()
            edits.append((start, shape.start + body.end(), f"<a:bodyPr{attributes.rstrip()}{inset}{body[2]}"))
    return fault


def _balanced(paragraph: Paragraph, room: float) -> int:
    """By how much a title is to be narrower so that its last line is not a scrap of the first; 0 if it is none."""
    lines = line_widths(paragraph.words, room)
    if len(lines) < 2 or lines[-1] >= SHORTEST_LAST_LINE * lines[0]:
        return 0
    for percent in range(96, 50, -2):
        narrower = room * percent / 100
        if len(line_widths(paragraph.words, narrower)) > len(lines):
            return 0
        # Where the lines end if the font sets as its twin, or a little closer where letters are kerned.
        true = line_widths(paragraph.words, narrower * SLACK * SLACK)
        if len(true) == len(lines) and true[-1] >= SHORTEST_LAST_LINE * true[0]:
            return round(room - narrower)
    return 0
