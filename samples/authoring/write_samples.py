"""Writes the sample workbooks, the good, the broken and the messy ones, from the text beside this script."""

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from pydantic import ValidationError

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Contents, Record
from pipeline.model.portfolio import Portfolio
from pipeline.standards import Standards, read_standards
from pipeline.workbook.layout import FIRST_ROW, HEADER_ROW, form_layout, table_layout
from pipeline.workbook.package_copy import CONTENT_TYPES, PackageCopy
from pipeline.workbook.reproducible import workbook_bytes
from pipeline.workbook.template import filled_workbook, write_portfolio_template, write_template
from samples.authoring.client_logo import havnes_logo_png
from samples.authoring.rearranging import do

TEXTS = Path(__file__).resolve().parent
SAMPLES = TEXTS.parent
STANDARDS = SAMPLES.parent / "input_templates" / "standards.toml"
ACCOUNTS = ("averley-medical", "cedar-prairie", "havnes-meieri", "kaltenbrueck-pharma")
PORTFOLIO = "portfolio"
LOGO = "havnes-meieri/client_logo.png"
NO_WORKBOOK = "not-a-workbook.xlsx"

C = TypeVar("C", bound=Contents)

_MESSY_HEAD = """\
# As people really leave it

Copies of [havnes-meieri.xlsx](../havnes-meieri.xlsx) with what people type into it and do to it. Each mess is read as
it was meant, or its cell is named with what to do; nothing is guessed and nothing gets lost. They are not built unless
asked for:

    keyplan check samples/messy
    keyplan check samples/messy/copies
    keyplan build samples/messy/numbers.xlsx

This page and the workbooks are written from `authoring/messy.toml`, and a test holds the reader to every line. ␣ stands
for a space that does not break, · for a character without width, ⏎ for a line break. A workbook that LibreOffice saved
in its own format (.ods) is read as the same workbook in Excel's; the tests make one and compare."""

_RECORDS = {record.sheet.key: record for record in RECORDS}
_WORKBOOK_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@dataclass(frozen=True)
class Mistake:
    """A mistake planted in a broken workbook: what it is, where it stands, and the code of the problem it must give."""

    file: str
    what: str
    sheet: str
    cell: str
    code: str


@dataclass(frozen=True)
class Upheaval:
    """Something done to a sheet or a file of a messy workbook: what, where, what the reader does, what is told of it.

    `sheet` is the one it is done to; `told_of` is where it is told, "" for the whole file. `cell` is "" where a whole
    sheet is told of. `severity` and `code` are "" where nothing is told.
    """

    file: str
    what: str
    sheet: str
    field: str
    reader: str
    told_of: str
    cell: str
    severity: str
    code: str


@dataclass(frozen=True)
class Mess:
    """A mess in a messy workbook: where it stands, what is typed, the value that is read, and what is told of it.

    `row` counts the rows of its sheet from 0. `value` is None for a blank and for what cannot be read, `severity` and
    `code` are "" where nothing is told, and `also` ("note read-as") is what is told of the same cell beside.
    """

    file: str
    what: str
    typed: str
    sheet: str
    cell: str
    row: int
    field: str
    value: object
    severity: str
    code: str
    also: str


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
    """Writes the workbook of each account, that of the portfolio, and one client's logo into `folder`."""
    write_portfolio_template(standards, folder / f"{PORTFOLIO}.xlsx", read_portfolio_text())
    for account_id in ACCOUNTS:
        write_template(standards, folder / f"{account_id}.xlsx", account=read_text(account_id))
    logo = folder / LOGO
    logo.parent.mkdir(exist_ok=True)
    logo.write_bytes(havnes_logo_png())


def write_broken(standards: Standards, folder: Path) -> None:
    """Writes copies of some good workbooks with their mistakes, and a file that is no workbook, into `folder`."""
    for text in _copies("broken"):
        _write_copy(standards, folder, text, "broken", text["mistakes"])
    (folder / NO_WORKBOOK).write_bytes(b"Objective;Target;Due\r\nFewer leaks;20;31 Dec 2026\r\n")


def write_messy(standards: Standards, folder: Path) -> None:
    """Writes copies of a good workbook as people leave it, and the table of what the reader does, into `folder`."""
    for text in _copies("messy"):
        (folder / text["file"]).parent.mkdir(exist_ok=True)
        _write_copy(standards, folder, text, "messy", text["messes"])
    (folder / "README.md").write_text(messy_page(), encoding="utf-8")


