"""What each problem code means, with an example and the fix: the registry behind `keyplan explain` and its page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.problems import Severity

GROUPS = {
    "cell": "What is typed into a cell",
    "sheet": "Sheets, headings and rows",
    "account": "Across rows and sheets",
    "portfolio": "Across the customers of the portfolio workbook",
    "file": "Files",
    "standards": "Standards",
    "template": "Output templates",
    "run": "Runs over many accounts",
    "import": "Imports from a CRM",
    "upgrade": "Upgrades of workbooks",
}
_REGISTRY = Path(__file__).with_suffix(".toml")


class Code(NamedTuple):
    """One problem code, its group (a key of GROUPS), the severities it is told with, and what there is to say of it."""

    code: str
    group: str
    severity: tuple[Severity, ...]
    title: str
    meaning: str
    example: str
    fix: str


@cache
def codes() -> dict[str, Code]:
    """Every code by its name, group after group."""
    import tomllib  # here, as `keyplan --help` asks for no code

    groups = tomllib.loads(_REGISTRY.read_text(encoding="utf-8"))
    return {
        entry["code"]: Code(**entry | {"group": group, "severity": tuple(entry["severity"])})
        for group, entries in groups.items()
        for entry in entries
    }


def look_up(text: str) -> Code | None:
    """The code that `text` names, or None; case, spaces and the brackets of a printed code do not count."""
    return codes().get(_plain(text))


def similar(text: str) -> tuple[str, ...]:
    """Up to five codes that hold `text` as a part, else up to three that are written much like it."""
    import difflib

    wanted = _plain(text)
    holding = tuple(code for code in codes() if wanted in code) if wanted else ()
    return holding[:5] or tuple(difflib.get_close_matches(wanted, codes(), n=3, cutoff=0.5))


def _plain(text: str) -> str:
    return re.sub(r"[\s_]+", "-", text.strip("[] ").casefold())
