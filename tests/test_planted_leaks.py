"""Six ways in which something internal could show in a client's file, planted: the comparison of variants finds each.

A scan for canaries finds the first two at most; order, colour and a rounded number hold no canary.
"""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pipeline.analysis.force_field import force_fields
from pipeline.model.account import KeyAccount
from pipeline.run import reading, stages
from tests.commands import SAMPLES
from tests.documents.office import part_text, with_part
from tests.test_non_interference import REVIEW, STANDARDS, client_templates, variant

VARIANTS = 25
Data = dict[str, Any]


def verdict(account: KeyAccount) -> str:
    return ", ".join(f"{field.change}: {field.verdict}" for field in force_fields(account))


def cost(account: KeyAccount) -> Decimal:
    """What the account costs us for each unit of revenue, as our margin would show it."""
    spent = sum((row.cost_to_serve or Decimal(0) for row in account.economics), Decimal(0))
    return spent / max(Decimal(1), sum((row.revenue for row in account.revenue), Decimal(0)))


def in_the_title(account: KeyAccount, data: Data) -> None:
    data["document"]["title"] += verdict(account)


def as_a_series(account: KeyAccount, data: Data) -> None:
    series = next(chart for chart in data["charts"].values() if chart)["series"][0]
    series["values"] = [cost(account) for _ in series["values"]]


def rounded(account: KeyAccount, data: Data) -> None:
    data["about"]["confidentiality"] += f" {cost(account):.0%}"


def by_friendliness(account: KeyAccount, data: Data) -> None:
    stance = {row.name: str(row.friendliness) for row in account.stakeholders}
    data["deck"]["people"].sort(key=lambda row: stance.get((row["client"] or {}).get("name", ""), ""))


def in_the_notes(account: KeyAccount, blob: bytes) -> bytes:
    return with_part(blob, "ppt/notesSlides/notesSlide1.xml", f"<notes>{verdict(account)}</notes>".encode())


def red_when_high(account: KeyAccount, blob: bytes) -> bytes:
    slide = part_text(blob, SLIDE)
    assert INK in slide
    return with_part(blob, SLIDE, slide.replace(INK, RED, 1).encode()) if cost(account) > LIMIT else blob


SLIDE, INK, RED, LIMIT = (
    "ppt/slides/slide2.xml",
    '<a:schemeClr val="tx1"/>',
    '<a:srgbClr val="C00000"/>',
    Decimal("0.06"),
)
IN_THE_VIEW: dict[str, Callable[[KeyAccount, Data], None]] = {
    "verdict in the properties": in_the_title,
    "cost as a series of a chart": as_a_series,
    "cost rounded to per cent": rounded,
    "people in the order of their friendliness": by_friendliness,
}
IN_THE_FILE: dict[str, Callable[[KeyAccount, bytes], bytes]] = {
    "verdict in the notes": in_the_notes,
    "red where the cost is high": red_when_high,
}


def decks(account: KeyAccount) -> bytes:
    templates = tuple(one for one in client_templates() if one.name.endswith(".pptx"))
    (deck,) = stages.documents(account, STANDARDS, templates, REVIEW)
    return deck.content


def first_that_differs(account: KeyAccount) -> int | None:
    """The number of the first variant of what is internal whose deck is another one."""
    untouched = decks(account)
    changed = (variant(account, random.Random(f"planted {number}")) for number in range(VARIANTS))
    return next((number for number, one in enumerate(changed) if decks(one) != untouched), None)


@pytest.fixture(scope="module")
def account() -> KeyAccount:
    found = reading.read_and_check(SAMPLES / "havnes-meieri.xlsx", STANDARDS).account
    assert found is not None
    return found


@pytest.mark.parametrize("leak", [*IN_THE_VIEW, *IN_THE_FILE])
def test_a_planted_leak_makes_another_file(leak: str, account: KeyAccount, monkeypatch: pytest.MonkeyPatch):
    view, render, shown = stages._view, stages.render, []

    def leaky_view(reviewed: Any, *given: Any) -> Data:
        account = reviewed.account
        shown.append(account)
        data = view(reviewed, *given)
        IN_THE_VIEW.get(leak, lambda *_: None)(account, data)
        return data

    def leaky_render(*given: Any) -> bytes:
        return IN_THE_FILE.get(leak, lambda _, blob: blob)(shown[-1], render(*given))

    monkeypatch.setattr(stages, "_view", leaky_view)
    monkeypatch.setattr(stages, "render", leaky_render)

    assert first_that_differs(account) is not None


def test_without_a_leak_no_variant_makes_another_file(account: KeyAccount, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tests.test_planted_leaks.VARIANTS", 3)

    assert first_that_differs(account) is None
