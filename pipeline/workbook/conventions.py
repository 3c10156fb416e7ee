"""How people of a locale write numbers and dates: what decides between two readings of one text."""

from msgspec import Struct


class Conventions(Struct, frozen=True):
    """The sign between thousands, the decimal sign, and whether the day comes first; None and "" are undecided."""

    group: str = ""
    decimal: str = ""
    day_first: bool | None = None


# By language, and by locale where a country differs from its language.
_SIGNS = {
    **dict.fromkeys(("en", "es-MX", "es-US", "es-PR", "es-PE", "es-GT", "es-DO"), (",", ".")),
    **dict.fromkeys(("de-CH", "de-LI", "it-CH"), ("'", ".")),
    **dict.fromkeys(("de", "nl", "da", "es", "it", "el", "tr", "id", "pt-BR", "fr-LU", "en-DK"), (".", ",")),
    **dict.fromkeys(("fr", "nb", "nn", "sv", "fi", "pt", "pl", "cs", "sk", "hu", "uk", "en-ZA", "en-SE"), (" ", ",")),
}
_MONTH_FIRST = ("en-US", "en-PH", "es-PR")
_YEAR_FIRST = ("sv", "hu", "en-CA", "fr-CA", "en-ZA", "en-SE")  # no order of day and month before a year


def conventions(locale: str | None) -> Conventions:
    """The conventions of a locale such as "en-GB"; undecided for None and for languages not known here."""
    if not locale:
        return Conventions()
    language = locale.partition("-")[0]
    group, decimal = _SIGNS.get(locale) or _SIGNS.get(language, ("", ""))
    if not group or locale in _YEAR_FIRST or language in _YEAR_FIRST:
        return Conventions(group, decimal, None)
    return Conventions(group, decimal, locale not in _MONTH_FIRST)
