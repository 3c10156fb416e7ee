"""The samples: whole, coherent, equal to their text, and broken only where mistakes were planted."""

import io
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from pipeline.analysis.analyse import analyse
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Contents
from pipeline.production.shared_ids import refuse_shared_ids
from pipeline.run.reading import read_and_check
from pipeline.workbook.parser import Reading
from samples.authoring.client_logo import havnes_logo_png
from samples.authoring.write_samples import (
    ACCOUNTS,
    LOGO,
    PORTFOLIO,
    SAMPLES,
    Mess,
    Upheaval,
    messes,
    mistakes,
    read_portfolio_text,
    read_text,
    upheavals,
    write_broken,
    write_good,
    write_messy,
)
from tests.builders import AS_OF, PERIOD, shipped_standards

STANDARDS = shipped_standards()
BROKEN = SAMPLES / "broken"
MESSY = SAMPLES / "messy"
ANEW = "run python -m samples.authoring.write_samples"

# What a person should still look into: a rating not given, a deal still open after its close date, a promise in danger.
WARNINGS = {
    "averley-medical": {"close-date-past"},
    "cedar-prairie": {"close-date-past", "required"},
    "havnes-meieri": {"close-date-past"},
    "kaltenbrueck-pharma": set(),
}


@pytest.fixture(params=ACCOUNTS)
def account_id(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def account(account_id: str) -> KeyAccount:
    return read_text(account_id)


def without_origins(contents: Contents) -> dict[str, list[dict[str, object]]]:
    """The fields of a workbook, without the cells they were read from."""
    return {record.sheet.key: [row.model_dump() for row in contents.rows(record)] for record in contents.records}


@cache
def reading_of(path: Path) -> Reading:
    """What reading and checking a workbook gives; each is read once."""
    return read_and_check(path, STANDARDS)


def test_every_text_is_a_sample_and_every_sample_has_a_text():
    texts = {path.stem for path in (SAMPLES / "authoring").glob("*.toml")} - {"broken", "messy", "history"}

    assert texts == {*ACCOUNTS, PORTFOLIO} == {path.stem for path in SAMPLES.glob("*.xlsx")}


def test_the_good_workbooks_are_what_their_texts_give(tmp_path: Path):
    write_good(STANDARDS, tmp_path)

    for path in SAMPLES.glob("*.xlsx"):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), f"{path.name}: {ANEW}"


def test_the_logo_is_what_its_script_draws():
    drawn, committed = Image.open(io.BytesIO(havnes_logo_png())), Image.open(SAMPLES / LOGO)

    assert drawn.tobytes() == committed.tobytes(), ANEW


def test_the_broken_workbooks_are_what_the_good_ones_and_the_mistakes_give(tmp_path: Path):
    write_broken(STANDARDS, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in BROKEN.iterdir())
    for path in BROKEN.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), f"{path.name}: {ANEW}"


def test_a_sample_is_read_back_as_its_text_tells_it(account_id: str, account: KeyAccount):
    reading = reading_of(SAMPLES / f"{account_id}.xlsx")

    assert reading.account is not None
    assert without_origins(reading.account) == without_origins(account)


def test_a_sample_has_no_error_and_only_the_warnings_it_is_meant_to_have(account_id: str):
    told = [problem for problem in reading_of(SAMPLES / f"{account_id}.xlsx").problems if problem.severity != "note"]

    assert [problem for problem in told if problem.severity == "error"] == []
    assert {problem.code for problem in told} == WARNINGS[account_id]


def test_the_figures_of_a_sample_agree_across_its_sheets(account: KeyAccount):
    series = {(kpi.kpi, kpi.period): kpi for kpi in account.kpis}
    for goal in account.objectives:
        if goal.share:
            now, before = series[goal.kpi, "2026-Q3"], series[goal.kpi, "2025-Q4"]
            assert (now.actual, now.target, now.unit, now.share) == (goal.actual, goal.target, goal.unit, True)
            assert before.actual == goal.baseline
    saved = sum(kpi.actual or 0 for kpi in account.kpis if kpi.measures == "value" and kpi.period.startswith("2026"))
    assert saved * 1000 in [row.value for row in account.delivery if row.kind == "outcome"]
    (review,) = [row for row in account.reviews if row.kind == "client" and row.planned.strftime("%Y-%m") == "2026-10"]
    assert review.minutes == sum(note.minutes or 0 for note in account.deck_notes if note.slide == "Agenda")
    assert {person.name: person.title for person in account.stakeholders if person.attends_review} == {
        member.name: member.role for member in account.team if member.organisation == "client"
    }


