"""What Atheris begins with when it is let loose on workbooks and templates: one file of each kind, known again."""

from importlib import import_module

import pytest

from tests.fuzz.forever import KINDS, kind_of

SEEDS = [(name, kind) for name, kinds in KINDS.items() for kind, _ in kinds]


@pytest.mark.parametrize(("name", "kind"), SEEDS)
def test_every_kind_of_file_is_known_by_its_bytes_and_is_as_it_should_be_to_begin_with(name: str, kind: str):
    subject = import_module(name)
    original = subject.original(kind)

    assert kind_of(name, original) == kind
    assert subject.judge(kind, "nothing", original) == subject.Verdict("made" if "templates" in name else "the same")


def test_bytes_that_show_no_kind_are_taken_for_the_first():
    assert kind_of("tests.fuzz.templates", b"PK") == "client/a.docx"
