"""Words are compared without regard to case and spaces."""

from pipeline.analysis.words import folded


def test_case_and_spaces_do_not_matter() -> None:
    assert folded("  Line \t STOPS ") == folded("line stops") == "line stops"
    assert folded("STRASSE") == folded("Straße")
    assert folded("line stops") != folded("linestops")
