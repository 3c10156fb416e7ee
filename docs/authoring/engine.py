"""Writes docs/engine.md, where the document engine stands beside its peers, each of our cells with its test."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEXT = Path(__file__).with_suffix(".toml")
PAGE = Path(__file__).parents[1] / "engine.md"
UNKNOWN = "unknown"
_OPENING = """\
# The engine beside its peers

How Keyplan makes Word and PowerPoint files from templates, beside what others do, as of {as_of}. What others do is told
from their own issue threads, which are linked, from their manuals, or from trying the version named ("tried");
"unknown" means that we did not find out. Versions move on: check before you decide. Each cell of ours is held by tests,
named below; a test of this page finds each of them.

<!-- Written by `make template` from docs/authoring/engine.toml; change it there. -->
"""
_NOT = """\
## What this engine does not do

It makes no PDF itself, fills no Excel workbook, adds no footnotes from data, and takes no sub-documents and no rich
text made in code. It needs no Office, no add-in and no server.
"""


def comparison() -> dict[str, Any]:
    """The whole text: peers by key, licences, rows and packages."""
    return tomllib.loads(TEXT.read_text(encoding="utf-8"))


def engine_page() -> str:
    """The page."""
    text = comparison()
    return "\n".join(
        (
            _OPENING.format(as_of=text["as_of"]),
            "## What each does\n",
            *_table(("Need", "Keyplan", *text["peers"].values()), _rows(text)),
            "\n## What holds our cells\n",
            *_table(("Need", "Tests"), ((row["need"], "<br>".join(map(_code, row["tests"]))) for row in text["row"])),
            "\n## Licences\n",
            *_table(("Engine", "Licence"), (("Keyplan", "MIT"), *_licences(text))),
            "\n## Packages for Python and other ways\n",
            *_table(("Package", "State", "Does", "Lacks for our job"), _packages(text)),
            "",
            _NOT,
        )
    )


def _rows(text: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for row in text["row"]:
        yield row["need"], f"**{row['keyplan']}**", *(row.get(peer, UNKNOWN) for peer in text["peers"])


def _licences(text: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for peer, name in text["peers"].items():
        yield name, text["licences"][peer]


def _packages(text: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for package in text["package"]:
        yield package["name"], package["state"], package["does"], package["lacks"]


def _table(heads: tuple[str, ...], rows: Any) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _code(name: str) -> str:
    return f"`{name}`"


if __name__ == "__main__":
    PAGE.write_text(engine_page(), encoding="utf-8")