def _write_copy(
    standards: Standards, folder: Path, text: dict[str, Any], word: str, changes: list[dict[str, Any]]
) -> None:
    account = read_text(text["of"])
    book = filled_workbook(standards, account)
    own = {"account_id": text.get("id", Path(text["file"]).stem), "name": f"{account.account.name} ({word})"}
    for field, value in own.items():
        _plant(book, account, {"sheet": "account", "field": field, "put": value})
    parts = {sheet.title: f"xl/worksheets/sheet{number}.xml" for number, sheet in enumerate(book, start=1)}
    for change in changes:
        _plant(book, account, change)
    path = folder / text["file"]
    path.write_bytes(workbook_bytes(book))
    results = {
        (parts[_RECORDS[change["sheet"]].sheet.name], cell): change["result"]
        for change in changes
        if "result" in change
        for cell in _cells(account, change)
    }
    if results or path.suffix == ".xlsm":
        _finish(path, results)


def _finish(path: Path, results: dict[tuple[str, str], object]) -> None:
    """What openpyxl has no words for: the stored result of a formula, by part and cell, and the type of an .xlsm."""
    package = PackageCopy(path)
    for (part, cell), result in results.items():
        found = rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)'.encode()
        content, done = re.subn(found, rf"\g<1><v>{result}</v>".encode(), package.part(part))
        if done != 1:
            raise ValueError(f"{path.name}: {cell} holds no formula without a result")
        package.put(part, content)
    if path.suffix == ".xlsm":
        types = package.part(CONTENT_TYPES)
        package.put(CONTENT_TYPES, types.replace(_WORKBOOK_TYPE, _MACRO_TYPE))
    path.write_bytes(package.content())


def mistakes() -> tuple[Mistake, ...]:
    """Every mistake planted in the broken workbooks, in the order of the text."""
    found = [Mistake(NO_WORKBOOK, "a text file with the name of a workbook", "", "", "not-a-workbook")]
    for text in _copies("broken"):
        account = read_text(text["of"])
        for mistake in text["mistakes"]:
            sheet = _RECORDS[mistake["sheet"]].sheet
            cell = "" if mistake.get("told_of") == "sheet" else _cells(account, mistake)[0]
            found.append(Mistake(text["file"], mistake["what"], sheet.name, cell, mistake["code"]))
    return tuple(found)


def messes() -> tuple[Mess, ...]:
    """Every mess in the messy workbooks, in the order of the text."""
    return tuple(
        _mess(text["file"], account, mess)
        for text in _copies("messy")
        for account in [read_text(text["of"])]
        for mess in text["messes"]
        if "do" not in mess
    )


def upheavals() -> tuple[Upheaval, ...]:
    """Everything done to the sheets and files of the messy workbooks, in the order of the text."""
    return tuple(
        _upheaval(text["file"], account, told)
        for text in _copies("messy")
        for account in [read_text(text["of"])]
        for told in text["messes"]
        if "do" in told
    )


def _upheaval(file: str, account: KeyAccount, told: dict[str, Any]) -> Upheaval:
    sheet = _RECORDS[told["sheet"]].sheet.name
    severity, _, code = told["told"].partition(" ")
    places = {"cell": (sheet, _place(account, told)), "sheet": (sheet, ""), "file": ("", "")}
    told_of = told.get("told_of", "cell")
    where, cell = places.get(told_of, (told_of, ""))
    return Upheaval(file, told["what"], sheet, told.get("field", ""), told["reader"], where, cell, severity, code)


def _mess(file: str, account: KeyAccount, mess: dict[str, Any]) -> Mess:
    record = _RECORDS[mess["sheet"]]
    (cell,) = _cells(account, mess)
    severity, _, code = mess["told"].partition(" ")
    (row,) = (row for row in account.rows(record) if _holds(row, mess["row"]))
    value = None if severity == "error" else getattr(row, mess["field"])
    return Mess(
        file=file,
        what=mess["what"],
        typed=_as_typed(mess),
        sheet=record.sheet.name,
        cell=cell,
        row=account.rows(record).index(row),
        field=mess["field"],
        value=mess["value"] or None if "value" in mess else value,
        severity=severity,
        code=code,
        also=mess.get("also", ""),
    )


