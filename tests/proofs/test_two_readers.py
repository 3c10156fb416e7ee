"""Every required value and every main result of a sample is in its section of the plan, as two other programs read it.

The readers know nothing of us, and how a value is written is worked out anew here (printed.py).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.account import RECORDS
from pipeline.model.fields import Column, columns
from tests.commands import ACCOUNTS, PERIOD, SAMPLES, keyplan_json
from tests.proofs.printed import amounts, dates, decimal, numbers, percent, quarters
from tests.proofs.readers import READERS, Sections

Reader = Any


@dataclass(frozen=True)
class Place:
    """Where the rows of a sheet are printed: the section, and the field by which a row is found there.

    A row's required values stand in those passages of the section that hold its `found_by`. `grouped` are fields that
    stand as a heading over rows; `said` gives the word for a value that is told in another; `otherwise` says why a
    field is not looked for here.
    """

    section: str
    found_by: str
    grouped: tuple[str, ...] = ()
    said: dict[Any, str] = field(default_factory=dict)
    otherwise: dict[str, str] = field(default_factory=dict)


NUMBERED = "an id ties rows together; it is printed where a row points to another"
PLACES = {
    "team": Place("Implementation", "name", otherwise={"organisation": "ours and theirs have a table each"}),
    "stakeholders": Place("Relationships", "name", otherwise={"id": NUMBERED}),
    "units": Place("Organisation and buying", "unit"),
    "business": Place(
        "The customer’s business",
        "text",
        grouped=("kind",),
        said={
            kind: f"{kind}s" for kind in ("initiative", "challenge", "required outcome", "trend", "event", "insight")
        },
    ),
    "competitors": Place("Our competitors here", "name", otherwise={"type": "theirs stand in another section"}),
    "swot": Place(
        "Strengths, weaknesses, opportunities, threats",
        "item",
        grouped=("quadrant",),
        said={
            "strength": "Strengths",
            "weakness": "Weaknesses",
            "opportunity": "Opportunities",
            "threat": "Threats",
        },
    ),
    "voice": Place(
        "Voice of the customer",
        "respondent",
        grouped=("question", "topic"),
        otherwise={"kind": "answers are counted by question, interviews told one by one"},
    ),
    "voice_samples": Place("Voice of the customer", "period"),
    "economics": Place("Current position", "period"),
    "opportunities": Place("Opportunities", "name", otherwise={"id": NUMBERED}),
    "white_space": Place(
        "Opportunities", "unit", grouped=("product",), otherwise={"status": "the competitor’s name says it"}
    ),
    "objectives": Place(
        "Objectives and goals",
        "title",
        grouped=("horizon", "start", "due"),
        said={"short": "Short term", "mid": "Mid term", "long": "Long term"},
    ),
    "actions": Place(
        "Action plan",
        "action",
        grouped=("objective",),
        otherwise={"status": "what it comes to on the day is printed: late, blocked, parts done"},
    ),
    "forces": Place("Force field", "force", grouped=("change",)),
    "risks": Place(
        "Risks, commitments and alerts", "text", grouped=("kind",), said={"risk": "Risks", "commitment": "Commitments"}
    ),
    "decisions": Place("Implementation", "decision"),
    "kpis": Place("Objectives and goals", "kpi", otherwise={"period": "the latest is printed, with the one before"}),
    "delivery": Place(
        "Review log", "text", grouped=("kind",), said={"outcome": "Delivered", "issue": "Issue", "lesson": "Lesson"}
    ),
    "reviews": Place("Review log", "planned"),
    "agreement": Place("Implementation", "item", said={True: "Agreed", False: "Not yet"}),
}
ELSEWHERE = {
    "account": "test_the_account",
    "revenue": "test_revenue_by_product_and_quarter",
    "ratings": "test_ratings",
    "deck_notes": "words for the deck, not for the plan",
}


@pytest.fixture(scope="session")
def read(built: Path) -> dict[tuple[str, str], Sections]:
    """The sections of each sample's plan, by reader and account."""
    found = {}
    for account in ACCOUNTS:
        (plan,) = (built / account / "internal").glob("* - Account plan - *.docx")
        for reader in READERS:
            found[reader.__name__, account] = reader(plan)
    return found


