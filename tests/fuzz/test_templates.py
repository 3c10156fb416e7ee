"""Three hundred spoilt templates: each is refused in plain sentences or gives a document that passes the gates."""

import os

from tests.fuzz.templates import case, judged
from tests.fuzz.workers import SEED, told, verdicts

MUTANTS = int(os.environ.get("KEYPLAN_TEMPLATE_MUTANTS", "300"))  # make soak sets more


def test_a_spoilt_template_is_refused_or_gives_a_document_that_passes_the_gates():
    outcomes, complaints = verdicts(judged, MUTANTS)

    print(told(outcomes, complaints))
    assert not complaints, told(outcomes, complaints)
    assert outcomes.total() == MUTANTS
    assert min(outcomes[one] for one in ("refused", "made")) > MUTANTS / 10, outcomes


def test_a_mutant_is_the_same_for_the_same_seed_and_number():
    assert case(SEED, 7) == case(SEED, 7)
    assert case(SEED, 7) != case(SEED, 8)
