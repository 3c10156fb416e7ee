"""Decks as LibreOffice shows them: each word stands inside the shape that holds it, and no two lines overlap."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.authoring.deck_files import Area, areas_of, slides_of, the_deck
from tests.commands import ACCOUNTS, need

DECKS = (*ACCOUNTS, "nothing", "huge", "long")
TOLERANCE = 2.0  # points
AIR = 0.2  # share of a word's box above and below its letters
OVERLAP = 0.35  # share of a line's height that the box of the next one may reach into: boxes are higher than letters
BULLETS = "●▲■○–"
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Printed:
    """A word or a line of a page: its letters, and left, top, right and bottom in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Where its letters stand: the box of a word is higher, by what the typeface keeps above and below them."""
        air = (self.bottom - self.top) * AIR
        return self.left, self.top + air, self.right, self.bottom - air


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The pages of each deck as LibreOffice prints them, all in one call."""
    folder = tmp_path_factory.mktemp("decks")
    for name in DECKS:
        (folder / f"{name}.pptx").write_bytes(the_deck(name)[0])
    office = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    sources = [f"{name}.pptx" for name in DECKS]
    subprocess.run([*office, *sources], cwd=folder, check=True, capture_output=True, timeout=240)
    return {name: _pages(folder / f"{name}.pdf") for name in DECKS}


def _pages(pdf: Path) -> list[Any]:
    command = [need("pdftotext"), "-bbox-layout", pdf, "-"]
    xml = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    xml = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", xml)
    return list(ElementTree.fromstring(xml).iter(f"{XHTML}page"))


def _all(page: Any, kind: str) -> Iterator[Printed]:
    for one in page.iter(f"{XHTML}{kind}"):
        edges = (float(one.get(edge)) for edge in ("xMin", "yMin", "xMax", "yMax"))
        yield Printed("".join("".join(one.itertext()).split()), *edges)


@pytest.mark.parametrize("name", DECKS)
def test_every_word_stands_inside_the_shape_that_holds_it(name: str, printed: dict[str, list[Any]]):
    slides = slides_of(the_deck(name)[0])
    assert len(printed[name]) == len(slides)

    astray = [
        (number, word.text, [round(edge) for edge in word.box])
        for number, (slide, page) in enumerate(zip(slides, printed[name], strict=True), 1)
        for areas in [list(areas_of(slide))]
        for word in _all(page, "word")
        if not _at_home(word, areas)
    ]

    assert astray == []


def _at_home(word: Printed, areas: list[Area]) -> bool:
    homes = [area for area in areas if area.holds(*word.box, TOLERANCE)]
    return any(_holds_letters(area, word.text) for area in homes)


def _holds_letters(area: Area, letters: str) -> bool:
    """Whether a shape holds these letters; those of scripts from right to left may come in another order."""
    if area.shape == "Page number" or area.shape.startswith("chart "):
        return True
    known = "".join(area.text.split())
    if letters.isascii():
        return letters in known
    return sum(letter in known or letter in BULLETS for letter in letters) > len(letters) / 2


@pytest.mark.parametrize("name", DECKS)
def test_no_two_lines_overlap(name: str, printed: dict[str, list[Any]]):
    overlapping = [
        (number, one.text, other.text)
        for number, page in enumerate(printed[name], 1)
        for one, other in combinations(_all(page, "line"), 2)
        if _overlap(one, other)
    ]

    assert overlapping == []


def _overlap(one: Printed, other: Printed) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return across > TOLERANCE and down > OVERLAP * lower
