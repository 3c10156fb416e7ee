"""Pages as printed: no heading alone at a foot, nothing in the margins, no bare page, heads repeated, rows whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.proofs.colours import W
from tests.proofs.packages import documents, parts
from tests.proofs.printed_pages import Page, Word, printed, words
from tests.proofs.test_accessible_word import WordFile

TWENTIETH = 1 / 20  # a twip is a twentieth of a point


@dataclass(frozen=True)
class Printed:
    """A document with its pages, and the box of its body on them, in points."""

    file: WordFile
    pages: tuple[Page, ...]
    left: float
    top: float
    right: float
    bottom: float

    def body(self, page: Page) -> tuple[tuple[Word, ...], ...]:
        """The lines of a page without its header and footer."""
        return page.between(self.top - 2, page.height - self.bottom + 2)


@pytest.fixture(scope="session")
def prints(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    """Every Word document of every sample, printed by LibreOffice."""
    paths = documents(built, ".docx")
    pages = printed(paths, tmp_path_factory.mktemp("printed"))
    return [laid_out(WordFile(path), pages[path.name]) for path in paths]


def laid_out(file: WordFile, pages: list[Page]) -> Printed:
    margins = list(file.body.iter(f"{W}pgMar"))[-1]
    sides = (int(margins.get(f"{W}{side}")) * TWENTIETH for side in ("left", "top", "right", "bottom"))
    return Printed(file, tuple(pages), *sides)


def told(element: Any) -> list[str]:
    """The words of a paragraph or a row, as printed."""
    blanks = (f"{W}br", f"{W}tab")
    texts = (
        (text.text or "") if text.tag == f"{W}t" else " "
        for paragraph in element.iter(f"{W}p")
        for text in (*paragraph.iter(f"{W}t", *blanks), etree.Element(blanks[0]))
    )
    return "".join(texts).split()


def with_heads(file: WordFile) -> list[Any]:
    """The tables whose first row is to be repeated."""
    return [table for table in file.body.iter(f"{W}tbl") if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None]


def inner(prints: list[Printed]) -> Iterator[tuple[Printed, Page]]:
    """Every page but the first, which is the cover of a plan."""
    for document in prints:
        for page in document.pages[1:]:
            yield document, page


def leading(file: WordFile) -> list[list[str]]:
    """The words of each heading and each caption: of what must not be the last on a page."""
    return [
        told(paragraph)
        for paragraph in file.body.iter(f"{W}p")
        if file.level(paragraph) or (file.style_of(paragraph) == "Caption" and told(paragraph))
    ]


def headings_alone(prints: list[Printed]) -> list[str]:
    """Headings and captions that are the last text on a page."""
    found = []
    for document in prints:
        leads = leading(document.file)
        for page in document.pages:
            tail = [word for line in document.body(page)[-4:] for word in words(line)]
            found += [f"{page.where}: {' '.join(lead)!r}" for lead in leads if tail[-len(lead) :] == lead]
    return found


def in_the_margins(prints: list[Printed]) -> list[str]:
    """Words that leave the body's width, or the page."""
    return [
        f"{page.where}: {word.text!r}"
        for document, page in inner(prints)
        for line in page.lines
        for word in line
        if word.left < document.left - 1
        or word.right > page.width - document.right + 1
        or word.top < 0
        or word.bottom > page.height
    ]


def bare_pages(prints: list[Printed]) -> list[str]:
    """Pages with less than two lines between header and footer."""
    return [page.where for document, page in inner(prints) if len(document.body(page)) < 2]


def heads_not_repeated(prints: list[Printed]) -> list[str]:
    """Pages that begin with a row of a table with a head, but without the head."""
    found = []
    for document in prints:
        tables = with_heads(document.file)
        heads = [told(table.find(f"{W}tr")) for table in tables]
        rows = [told(row) for table in tables for row in table.findall(f"{W}tr")[1:]]
        leads = leading(document.file)
        for page in document.pages[1:]:
            lines = document.body(page)
            first = set(words(lines[0])) if lines else set()
            if not any(first <= set(start) for start in (*heads, *leads)) and any(first <= set(row) for row in rows):
                found.append(f"{page.where}: {' '.join(words(lines[0]))!r}")
    return found


