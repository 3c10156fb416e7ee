"""Word documents that a screen reader can follow: headings, heads of tables, alt text, language, title, contrast."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.proofs.colours import WHITE, Colour, W, contrast, enough, palette, word_colour
from tests.proofs.packages import documents, parts, with_part

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
DC = "{http://purl.org/dc/elements/1.1/}"


class WordFile:
    """The parts of a Word file that say how it is read and how it looks."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        found = parts(path.read_bytes())
        self.core = etree.fromstring(found["docProps/core.xml"])
        self.styles = etree.fromstring(found["word/styles.xml"])
        self.theme = palette(etree.fromstring(found["word/theme/theme1.xml"]))
        self.by_id = {style.get(f"{W}styleId"): style for style in self.styles.iter(f"{W}style")}
        self.stories = {
            name: etree.fromstring(content)
            for name, content in found.items()
            if name in ("word/document.xml",) or name.startswith(("word/header", "word/footer", "word/footnotes"))
        }
        self.body = self.stories["word/document.xml"]

    def chain(self, style_id: str | None) -> Iterator[Any]:
        """A style and those it is based on."""
        while style_id in self.by_id:
            style = self.by_id[style_id]
            yield style
            base = style.find(f"{W}basedOn")
            style_id = base.get(f"{W}val") if base is not None else None

    def style_of(self, paragraph: Any) -> str:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return found.get(f"{W}val") if found is not None else "Normal"

    def level(self, paragraph: Any) -> int | None:
        """The level of a heading from 1; None for text."""
        for style in self.chain(self.style_of(paragraph)):
            found = style.find(f"{W}pPr/{W}outlineLvl")
            if found is not None and int(found.get(f"{W}val")) < 9:
                return int(found.get(f"{W}val")) + 1
        return None

    def looks(self, run: Any, paragraph: Any) -> Iterator[Any]:
        """The run properties that hold for a run, the nearest first."""
        if run.find(f"{W}rPr") is not None:
            yield run.find(f"{W}rPr")
        named = run.find(f"{W}rPr/{W}rStyle")
        for style_id in (named.get(f"{W}val") if named is not None else None, self.style_of(paragraph)):
            for style in self.chain(style_id):
                if style.find(f"{W}rPr") is not None:
                    yield style.find(f"{W}rPr")
        defaults = self.styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            yield defaults

    def look(self, run: Any, paragraph: Any, name: str) -> Any:
        return next(
            (rpr.find(f"{W}{name}") for rpr in self.looks(run, paragraph) if rpr.find(f"{W}{name}") is not None), None
        )

    def ground(self, paragraph: Any) -> Colour:
        """The colour behind a paragraph: its own shade, its style's, that of the cells around it, or the paper."""
        own = [paragraph.find(f"{W}pPr/{W}shd")]
        own += [style.find(f"{W}pPr/{W}shd") for style in self.chain(self.style_of(paragraph))]
        own += [cell.find(f"{W}tcPr/{W}shd") for cell in paragraph.iterancestors(f"{W}tc")]
        for shade in own:
            colour = None if shade is None else word_colour(shade, self.theme, "themeFill", "fill")
            if colour:
                return colour
        return WHITE


@pytest.fixture(scope="session")
def word_files(built: Path) -> list[WordFile]:
    return [WordFile(path) for path in documents(built, ".docx")]


def words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t")).strip()


def gaps_in_headings(file: WordFile) -> list[str]:
    """Headings that are empty, or stand more than one level below the heading before."""
    found, before = [], 0
    for paragraph in file.body.iter(f"{W}p"):
        level = file.level(paragraph)
        if level is None:
            continue
        if not words(paragraph) or level > before + 1:
            found.append(f"{file.name}: level {level} after {before}: {words(paragraph)!r}")
        before = level
    return found


