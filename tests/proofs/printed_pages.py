"""Word documents as LibreOffice prints them: the lines of each page with their places, read by pdftotext."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from tests.commands import need

_ONE_LINE = 3.0  # points by which the feet of words on one line may differ


@dataclass(frozen=True)
class Word:
    """A word with its box, in points from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A page of a printed document; `lines` are its words side by side, from the top, over all columns."""

    where: str
    width: float
    height: float
    lines: tuple[tuple[Word, ...], ...]

    def between(self, top: float, bottom: float) -> tuple[tuple[Word, ...], ...]:
        """The lines that stand below `top` and above `bottom`."""
        return tuple(line for line in self.lines if line[0].top >= top and line[0].bottom <= bottom)


def words(line: tuple[Word, ...]) -> list[str]:
    return [word.text for word in line]


def printed(documents: list[Path], folder: Path) -> dict[str, list[Page]]:
    """The pages of each document by the name of its file; one call of LibreOffice for all."""
    command = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    paths = [str(path) for path in documents]
    subprocess.run(
        [*command, "--outdir", str(folder), *paths], check=True, capture_output=True, timeout=60 + 30 * len(paths)
    )
    return {path.name: _pages(folder / f"{path.stem}.pdf") for path in documents}


def _pages(pdf: Path) -> list[Page]:
    made = subprocess.run(
        [need("pdftotext"), "-bbox-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    root = html.document_fromstring(made.stdout)
    return [
        Page(f"{pdf.stem}: page {number}", float(page.get("width")), float(page.get("height")), _lines(page))
        for number, page in enumerate(root.iter("page"), 1)
    ]


def _lines(page: html.HtmlElement) -> tuple[tuple[Word, ...], ...]:
    found = [
        Word(word.text or "", *(float(word.get(side)) for side in ("xmin", "ymin", "xmax", "ymax")))
        for word in page.iter("word")
    ]
    lines: list[list[Word]] = []
    for word in sorted(found, key=lambda word: word.bottom):
        if lines and word.bottom - lines[-1][0].bottom <= _ONE_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(tuple(sorted(line, key=lambda word: word.left)) for line in lines)
