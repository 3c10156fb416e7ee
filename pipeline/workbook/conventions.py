"""How people of a locale write numbers and dates: what decides between two readings of one text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Conventions:
    """The sign between thousands, the decimal sign, and whether the day comes first; None and "" are undecided."""

    group: str = ""
    decimal: str = ""
    day_first: bool | None = None


_SIGNS = {
    "en": (",", "."),
    "de-CH": ("'", "."),
    "de-LI": ("'", "."),
    **dict.fromkeys(("de", "nl", "da", "es", "it", "el", "tr", "id"), (".", ",")),
    **dict.fromkeys(("fr", "nb", "nn", "sv", "fi", "pt", "pl", "cs", "sk", "hu", "uk"), (" ", ",")),
}
_MONTH_FIRST = ("en-US",)


def conventions(locale: str | None) -> Conventions:
    """The conventions of a locale such as "en-GB"; undecided for None and for languages not known here."""
    if not locale:
        return Conventions()
    group, decimal = _SIGNS.get(locale) or _SIGNS.get(locale.partition("-")[0], ("", ""))
    return Conventions(group, decimal, locale not in _MONTH_FIRST if group else None)