def unmarked_heads(file: WordFile) -> list[str]:
    """Tables whose style gives their first row a look of its own, and whose first row does not repeat as a head."""
    found = []
    for table in file.body.iter(f"{W}tbl"):
        look = table.find(f"{W}tblPr/{W}tblLook")
        if look is not None and look.get(f"{W}firstRow") == "1" and table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None:
            found.append(f"{file.name}: {words(table)[:60]!r}")
    return found


def without_alt_text(file: WordFile) -> list[str]:
    """Drawings that say nothing and are not marked as decoration."""
    return [
        f"{file.name}: {part}: {drawing.get('name')}"
        for part, story in file.stories.items()
        for drawing in story.iter(f"{DRAWN}docPr")
        if not drawing.get("descr") and next(drawing.iter(DECORATIVE), None) is None
    ]


def pale_text(file: WordFile) -> list[str]:
    """Text whose contrast against what is behind it is too low."""
    found = set()
    for story in file.stories.values():
        for paragraph in story.iter(f"{W}p"):
            for run in paragraph.iter(f"{W}r"):
                if not words(run):
                    continue
                colour, size, bold = (file.look(run, paragraph, name) for name in ("color", "sz", "b"))
                ink = (word_colour(colour, file.theme) if colour is not None else None) or (0.0, 0.0, 0.0)
                points = int(size.get(f"{W}val")) / 2 if size is not None else 10
                heavy = bold is not None and bold.get(f"{W}val") not in ("0", "false")
                measured = contrast(ink, file.ground(paragraph))
                if measured < enough(points, heavy):
                    found.add(f"{file.name}: {measured:.1f} at {points} pt: {words(run)[:40]!r}")
    return sorted(found)


def languages(file: WordFile) -> set[str]:
    """The languages of the document: of its properties, its styles and its runs."""
    found = {file.core.findtext(f"{DC}language", "")}
    for root in (file.styles, *file.stories.values()):
        found |= {lang.get(f"{W}val") for lang in root.iter(f"{W}lang") if lang.get(f"{W}val")}
    return found


@pytest.mark.parametrize("flaws", [gaps_in_headings, unmarked_heads, without_alt_text, pale_text])
def test_no_document_has(flaws, word_files: list[WordFile]):
    assert [flaw for file in word_files for flaw in flaws(file)] == []


def test_plans_have_headings_heads_and_drawings_to_look_at(word_files: list[WordFile]):
    for file in word_files:
        if "Account plan" in file.name:
            levels = [level for p in file.body.iter(f"{W}p") if (level := file.level(p))]
            assert levels.count(1) >= 19
            assert levels.count(2) >= 3
            assert len(list(file.body.iter(f"{W}tblHeader"))) >= 30
            assert len(list(file.body.iter(f"{DRAWN}docPr"))) >= 6


def test_each_document_has_a_title_and_one_language_that_its_words_are_in(word_files: list[WordFile]):
    for file in word_files:
        assert file.core.findtext(f"{DC}title")
        assert len({language.partition("-")[0] for language in languages(file)}) == 1, file.name


@pytest.mark.parametrize(
    ("flaws", "old", "new"),
    [
        (gaps_in_headings, b'<w:pStyle w:val="Heading1"/>', b'<w:pStyle w:val="Heading2"/>'),
        (unmarked_heads, b"<w:tblHeader/>", b""),
        (without_alt_text, b' descr="', b' title="'),
        (pale_text, b'w:themeFill="background2"', b'w:themeFill="text2"'),
    ],
)
def test_a_flaw_is_found(flaws, old: bytes, new: bytes, built: Path, tmp_path: Path):
    path = next(path for path in documents(built, ".docx") if "Account plan" in path.name)
    part = "word/document.xml"
    content = parts(path.read_bytes())[part]
    assert old in content
    with_part(path, tmp_path / "spoilt.docx", part, content.replace(old, new))

    assert flaws(WordFile(tmp_path / "spoilt.docx")) != []
