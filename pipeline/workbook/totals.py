"""What people write into a row that is a sum of the others."""

_TOTALS = frozenset(
    {"total", "totals", "subtotal", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme", "somme"}
    | {"totale", "totalt", "totaal", "suma", "summa", "yhteensä", "soma"}
)
_AROUND = ": \u00a0"
TOTALS_BEGIN = frozenset(words[:2] for words in _TOTALS)  # in lower case


def is_total(value: object) -> bool:
    """Is a value a text that says no more than that its row is a sum?"""
    return type(value) is str and value.strip(_AROUND).lower() in _TOTALS