def test_every_sheet_of_a_sample_is_filled(account: KeyAccount):
    assert [record.sheet.name for record in account.records if not account.rows(record)] == []


def test_a_customer_spends_more_than_what_it_buys_from_us_and_its_budgets_agree_with_that(account: KeyAccount):
    ours = {row.period: Decimal(0) for row in account.revenue}
    for row in account.revenue:
        ours[row.period] += row.revenue

    assert {row.period for row in account.economics} == set(ours)
    for quarter in account.economics:
        assert quarter.customer_spend is not None
        assert ours[quarter.period] < quarter.customer_spend
    last_year = account.economics[-4:]
    spend = sum(quarter.customer_spend or 0 for quarter in last_year)
    bought = sum(ours[quarter.period] for quarter in last_year)
    budgets = [(unit.budget, unit.our_share) for unit in account.units if unit.budget and unit.our_share]
    assert sum(budget for budget, _ in budgets) <= spend * Decimal("1.02")
    assert abs(sum(budget * share for budget, share in budgets) - bought) < spend / 20


def test_the_rivals_of_a_sample_are_those_it_meets_and_at_least_two_are_rated(account: KeyAccount):
    ours = {row.name for row in account.competitors if row.type == "ours"}
    shares = [row.share for row in account.competitors if row.type == "ours" and row.share]
    rated = {row.rival for row in account.ratings if row.rates == "rival"}

    assert {row.competitor for row in account.white_space if row.competitor} <= ours
    assert all(bool(row.competitor) == (row.status == "competitor") for row in account.white_space)
    assert len(rated) == 2
    assert rated <= ours
    assert sum(shares) < 1


def test_nobody_answered_who_was_not_invited(account: KeyAccount):
    for sample in account.voice_samples:
        answered = {
            row.respondent
            for row in account.voice
            if (row.kind, row.side, row.period) == ("questionnaire", sample.side, sample.period)
        }
        assert 0 < len(answered) <= sample.invited <= (sample.population or 0)
    assert {(row.side, row.period) for row in account.voice} == {
        (row.side, row.period) for row in account.voice_samples
    }


def test_some_quotes_of_the_client_may_be_shown_and_some_may_not(account: KeyAccount):
    quotes = [row.quote_consent for row in account.voice if row.side == "client" and row.quote]

    assert {True, False} <= set(quotes)


def test_what_is_shared_of_their_business_has_an_answer_and_a_question(account: KeyAccount):
    shared = [row for row in account.business if row.share]

    assert 4 <= len(shared) <= 6 < len(account.business)
    assert all(row.our_answer and row.question and row.owner and row.date for row in shared)
    assert any(row.share for row in account.risks)
    assert not all(row.share for row in account.risks)


def test_the_agreement_of_a_sample_is_signed_by_people_of_the_client(account: KeyAccount):
    theirs = {member.name for member in account.team if member.organisation == "client"}

    assert len(account.agreement) == 7
    assert {row.agreed for row in account.agreement} == {True, False}
    for row in account.agreement:
        assert (row.signatory in theirs and row.date is not None) is row.agreed


def test_what_a_sample_shares_rests_on_nothing_that_it_keeps(account: KeyAccount):
    goals = {goal.id for goal in account.objectives if goal.share}
    shared = {action.id: action for action in account.actions if action.share}

    assert 9 <= len([action for action in shared if action not in {part.parent for part in shared.values()}]) <= 13
    for action in shared.values():
        assert action.objective in goals
        assert action.parent is None or action.parent in shared


def test_each_sample_has_a_goal_that_is_missed_and_an_action_that_is_late(account: KeyAccount):
    analysis = analyse(account, STANDARDS, PERIOD, AS_OF)
    shared = [goal for goal, row in zip(analysis.goals, account.objectives, strict=True) if row.share]

    assert any(goal.status == "off track" for goal in shared)
    assert any(goal.status == "on track" for goal in shared)
    assert analysis.action_summary.overdue


def test_at_least_fourteen_kinds_of_mistakes_are_planted():
    assert len({mistake.code for mistake in mistakes()}) >= 14
    assert {mistake.file for mistake in mistakes()} == {path.name for path in BROKEN.iterdir()}


