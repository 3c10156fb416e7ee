"""Accounts that differ from one another as real ones do, made of the samples: no two share a sentence or an amount."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = {
    "averley-medical": "Averley Medical plc",
    "cedar-prairie": "Cedar Prairie Brands, Inc.",
    "havnes-meieri": "Havnes Meieri",
    "kaltenbrueck-pharma": "Kaltenbrück Pharma GmbH & Co. KG",
}

_TEXT = re.compile(r"<t>([^<]{12,})</t>")
_AMOUNT = re.compile(r"<v>([1-9]\d{5,})(\.\d+)?</v>")
_WORDS = 4  # of a text that is a sentence; shorter ones may be names that other sheets refer to, or choices


def variants(folder: Path) -> Iterator[Path]:
    """Workbooks account-0.xlsx, account-1.xlsx and so on written into `folder`, each when it is asked for."""
    for number in count():
        path = folder / f"account-{number}.xlsx"
        path.write_bytes(variant(number, number))
        yield path


def variant(number: int, wording: int) -> bytes:
    """The workbook of account `number`: that of a sample in its turn, with an id and a name of its own, and with the
    sentences and amounts that are those of no other `wording`."""
    sample, name = list(SAMPLES.items())[number % len(SAMPLES)]
    own = {f"<t>{sample}</t>": f"<t>account-{number}</t>", f"<t>{escape(name)}</t>": f"<t>{escape(name)} {number}</t>"}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in _parts(ROOT / "samples" / f"{sample}.xlsx").items():
            changed = _worded(data.decode(), own, wording).encode() if part.startswith("xl/worksheets/sheet") else data
            archive.writestr(zipfile.ZipInfo(part), changed, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _worded(sheet: str, own: dict[str, str], wording: int) -> str:
    sheet = _TEXT.sub(lambda found: own.get(found[0]) or _other_words(found[1], wording), sheet)
    return _AMOUNT.sub(lambda found: f"<v>{int(found[1]) + wording}{found[2] or ''}</v>", sheet)


def _other_words(text: str, wording: int) -> str:
    """A sentence with a number after its first word; what the empty workbook prints stays."""
    if len(text.split()) < _WORDS or unescape(text) in _printed():
        return f"<t>{text}</t>"
    first, rest = text.split(" ", 1)
    return f"<t>{first} {wording} {rest}</t>"


@cache
def _printed() -> frozenset[str]:
    """Every text of the empty workbook."""
    parts = _parts(ROOT / "input_templates" / "account.xlsx")
    sheets = [data.decode() for part, data in parts.items() if part.startswith("xl/worksheets/sheet")]
    return frozenset(unescape(text) for sheet in sheets for text in re.findall(r">([^<]+)<", sheet))


@cache
def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
