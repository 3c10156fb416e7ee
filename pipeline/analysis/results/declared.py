"""How a result is declared: what it says, and who may see it."""

from dataclasses import field
from typing import Any, Literal

Status = Literal["on track", "behind", "off track", "met", "not started", "not assessed"]
Verdict = Literal["likely to succeed", "likely to fail", "not assessed"]


def result(help: str, audience: str = "internal", **more: Any) -> Any:
    """A field of a result: `help` gives unit, range and what None means; `audience` is "internal" or "client".

    `more` is passed on to dataclasses.field: default=().
    """
    return field(metadata={"help": help, "audience": audience}, **more)
