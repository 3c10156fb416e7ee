"""The portfolio workbook: written from the model, recognised by its sheets, read back, live on its sheet Start."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.model.account import KeyAccount
from pipeline.model.fields import columns
from pipeline.model.portfolio import Portfolio
from pipeline.workbook.layout import HEADER_ROW, LISTS, START, FormLayout, TableLayout, heading, layouts
from pipeline.workbook.parser import PortfolioReading, Reading, read_input, read_portfolio
from pipeline.workbook.template import write_portfolio_template, write_template
from tests.builders import STANDARDS_FILE, a_customer, a_filled_account, a_portfolio, a_programme, shipped_standards
from tests.workbook.spreadsheets import recalculated

COMMITTED = STANDARDS_FILE.with_name("portfolio.xlsx")
STANDARDS = shipped_standards()

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "portfolio.xlsx"
    write_portfolio_template(STANDARDS, path)
    return path


@pytest.fixture(scope="module")
def empty(empty_file: Path) -> Workbook:
    return load_workbook(empty_file)


def test_the_committed_workbook_is_the_one_the_model_gives(empty_file: Path):
    assert COMMITTED.read_bytes() == empty_file.read_bytes(), "run `make template`"


def test_the_sheets_are_start_the_records_in_order_and_the_hidden_lists(empty: Workbook):
    assert empty.sheetnames == [START, *(record.sheet.name for record in Portfolio.records), LISTS]


@pytest.mark.parametrize("layout", layouts(Portfolio), ids=lambda layout: layout.sheet.key)
def test_every_field_has_its_heading_or_label(empty: Workbook, layout: TableLayout | FormLayout):
    sheet = empty[layout.sheet.name]
    if isinstance(layout, FormLayout):
        shown = [sheet[f"B{place.row}"].value for place in layout.places]
    else:
        shown = [sheet[f"{place.letter}{HEADER_ROW}"].value for place in layout.places]
    assert shown == [heading(column) for column in columns(layout.record)]


def test_only_the_lists_of_its_own_fields_are_on_it(empty: Workbook):
    names = {name for name in empty.defined_names if name.startswith(("list_", "ref_"))}

    assert names == {
        *("list_locales", "list_yes_no", "list_tiers", "list_selection_criteria", "list_audits_area"),
        "ref_customers_id",
    }


def test_an_empty_one_is_known_as_a_portfolio_and_asks_for_what_is_required(empty_file: Path):
    reading = read_input(empty_file, STANDARDS)

    assert isinstance(reading, PortfolioReading)
    assert (reading.usable, reading.completeness) == (False, 0)
    assert {problem.code for problem in reading.problems} == {"required", "sheet-empty"}


def test_the_kind_of_a_workbook_goes_by_its_sheets_and_an_account_is_what_nothing_tells(tmp_path: Path):
    account, portfolio, renamed, other = (tmp_path / f"{name}.xlsx" for name in ("a", "p", "r", "o"))
    write_template(STANDARDS, account, account=a_filled_account())
    write_portfolio_template(STANDARDS, portfolio, a_portfolio())
    book = load_workbook(portfolio)
    book["Customers"].title = "All customers"
    book.save(renamed)
    Workbook().save(other)

    kinds = [type(read_input(path, STANDARDS)) for path in (account, portfolio, renamed, other)]

    assert kinds == [Reading, PortfolioReading, PortfolioReading, Reading]
    assert "sheet-missing" in {problem.code for problem in read_portfolio(renamed, STANDARDS).problems}


def test_an_account_read_as_a_portfolio_lacks_its_sheets(tmp_path: Path):
    path = tmp_path / "account.xlsx"
    write_template(STANDARDS, path, account=a_filled_account())

    found = read_portfolio(path, STANDARDS)

    assert found.portfolio is None
    assert {problem.sheet for problem in found.problems if problem.code == "sheet-missing"} == {
        record.sheet.name for record in Portfolio.records
    }
    assert KeyAccount.title not in {problem.message for problem in found.problems}


def test_what_is_typed_is_read_by_the_locale_and_the_currency_of_the_programme(tmp_path: Path):
    path = tmp_path / "portfolio.xlsx"
    write_portfolio_template(STANDARDS, path, a_portfolio(programme=a_programme(locale="de-DE")))
    book = load_workbook(path)
    letters = {cell.value: cell.column_letter for cell in book["Customers"][HEADER_ROW]}
    book["Customers"][f"{letters['Revenue *']}8"] = "1.234.567 €"
    book.save(path)

    (customer,) = read_portfolio(path, STANDARDS).portfolio.customers

    assert customer.revenue == Decimal(1_234_567)


def test_the_tiles_on_start_tell_key_accounts_their_share_and_an_exceeded_cap(tmp_path: Path):
    within, over = tmp_path / "within.xlsx", tmp_path / "over.xlsx"
    customers = [
        a_customer(),
        a_customer(id="fabrikam", name="Fabrikam", key_account=False, revenue=Decimal(500_000)),
        a_customer(id="wingtip", name="Wingtip", key_account=False, revenue=Decimal(1_500_000)),
    ]
    write_portfolio_template(STANDARDS, within, a_portfolio(customers=customers))
    keys = [customer.model_copy(update={"key_account": True}) for customer in customers]
    write_portfolio_template(STANDARDS, over, a_portfolio(programme=a_programme(most_key_accounts=2), customers=keys))

    first, second = (book[START] for book in recalculated([within, over], tmp_path))

    assert [first[cell].value for cell in ("B2", "B6", "B7", "D6", "D7", "E6", "E7", "H6", "J6")] == [
        *("3 customers", 1, "of at most 5", 0.5, "in the year to 31 Dec 2025", 3, "3 with revenue", 1, 0)
    ]
    assert [second[cell].value for cell in ("B6", "B7", "D6")] == [3, "▲ more than the cap of 2", 1]
