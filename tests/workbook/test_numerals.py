"""Numbers as people type them: read where they have one meaning, refused where they have none or two."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies

from pipeline.workbook.conventions import Conventions, conventions
from pipeline.workbook.findings import NotReadable
from pipeline.workbook.numerals import exact, format_currencies, numeral

LOCALES = ("en-GB", "en-US", "de-DE", "de-CH", "fr-FR", "nb-NO", None)


def value(text: str, locale: str | None = "en-GB") -> str:
    """The number as digits, or the code of its refusal."""
    try:
        return format(numeral(text, conventions(locale)).value, "f")
    except NotReadable as refusal:
        return refusal.code


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1200", "1200"),
        ("1,200.50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1 200,50", "1200.50"),
        ("1\u00a0200", "1200"),
        ("1\u202f200.5", "1200.5"),
        ("1'200", "1200"),
        ("1’200.75", "1200.75"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("1200,500", "1200.500"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("(500)", "-500"),
        ("+7", "7"),
        ("12k", "12000"),
        ("3 Mio", "3000000"),
        ("3 Mio.", "3000000"),
        ("1.5bn", "1500000000"),
        ("€ 1.2m", "1200000"),
        ("-€500", "-500"),
        ("kr.500", "500"),
        ("1 200 SEK", "1200"),
    ],
)
def test_a_number_with_one_meaning_is_read_in_every_locale(text, digits, locale):
    assert value(text, locale) == digits


@pytest.mark.parametrize(
    ("text", "locale", "digits"),
    [
        ("1,200", "en-GB", "1200"),
        ("1,200", "en-US", "1200"),
        ("1.200", "de-DE", "1200"),
        ("1.200", "es-ES", "1200"),
        ("720.000", "nl-NL", "720000"),
        ("1.200", "en-GB", "ambiguous-number"),
        ("1,200", "de-DE", "ambiguous-number"),
        ("1.200", "fr-FR", "ambiguous-number"),
        ("1,200", "nb-NO", "ambiguous-number"),
        ("1.200", None, "ambiguous-number"),
        ("1,200", "xx-XX", "ambiguous-number"),
        ("1,200", "es-MX", "1200"),
        ("1.200", "es-MX", "ambiguous-number"),
        ("1.200", "pt-BR", "1200"),
    ],
)
def test_three_digits_after_one_sign_are_read_only_where_the_locale_parts_thousands_with_it(text, locale, digits):
    assert value(text, locale) == digits


def test_an_ambiguous_number_names_both_readings():
    with pytest.raises(NotReadable) as refusal:
        numeral("1.200", Conventions())

    assert refusal.value.text == "could be 1200 or 1.2"


@pytest.mark.parametrize(
    "text",
    [
        "~500",
        ">500",
        "5-10k",
        "500?",
        "12 pcs",
        "500-",
        "1e5",
        "NaN",
        "inf",
        "1.2.3",
        "12,34,56",
        "1 20",
        "m",
        "--5",
        "(500",
        "500)",
        "1 200'300",
        "1 2",
        "٣m4",
    ],
)
def test_what_is_no_number_is_refused(text):
    assert value(text) == "not-a-number"


def test_a_currency_and_a_per_cent_sign_are_told():
    ways = conventions("en-GB")

    assert numeral("5 EUR", ways).currencies == ("EUR",)
    assert numeral("kr 5", ways).currencies == ("NOK", "SEK", "DKK", "ISK")
    assert "USD" in numeral("$5", ways).currencies
    assert numeral("10 %", ways).percent
    assert numeral("10", ways).currencies == ()
    assert not numeral("10", ways).percent


@pytest.mark.parametrize(
    ("code", "currencies"),
    [
        ('#,##0 "€"', ("EUR",)),
        ("[$€-407] #,##0", ("EUR",)),
        ("[$USD] 0", ("USD",)),
        ("#,##0 [$kr-414]", ("NOK", "SEK", "DKK", "ISK")),
        ("[$-409]d mmm yyyy", ()),
        ("#,##0.00", ()),
        ("[$Pts] 0", ()),
        ('#,##0 "USD"', ("USD",)),
        ('0 "m€"', ("EUR",)),
        ("0\\ \\k\\r", ("NOK", "SEK", "DKK", "ISK")),
        ('_($* #,##0_);"Top"', ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")),
    ],
)
def test_a_number_format_shows_its_currency(code, currencies):
    assert format_currencies(code) == currencies


def test_a_stored_number_has_the_fifteen_digits_that_excel_shows():
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert exact(42) == Decimal(42)
    assert str(exact(1.5e15)) == "1500000000000000"


@given(
    strategies.decimals(min_value=-(10**9), max_value=10**9, places=2),
    strategies.sampled_from([",.", ".,", " ,", "' ."]),
)
def test_a_grouped_number_with_two_decimals_is_itself_whatever_the_locale(number, signs):
    text = f"{number:,.2f}".replace(",", "G").replace(".", signs[-1]).replace("G", signs[0])

    for locale in LOCALES:
        assert value(text, locale) == f"{number:.2f}".removesuffix(".00")