def _as_typed(mess: dict[str, Any]) -> str:
    """What was typed, for the table: unusual spaces as ␣, characters without width as ·, line breaks as ⏎."""
    put = mess["put"]
    shown = str(put).upper() if isinstance(put, bool) else str(put)
    for found, sign in (("\u00a0", "␣"), ("\u200b", "·"), ("\u200e", "·"), ("\n", "⏎")):
        shown = shown.replace(found, sign)
    return f"`{shown}` in the format `{mess['format']}`" if mess.get("format", "General") != "General" else f"`{shown}`"


def messy_page() -> str:
    """The page of the messy workbooks: a table of what is typed, what is read, and what is told."""
    lines = [_MESSY_HEAD]
    for text in _copies("messy"):
        done = [upheaval for upheaval in upheavals() if upheaval.file == text["file"]]
        typed = [mess for mess in messes() if mess.file == text["file"]]
        lines.append(f"\n## {text['file']}")
        if done:
            lines += ["\n| what is done | sheet | what the reader does | told |", "|---|---|---|---|"]
            lines += [f"| {deed.what} | {deed.sheet} | {deed.reader} | {_told_of(deed)} |" for deed in done]
        if typed:
            lines += ["\n| mess | sheet | typed | read as | told |", "|---|---|---|---|---|"]
        for mess in typed:
            read = "refused" if mess.severity == "error" else _in_words(mess.value)
            lines.append(f"| {mess.what} | {mess.sheet} | {mess.typed} | {read} | {_told_of(mess)} |")
    return "\n".join(lines) + "\n"


def _told_of(found: Mess | Upheaval) -> str:
    told = [f"{found.severity} {found.code}".strip(), found.also if isinstance(found, Mess) else ""]
    return ", ".join("{} `{}`".format(*one.split()) for one in told if one) or "nothing"


def _in_words(value: object) -> str:
    if value is None:
        return "a blank"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _copies(name: str) -> list[dict[str, Any]]:
    """The copies that the text `name`.toml tells of."""
    text = (TEXTS / f"{name}.toml").read_text(encoding="utf-8")
    workbooks: list[dict[str, Any]] = tomllib.loads(text)["workbook"]
    return workbooks


def _plant(book: Workbook, account: KeyAccount, mistake: dict[str, Any]) -> None:
    sheet = _RECORDS[mistake["sheet"]].sheet
    if "do" in mistake:
        do(book, account, _RECORDS[mistake["sheet"]], _place(account, mistake), mistake)
        return
    for cell in _cells(account, mistake):
        found = book[sheet.name][cell]
        code = mistake.get("format", found.number_format)
        found.value = mistake["put"] if mistake["put"] != "" else None
        if code == "@" and isinstance(found.value, str):
            found.data_type = "s"  # a formula that Excel keeps as text
        if "format" in mistake:
            found.number_format = code


def _place(account: KeyAccount, told: dict[str, Any]) -> str:
    """The cell at which something is done: that of `field` in the one row meant, or in the heading; "" without one.

    `after` counts the rows below those that are filled, `below` those under the table, `beside` the columns to the
    right of the field, all from 1.
    """
    if "field" not in told:
        return ""
    if "after" not in told and "below" not in told:
        letter, row = coordinate_from_string(_cells(account, told)[0])
        return f"{get_column_letter(column_index_from_string(letter) + told.get('beside', 0))}{row}"
    record = _RECORDS[told["sheet"]]
    layout, filled = table_layout(record), len(account.rows(record))
    row = layout.last_row + told["below"] if "below" in told else HEADER_ROW + filled + told["after"]
    return f"{layout.place(told['field']).letter}{row}"


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
        if _holds(row, mistake["row"])
    )
    if not found:
        raise ValueError(f"{mistake['what']}: no row of {record.sheet.name} holds {mistake['row']}")
    return found


def _holds(row: Record, wanted: dict[str, Any]) -> bool:
    return all(getattr(row, key) == value for key, value in wanted.items())


if __name__ == "__main__":
    shipped = read_standards(STANDARDS)
    write_good(shipped, SAMPLES)
    write_broken(shipped, SAMPLES / "broken")
    write_messy(shipped, SAMPLES / "messy")
