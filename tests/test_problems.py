"""Problems as a person reads them, and texts that are compared."""

import pytest

from pipeline.problems import Problem, WorkbookRefused, fold, nearest

DATE = Problem(
    code="date-order", severity="error", message="Due is before Start.", fix="Correct it.", sheet="Actions", cell="K8"
)


def test_a_problem_says_where_what_and_how_to_fix_it():
    assert str(DATE) == "Actions!K8: Due is before Start. Correct it."


def test_a_refusal_carries_its_problems_and_reads_as_they_do():
    assert WorkbookRefused(DATE).problems == (DATE,)
    assert str(WorkbookRefused(DATE, DATE)) == f"{DATE}\n{DATE}"


@pytest.mark.parametrize(
    "text",
    [
        "Cut-off",
        "cut off",
        " CUT\u00a0OFF ",
        "cut_off",
        "cut\u2011off",
        "cut \u2013 off",
        "cut\u200b off",
        "ｃｕｔ off",
    ],
)
def test_spellings_of_one_thing_fold_to_one_text(text):
    assert fold(text) == "cut off"


def test_curly_quotes_and_accents_keep_their_difference():
    assert fold("client’s “need”") == 'client\'s "need"'
    assert fold("Gävle") != fold("Gavle")


def test_the_nearest_name_is_given_as_it_is_written():
    assert nearest("oskar nymann", ["Ida Lindqvist", "Oskar Nyman"]) == "Oskar Nyman"
    assert nearest("Zoe", ["Ida Lindqvist", "Oskar Nyman"]) == ""
    assert nearest("x", []) == ""