@pytest.fixture(params=[(reader.__name__, account) for reader in READERS for account in ACCOUNTS], ids="-".join)
def plan(request: pytest.FixtureRequest, read: dict[tuple[str, str], Sections]) -> tuple[dict[str, Any], Sections]:
    """What `show` tells of an account, and the sections of its plan as one reader reads them."""
    return told(request.param[1]), read[request.param]


@cache
def told(account: str) -> dict[str, Any]:
    return keyplan_json("show", SAMPLES / f"{account}.xlsx", "--period", PERIOD)


def forms(column: Column, value: Any, place: Place, locale: str) -> Iterable[str]:
    """How a value may stand in the plan."""
    if value in place.said:
        return (place.said[value],)
    kind = column.kind.name
    if kind == "date":
        return dates(value, locale)
    if kind == "money":
        return amounts(value)
    if kind in ("number", "whole number", "share"):
        return numbers(value)
    if kind == "period":
        return quarters(value)
    return (str(value),)


def has(text: str, form: str) -> bool:
    """Does the form stand in the text by itself, as words? Capitals do not count."""
    found = re.escape(form.rstrip("."))
    return re.search(rf"(?<![\w.,−]){found}(?!\w|[.,]\d)", text, re.IGNORECASE) is not None


def any_of(passages: Iterable[str], wanted: Iterable[str]) -> bool:
    """Does one of the forms stand in one of the passages?"""
    texts = list(passages)
    return any(has(text, form) for form in wanted for text in texts)


def test_every_sheet_has_its_place_here():
    assert set(PLACES) | set(ELSEWHERE) == {record.sheet.key for record in RECORDS}
    assert not set(PLACES) & set(ELSEWHERE)


@pytest.mark.parametrize("sheet", PLACES)
def test_every_required_value_is_in_its_section(sheet: str, plan: tuple[dict[str, Any], Sections]):
    data, sections = plan
    place = PLACES[sheet]
    record = next(record for record in RECORDS if record.sheet.key == sheet)
    fields = {column.key: column for column in columns(record)}
    locale = data["account"]["locale"]
    missing = []
    for row in data[sheet]:
        section = sections[_section(row, place)]
        found_by = forms(fields[place.found_by], row[place.found_by], place, locale)
        passages = [passage for form in found_by for passage in section if has(passage, form)]
        for key, column in fields.items():
            if column.required and key not in place.otherwise and row[key] is not None:
                where = section if key in place.grouped else passages
                if not any_of(where, forms(column, row[key], place, locale)):
                    missing.append(f"{place.section}: {row[place.found_by]}: {column.title} {row[key]!r}")
    assert missing == []


def _section(row: dict[str, Any], place: Place) -> str:
    """Where a row stands: competitors of the customer, and decisions that are taken, stand apart from the others."""
    if row.get("type") == "theirs":
        return "The customer’s business"
    return "Review log" if place.found_by == "decision" and row["status"] in ("taken", "refused") else place.section


def test_the_account(plan: tuple[dict[str, Any], Sections]):
    data, sections = plan
    account, locale = data["account"], data["account"]["locale"]
    cover, overview, implementation = sections[""], sections["Account overview"], sections["Implementation"]
    for key in ("name", "prepared_by"):
        assert any_of(cover, [account[key]]), key
    for key in ("plan_start", "plan_end"):
        assert any_of(cover, dates(account[key], locale)), key
    assert any_of(overview, [account["industry"]])
    for key in ("client_review_cadence", "internal_review_cadence"):
        assert any_of(implementation, [account[key]]), key
    assert any_of(sections["Current position"], [f"{account['currency']} thousand"])
    assert any_of(sections["Appendix: formulas, weights, data gaps"], [account["account_id"]])


def test_revenue_by_product_and_quarter(plan: tuple[dict[str, Any], Sections]):
    data, sections = plan
    section = sections["Current position"]
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in data["revenue"]:
        sums[row["product"], row["period"]] += Decimal(str(row["revenue"]))
        sums["All products", row["period"]] += Decimal(str(row["revenue"]))
    for (product, period), amount in sums.items():
        lines = [passage for passage in section if passage.startswith(product)]
        assert any_of(lines, [decimal(amount / 1000, 0)]), f"{product}, {period}: {amount}"
        assert any_of(section, quarters(period))


