"""Names of files that are legal on every computer, whatever an account is called."""

import re
import unicodedata

LONGEST_NAME = 80  # bytes of UTF-8 for each piece of a name, so that the whole stays below the 255 of any disk

_NEVER = frozenset('<>:"/\\|?*')
_LEADING = " .-~$"  # hidden files, options of a command, the lock files of Office
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|com[1-9\u00b9\u00b2\u00b3]|lpt[1-9\u00b9\u00b2\u00b3])\s*(?:\.|$)", re.IGNORECASE
)


def legal_name(text: str) -> str:
    """`text` as a piece of a file's name, composed (NFC) and without what no file may be called; "" if nothing is left.

    Names that Windows keeps for devices get an underscore in front.
    """
    composed = unicodedata.normalize("NFC", text)
    legal = "".join(" " if letter in _NEVER or not letter.isprintable() else letter for letter in composed)
    short = " ".join(legal.split()).lstrip(_LEADING).encode()[:LONGEST_NAME].decode(errors="ignore").rstrip(". ")
    return f"_{short}" if _DEVICES.match(short) else short
