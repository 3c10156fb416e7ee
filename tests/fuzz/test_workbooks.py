"""A thousand spoilt workbooks, 250 of OpenDocument: refused in plain sentences or read as what is there; none hangs."""

import os

from tests.fuzz.workbooks import case, judged, judged_open, open_case
from tests.fuzz.workers import SEED, told, verdicts

MUTANTS = int(os.environ.get("KEYPLAN_MUTANTS", "1000"))  # make soak sets more


def test_a_spoilt_workbook_is_refused_or_read_as_what_stands_in_it():
    outcomes, complaints = verdicts(judged, MUTANTS)

    print(told(outcomes, complaints))
    assert not complaints, told(outcomes, complaints)
    assert outcomes.total() == MUTANTS
    assert min(outcomes[one] for one in ("refused", "the same", "changed")) > MUTANTS / 50, outcomes


def test_a_spoilt_open_document_is_refused_or_read_as_what_stands_in_it():
    outcomes, complaints = verdicts(judged_open, MUTANTS // 4)

    print(told(outcomes, complaints))
    assert not complaints, told(outcomes, complaints)
    assert outcomes.total() == MUTANTS // 4
    assert min(outcomes[one] for one in ("refused", "the same", "changed")) > MUTANTS / 100, outcomes


def test_a_mutant_is_the_same_for_the_same_seed_and_number():
    assert case(SEED, 7) == case(SEED, 7)
    assert case(SEED, 7) != case(SEED, 8)
    assert open_case(SEED, 7) == open_case(SEED, 7)
