"""Slides that a screen reader can follow: titles, order, heads of tables, alt text, language, size, contrast."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu, Pt

from tests.proofs.colours import WHITE, A, Colour, contrast, drawing_colour, enough, palette
from tests.proofs.packages import documents, parts, with_part

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SMALLEST = 12
ONE_LINE = Emu(Pt(12))  # what stands less than this apart stands on one line


@dataclass
class Deck:
    """A deck as python-pptx reads it, with its theme."""

    name: str
    slides: list[Any]
    theme: dict[str, Colour]
    language: str


@dataclass
class Text:
    """A run on a slide with how it is set and what is behind it."""

    words: str
    points: float
    bold: bool
    ink: Colour
    ground: Colour


def deck(path: Path) -> Deck:
    opened = Presentation(str(path))
    theme = next(rel.target_part for rel in opened.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    return Deck(
        path.name, list(opened.slides), palette(etree.fromstring(theme.blob)), opened.core_properties.language or ""
    )


@pytest.fixture(scope="session")
def decks(built: Path) -> list[Deck]:
    return [deck(path) for path in documents(built, ".pptx")]


def slides(deck: Deck) -> Iterator[tuple[str, Any]]:
    for number, slide in enumerate(deck.slides, 1):
        yield f"{deck.name}: slide {number}", slide


def untitled(deck: Deck) -> list[str]:
    """Slides without a title of their own."""
    titles = [
        (where, slide.shapes.title.text_frame.text if slide.shapes.title else "") for where, slide in slides(deck)
    ]
    return [where for where, title in titles if not title.strip()]


def out_of_order(deck: Deck) -> list[str]:
    """Shapes read after one that stands lower and to its right or above; the kicker over the title may come first."""
    found = []
    for where, slide in slides(deck):
        shapes = [shape for shape in slide.shapes if shape.has_text_frame or shape.has_table or shape.has_chart]
        shapes = [shape for shape in shapes if not (shape.has_text_frame and not shape.text_frame.text.strip())]
        for first, second in pairwise(shapes):
            above = second.top + second.height <= first.top + ONE_LINE
            beside = second.left + second.width <= first.left + ONE_LINE and abs(second.top - first.top) < ONE_LINE
            if above or beside:
                found.append(f"{where}: {second.name!r} is read after {first.name!r}")
    return found


def unmarked_heads(deck: Deck) -> list[str]:
    """Tables whose first row looks like a head, smaller than the rows below, and is not marked as one."""
    found = []
    for where, slide in slides(deck):
        for shape in slide.shapes:
            if shape.has_table and len(shape.table.rows) > 1 and not shape.table.first_row:
                sizes = [sizes_in(row) for row in shape.table.rows]
                if sizes[0] and sizes[1] and max(sizes[0]) < max(sizes[1]):
                    found.append(f"{where}: {shape.name!r}")
    return found


def sizes_in(row: Any) -> list[int]:
    return [int(rpr.get("sz")) for rpr in row._tr.iter(f"{A}rPr") if rpr.get("sz") and words_of(rpr)]


def words_of(rpr: Any) -> str:
    return (rpr.getparent().findtext(f"{A}t") or "").strip()


def without_alt_text(deck: Deck) -> list[str]:
    """Charts and pictures without words for those who cannot see them."""
    found = []
    for where, slide in slides(deck):
        for shape in slide.shapes:
            named = shape._element.find(f".//{P}cNvPr")
            drawn = shape.has_chart or shape._element.tag == f"{P}pic"
            if drawn and not named.get("descr") and "decorative" not in etree.tostring(named).decode():
                found.append(f"{where}: {shape.name!r}")
    return found


def runs(deck: Deck) -> Iterator[tuple[str, Text]]:
    """Every run on every slide with its look."""
    for where, slide in slides(deck):
        seen: list[Any] = [
            shape for group in (slide.slide_layout.shapes,) for shape in group if not shape.is_placeholder
        ]
        for shape in slide.shapes:
            if shape.has_table:
                top = shape.top
                for row in shape.table.rows:
                    left = shape.left
                    for column, cell in zip(shape.table.columns, row.cells, strict=True):
                        middle = (left + column.width // 2, top + row.height // 2)
                        own = cell._tc.find(f"{A}tcPr/{A}solidFill")
                        ground = drawing_colour(own, deck.theme) if own is not None else behind(seen, middle, deck)
                        yield from ((where, text) for text in texts(cell._tc, ground, (), deck))
                        left += column.width
                    top += row.height
            elif shape.has_text_frame:
                middle = (shape.left + shape.width // 2, shape.top + shape.height // 2)
                ground = behind([*seen, shape], middle, deck)
                yield from ((where, text) for text in texts(shape._element, ground, inherited(shape, slide), deck))
            seen.append(shape)


def behind(shapes: list[Any], point: tuple[int, int], deck: Deck) -> Colour:
    """The colour of the last filled shape that covers a point, or of the slide."""
    found = WHITE
    for shape in shapes:
        inside = (
            shape.left <= point[0] <= shape.left + shape.width and shape.top <= point[1] <= shape.top + shape.height
        )
        own = shape._element.find(f"{P}spPr/{A}solidFill")
        if own is None and shape.is_placeholder:
            own = layout_fill(shape)
        if inside and own is not None:
            found = drawing_colour(own, deck.theme)
    return found


def layout_of(shape: Any) -> Any:
    index = shape.placeholder_format.idx
    layout = shape.part.slide_layout
    return next((one for one in layout.placeholders if one.placeholder_format.idx == index), None)


def layout_fill(shape: Any) -> Any:
    layout = layout_of(shape)
    return layout._element.find(f"{P}spPr/{A}solidFill") if layout is not None else None


def inherited(shape: Any, slide: Any) -> tuple[Any, ...]:
    """The run properties that a placeholder has from its layout and its master."""
    if not shape.is_placeholder:
        return ()
    layout = layout_of(shape)
    styles = slide.slide_layout.slide_master._element.find(f"{P}txStyles")
    kind = (
        "titleStyle"
        if slide.shapes.title is not None and shape.shape_id == slide.shapes.title.shape_id
        else "bodyStyle"
    )
    found = [layout._element.find(f".//{A}lstStyle/{A}lvl1pPr/{A}defRPr")] if layout is not None else []
    found.append(styles.find(f"{P}{kind}/{A}lvl1pPr/{A}defRPr"))
    return tuple(one for one in found if one is not None)


def texts(element: Any, ground: Colour, defaults: tuple[Any, ...], deck: Deck) -> Iterator[Text]:
    for run in (*element.iter(f"{A}r"), *element.iter(f"{A}fld")):
        words = (run.findtext(f"{A}t") or "").strip()
        own = run.find(f"{A}rPr")
        looks = [
            one for one in (own, element.find(f".//{A}lstStyle/{A}lvl1pPr/{A}defRPr"), *defaults) if one is not None
        ]
        fill = next((look.find(f"{A}solidFill") for look in looks if look.find(f"{A}solidFill") is not None), None)
        size = next((int(look.get("sz")) / 100 for look in looks if look.get("sz")), 18.0)
        bold = next((look.get("b") for look in looks if look.get("b")), "0") == "1"
        if words:
            ink = drawing_colour(fill, deck.theme) if fill is not None else deck.theme["dk1"]
            yield Text(words, size, bold, ink, ground)


def is_words(text: str) -> bool:
    """Has it a letter or a digit? A mark of a legend alone is a shape, which needs a contrast of 3."""
    return any(letter.isalnum() for letter in text)


def pale_text(deck: Deck) -> list[str]:
    """Text whose contrast against what is behind it is too low."""
    return [
        f"{where}: {contrast(text.ink, text.ground):.1f} at {text.points} pt: {text.words[:40]!r}"
        for where, text in runs(deck)
        if contrast(text.ink, text.ground) < (enough(text.points, text.bold) if is_words(text.words) else 3.0)
    ]


def small_text(deck: Deck) -> list[str]:
    """Text under twelve points, on slides and in their charts."""
    found = [f"{where}: {text.points} pt: {text.words[:40]!r}" for where, text in runs(deck) if text.points < SMALLEST]
    for where, slide in slides(deck):
        for shape in slide.shapes:
            if shape.has_chart:
                for look in shape.chart._chartSpace.iter(f"{A}defRPr", f"{A}rPr"):
                    if look.get("sz") and int(look.get("sz")) < SMALLEST * 100:
                        found.append(f"{where}: {shape.name!r}: {int(look.get('sz')) / 100} pt")
    return found


def languages(deck: Deck) -> set[str]:
    found = {deck.language}
    for _, slide in slides(deck):
        found |= {look.get("lang") for look in slide._element.iter(f"{A}rPr", f"{A}endParaRPr") if look.get("lang")}
    return found


@pytest.mark.parametrize("flaws", [untitled, out_of_order, unmarked_heads, without_alt_text, pale_text, small_text])
def test_no_slide_has(flaws, decks: list[Deck]):
    assert [flaw for deck in decks for flaw in flaws(deck)] == []


def test_each_run_of_a_deck_is_in_the_language_of_the_deck(decks: list[Deck]):
    for deck in decks:
        assert len({language.partition("-")[0] for language in languages(deck)}) == 1, deck.name
        assert sum(1 for _ in runs(deck)) > 200


@pytest.mark.parametrize(
    ("flaws", "old", "new"),
    [
        (untitled, b'<p:ph type="title"/>', b'<p:ph type="body" idx="40"/>'),
        (out_of_order, b'<p:cNvPr id="3" name="Title"/>', b""),
        (unmarked_heads, b'firstRow="1"', b'firstRow="0"'),
        (without_alt_text, b" descr=", b" title="),
        (pale_text, b'<a:schemeClr val="tx2"/>', b'<a:schemeClr val="bg2"/>'),
        (small_text, b'sz="1200"', b'sz="1100"'),
    ],
)
def test_a_flaw_is_found(flaws, old: bytes, new: bytes, built: Path, tmp_path: Path):
    path = next(path for path in documents(built, ".pptx"))
    name = next(
        name
        for name, content in sorted(parts(path.read_bytes()).items())
        if name.startswith("ppt/slides/slide") and b"<c:chart" in content
    )
    content = parts(path.read_bytes())[name]
    if flaws is out_of_order:
        root = etree.fromstring(content)
        tree = next(root.iter(f"{P}spTree"))
        tree.append(next(child for child in tree if b'name="Kicker"' in etree.tostring(child)))
        content = etree.tostring(root)
    else:
        assert old in content
        content = content.replace(old, new)
    with_part(path, tmp_path / "spoilt.pptx", name, content)

    assert flaws(deck(tmp_path / "spoilt.pptx")) != []
