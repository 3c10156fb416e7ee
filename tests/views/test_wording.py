"""Numbers, amounts, shares, dates and periods in the words of a locale."""

import datetime
from decimal import Decimal

import pytest

from pipeline.views import wording

DAY = datetime.date(2026, 9, 30)
NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "locale", "decimals", "text"),
    [
        (Decimal("-1234.5"), "en-GB", None, "−1,234.5"),
        (Decimal("-1234.5"), "de-DE", None, "−1.234,5"),
        (Decimal("4.0"), "en-GB", None, "4"),
        (Decimal("4"), "en-GB", 1, "4.0"),
        (Decimal("0.125"), "en-GB", 2, "0.13"),
        (Decimal("2.5"), "en-GB", 0, "3"),
        (None, "en-GB", None, "–"),
    ],
)
def test_a_number_is_written_as_the_locale_writes_it(value, locale, decimals, text):
    assert wording.number(value, locale, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(3, "+3"), (0, "0"), (-2, "−2"), (None, "–")])
def test_a_net_has_its_sign(value, text):
    assert wording.signed(value, "en-GB") == text


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (Decimal(576000), "full", f"EUR{NB}576,000"),
        (Decimal("412.5"), "full", f"EUR{NB}412.50"),
        (Decimal(13_100_000), "short", f"EUR{NB}13.1{NB}m"),
        (Decimal(999_600), "short", f"EUR{NB}1.0{NB}m"),
        (Decimal(64_200), "short", f"EUR{NB}64{NB}k"),
        (Decimal(-64_200), "short", f"EUR{NB}−64{NB}k"),
        (None, "full", "–"),
    ],
)
def test_an_amount_has_its_code_first(value, style, text):
    assert wording.money(value, "EUR", "en-GB", style) == text


@pytest.mark.parametrize(
    ("locale", "text"), [("en-GB", "96.4%"), ("en-US", "96.4%"), ("de-DE", f"96,4{NB}%"), ("nb-NO", f"96,4{NB}%")]
)
def test_a_share_of_one_is_a_hundred_per_cent(locale, text):
    assert wording.percent(Decimal("0.964"), locale, 1) == text


@pytest.mark.parametrize(
    ("locale", "style", "text"),
    [
        ("en-GB", "long", "30 September 2026"),
        ("en-GB", "short", "30 Sep"),
        ("en-GB", "dated", "30 Sep 2026"),
        ("en-US", "long", "September 30, 2026"),
        ("en-US", "short", "Sep 30"),
        ("de-DE", "long", "30. September 2026"),
    ],
)
def test_a_date_is_written_as_the_locale_writes_it(locale, style, text):
    assert wording.date(DAY, locale, style) == text


def test_figures_in_what_the_analysis_writes_follow_the_locale():
    assert wording.figures("(0.3 × 8.25) + 1200.5 = 1202.975 (A6.1, 2.0.1)", "de-DE") == (
        "(0,3 × 8,25) + 1.200,5 = 1.202,975 (A6.1, 2.0.1)"
    )
    assert wording.figures("(0.3 × 8)", "en-GB") == "(0.3 × 8)"


def test_october_keeps_its_last_letter():
    assert wording.date(datetime.date(2026, 10, 14), "en-GB", "short") == "14 Oct"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("short", "Q3"),
        ("dated", "Q3 26"),
        ("long", "third quarter 2026"),
        ("range", "July to September 2026"),
    ],
)
def test_a_quarter_in_four_styles(style, text):
    assert wording.period("2026-Q3", "en-GB", style) == text


def test_a_year_stays_a_year():
    assert wording.period("2025", "en-GB") == "2025"


@pytest.mark.parametrize(("value", "text"), [(0, "no goals"), (1, "one goal"), (12, "twelve goals"), (13, "13 goals")])
def test_a_count_with_its_noun(value, text):
    assert wording.counted(value, "goal", "goals") == text


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_in_a_row(names, text):
    assert wording.listed(names) == text
