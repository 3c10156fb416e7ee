"""The standards file: what is read, and what is told about its faults."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.problems import Problem, StandardsRefused
from pipeline.standards import advice, read_standards
from tests.builders import STANDARDS_FILE, shipped_standards

SHIPPED = STANDARDS_FILE.read_text(encoding="utf-8")


def with_change(folder: Path, old: str, new: str) -> Path:
    """The shipped standards in a file of their own, with the first `old` in them changed to `new`."""
    assert old in SHIPPED
    path = folder / "standards.toml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return path


def faults(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(StandardsRefused) as refusal:
        read_standards(path)
    return refusal.value.problems


def line_of(text: str) -> str:
    """The place of the first line of the shipped standards that holds `text`."""
    return next(f"line {n}" for n, line in enumerate(SHIPPED.splitlines(), start=1) if text in line)


def test_the_shipped_standards_are_read_and_nothing_in_them_is_doubtful():
    standards = shipped_standards()

    assert [criterion.weight for criterion in standards.criteria] == [
        Decimal(w) for w in (".3", ".2", ".2", ".15", ".15")
    ]
    assert advice(STANDARDS_FILE, standards) == ()


def test_criteria_offer_the_success_factors_too():
    assert shipped_standards().choices("criteria")[-1] == "Service and advice"
    assert shipped_standards().choices("stages")[-2:] == ("won", "lost")


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "fix"),
    [
        (
            "weight = 0.30",
            "weight = 1.30",
            "weight = 0.30",
            "criteria 1, weight: '1.30' is not 1 or less.",
            "Write a number that is 1 or less.",
        ),
        (
            "weight = 0.30",
            "weight = 0.40",
            "[[criteria]]",
            "criteria: The weights sum to 1.10, not to 1.",
            "Change the weights so that they sum to 1.",
        ),
        (
            "weight = 0.30",
            'weight = "many"',
            "weight = 0.30",
            "criteria 1, weight: 'many' is not a number.",
            "Write a number.",
        ),
        (
            "weight = 0.30\n",
            "",
            "[[criteria]]",
            "criteria 1, weight: is missing.",
            "Add 'weight', as in the standards that are shipped.",
        ),
        (
            'name = "Strategic fit"',
            'nmae = "Strategic fit"',
            'name = "Strategic fit"',
            "criteria 2, nmae: is not known.",
            "Did you mean 'name'? Else delete it.",
        ),
        (
            'name = "Strategic fit"',
            'name = "Revenue potential"',
            'name = "Strategic fit"',
            "criteria: 'Revenue potential' stands there twice.",
            "Delete one of the two, or rename it.",
        ),
        (
            'name = "Strategic fit"',
            'name = "Strategic fit"\nformerly = ["Revenue potential"]',
            "weight = 0.20",  # the line after the name
            "criteria: 'Revenue potential', a former name of 'Strategic fit', stands there twice.",
            "Let one former name lead to one name.",
        ),
        (
            ', 10 = "Above 6 m in three years"',
            "",
            'anchors = { 1 = "Below',
            "criteria: The anchors of 'Revenue potential' lack 10.",
            "Describe what a rating of 1, 4, 7 and 10 means.",
        ),
        (
            "from_score = 6.0",
            "from_score = 8.5",
            "from_score = 6.0",
            "tiers: Tier 'B' does not begin below tier 'A'.",
            "Name the highest tier first.",
        ),
        (
            "probability = 1\n",
            "probability = 0.9\n",
            "probability = 1\n".strip(),
            "stages: Stage 'won' is won, but its probability is 0.9.",
            "Write probability = 1.",
        ),
        (
            'state = "lost"',
            'state = "gone"',
            'state = "lost"',
            "stages 6, state: 'gone' is not 'open', 'won' or 'lost'.",
            "Write 'open', 'won' or 'lost'.",
        ),
        (
            "off_track_points = 25",
            "off_track_points = 5",
            "off_track_points = 25",
            "thresholds: off_track_points 5 is not above behind_points 10.",
            "Raise off_track_points, or lower behind_points.",
        ),
        (
            'name = "payment"\nweight = 0.05',
            'name = "payment"\nweight = 0.15',
            "[[health]]",
            "health: The weights sum to 1.10, not to 1.",
            "Change the weights so that they sum to 1.",
        ),
        (
            "healthy_from = 70",
            "healthy_from = 40",
            "healthy_from = 70",
            "health_bands: healthy_from 40 is not above watch_from 40.",
            "Raise healthy_from, or lower watch_from.",
        ),
        (
            "renewal_days = 180",
            "renewal_days = 0",
            "renewal_days = 180",
            "alerts, renewal_days: '0' is not 1 or more.",
            "Write a number that is 1 or more.",
        ),
        (
            "action_late_days = 14",
            "action_late_dais = 14",
            "action_late_days = 14",
            "alerts, action_late_dais: is not known.",
            "Did you mean 'action_late_days'? Else delete it.",
        ),
        (
            '"en-GB"',
            '"english"',
            "locales = [",
            "locales: 'english' is not a locale.",
            'Write language and country, such as "en-GB".',
        ),
        (
            'name = "Lindholt"',
            'name = ""',
            'name = "Lindholt"',
            "company, name: is empty.",
            "Fill it in.",
        ),
        (
            'version = "2026.2"',
            "version = 2026",
            'version = "2026.2"',
            "version: '2026' is not text in quotes.",
            "Write text in quotes.",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_fix(tmp_path, old, new, place, message, fix):
    (fault,) = faults(with_change(tmp_path, old, new))

    assert (fault.place, fault.message, fault.fix) == (line_of(place), message, fix)
    assert (fault.file, fault.severity) == ("standards.toml", "error")


def test_all_faults_are_told_at_once(tmp_path):
    path = with_change(tmp_path, "weight = 0.30", "weight = 1.30")
    path.write_text(path.read_text(encoding="utf-8").replace("from_score = 6.0", "from_score = 60"), encoding="utf-8")

    assert [fault.place for fault in faults(path)] == [line_of("weight = 0.30"), line_of("from_score = 6.0")]


def test_broken_toml_is_told_with_its_line(tmp_path):
    (fault,) = faults(with_change(tmp_path, "weight = 0.30", "weight = = 0.30"))

    assert (fault.place, fault.message) == (line_of("weight = 0.30"), "The file is not valid TOML: Invalid value.")


def test_a_missing_file_is_one_sentence(tmp_path):
    (fault,) = faults(tmp_path / "standards.toml")

    assert fault.message == "There is no such file."


def test_a_file_that_is_no_text_is_one_sentence(tmp_path):
    path = tmp_path / "standards.toml"
    path.write_bytes(b"version = '\xff\xfe'")

    assert faults(path)[0].message == "The file is not UTF-8 text."


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("from_score = 1.0", "from_score = 2.0", "from_score = 1.0", "A score below 2.0 belongs to no tier."),
        (
            'probability = 0\nstate = "lost"',
            "probability = 0.05",
            "[[stages]]",
            "No stage says that a deal is lost, so no win rate can be told.",
        ),
    ],
)
def test_doubtful_standards_are_warned_of_where_it_matters(tmp_path, old, new, place, message):
    path = with_change(tmp_path, old, new)
    (warning,) = advice(path, read_standards(path))

    assert (warning.message, warning.place, warning.severity) == (message, line_of(place), "warning")


def test_revenue_above_half_and_too_few_criteria_are_warned_of(tmp_path):
    path = tmp_path / "standards.toml"
    start, end = SHIPPED.index("[[criteria]]"), SHIPPED.index("# Success factors")
    anchors = 'anchors = { 1 = "a", 4 = "b", 7 = "c", 10 = "d" }\n'
    revenue = f'[[criteria]]\nname = "R"\nweight = 0.6\nabout = "revenue"\n{anchors}'
    fit = f'[[criteria]]\nname = "F"\nweight = 0.4\n{anchors}'
    path.write_text(SHIPPED[:start] + revenue + fit + SHIPPED[end:], encoding="utf-8")

    assert [warning.message for warning in advice(path, read_standards(path))] == [
        "There are 2 criteria; 3 to 5 can be rated with care.",
        "Revenue weighs 60% of the score; above half the other criteria hardly count.",
    ]
