"""What is wrong and how to put it right: problems as values, and the few exceptions that stop something."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "note"]


class Problem(Struct, frozen=True, kw_only=True):
    """One thing a person should know about an input: where it is, what was found, how to put it right.

    `code` is stable and lower case with hyphens ("date-order"). An error blocks the account's documents, a warning is
    printed in the report and in the internal plan, a note tells what was read differently from how it was typed.
    A place in a workbook is `sheet` and `cell` ("Objectives", "F7"); a place in a template is `place` ("slide 3,
    shape 'Title 1'"). `found` is the value as shown, `message` says what is wrong, `fix` says what to do.
    """

    code: str
    severity: Severity
    message: str
    fix: str
    found: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    field: str = ""
    place: str = ""

    @property
    def where(self) -> str:
        """The place in words: "Objectives!F7" in a workbook, "slide 3, shape 'Title 1'" in a template."""
        if self.sheet and self.cell:
            return f"{self.sheet}!{self.cell}"
        return self.sheet or self.place

    def __str__(self) -> str:
        parts = [part for part in (self.file, self.where) if part]
        return f"{', '.join(parts)}: {self.message} {self.fix}" if parts else f"{self.message} {self.fix}"


class Refused(Exception):
    """An input that cannot be used at all, with the problems that say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class WorkbookRefused(Refused):
    """A file that is not a workbook that can be read."""


class TemplateRefused(Refused):
    """An output template that cannot be compiled or rendered."""


class StandardsRefused(Refused):
    """An organisation's standards file that cannot be used."""


class LeakRefused(Refused):
    """A finished client file that holds something internal."""


class RunStopped(Exception):
    """The run itself cannot go on (disk full, output folder not writable): exit code 3."""


_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
_BETWEEN_WORDS = re.compile(r"[\s_\-\u2010-\u2015]+")
_QUOTES = str.maketrans("\u2018\u2019\u201a\u2032\u201c\u201d\u201e\u2033", "'" * 4 + '"' * 4)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` as it is compared: one case, plain quotes, one space for spaces, hyphens and underscores of any kind."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).translate(_QUOTES)
    return _BETWEEN_WORDS.sub(" ", plain).strip().casefold()


def nearest(text: str, among: Iterable[str]) -> str:
    """The one of `among` that is written most like `text`, or an empty text if none comes near."""
    import difflib  # only where something is wrong

    by_fold = {fold(known): known for known in among}
    found = difflib.get_close_matches(fold(text), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else ""