def test_ratings(plan: tuple[dict[str, Any], Sections]):
    """The mean of the raters, each criterion with its rating; those of rivals beside ours."""
    data, sections = plan
    for rates, section in (
        ("account", "Scoring"),
        ("our strength", "Scoring"),
        ("rival", "Our competitors here"),
    ):
        given: dict[tuple[str, str | None], list[Decimal]] = defaultdict(list)
        for row in data["ratings"]:
            if row["rates"] == rates and row["rating"] is not None:
                given[row["criterion"], row["rival"]].append(Decimal(row["rating"]))
        for (criterion, _), ratings in given.items():
            lines = [passage for passage in sections[section] if has(passage, criterion)]
            assert any_of(lines, numbers(sum(ratings) / len(ratings))), f"{section}: {criterion}"


def results(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The main results as they stand in the plan: section, what is told, and its words."""
    score, goals, actions = data["score"], data["goal_summary"], data["action_summary"]
    for section in ("Summary", "Scoring"):
        if score["shown"] is not None:
            yield section, "score", decimal(score["shown"], 1)
            yield section, "tier", f"tier {score['tier']}"
        else:
            for key in ("low", "high"):
                yield section, f"{key}est score", decimal(score[key], 1)
    for field_ in data["force_field"]:
        net = field_["net"]
        sign = "+" if net > 0 else ""
        for section in ("Force field", *(["Summary"] if len(data["force_field"]) == 1 else [])):
            yield section, "net", f"{sign}{decimal(net, 0)}"
            yield section, "verdict", field_["verdict"]
            yield section, "for and against", f"{field_['driving']} for, {field_['restraining']} against"
    met = goals["met"] + goals["on_track"]
    yield "Summary", "goals met or on track", f"{met} of {goals['count']}"
    people = data["relationships"]
    if people["coverage"] is not None:
        for section in ("Summary", "Relationships"):
            yield section, "coverage of people", percent(people["coverage"])
        support = Decimal(str(people["support"])) * 100
        yield "Relationships", "support", ("+" if support > 0 else "") + decimal(support, 0)
    pipeline = data["opportunity_summary"]
    yield "Opportunities", "weighted pipeline", decimal(Decimal(str(pipeline["weighted"])) / 1000, 0)
    yield "Opportunities", "open pipeline", decimal(Decimal(str(pipeline["open_amount"])) / 1000, 0)
    yield "Summary", "weighted pipeline", f"{data['currency']} {short(pipeline['weighted'])}"
    yield "Action plan", "done of due", f"{actions['due_done']} of {actions['due']}"
    yield "Action plan", "overdue", f"{actions['overdue']}"
    yield "Summary", "health", f"{decimal(data['health']['value'], 0)} of 100"
    yield "Review log", "audit", decimal(data["audit"]["points"], 0)
    yield "Account overview", "health", f"{decimal(data['health']['value'], 0)} of 100"


def short(amount: Any) -> str:
    """An amount in millions with one decimal, or in thousands below one."""
    number = Decimal(str(amount))
    return f"{decimal(number / 10**6, 1)} m" if number >= 10**6 else f"{decimal(number / 1000, 0)} k"


def test_the_main_results(plan: tuple[dict[str, Any], Sections]):
    data, sections = plan
    missing = [
        f"{section}: {what} {words!r}"
        for section, what, words in results(data)
        if not any_of(sections[section], [words])
    ]
    assert missing == []


def test_how_far_each_goal_is(plan: tuple[dict[str, Any], Sections]):
    data, sections = plan
    titles = {objective["id"]: objective["title"] for objective in data["objectives"]}
    for goal in data["goals"]:
        lines = [passage for passage in sections["Objectives and goals"] if has(passage, titles[goal["id"]])]
        if goal["attainment"] is not None:
            assert any_of(lines, [percent(goal["attainment"])]), goal["id"]
