"""The lint is held to what it is for: each of the seeded defects is caught, by the rule that is meant for it."""

from functools import cache

import pytest

from pipeline.documents.soundness.file import faults_in
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents
from pipeline.run.templates import read_templates
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT, SAMPLES
from tests.documents.soundness.defects import DEFECTS, SUFFIXES, Defect, broken


@cache
def samples() -> dict[str, bytes]:
    """The sound files that are broken: a plan, a deck and an input workbook."""
    account = read_and_check(SAMPLES / "havnes-meieri.xlsx", shipped_standards()).account
    assert account is not None
    templates = read_templates(PROJECT / "output_templates")
    made = documents(account, shipped_standards(), templates, Review(PERIOD, AS_OF))
    by_template = {one.template: one.content for one in made}
    deck = by_template["client/quarterly_review.pptx"]
    workbook = (PROJECT / "input_templates" / "account.xlsx").read_bytes()
    return {"plan": by_template["internal/account_plan.docx"], "deck": deck, "embedded": deck, "workbook": workbook}


def test_there_are_at_least_sixty_defects_each_with_a_name_of_its_own():
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS) >= 60


@pytest.mark.parametrize("kind", ["plan", "deck", "workbook"])
def test_nothing_is_found_in_the_files_before_they_are_broken(kind: str):
    assert faults_in(SUFFIXES[kind], samples()[kind]) == ()


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_seeded_defect_is_caught_by_its_rule(defect: Defect):
    found = faults_in(f"a{SUFFIXES[defect.sample]}", broken(defect, samples()[defect.sample]))

    assert defect.rule in {fault.rule for fault in found}, found
    assert all(fault.found and fault.expected for fault in found)