def test_the_readme_lists_every_planted_mistake():
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")

    for row in mistakes():
        assert f"| {row.file} | {row.sheet or 'the file'} | {row.what} | `{row.code}` |" in readme


@pytest.mark.parametrize("file", sorted({mistake.file for mistake in mistakes()}))
def test_every_planted_mistake_is_named(file: str):
    told = {(problem.sheet, problem.cell, problem.code): problem for problem in reading_of(BROKEN / file).problems}

    for mistake in mistakes():
        if mistake.file == file:
            problem = told.get((mistake.sheet, mistake.cell, mistake.code))
            assert problem is not None, f"{mistake} is not among {sorted(told)}"
            assert problem.severity == "error"
            assert problem.message
            assert problem.fix


@pytest.mark.parametrize("file", sorted({mistake.file for mistake in mistakes()}))
def test_nothing_but_the_planted_mistakes_is_an_error(file: str):
    told = {(row.sheet, row.cell, row.code) for row in reading_of(BROKEN / file).problems if row.severity == "error"}

    assert told == {(row.sheet, row.cell, row.code) for row in mistakes() if row.file == file}


# --- the portfolio ----------------------------------------------------------------------------------------------------

EUROS = {"EUR": Decimal(1), "GBP": Decimal("1.20"), "USD": Decimal("0.90")}


def test_the_portfolio_is_read_back_as_its_text_tells_it_and_nothing_is_to_mend():
    reading = reading_of(SAMPLES / f"{PORTFOLIO}.xlsx")

    assert reading.problems == ()
    assert without_origins(reading.portfolio) == without_origins(read_portfolio_text())


@pytest.mark.parametrize("account_id", ACCOUNTS)
def test_the_portfolio_tells_of_a_key_account_what_its_workbook_tells(account_id: str):
    (customer,) = (row for row in read_portfolio_text().customers if row.id == account_id)
    account = read_text(account_id)
    sold = [row for row in account.revenue if row.period.startswith("2025")]
    costs = [row for row in account.economics if row.period.startswith("2025")]
    rate = EUROS[account.account.currency]
    revenue = sum(row.revenue for row in sold)
    serving = sum(row.direct_cost or 0 for row in sold) + sum(row.cost_to_serve or 0 for row in costs)

    assert (customer.name, customer.industry, customer.key_account) == (
        account.account.name,
        account.account.industry,
        True,
    )
    assert customer.revenue == revenue * rate
    assert customer.contribution == (revenue - serving) * rate
    assert customer.kam_cost == sum(row.kam_cost or 0 for row in costs) * rate
    assert customer.last_touch == max(person.last_contact for person in account.stakeholders if person.last_contact)


def test_the_portfolio_has_few_large_customers_and_growing_ones_nobody_called_on():
    portfolio = read_portfolio_text()
    revenues = sorted((row.revenue for row in portfolio.customers), reverse=True)
    quiet = [
        row.name
        for row in portfolio.customers
        if not row.key_account and (row.growth_estimate or 0) > 20 and row.last_touch and row.last_touch.year == 2025
    ]

    assert {row.id for row in portfolio.customers if row.key_account} == set(ACCOUNTS)
    assert len(revenues) == 24
    assert Decimal("0.7") < sum(revenues[:5]) / sum(revenues) < Decimal("0.85")
    assert len(quiet) >= 2


def test_returns_and_scores_of_the_portfolio_follow_from_its_other_figures():
    portfolio = read_portfolio_text()
    weights = {criterion.name: criterion.weight for criterion in STANDARDS.criteria}
    rated = {row.customer for row in portfolio.selection}
    for customer in portfolio.customers:
        if customer.id in rated:
            ratings = {row.criterion: row.rating for row in portfolio.selection if row.customer == customer.id}
            score = sum(weights[name] * rating for name, rating in ratings.items())
            assert customer.score_at_selection == score.quantize(Decimal("0.1"), ROUND_HALF_UP), customer.id
            in_that_year = {
                2025: customer.contribution,
                2024: customer.contribution_year_before,
            }[customer.return_date.year]
            gain = in_that_year - customer.contribution_at_joining - customer.kam_cost
            assert customer.return_later == (gain / customer.kam_cost).quantize(Decimal("0.01"), ROUND_HALF_UP), (
                customer.id
            )
    assert len(rated) == 6


# As people really leave it

