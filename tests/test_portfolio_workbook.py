"""The portfolio workbook at the commands: told as what it is, never taken for an account's, never written over."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commands import PERIOD, SAMPLES, a_workspace, keyplan, keyplan_json
from tests.exports import ACCOUNTS, an_export

PORTFOLIO = SAMPLES / "portfolio.xlsx"

pytestmark = pytest.mark.filterwarnings("ignore:.*(xtension is not supported|Print area cannot be set):UserWarning")


def a_portfolio_with_a_rival_id(folder: Path) -> Path:
    """The sample with one mistake: the second customer has the id of the first."""
    path = folder / "portfolio.xlsx"
    book = load_workbook(PORTFOLIO)
    sheet = book["Customers"]
    sheet["B9"] = sheet["B8"].value
    book.save(path)
    return path


def test_show_prints_every_sheet_as_it_was_read():
    told = keyplan_json("show", PORTFOLIO)

    book = load_workbook(PORTFOLIO)
    assert list(told) == ["programme", "customers", "selection", "audits"]
    assert [customer["id"] for customer in told["customers"]] == [
        row[0] for row in book["Customers"].iter_rows(min_row=8, min_col=2, max_col=2, values_only=True) if row[0]
    ]
    assert "kaltenbrueck-pharma" in keyplan("show", PORTFOLIO).stdout


def test_show_gives_a_client_nothing_of_it():
    result = keyplan("show", PORTFOLIO, "--audience", "client")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no client sees anything of it" in " ".join(result.stderr.split())


def test_build_of_it_alone_is_wrong_usage_and_writes_nothing(tmp_path: Path):
    result = keyplan("build", PORTFOLIO, "--period", PERIOD, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "name the accounts' workbooks" in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


def test_a_checked_copy_of_it_has_the_problem_on_its_cell_and_the_original_stays(tmp_path: Path):
    path = a_portfolio_with_a_rival_id(tmp_path)
    before = path.read_bytes()

    result = keyplan("check", path, "--annotate", tmp_path / "checked")

    copy = load_workbook(tmp_path / "checked" / "portfolio.checked.xlsx")
    assert result.exit_code == 1
    assert "duplicate-id" in copy["Customers"]["B9"].comment.text
    assert copy.sheetnames[0] == "Problems"
    assert set(load_workbook(path).sheetnames) < set(copy.sheetnames)
    assert path.read_bytes() == before


def test_an_import_beside_it_makes_the_accounts_and_leaves_it_alone(tmp_path: Path):
    folder = a_workspace(tmp_path) / "accounts"
    folder.mkdir()
    path = Path(shutil.copy(PORTFOLIO, folder))
    before = path.read_bytes()

    export = an_export(tmp_path, ACCOUNTS, ("0015g00000AbCdE", "Havnes Meieri"))  # a customer of the portfolio
    result = keyplan("import", export, "--dir", folder, "--format", "json")

    assert result.exit_code == 0, result.output
    assert path.read_bytes() == before
    assert {found.name for found in folder.iterdir()} == {"portfolio.xlsx", "havnes-meieri.xlsx"}