@pytest.mark.parametrize("flaws", [headings_alone, in_the_margins, bare_pages, heads_not_repeated])
def test_no_printed_page_has(flaws, prints: list[Printed]):
    assert flaws(prints) == []


def test_there_are_pages_to_look_at_and_tables_that_run_over_them(prints: list[Printed]):
    plans = [document for document in prints if "Account plan" in document.file.name]
    assert all(20 <= len(document.pages) <= 50 for document in plans)
    assert all(len(document.pages) == 1 for document in prints if "One page plan" in document.file.name)
    heads = [told(table.find(f"{W}tr")) for document in plans for table in with_heads(document.file)]
    starts = [set(words(document.body(page)[0])) for document in plans for page in document.pages[1:]]
    assert sum(any(start <= set(head) for head in heads) for start in starts) >= 4


def test_no_row_of_any_table_may_break_over_pages(built: Path):
    for path in documents(built, ".docx"):
        for name, content in parts(path.read_bytes()).items():
            if name.startswith("word/") and b"<w:tr" in content and name.endswith(".xml"):
                for row in etree.fromstring(content).iter(f"{W}tr"):
                    whole = row.find(f"{W}trPr/{W}cantSplit") is not None
                    assert whole or is_tall(row), f"{path.name}: {name}: {told(row)[:8]}"


def is_tall(row: Any) -> bool:
    """Whether a row would leave most of a page white, were it kept whole: one cell of it has a page's half of words."""
    return max(len("".join(cell.itertext())) for cell in row.iter(f"{W}tc")) > 1_500


def test_captions_and_headings_are_kept_with_what_follows(prints: list[Printed]):
    for document in prints:
        file = document.file
        for paragraph in file.body.iter(f"{W}p"):
            if file.level(paragraph) or file.style_of(paragraph) == "Caption":
                own = [paragraph, *file.chain(file.style_of(paragraph))]
                assert any(one.find(f"{W}pPr/{W}keepNext") is not None for one in own), told(paragraph)


def changed(prints: list[Printed], at: int, lines: tuple[tuple[Word, ...], ...]) -> list[Printed]:
    """The first plan with other lines on the page `at`."""
    plan = next(document for document in prints if "Account plan" in document.file.name)
    pages = [*plan.pages[:at], replace(plan.pages[at], lines=lines), *plan.pages[at + 1 :]]
    return [replace(plan, pages=tuple(pages))]


def test_a_heading_at_the_foot_is_found(prints: list[Printed]):
    plan = next(document for document in prints if "Account plan" in document.file.name)
    leads = leading(plan.file)
    at, lines = next(
        (at, page.lines[: number + 1])
        for at, page in enumerate(plan.pages[3:], 3)
        for number, line in enumerate(page.lines)
        if number > 4 and words(line) in leads
    )
    assert headings_alone(changed(prints, at, lines)) != []


def test_a_word_in_the_margin_is_found(prints: list[Printed]):
    assert in_the_margins(changed(prints, 5, ((Word("out", 580, 300, 600, 312),),))) != []


def test_a_bare_page_is_found(prints: list[Printed]):
    assert bare_pages(changed(prints, 5, ())) != []
    assert bare_pages(changed(prints, 5, ((Word("one", 100, 300, 150, 312),),))) != []


def test_a_table_that_goes_on_without_its_head_is_found(prints: list[Printed]):
    plan = next(document for document in prints if "Account plan" in document.file.name)
    (table, *_) = with_heads(plan.file)
    cells = told(table.findall(f"{W}tr")[1])
    line = tuple(Word(word, 100, 120, 150, 132) for word in cells)
    assert heads_not_repeated(changed(prints, 5, (line, line))) != []
