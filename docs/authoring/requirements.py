"""Writes docs/requirements.md, where each thing account planning asks for has its sheet, field and page."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from output_templates.authoring.plan_pages import APPENDIX, NAMES
from pipeline.model.fields import Column, columns
from pipeline.model.kinds import KINDS
from pipeline.model.portfolio import Portfolio

TEXT = Path(__file__).with_suffix(".toml")
PAGE = Path(__file__).parents[1] / "requirements.md"
PLAN_PLACES = {"cover": "Cover"} | NAMES | {"appendix": APPENDIX}
SLIDES = {
    "people": "Purpose and people",
    "summary": "Executive summary",
    "goals": "Your goals",
    "scorecard": "Scorecard",
    "value": "Value delivered",
    "learned": "What we learned",
    "feedback": "Your feedback",
    "changes": "What changes for you",
    "plan": "Joint plan",
    "ideas": "Ideas and roadmap",
    "timeline": "Appendix",
    "measures": "Appendix",
    "bought": "Appendix",
    "decisions": "Decisions",
    "appendix": "Appendix",
}
_OPENING = """\
# Where everything asked for has its place

What account planning asks for, numbered, with the sheet and field of the workbook where it is filled in and where
it is shown. What no section of the plan prints stands in its appendix by field, so nothing typed is lost from sight.
{portfolio} are sheets of the portfolio workbook; no plan prints them.

<!-- Written by `make template` from docs/authoring/requirements.toml; change it there. -->
"""


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One thing asked for: the fields that hold it, the results and standards it uses, and where it is shown.

    `fields` and `computed` are names in templates, "objectives[].title"; a result stands for all that is below it.
    """

    id: str
    asks: str
    fields: tuple[str, ...]
    computed: tuple[str, ...]
    standards: tuple[str, ...]
    plan: tuple[str, ...]
    slides: tuple[str, ...]
    note: str


def fields_by_name() -> dict[str, Column]:
    """Every field of every kind of input workbook by its name in templates, "objectives[].title"."""
    return {column.path: column for kind in KINDS for record in kind.records for column in columns(record)}


def requirements() -> tuple[Requirement, ...]:
    """All of them, in the order of the text. Raises TypeError for a key that none of them has."""
    return tuple(_requirement(entry) for entry in _text()["requirement"])


def series() -> dict[str, str]:
    """The letters of the numbers, each with what its series is about."""
    found: dict[str, str] = _text()["series"]
    return found


def skipped() -> tuple[str, ...]:
    """Numbers that are not in use."""
    return tuple(_text()["skipped"])


def requirements_page() -> str:
    """The page in Markdown: a table for each series. Raises KeyError for a field, a section or a slide unknown."""
    titles = fields_by_name()
    *first, last = (record.sheet.name for record in Portfolio.records)
    lines = [_OPENING.format(portfolio=f"{', '.join(first)} and {last}")]
    for letter, about in series().items():
        lines += [f"## {letter}. {about}", "", "| # | Asks for | Sheet: field | Shown |", "|---|---|---|---|"]
        lines += [_row(entry, titles) for entry in requirements() if entry.id.startswith(letter)]
        lines.append("")
    lines.append(f"Numbers not in use: {', '.join(skipped())}.")
    return "\n".join(lines) + "\n"


def _text() -> dict[str, Any]:
    return tomllib.loads(TEXT.read_text(encoding="utf-8"))


def _requirement(entry: dict[str, Any]) -> Requirement:
    lists = {key: tuple(entry.pop(key, ())) for key in ("fields", "computed", "standards", "plan", "slides")}
    return Requirement(**lists, note=entry.pop("note", ""), **entry)


def _row(entry: Requirement, titles: dict[str, Column]) -> str:
    asks = f"{entry.asks} {entry.note}".strip()
    cells = (entry.id, asks, "<br>".join(_places(entry, titles)) or "–", "<br>".join(_shown(entry)) or "–")
    return f"| {' | '.join(cells)} |"


def _places(entry: Requirement, titles: dict[str, Column]) -> Iterator[str]:
    """The fields by sheet, "Objectives: Title; Target"; then the entries of the standards."""
    by_sheet: dict[str, list[str]] = {}
    for path in entry.fields:
        by_sheet.setdefault(titles[path].sheet.name, []).append(titles[path].title)
    yield from (f"{sheet}: {'; '.join(found)}" for sheet, found in by_sheet.items())
    if entry.standards:
        yield f"standards.toml: {', '.join(f'`{key}`' for key in entry.standards)}"


def _shown(entry: Requirement) -> Iterator[str]:
    if entry.plan:
        yield f"Plan: {', '.join(PLAN_PLACES[place] for place in entry.plan)}"
    if entry.slides:
        yield f"Deck: {', '.join(SLIDES[slide] for slide in entry.slides)}"
    if entry.computed:
        yield f"Results: {', '.join(f'`{name}`' for name in entry.computed)}"


if __name__ == "__main__":
    PAGE.write_text(requirements_page(), encoding="utf-8")
