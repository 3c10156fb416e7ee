"""Writes the sample workbooks from the text beside this script."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.model.account import RECORDS, KeyAccount

TEXTS = Path(__file__).resolve().parent
SAMPLES = TEXTS.parent
STANDARDS = SAMPLES.parent / "input_templates" / "standards.toml"
ACCOUNTS = ("averley-medical", "cedar-prairie", "havnes-meieri", "kaltenbrueck-pharma")


def read_text(path: Path) -> KeyAccount:
    """The account that the text `path` tells.

    Tables are named by the key of their sheet, cells by their field. A block with `columns` and `rows` holds many rows;
    what else stands in it is common to them. "" is a blank cell. Raises ValueError for anything the model refuses.
    """
    text = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    account: dict[str, Any] = {"account": _with_blanks(text.pop("account"))}
    for record in RECORDS[1:]:
        blocks = text.pop(record.sheet.key, [])
        account[record.sheet.key] = tuple(record(**row) for block in blocks for row in _rows(block))
    if text:
        raise ValueError(f"{path.name}: no sheet has the key {', '.join(text)}")
    return KeyAccount.model_validate(account)


def _rows(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    common = {key: value for key, value in block.items() if key not in ("columns", "rows")}
    for cells in block.get("rows", [[]]):
        yield _with_blanks(common | dict(zip(block.get("columns", []), cells, strict=True)))


def _with_blanks(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value in ("", []) else value for key, value in row.items()}
