"""Two programs that read Word files without us, pandoc and mammoth: what stands in each section of a document."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mammoth
from lxml import html

from tests.commands import need

Sections = dict[str, list[str]]
"""The passages of each section by its heading, a paragraph or a table row each; those before the first under ""."""


def by_pandoc(path: Path) -> Sections:
    """The sections as pandoc reads them."""
    command = [need("pandoc"), "--from", "docx", "--to", "json", str(path)]
    made = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return _sections(_of_pandoc(json.loads(made.stdout)["blocks"]))


def by_mammoth(path: Path) -> Sections:
    """The sections as mammoth reads them."""
    with path.open("rb") as file:
        root = html.fragment_fromstring(mammoth.convert_to_html(file).value, create_parent=True)
    return _sections(_of_html(root))


READERS: tuple[Callable[[Path], Sections], ...] = (by_pandoc, by_mammoth)


def plain(text: str) -> str:
    """The text with one ordinary space for any white space, and none at its ends."""
    return re.sub(r"\s+", " ", text).strip()


def _sections(passages: Iterator[tuple[bool, str]]) -> Sections:
    """Passages by section, from pairs of: is it the heading of a section, and its words."""
    found: Sections = {"": []}
    for is_heading, words in passages:
        if is_heading:
            name = re.sub(r"^\d+ ", "", plain(words))
            assert name not in found, f"two headings say {name!r}"
            found[name] = []
        else:
            found[list(found)[-1]].append(plain(words))
    return found


def _of_pandoc(blocks: list[Any]) -> Iterator[tuple[bool, str]]:
    for block in blocks:
        if block["t"] == "Table":
            for row in _pandoc_rows(block["c"]):
                yield False, "".join(_pandoc_words(row))
        else:
            is_section = block["t"] == "Header" and block["c"][0] == 1
            yield is_section, "".join(_pandoc_words(block))


def _pandoc_rows(table: list[Any]) -> Iterator[Any]:
    """The caption and the rows of a table: attributes, caption, columns, head, bodies, foot."""
    _, caption, _, head, bodies, foot = table
    yield caption
    yield from head[1]
    for body in bodies:
        yield from [*body[2], *body[3]]
    yield from foot[1]


def _pandoc_words(node: Any) -> Iterator[str]:
    """The words of a node of pandoc's document, blocks parted by a line end."""
    if isinstance(node, list):
        for child in node:
            yield from _pandoc_words(child)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c")
        if kind == "Str":
            yield content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        else:
            yield from _pandoc_words(content)
            if kind in ("Para", "Plain", "Header"):
                yield "\n"


def _of_html(root: Any) -> Iterator[tuple[bool, str]]:
    for block in root:
        for element in block.iter("tr") if block.tag == "table" else (block,):
            yield element.tag == "h1", "".join(_html_words(element))


def _html_words(element: Any) -> Iterator[str]:
    """The words of an element, paragraphs and cells parted by a line end."""
    if element.tag == "br":
        yield " "
    yield element.text or ""
    for child in element:
        yield from _html_words(child)
        yield child.tail or ""
    if element.tag in ("p", "td", "th", "li", "h1", "h2", "h3", "h4"):
        yield "\n"
