"""How people of a locale write numbers and dates, held against the Unicode CLDR."""

import pytest
from babel import Locale

from pipeline.workbook.conventions import Conventions, conventions
from tests.builders import shipped_standards

OTHERS = (
    *(
        "es-MX",
        "es-AR",
        "es-US",
        "es-PR",
        "es-PE",
        "es-GT",
        "es-DO",
        "es-CL",
        "en-CA",
        "fr-CA",
        "it-CH",
        "de-LI",
        "en-ZA",
    ),
    *(
        "en-IN",
        "en-AU",
        "en-PH",
        "en-SE",
        "en-DK",
        "fr-LU",
        "fr-BE",
        "fr-CH",
        "nl-BE",
        "pt-BR",
        "tr-TR",
        "cs-CZ",
        "sk-SK",
    ),
    *("hu-HU", "uk-UA", "id-ID", "el-GR", "nn-NO"),
)


@pytest.mark.parametrize("locale", sorted({*shipped_standards().choices("locales"), *OTHERS}))
def test_a_locale_writes_as_the_cldr_says(locale: str):
    found = Locale.parse(locale, sep="-")
    signs = found.number_symbols.get("latn", found.number_symbols)
    group = signs["group"].replace("\u00a0", " ").replace("\u202f", " ").replace("\u2019", "'")
    first = next(letter for letter in found.date_formats["short"].pattern if letter in "dMy")

    assert conventions(locale) == Conventions(group, signs["decimal"], {"d": True, "M": False, "y": None}[first])


@pytest.mark.parametrize("locale", [None, "", "xx-XX", "ja-JP"])
def test_what_is_not_known_is_undecided(locale: str | None):
    assert conventions(locale) == Conventions()
