"""Writes the sample workbooks, the good and the broken ones, from the text beside this script."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from openpyxl import Workbook
from pydantic import ValidationError

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Contents, Record
from pipeline.model.portfolio import Portfolio
from pipeline.standards import Standards, read_standards
from pipeline.workbook.layout import FIRST_ROW, HEADER_ROW, form_layout, table_layout
from pipeline.workbook.reproducible import workbook_bytes
from pipeline.workbook.template import filled_workbook, write_portfolio_template, write_template

TEXTS = Path(__file__).resolve().parent
SAMPLES = TEXTS.parent
STANDARDS = SAMPLES.parent / "input_templates" / "standards.toml"
ACCOUNTS = ("averley-medical", "cedar-prairie", "havnes-meieri", "kaltenbrueck-pharma")
PORTFOLIO = "portfolio"
NO_WORKBOOK = "not-a-workbook.xlsx"

C = TypeVar("C", bound=Contents)

_RECORDS = {record.sheet.key: record for record in RECORDS}


@dataclass(frozen=True)
class Mistake:
    """A mistake planted in a broken workbook: what it is, where it stands, and the code of the problem it must give."""

    file: str
    what: str
    sheet: str
    cell: str
    code: str


def read_text(account_id: str) -> KeyAccount:
    """The account that the text `account_id`.toml tells. Raises ValueError for anything the model refuses."""
    return _told(account_id, KeyAccount)


def read_portfolio_text() -> Portfolio:
    """The portfolio that the text portfolio.toml tells. Raises ValueError for anything the model refuses."""
    return _told(PORTFOLIO, Portfolio)


def _told(name: str, kind: type[C]) -> C:
    """What the text `name`.toml tells of that kind of workbook.

    Tables are named by the key of their sheet, cells by their field. A block with `columns` and `rows` holds many rows;
    what else stands in it is common to them. "" is a blank cell.
    """
    text = tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    records = {record.sheet.key: record for record in kind.records}
    found: dict[str, Any] = {}
    for key, blocks in text.items():
        is_form = records[key].sheet.form
        rows = tuple(_records(records[key], [blocks] if is_form else blocks))
        found[key] = rows[0] if is_form else rows
    return kind.model_validate(found)


def _records(record: type[Record], blocks: list[dict[str, Any]]) -> Iterator[Record]:
    for block in blocks:
        common = {key: value for key, value in block.items() if key not in ("columns", "rows")}
        for cells in block.get("rows", [[]]):
            row = common | dict(zip(block.get("columns", []), cells, strict=True))
            try:
                yield record.model_validate({key: None if value in ("", []) else value for key, value in row.items()})
            except ValidationError as error:
                raise ValueError(f"{record.sheet.key}: {row}: {error}") from None


def write_good(standards: Standards, folder: Path) -> None:
    """Writes the workbook of each account, and that of the portfolio, into `folder`."""
    write_portfolio_template(standards, folder / f"{PORTFOLIO}.xlsx", read_portfolio_text())
    for account_id in ACCOUNTS:
        write_template(standards, folder / f"{account_id}.xlsx", account=read_text(account_id))


def write_broken(standards: Standards, folder: Path) -> None:
    """Writes copies of some good workbooks with their mistakes, and a file that is no workbook, into `folder`."""
    for text in _broken():
        account = read_text(text["of"])
        book = filled_workbook(standards, account)
        own = {"account_id": Path(text["file"]).stem, "name": f"{account.account.name} (broken)"}
        for field, value in own.items():
            _plant(book, account, {"sheet": "account", "field": field, "put": value})
        for mistake in text["mistakes"]:
            _plant(book, account, mistake)
        (folder / text["file"]).write_bytes(workbook_bytes(book))
    (folder / NO_WORKBOOK).write_bytes(b"Objective;Target;Due\r\nFewer leaks;20;31 Dec 2026\r\n")


def mistakes() -> tuple[Mistake, ...]:
    """Every mistake planted in the broken workbooks, in the order of the text."""
    found = [Mistake(NO_WORKBOOK, "a text file with the name of a workbook", "", "", "not-a-workbook")]
    for text in _broken():
        account = read_text(text["of"])
        for mistake in text["mistakes"]:
            sheet = _RECORDS[mistake["sheet"]].sheet
            cell = "" if mistake.get("told_of") == "sheet" else _cells(account, mistake)[0]
            found.append(Mistake(text["file"], mistake["what"], sheet.name, cell, mistake["code"]))
    return tuple(found)


def _broken() -> list[dict[str, Any]]:
    workbooks: list[dict[str, Any]] = tomllib.loads((TEXTS / "broken.toml").read_text(encoding="utf-8"))["workbook"]
    return workbooks


def _plant(book: Workbook, account: KeyAccount, mistake: dict[str, Any]) -> None:
    sheet = _RECORDS[mistake["sheet"]].sheet
    if "field" not in mistake:
        book.remove(book[sheet.name])
        return
    for cell in _cells(account, mistake):
        book[sheet.name][cell] = mistake["put"] if mistake["put"] != "" else None


def _cells(account: KeyAccount, mistake: dict[str, Any]) -> tuple[str, ...]:
    """The cells a mistake is put in: that of its field in each row that holds what `row` says, or in the heading."""
    record, field = _RECORDS[mistake["sheet"]], mistake["field"]
    if record.sheet.form:
        place = form_layout(record).place(field)
        return (f"{place.letter}{place.row}",)
    letter = table_layout(record).place(field).letter
    if "row" not in mistake:
        return (f"{letter}{HEADER_ROW}",)
    found = tuple(
        f"{letter}{number}"
        for number, row in enumerate(account.rows(record), start=FIRST_ROW)
        if all(getattr(row, key) == value for key, value in mistake["row"].items())
    )
    if not found:
        raise ValueError(f"{mistake['what']}: no row of {record.sheet.name} holds {mistake['row']}")
    return found


if __name__ == "__main__":
    shipped = read_standards(STANDARDS)
    write_good(shipped, SAMPLES)
    write_broken(shipped, SAMPLES / "broken")
