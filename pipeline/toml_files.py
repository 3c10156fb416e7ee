"""TOML from outside, the standards or a mapping: an ordinary file, small, with nothing in it that never ends."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.guard import Unfit, content_of

LARGEST_TOML = 2**18  # bytes; the standards have 7 thousand
LONGEST_LINE = 2_000  # characters; a name of very many parts costs the square of them
FURTHEST_DIGIT = 30  # places before or after the point


class TomlRefused(Exception):
    """A file that is no TOML to be read: what is wrong, how to put it right, and the line ("line 7") where known."""

    def __init__(self, message: str, fix: str, place: str = "") -> None:
        super().__init__(message)
        self.message, self.fix, self.place = message, fix, place


def toml_text(path: Path, what: str) -> str:
    """The text of the file that is to be `what` ("the standards"). Raises TomlRefused."""
    try:
        text = content_of(path, what, LARGEST_TOML).decode("utf-8-sig").replace("\r\n", "\n")
    except Unfit as unfit:
        fix = (
            f"Give {what} as a TOML file of text." if unfit.reason != "not-found" else "Check the name and the folder."
        )
        raise TomlRefused(unfit.message, fix) from None
    except UnicodeDecodeError:
        raise TomlRefused("The file is not UTF-8 text.", "Save it as UTF-8.") from None
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            message = f"The line has {len(line):,} characters; {LONGEST_LINE:,} are allowed."
            raise TomlRefused(message, "Break it into several lines.", f"line {number}")
    return text


def toml_tables(text: str) -> dict[str, Any]:
    """The tables of a TOML text, numbers with a point as decimals. Raises TomlRefused."""
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        where = place.partition(",")[0].rstrip(")")
        raise TomlRefused(f"The file is not valid TOML: {reason}.", "Mend that line.", where) from None
    except ValueError:  # a number that Python will not read, or that `_decimal` does not
        message = f"A number has more than {FURTHEST_DIGIT} places."
        raise TomlRefused(message, "Write numbers as people do.") from None
    except RecursionError:
        raise TomlRefused("Lists stand in lists without end.", "Take out all but the entries that are known.") from None


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if number.is_finite() and not -FURTHEST_DIGIT < number.adjusted() < FURTHEST_DIGIT:
        raise ValueError(text)
    return number
