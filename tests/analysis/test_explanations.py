"""Explanations: what they print gives the result when it is recomputed, and they name the cells it came from."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.analysis.analyse import analyse
from pipeline.analysis.explanations import explanations
from pipeline.analysis.results import Explanation
from pipeline.analysis.worked import number, products, signed, total
from pipeline.workbook.parser import read_account
from tests.analysis.worked import assert_recomputes, value_of
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import ACCOUNTS, SAMPLES
from tests.generated import generated_account

STANDARDS = shipped_standards()


def explained(sample: Path) -> list[Explanation]:
    account = read_account(sample, STANDARDS).account
    assert account is not None
    return list(explanations(account, analyse(account, STANDARDS, PERIOD, AS_OF), STANDARDS, PERIOD, AS_OF))


@pytest.mark.parametrize("sample", [SAMPLES / f"{account}.xlsx" for account in ACCOUNTS], ids=lambda path: path.stem)
def test_every_explanation_recomputes_and_names_its_cells(sample: Path) -> None:
    found = explained(sample)
    assert {"force_field[1].net"} <= {explanation.of for explanation in found}
    for explanation in found:
        assert_recomputes(explanation)
        assert explanation.cells
        assert all("!" in cell for cell in explanation.cells)


@pytest.mark.parametrize("first", range(0, 200, 40))
def test_the_explanations_of_generated_accounts_recompute(first: int) -> None:
    for seed in range(first, first + 40):
        account = generated_account(seed, STANDARDS)
        for explanation in explanations(account, analyse(account, STANDARDS, PERIOD, AS_OF), STANDARDS, PERIOD, AS_OF):
            assert_recomputes(explanation)


def test_numbers_are_put_in_as_a_reader_writes_them() -> None:
    assert [number(Decimal(text)) for text in ("7.950", "0", "-3", "0.66666", "1E+3")] == [
        "7.95", "0", "−3", "0.6667", "1000",
    ]  # fmt: skip
    assert signed(-3) == "(−3)"
    assert total([5, -3]) == "5 + (−3)"
    assert products([(Decimal("0.3"), 8), (2, -1)]) == "(0.3 × 8) + (2 × (−1))"
    assert (total([]), products([])) == ("0", "0")


def test_a_printed_expression_is_evaluated_exactly() -> None:
    assert value_of("(0.3 × 8) + (0.7 × (−6)) ÷ 2") == Decimal("0.3")


def test_an_explanation_that_does_not_recompute_is_seen() -> None:
    wrong = Explanation(of="score.value", formula="", worked="(0.3 × 8) + 1 = 3.5", cells=("Scoring!D8",))
    with pytest.raises(AssertionError):
        assert_recomputes(wrong)