MESSES = messes()
UPHEAVALS = upheavals()
MESSY_FILES = sorted({found.file for found in (*MESSES, *UPHEAVALS)})
BUILT = ["numbers.xlsx", "words-and-dates.xlsx", "structure.xlsx", "saved-for-macros.xlsm"]


@cache
def messy_readings(folder: Path) -> dict[str, Reading]:
    """The workbooks of a folder as one run reads them, by their path within `MESSY`."""
    readings = refuse_shared_ids([reading_of(path) for path in sorted(folder.glob("*.xls*"))])
    return {reading.path.relative_to(MESSY).as_posix(): reading for reading in readings}


def messy_reading(file: str) -> Reading:
    return messy_readings((MESSY / file).parent)[file]


def test_the_messy_workbooks_and_their_table_are_what_their_text_gives(tmp_path: Path):
    write_messy(STANDARDS, tmp_path)

    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(MESSY): path.read_bytes() for path in MESSY.rglob("*") if path.is_file()}
    assert set(written) == set(kept)
    assert [path for path, content in kept.items() if content != written[path]] == [], ANEW


def test_at_least_a_hundred_messes_are_planted_and_most_of_them_are_read():
    planted = [*MESSES, *UPHEAVALS]

    assert len(planted) >= 100
    assert len([mess for mess in planted if mess.severity != "error"]) > len(planted) / 2


@pytest.mark.parametrize("mess", MESSES, ids=lambda mess: mess.what)
def test_a_mess_is_read_as_its_table_says(mess: Mess):
    readable = messy_reading(mess.file).readable
    (record,) = (record for record in RECORDS if record.sheet.name == mess.sheet)

    assert readable is not None
    row = readable.rows(record)[mess.row]
    assert (getattr(row, mess.field), row.cell(mess.field)) == (mess.value, f"{mess.sheet}!{mess.cell}")


@pytest.mark.parametrize("file", MESSY_FILES)
def test_a_messy_workbook_is_told_exactly_what_its_table_says_beyond_the_clean_one(file: str):
    told = sorted((p.severity, p.code, p.sheet, p.cell) for p in messy_reading(file).problems)
    clean = [(p.severity, p.code, p.sheet, p.cell) for p in reading_of(SAMPLES / "havnes-meieri.xlsx").problems]
    typed = [(m.severity, m.code, m.sheet, m.cell) for m in MESSES if m.file == file and m.code]
    beside = [(*m.also.split(), m.sheet, m.cell) for m in MESSES if m.file == file and m.also]
    done = [(u.severity, u.code, u.told_of, u.cell) for u in UPHEAVALS if u.file == file and u.code]

    assert told == sorted([*clean, *typed, *beside, *done])


@pytest.mark.parametrize("file", MESSY_FILES)
def test_everything_but_the_messes_is_read_as_in_the_clean_workbook(file: str):
    readable = messy_reading(file).readable
    assert readable is not None
    read, clean = without_origins(readable), without_origins(read_text("havnes-meieri"))
    keys = {record.sheet.name: record.sheet.key for record in RECORDS}
    lost = {keys[found.sheet] for found in UPHEAVALS if found.file == file and takes_away_rows(found)}
    assert [key for key in clean.keys() - lost if len(read[key]) != len(clean[key])] == []
    changed = {
        (key, number, field)
        for key in clean.keys() - lost
        for number, row in enumerate(clean[key])
        for field, value in row.items()
        if value != read[key][number].get(field)
    }
    own = {("account", 0, "account_id"), ("account", 0, "name")}
    typed = {(keys[mess.sheet], mess.row, mess.field) for mess in MESSES if mess.file == file}
    unread = {(keys[found.sheet], found.field) for found in UPHEAVALS if found.file == file and takes_away_cells(found)}

    assert {place for place in changed - own - typed if (place[0], place[2]) not in unread} == set()


def takes_away_rows(found: Upheaval) -> bool:
    return found.code in ("sheet-missing", "headings-missing")


def takes_away_cells(found: Upheaval) -> bool:
    return found.code in ("column-missing", "heading-twice", "merged-cells")


@pytest.mark.parametrize("file", [file for file in MESSY_FILES if file not in BUILT])
def test_a_workbook_with_a_mess_that_is_refused_has_no_account_to_build(file: str):
    assert messy_reading(file).account is None


@pytest.mark.parametrize("file", BUILT)
def test_a_workbook_with_nothing_but_messes_that_are_read_has_an_account_to_build(file: str):
    assert reading_of(MESSY / file).account is not None
