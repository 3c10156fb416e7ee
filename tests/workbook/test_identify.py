"""Whose a workbook is, told from one sheet: what a whole reading says, or nothing."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.model.account import KeyAccount
from pipeline.model.people import Account
from pipeline.model.portfolio import Portfolio
from pipeline.problems import Refused, fold
from pipeline.workbook import identify as identifying
from pipeline.workbook.identify import Identity, identify
from pipeline.workbook.parser import PortfolioReading, read_input
from tests.builders import shipped_standards
from tests.commands import SAMPLES
from tests.workbooks import a_workbook, place

EVERY = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".xlsx", ".xlsm", ".ods"))


def as_read(path: Path) -> Identity | None:
    """Whose the workbook is by a whole reading."""
    try:
        reading = read_input(path, shipped_standards())
    except Refused:
        return None
    if isinstance(reading, PortfolioReading):
        return Identity(path, "portfolio")
    return Identity(path, "account", reading.account_id, reading.name)


def test_the_names_it_knows_are_those_of_the_model():
    assert fold(Account.sheet.name) == identifying.ACCOUNT_SHEET
    titles = {key: fold(Account.model_fields[key].title or "") for key in ("account_id", "name")}
    assert titles in (
        {"account_id": identifying.ID_LABEL, "name": identifying.NAME_LABEL},
        {"account_id": "", "name": ""},
    )
    assert {fold(record.sheet.name) for record in Portfolio.records} == identifying.PORTFOLIO_SHEETS
    assert not {fold(record.sheet.name) for record in KeyAccount.records} & identifying.NOT_OF_A_KIND


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_every_sample_is_whom_a_whole_reading_says(path: Path):
    told = identify(path)

    assert told is None or told == as_read(path)


def test_the_samples_themselves_are_all_told():
    assert all(identify(path) for path in SAMPLES.glob("*.xlsx"))


def with_id(value: object):
    def change(book: openpyxl.Workbook) -> None:
        book["Account"][place(Account, "Account id")] = value

    return change


def twice(book: openpyxl.Workbook) -> None:
    book["Account"]["B90"] = "Account id *"
    book["Account"]["C90"] = "fabrikam"


def merged(book: openpyxl.Workbook) -> None:
    book["Account"].merge_cells("C3:D3")


def two_sheets(book: openpyxl.Workbook) -> None:
    book.create_sheet("account ")


def half_a_portfolio(book: openpyxl.Workbook) -> None:
    book.create_sheet("Programme")


ODD = {
    "a number": with_id(12),
    "a formula": with_id('="con"&"toso"'),
    "blank": with_id(None),
    "capitals": with_id("Contoso"),
    "an escape": with_id("con_x0041_toso"),
    "a label twice": twice,
    "merged cells": merged,
    "two sheets": two_sheets,
    "a sheet of a portfolio": half_a_portfolio,
    "no sheet": lambda book: book.remove(book["Account"]),
}


@pytest.mark.parametrize("oddity", ODD)
def test_what_is_odd_is_left_to_the_whole_reading(oddity: str, tmp_path: Path):
    path = a_workbook(tmp_path, ODD[oddity])

    assert identify(path) is None


def test_a_plain_workbook_is_told(tmp_path: Path):
    path = a_workbook(tmp_path)

    assert identify(path) == as_read(path) == Identity(path, "account", "contoso", "Contoso Ltd")


def test_what_is_no_workbook_is_nobodys(tmp_path: Path):
    good = a_workbook(tmp_path)
    lock = tmp_path / "~$contoso.xlsx"
    shutil.copy(good, lock)
    entities = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(entities, "w") as new:
        for name in old.namelist():
            declared = old.read(name).replace(b"<workbook ", b"<!DOCTYPE workbook><workbook ", 1)
            new.writestr(name, declared)
    (tmp_path / "text.xlsx").write_text("Dear all")

    for path in (lock, entities, tmp_path / "text.xlsx", tmp_path / "nothing.xlsx", tmp_path):
        assert identify(path) is None
