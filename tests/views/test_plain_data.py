"""What a template is given is plain data: nothing in it leads back to the account it was made from."""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from pipeline.documents.rendering.render import render
from pipeline.model.fields import Audience
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, view
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import ACCOUNTS, SAMPLES
from tests.generated import generated_account
from tests.test_non_interference import client_templates

REVIEW = Review(PERIOD, AS_OF)
# Beside what JSON has: exact numbers and days, which hold their digits and no reference to anything.
PLAIN = (str, int, bool, type(None), Decimal, datetime.date)


def given(name: str, audience: Audience = "client") -> dict[str, Any]:
    """What the templates of an audience are given for a sample, or for the generated account of a number."""
    sample = name in ACCOUNTS
    account = read_and_check(SAMPLES / f"{name}.xlsx", shipped_standards()).account if sample else None
    account = account or generated_account(int(name), shipped_standards(), "full")
    return view(account, shipped_standards(), REVIEW, audience)


def strangers(value: Any, path: str = "") -> Iterator[str]:
    """What is neither a dict with names, nor a list, nor plain, by the path to it; a subclass is a stranger too."""
    if type(value) is dict:
        for key, inner in value.items():
            if type(key) is not str:
                yield f"{path}: the key {key!r}"
            yield from strangers(inner, f"{path}.{key}")
    elif type(value) is list:
        for number, inner in enumerate(value):
            yield from strangers(inner, f"{path}[{number}]")
    elif type(value) not in PLAIN:
        yield f"{path}: {type(value).__name__}"


@pytest.mark.parametrize("audience", ["client", "internal"])
@pytest.mark.parametrize("name", [*ACCOUNTS, "1", "2", "3", "4", "5", "6"])
def test_a_view_is_plain_data(name: str, audience: Audience):
    assert list(strangers(given(name, audience))) == []


def as_json(value: Any) -> dict[str, str]:
    return {"decimal": str(value)} if isinstance(value, Decimal) else {"date": value.isoformat()}


def from_json(found: dict[str, Any]) -> Any:
    if found.keys() == {"decimal"}:
        return Decimal(found["decimal"])
    return datetime.date.fromisoformat(found["date"]) if found.keys() == {"date"} else found


@pytest.mark.parametrize("name", ACCOUNTS[:2])
def test_a_view_that_went_through_json_gives_the_same_bytes(name: str):
    data = given(name)
    read_again = json.loads(json.dumps(data, default=as_json), object_hook=from_json)

    assert read_again == data
    for template in client_templates():
        assert render(template, read_again) == render(template, data)
