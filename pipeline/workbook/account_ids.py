"""The account id that a customer's name gives: the name of its folder and files."""

import re
import unicodedata

from pipeline.model.account_ids import LONGEST_ID, TAKEN_IDS

_NOT_DECOMPOSED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def account_id_of(name: str) -> str:
    """`name` in lower-case Latin letters, digits and hyphens: "Contoso Ltd" gives "contoso-ltd"; "" if none is left.

    A name that no folder may have gets a word more: "Con" gives "con-account".
    """
    spelled = name.casefold().translate(_NOT_DECOMPOSED)
    latin = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST_ID].rstrip("-")
    return f"{found}-account" if found in TAKEN_IDS else found
