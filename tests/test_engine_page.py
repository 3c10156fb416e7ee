"""The page that puts the engine beside its peers is current, and each test it rests on is there."""

import ast
import re
from functools import cache

import pytest

from docs.authoring.engine import PAGE, UNKNOWN, comparison, engine_page
from tests.commands import PROJECT

TEXT = comparison()


@cache
def named_in(file: str) -> frozenset[str]:
    """The tests of one file that run: functions at its top that are not skipped without a condition."""
    tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not any("mark.skip(" in ast.unparse(decorator) for decorator in node.decorator_list)
    )


def test_the_page_is_what_is_written_from_the_text():
    assert PAGE.read_text(encoding="utf-8") == engine_page()


@pytest.mark.parametrize("row", TEXT["row"], ids=lambda row: row["need"])
def test_each_cell_of_ours_has_tests_that_are_there(row):
    assert row["keyplan"]
    assert row["tests"]
    for test in row["tests"]:
        file, _, name = test.partition("::")
        assert name in named_in(file), f"{test} is not there"


def test_a_row_names_no_peer_that_the_page_does_not_have():
    for row in TEXT["row"]:
        assert set(row) <= {"need", "keyplan", "tests", *TEXT["peers"]}, row["need"]
    assert set(TEXT["licences"]) == set(TEXT["peers"])


def test_what_is_not_known_says_so_and_no_cell_is_empty():
    page = engine_page()

    assert page.count(f"| {UNKNOWN} |") > 10
    assert not re.search(r"\| *\|", page)


def test_every_source_is_a_public_issue():
    links = re.findall(r"\]\((.*?)\)", engine_page())

    assert len(links) > 15
    assert all(re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+/issues/\d+", link) for link in links)
