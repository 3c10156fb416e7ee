"""The terminal: the answer on stdout, everything else on stderr; problems, plain data and nested data."""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from pipeline.problems import Problem, Refused, RunStopped

_AS_A_TERMINAL = ("FORCE_COLOR", "TTY_COMPATIBLE")  # environment variables that may have any stream taken for one
MARKS = {"error": "■ error", "warning": "▲ warning", "note": "○ note"}
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def out() -> Screen:
    """The way of the answer."""
    return Screen(stderr=False)


def err() -> Screen:
    """The way of progress and of what needs a person."""
    return Screen(stderr=True)


class Screen:
    """stdout or stderr: a terminal, with colours, or whatever else reads plain lines, which needs no library for it."""

    def __init__(self, *, stderr: bool) -> None:
        self._stderr = stderr

    @property
    def is_terminal(self) -> bool:
        """Does anybody look on?"""
        return self._may_be_one and self.console.is_terminal

    @property
    def console(self) -> Console:
        """The library's, which knows of tables and bars."""
        return _console(self._stderr)

    def print(self, shown: RenderableType, style: str | None = None, end: str = "\n") -> None:
        """A line, its beginning, or a table; the style is for terminals."""
        if isinstance(shown, str) and not self._may_be_one:
            click.echo(f"{shown}{end}", err=self._stderr, nl=False)
        else:
            self.console.print(shown, style=style, end=end)

    @property
    def _may_be_one(self) -> bool:
        stream = sys.stderr if self._stderr else sys.stdout
        return stream.isatty() or any(name in os.environ for name in _AS_A_TERMINAL)


@cache
def _console(stderr: bool) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, soft_wrap=True)


def verdict(problems: Sequence[Problem]) -> str:
    """ "2 errors, 1 warning: no document is made", "nothing to mend"."""
    counts = Counter(problem.severity for problem in problems)
    told = [f"{counts[kind]} {kind}{'s' * (counts[kind] > 1)}" for kind in ("error", "warning", "note") if counts[kind]]
    if not told:
        return "nothing to mend"
    return ", ".join(told) + (": no document is made" if counts["error"] else ": documents can be made")


def counted(number: int, what: str) -> str:
    """ "1 value", "2 values"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def print_problems(screen: Screen, problems: Iterable[Problem]) -> None:
    """A line for each problem: what it is by mark, word and colour, where, what was found and how to mend it."""
    for problem in problems:
        screen.print(f"  {MARKS[problem.severity]}  ", style=_COLOURS[problem.severity], end="")
        screen.print(f"{problem}  [{problem.code}]")


def print_fault(fault: Refused | RunStopped) -> None:
    """Why something was not done at all."""
    from pipeline.problems import Refused

    if isinstance(fault, Refused):
        print_problems(err(), fault.problems)
    else:
        err().print(str(fault), style="red")


def print_json(data: Any) -> None:
    """The answer for programs: days in ISO form, amounts as numbers."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_json_value))


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_nested(data: Any, indent: str = "") -> None:
    """Nested data as an outline; blanks and empty lists are left out."""
    items = data.items() if isinstance(data, Mapping) else enumerate(data, start=1)
    for key, value in items:
        if isinstance(value, Mapping | list):
            if value:
                click.echo(f"{indent}{key}")
                print_nested(value, indent + "  ")
        elif value is not None and value != "":
            click.echo(f"{indent}{key}: {value}")
