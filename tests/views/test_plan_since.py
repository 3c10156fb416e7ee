"""What moved since the last plan, as the plan words it."""

import datetime
from decimal import Decimal

import pytest

from pipeline.analysis.analyse import analyse
from pipeline.model.account import KeyAccount
from pipeline.model.snapshot import Snapshot
from pipeline.run.stages import Review, snapshot, view
from pipeline.standards import Standards
from pipeline.views.findings.since import changes
from samples.authoring.write_history import HISTORY, write_history
from samples.authoring.write_samples import read_text
from tests.builders import AS_OF, PERIOD, a_stakeholder, an_account, an_opportunity, day, shipped_standards

STANDARDS = shipped_standards()
LAST = Review("2026-Q2", datetime.date(2026, 6, 30))


def kept(account: KeyAccount, standards: Standards = STANDARDS) -> Snapshot:
    return snapshot(account, standards, LAST)


def since(before: KeyAccount, now: KeyAccount, standards: Standards = STANDARDS) -> dict[str, object]:
    found: dict[str, object] = view(
        now, STANDARDS, Review(PERIOD, AS_OF), "internal", history=(kept(before, standards),)
    )["plan"]["since"]
    return found


def rows(before: KeyAccount, now: KeyAccount) -> list[tuple[str, ...]]:
    found: list[dict[str, dict[str, str]]] = since(before, now)["rows"]  # type: ignore[assignment]
    return [
        (*(str(row[key]) for key in ("name", "more", "before", "now")), row["state"]["tone"], row["state"]["word"])
        for row in found
    ]


def sentence(before: KeyAccount | None, now: KeyAccount) -> str:
    history = () if before is None else (kept(before),)
    return changes(now, analyse(now, STANDARDS, PERIOD, AS_OF, history)).text.replace("\u00a0", " ")


DEAL = {"id": "D1", "name": "Fibre trays", "amount": Decimal(640_000)}


def test_without_an_earlier_plan_nothing_is_printed():
    found = view(an_account(), STANDARDS, Review(PERIOD, AS_OF), "internal")["plan"]["since"]

    assert found == {"last": "", "rows": [], "others": "", "reasons": []}
    assert sentence(None, an_account()) == "What moved since the last plan is not told: no earlier plan is kept"


def test_a_plan_that_did_not_move_says_so():
    assert sentence(an_account(), an_account()) == "Nothing moved since Q2 26"


def test_a_deal_that_slipped_is_told_with_both_days():
    before = an_account(opportunities=[an_opportunity(**DEAL, close_date=day("2026-10-15"))])
    now = an_account(opportunities=[an_opportunity(**DEAL, close_date=day("2026-12-15"))])

    assert rows(before, now) == [
        ("D1 Fibre trays", "Expected to close", "15 Oct 2026", "15 Dec 2026", "watch", "Worse")
    ]
    assert sentence(before, now) == "Since Q2 26: “D1 Fibre trays” went from 15 Oct 2026 to 15 Dec 2026"


def test_somebody_of_great_influence_who_cooled_comes_first_and_stands_in_red():
    people = [a_stakeholder(influence=5, friendliness=word) for word in ("supporter", "non-supporter")]
    found = rows(an_account(stakeholders=people[:1]), an_account(stakeholders=people[1:]))

    assert found[0] == (people[0].name, "Support", "supporter", "non-supporter", "bad", "Worse")


def test_more_than_twelve_changes_are_counted_by_what_they_are_about():
    before = an_account(stakeholders=[])
    now = an_account(
        stakeholders=[a_stakeholder(id=f"S{number}", name=f"Person {number}", influence=1) for number in range(20)]
    )
    found = since(before, now)

    assert len(found["rows"]) == 12  # type: ignore[arg-type]
    assert str(found["others"]).endswith("people") or "people" in str(found["others"])


def test_the_snapshots_of_the_samples_are_what_their_texts_give(tmp_path):
    write_history(STANDARDS, tmp_path)

    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.json")}
    committed = {path.relative_to(HISTORY): path.read_bytes() for path in HISTORY.rglob("*.json")}
    assert written == committed, "run python -m samples.authoring.write_history"


@pytest.mark.parametrize("account_id", ["averley-medical", "cedar-prairie", "havnes-meieri", "kaltenbrueck-pharma"])
def test_every_sample_shows_what_moved_for_better_and_worse(account_id: str):
    history = tuple(
        Snapshot.model_validate_json(path.read_text(encoding="utf-8"))
        for path in sorted((HISTORY / account_id).glob("*.json"))
    )
    found = analyse(read_text(account_id), STANDARDS, PERIOD, AS_OF, history).changes

    assert found.since == "2026-Q2"
    assert found.better > 4
    assert found.worse > 4
    assert {one.subject for one in found.changed} > {"goal", "person", "opportunity", "action", "force", "outlook"}
