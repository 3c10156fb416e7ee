"""What Excel works out while one types: the previews equal a calculation by hand and what Keyplan computes.

Two workbooks are recalculated by LibreOffice once: one in order, and one with a fault of each sort.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.analysis.force_field import force_fields, plan_verdict
from pipeline.analysis.scores import account_score
from pipeline.model.account import KeyAccount
from pipeline.workbook.parser import read_account
from pipeline.workbook.previews import count_name
from pipeline.workbook.template import write_template
from tests.builders import (
    a_filled_account,
    a_force,
    a_member,
    a_rating,
    a_review,
    a_white_space,
    an_action,
    an_objective,
    an_opportunity,
    day,
    shipped_standards,
)
from tests.workbook.spreadsheets import recalculated

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")

LONG_AGO, FAR_AHEAD = day("2020-03-01"), day("2090-12-31")


def in_order() -> KeyAccount:
    """An account whose previews are easily worked out by hand.

    Score: revenue potential rated 8 and 9, median 8.5; strategic fit 7; the others 8: 2.55 + 1.4 + 1.6 + 1.2 + 1.2 =
    7.95, shown as 8.0 and so tier A. Forces: trays 5 + 2 for, 3 against, net +4; film 4 for, 3 + 2 against, net -1.
    """
    names = [criterion.name for criterion in shipped_standards().criteria]
    return a_filled_account(
        ratings=[
            a_rating(criterion=names[0], rating=8),
            a_rating(criterion=names[0].upper() + " ", rating=9, rater="O. Nyman"),
            a_rating(criterion=names[1], rating=7),
            *(a_rating(criterion=name, rating=8) for name in names[2:]),
            a_rating(rates="our strength", criterion="Price", rating=1),
        ],
        forces=[
            a_force(change="Fibre trays", direction="for", strength=5),
            a_force(change="New film", direction="against", strength=3),
            a_force(change="Fibre trays", direction="against", strength=3),
            a_force(change="new  film".replace("  ", " "), direction="for", strength=4),
            a_force(change="New film ", direction="against", strength=2),
            a_force(change="FIBRE TRAYS", direction="for", strength=2),
        ],
        objectives=[an_objective(due=FAR_AHEAD)],
        actions=[an_action(due=FAR_AHEAD)],
        opportunities=[an_opportunity(close_date=FAR_AHEAD)],
        reviews=[a_review(planned=LONG_AGO, held=LONG_AGO)],
    )


def faulty() -> KeyAccount:
    """An account in which every row of Actions and Objectives has something else that is wrong, missing or late."""
    names = [criterion.name for criterion in shipped_standards().criteria]
    return a_filled_account(
        team=[a_member(), a_member(name="Oskar Nyman", function="technical service")],
        ratings=[
            a_rating(criterion=name, rating=rating) for name, rating in zip(names, (7, 7, None, 7, 7), strict=True)
        ],
        forces=[a_force(direction="against")],
        objectives=[
            an_objective(id="O1", due=LONG_AGO, baseline="6.8", target="4.0", actual="6.3"),
            an_objective(id="O2", due=LONG_AGO, baseline="6.8", target="4.0", actual="3.9"),
            an_objective(id="O3", due=LONG_AGO, baseline="10", target="20", actual="20"),
            an_objective(id="O4", due=LONG_AGO, baseline=None, target="20", actual=None),
        ],
        actions=[
            an_action(id="A6", due=LONG_AGO, status="in progress"),
            an_action(id="A1", due=FAR_AHEAD),
            an_action(id="a1", due=FAR_AHEAD),
            an_action(id="A2", due=FAR_AHEAD, owner="Erik Sandel"),
            an_action(id="A3", due=FAR_AHEAD, objective="O77"),
            an_action(id="A4", due=LONG_AGO, status="blocked"),
            an_action(id="A5", due=LONG_AGO, status="done"),
            an_action(id="A7", due=FAR_AHEAD),
            an_action(id="A8", due=FAR_AHEAD),
            an_action(id="A9", due=FAR_AHEAD),
        ],
        opportunities=[
            an_opportunity(id="D1", stage="won", close_date=LONG_AGO),
            an_opportunity(id="D2", stage="proposal", close_date=LONG_AGO),
        ],
        reviews=[a_review(planned=LONG_AGO)],
        white_space=[a_white_space(), a_white_space(unit="Bergen")],
    )


@dataclass(frozen=True)
class Recalculated:
    """A workbook after LibreOffice worked out its formulas, and the account as it is read."""

    book: Workbook
    account: KeyAccount | None
    completeness: Decimal

    def named(self, name: str) -> object:
        """The value of a cell by its defined name."""
        sheet, cell = self.book.defined_names[name].attr_text.split("!")
        return self.book[sheet.strip("'$")][cell.replace("$", "")].value

    def checks(self, sheet: str) -> list[str]:
        """Column Check of the rows that hold something."""
        return [cell.value for cell in self.book[sheet]["A"][7:] if cell.value]

    def status(self, sheet: str) -> list[str]:
        """The words in row 4."""
        return [cell.value for cell in self.book[sheet][4] if cell.value]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Recalculated]:
    folder = tmp_path_factory.mktemp("previews")
    paths = [folder / "in-order.xlsx", folder / "faulty.xlsx"]
    write_template(shipped_standards(), paths[0], in_order())
    write_template(shipped_standards(), paths[1], faulty())
    spoil(paths[1])
    read = [read_account(path, shipped_standards()) for path in paths]
    return [
        Recalculated(book, one.account, one.completeness)
        for book, one in zip(recalculated(paths, folder), read, strict=True)
    ]


def spoil(path) -> None:
    """Type into the workbook what no model would hold: a text as a date, a choice that is none, an empty owner."""
    book = load_workbook(path)
    actions = book["Actions"]
    columns = {cell.value: cell.column_letter for cell in actions[7]}
    actions[f"{columns['Due *']}15"] = "5/Okt/26?"
    actions[f"{columns['Side *']}16"] = "them"
    actions[f"{columns['Owner *']}17"] = None
    strength = {cell.value: cell.column_letter for cell in book["Forces"][7]}["Strength *"]
    book["Forces"][f"{strength}8"] = 7
    book.save(path)


@pytest.fixture(scope="module")
def good(books: list[Recalculated]) -> Recalculated:
    return books[0]


@pytest.fixture(scope="module")
def bad(books: list[Recalculated]) -> Recalculated:
    return books[1]


def test_the_score_is_the_weighted_mean_of_the_medians_rounded_half_up(good):
    assert good.named("score_shown") == 8.0
    assert good.named("score_tier") == "A"
    assert good.book["Start"]["B6"].value == 8.0
    assert good.book["Start"]["D6"].value == "A"
    assert good.book["Start"]["B7"].value == "of 10; tier A from 8.0"


def test_a_tier_that_one_lower_rating_would_lose_is_marked(good):
    assert good.book["Start"]["D7"].value == "▲ 0.0 above the cut"


def test_the_lowest_change_decides_and_its_name_may_differ_in_case_and_spaces(good):
    assert (good.named("lowest_net"), good.named("lowest_for"), good.named("lowest_against")) == (-1, 4, 5)
    assert good.named("change_count") == 2
    start = good.book["Start"]
    assert [start[cell].value for cell in ("E6", "E7", "G7")] == ["−1", "■ Likely to fail", "4 for, 5 against"]


def test_previews_equal_what_keyplan_computes_from_the_same_workbook(good):
    assert good.account is not None
    score = account_score(good.account, shipped_standards())
    fields = force_fields(good.account)
    assert (Decimal(str(good.named("score_shown"))), good.named("score_tier")) == (score.shown, score.tier)
    assert good.named("lowest_net") == min(field.net for field in fields)
    assert good.book["Start"]["E7"].value[2:].lower() == plan_verdict(fields)


def test_the_filled_share_is_the_completeness_rounded_down(good, bad):
    for one in (good, bad):
        shown = Decimal(str(one.book["Start"]["H6"].value))
        assert shown == one.completeness.quantize(Decimal("0.001"), ROUND_DOWN)
    assert good.book["Start"]["H6"].value == 1
    assert bad.named("required_cells") - bad.named("filled_cells") == 2  # an owner and a rating


def test_a_workbook_in_order_has_no_problems(good):
    start = good.book["Start"]
    assert (start["J6"].value, start["J7"].value) == (0, "● None")
    assert set(good.checks("Actions") + good.checks("Objectives") + good.checks("Reviews")) == {"● OK"}
    assert good.status("Actions")[:2] == ["1 row", "● Nothing missing"]


def test_a_missing_rating_leaves_the_score_not_assessed(bad):
    start = bad.book["Start"]
    assert [start[cell].value for cell in ("B6", "B7", "D6", "D7")] == [
        "–", "– 1 not rated", "–", "– Rate every criterion"
    ]  # fmt: skip
    assert bad.checks("Scoring") == ["● OK", "● OK", "▲ Rating missing", "● OK", "● OK"]


def test_check_says_in_words_what_is_wrong_missing_or_late(bad):
    days = {text.split(", ")[1].split(" ")[0] for text in bad.checks("Actions") if "ate" in text and "days" in text}
    assert len(days) == 1
    late = f"{days.pop()} days"
    assert bad.checks("Actions") == [
        f"▲ Late, {late}",
        "■ Id used twice",
        "■ Id used twice",
        "■ Owner not in Team",
        "■ Objective not in Objectives",
        f"■ Blocked, {late} late",
        "● OK",
        "■ Due not a date",
        "■ Side not in its list",
        "▲ Owner missing",
    ]


def test_a_name_that_an_optional_sheet_does_not_hold_is_no_error(bad):
    assert bad.checks("White space") == ["● OK", "▲ Unit not in Units"]


def test_an_objective_is_late_unless_its_target_is_reached_from_whichever_side(bad):
    assert [text[:6] for text in bad.checks("Objectives")] == ["▲ Late", "● OK", "● OK", "▲ Late"]


def test_only_open_deals_and_reviews_not_held_are_late(bad):
    assert [text[:6] for text in bad.checks("Opportunities")] == ["● OK", "▲ Late"]
    assert [text[:6] for text in bad.checks("Reviews")] == ["▲ Late"]


def test_a_number_outside_its_scale_is_named_with_the_scale(bad):
    assert bad.checks("Forces") == ["■ Strength not 1 to 5"]


def test_start_counts_the_problems_and_shows_what_is_wrong_first(bad):
    start = bad.book["Start"]
    assert (start["J6"].value, start["J7"].value) == (16, "■ 8 to correct, 3 missing, 5 late")
    shown = [bad.named(f"problem_{number}_text") for number in range(1, 7)]
    assert shown == ["■ Id used twice", "■ Id used twice", "■ Owner not in Team", "■ Objective not in Objectives",
                     "■ Strength not 1 to 5", shown[5]]  # fmt: skip
    assert shown[5].startswith("▲ Late")
    assert (bad.named("problem_3_sheet"), bad.named("problem_3_row")) == ("Actions", 11)


def test_each_sheet_says_how_it_stands(bad):
    assert bad.status("Actions")[:3] == ["10 rows", "■ 7 rows to correct", "▲ 1 late"]
    assert bad.status("Scoring")[1:] == ["▲ 1 required cell is empty", "– 1 criterion not rated"]
    start = bad.book["Start"]
    states = {start[f"B{row}"].value: start[f"H{row}"].value for row in range(10, start.max_row + 1)}
    assert (states["Team"], states["Actions"], states["Scoring"]) == ("● Complete", "■ 7 to correct", "▲ 1 missing")
    assert (states["SWOT"], states["White space"]) == ("○ 1 row", "▲ 1 to look at")
    assert bad.status("White space") == ["2 rows", "▲ 1 row to look at"]


def test_counts_have_a_name_of_their_own_for_each_sheet(good):
    for layout_key, expected in (("team", 2), ("forces", 6), ("swot", 1)):
        assert good.named(f"rows_{layout_key}") == expected


def test_the_name_of_a_count_is_the_count_and_the_key_of_the_sheet():
    from pipeline.model.plan import Force
    from pipeline.workbook.layout import table_layout

    assert count_name(table_layout(Force), "missing") == "missing_forces"
