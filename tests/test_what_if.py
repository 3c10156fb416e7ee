"""keyplan show --set: what would change if a cell said something else."""

from tests.commands import SAMPLES, keyplan, keyplan_json

HAVNES = SAMPLES / "havnes-meieri.xlsx"
ASKED = ("show", HAVNES, "--period", "2026-Q3")


def test_the_results_that_would_change_are_printed_before_and_after():
    found = keyplan_json(*ASKED, "--set", "ratings[1].rating=5")
    changed = {one["path"]: (one["before"], one["after"]) for one in found["changed"]}

    # 0.30 of the score: two raters gave 8 and 8, the median of 5 and 8 is 6.5; 7.95 - 0.30 * 1.5 = 7.5
    assert found["set"] == ["ratings[1].rating=5"]
    assert changed["score.shown"] == (8.0, 7.5)
    assert changed["score.tier"] == ("A", "B")
    assert not any(path.startswith("goals") for path in changed)


def test_text_names_each_change_on_a_line_of_its_own():
    result = keyplan(*ASKED, "--set", "forces[1].strength=1")

    assert result.exit_code == 0
    assert result.stdout.startswith("With forces[1].strength=1:\n")
    assert ".net: " in result.stdout
    assert " -> " in result.stdout


def test_what_the_client_sees_does_not_change_with_what_is_internal():
    result = keyplan(*ASKED, "--audience", "client", "--set", "forces[1].strength=1", "--set", "ratings[1].rating=1")

    assert result.stdout == "With forces[1].strength=1, ratings[1].rating=1 no result changes.\n"


def test_a_value_that_the_cell_would_not_take_is_told_as_in_the_workbook():
    result = keyplan(*ASKED, "--set", "forces[1].strength=9")

    assert result.exit_code == 1
    assert "out-of-range" in result.stderr
    assert "Forces!" in result.stderr


def test_the_portfolio_workbook_is_wrong_usage():
    result = keyplan("show", SAMPLES / "portfolio.xlsx", "--set", "customers[1].name=X")

    assert result.exit_code == 2
    assert "--set works on the workbook of an account" in result.stderr
