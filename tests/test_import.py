"""`keyplan import`: CRM exports make and refresh workbooks, and nothing that a person typed goes unsaid."""

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.model.account import KeyAccount
from pipeline.model.money import Opportunity
from pipeline.model.people import Account
from pipeline.run.reading import read_and_check
from pipeline.workbook.imports import FORMER
from tests.builders import shipped_standards
from tests.commands import SAMPLES, keyplan
from tests.exports import ACCOUNTS, DEALS, PEOPLE, an_export
from tests.workbook.open_documents import a_text, an_ods, sheet_xml
from tests.workbooks import a_workbook, place

STANDARDS = shipped_standards()
EXPORTS = SAMPLES / "exports"


def a_team_folder(tmp_path: Path, change: Callable[[Workbook], None] | None = None, **sheets: Any) -> Path:
    """A folder with the workbook of Contoso Ltd; `change` and `sheets` as for a_workbook."""
    folder = tmp_path / "accounts"
    folder.mkdir()
    a_workbook(folder, change, **sheets)
    return folder


def run_import(folder: Path, *arguments: object, code: int = 0) -> dict[str, Any]:
    """What an import tells as JSON; it must end with the exit code."""
    result = keyplan("import", *arguments, "--dir", folder, "--format", "json")
    assert result.exit_code == code, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def account_in(path: Path) -> KeyAccount:
    """What can be read of a workbook, whatever is missing in it."""
    readable = read_and_check(path, STANDARDS).readable
    assert readable is not None
    return readable


def the_account(told: dict[str, Any]) -> dict[str, Any]:
    (account,) = told["accounts"]
    return dict(account)


def codes(problems: list[dict[str, Any]]) -> list[str]:
    return [problem["code"] for problem in problems]


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], bytes]:
    """The German samples imported beside the sample workbook of one of the accounts, which was as the bytes say."""
    folder = tmp_path_factory.mktemp("accounts")
    before = (SAMPLES / "kaltenbrueck-pharma.xlsx").read_bytes()
    (folder / "kaltenbrueck-pharma.xlsx").write_bytes(before)
    files = sorted((EXPORTS / "german").glob("*.csv"))
    return folder, run_import(folder, *files, "--mapping", EXPORTS / "german" / "mapping.toml"), before


def test_new_workbooks_hold_what_the_exports_say(german: tuple[Path, dict[str, Any], bytes]):
    account = account_in(german[0] / "susswerk-naschwaren-gmbh.xlsx")

    assert account.account.name == "Süßwerk Naschwaren GmbH"
    assert account.account.office_address == "Mühlgasse 3, 50667 Köln, Deutschland"
    assert (account.account.currency, account.account.fin_revenue) == ("EUR", Decimal("142500000"))
    assert [(deal.name, deal.stage, deal.amount, deal.opened, deal.close_date) for deal in account.opportunities] == [
        (
            "Flowpacks für Riegel",
            "proposal",
            Decimal("84500.5"),
            datetime.date(2026, 5, 11),
            datetime.date(2026, 11, 30),
        ),
        ("Dosen mit Sichtdeckel", "lost", Decimal("12900"), datetime.date(2026, 1, 8), datetime.date(2026, 6, 30)),
    ]
    assert account.opportunities[1].outcome_reason == "Preis 9 % höher"


def test_a_new_workbook_lacks_what_the_crm_does_not_know_and_the_check_says_so(
    german: tuple[Path, dict[str, Any], bytes],
):
    reading = read_and_check(german[0] / "mowe-feinkost-kg.xlsx", STANDARDS)

    missing = {problem.field for problem in reading.problems if problem.code == "required"}
    assert {"locale", "plan_start", "plan_end", "client_review_cadence"} <= missing
    assert not missing & {"name", "industry", "currency", "stage", "amount", "close_date"}
    assert {problem.code for problem in reading.problems if problem.severity == "error"} <= {
        "required",
        "no-client-objective",
    }


def test_a_new_workbook_opens_with_its_rows_in_its_tables_and_previews_to_work_out(
    german: tuple[Path, dict[str, Any], bytes],
):
    book = load_workbook(german[0] / "susswerk-naschwaren-gmbh.xlsx")

    assert book["Opportunities"]["K8"].number_format == "dd mmm yyyy" or book["Opportunities"]["K8"].is_date
    assert book.calculation.fullCalcOnLoad
    assert len(book["Opportunities"].data_validations.dataValidation) > 3


def test_a_refreshed_workbook_differs_in_nothing_but_what_is_told(german: tuple[Path, dict[str, Any], bytes]):
    folder, told, _ = german
    (account,) = [one for one in told["accounts"] if one["status"] == "refreshed"]
    assert [(c["sheet"], c["cell"], c["before"], c["after"]) for c in account["overwritten"]] == [
        ("Opportunities", "F11", "proposal", "negotiation"),
        ("Opportunities", "G11", "260000", "275000"),
        ("Opportunities", "K11", "2026-11-20", "2026-12-15"),
    ]
    before = load_workbook(SAMPLES / "kaltenbrueck-pharma.xlsx")
    after = load_workbook(folder / "kaltenbrueck-pharma.xlsx")
    differing = [
        (sheet.title, cell.coordinate)
        for sheet in before
        for row in sheet.iter_rows()
        for cell in row
        if (cell.value, cell.number_format, cell.style)
        != (
            (other := after[sheet.title][cell.coordinate]).value,
            other.number_format,
            other.style,
        )
        and not hasattr(cell.value, "ref")
    ]
    assert differing == [(c["sheet"], c["cell"]) for c in account["overwritten"]]


def test_the_workbook_as_it_was_is_kept_whole(german: tuple[Path, dict[str, Any], bytes]):
    folder, told, before = german
    (account,) = [one for one in told["accounts"] if one["status"] == "refreshed"]

    assert Path(account["former"]).read_bytes() == before
    assert Path(account["former"]).parent == folder / FORMER


def test_a_second_import_of_the_same_exports_changes_nothing(german: tuple[Path, dict[str, Any], bytes]):
    folder = german[0]
    before = {path: path.read_bytes() for path in folder.glob("*.xlsx")}
    files = sorted((EXPORTS / "german").glob("*.csv"))

    told = run_import(folder, *files, "--mapping", EXPORTS / "german" / "mapping.toml")

    assert {account["status"] for account in told["accounts"]} == {"unchanged"}
    assert {path: path.read_bytes() for path in folder.glob("*.xlsx")} == before


def test_one_run_makes_a_workbook_for_each_account_of_the_export(tmp_path: Path):
    files = sorted((EXPORTS / "salesforce").glob("*.csv"))

    told = run_import(tmp_path / "accounts", *files, "--mapping", EXPORTS / "stages.toml")

    assert [account["status"] for account in told["accounts"]] == ["created"] * 12
    account = account_in(tmp_path / "accounts" / "wren-daughters-dairy.xlsx")
    iris, tom = account.stakeholders
    assert (tom.name, tom.title, tom.reports_to) == ("Tom Wren", "Technical Manager", iris.id)
    assert account.opportunities[0].opened == datetime.date(2026, 7, 7)


def test_a_dry_run_tells_all_and_writes_nothing(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    before = (folder / "contoso.xlsx").read_bytes()
    deals = an_export(
        tmp_path, DEALS, ("", "Fibre trays, two ranges", "Contoso Ltd", "Closed Won", "650000", "2026-12-15")
    )

    told = the_account(run_import(folder, deals, "--dry-run"))

    assert [change["after"] for change in told["overwritten"]] == ["won", "650000"]
    assert (folder / "contoso.xlsx").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["contoso.xlsx"]


def test_what_a_person_typed_stays_unless_the_crm_keeps_it(tmp_path: Path):
    typed = {"Industry": "Ready meals", "Telephone": "+47 55 14 00 00", "Web site": "www.contoso.example"}
    folder = a_team_folder(tmp_path, account=typed)
    headings = ("Account Name", "Industry", "Phone", "Website", "Fax", "Billing City")
    export = an_export(
        tmp_path, headings, ("Contoso Ltd", "Food", "+47 55 99", "https://contoso.example/", "+47 55 98", "")
    )

    told = the_account(run_import(folder, export))

    about = account_in(folder / "contoso.xlsx").account
    assert (about.industry, about.telephone, about.fax) == ("Ready meals", "+47 55 99", "+47 55 98")
    assert about.website == "www.contoso.example"
    assert [(change["title"], change["before"]) for change in told["overwritten"]] == [("Telephone", "+47 55 14 00 00")]
    assert [(change["title"], change["before"], change["after"]) for change in told["kept"]] == [
        ("Industry", "Ready meals", "Food")
    ]
    assert [change["title"] for change in told["filled"]] == ["Fax"]


def test_a_blank_of_the_crm_empties_nothing(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    deals = an_export(tmp_path, DEALS, ("", "Fibre trays, two ranges", "Contoso Ltd", "", "", ""))

    assert the_account(run_import(folder, deals))["status"] == "unchanged"


def test_rows_are_known_by_id_then_by_name_and_others_are_added(tmp_path: Path):
    deals = [
        {"Id": "0065g00000Ka1AaAAJ", "Name": "Trays, called otherwise here"},
        {"Id": "D2", "Name": "Lids"},
        {"Id": "D3", "Name": "Only in the workbook"},
    ]
    folder = a_team_folder(tmp_path, opportunities=deals)
    export = an_export(
        tmp_path,
        DEALS,
        ("0065g00000Ka1Aa", "Trays", "Contoso Ltd", "won", "10", "2026-12-15"),
        ("0065g00000Ka2BbAAJ", "LIDS ", "Contoso Ltd", "won", "20", "2026-12-15"),
        ("0065g00000Ka3CcAAJ", "Film", "Contoso Ltd", "won", "30", "2026-12-15"),
    )

    told = the_account(run_import(folder, export))

    found = {deal.id: (deal.name, deal.amount) for deal in account_in(folder / "contoso.xlsx").opportunities}
    assert found == {
        "0065g00000Ka1AaAAJ": ("Trays, called otherwise here", Decimal(10)),
        "D2": ("Lids", Decimal(20)),
        "D3": ("Only in the workbook", Decimal(640000)),
        "0065g00000Ka3CcAAJ": ("Film", Decimal(30)),
    }
    assert told["only_in_workbook"] == 3  # one deal, and the two stakeholders of whom nothing was exported
    assert [(row["sheet"], row["row"], row["name"]) for row in told["added"]] == [("Opportunities", 7, "Film")]


def test_rows_without_an_id_in_the_crm_get_the_next_free_one(tmp_path: Path):
    folder = a_team_folder(tmp_path, opportunities=[{"Id": "D7"}])
    export = an_export(tmp_path, DEALS, ("", "Film", "Contoso Ltd", "won", "30", "2026-12-15"))

    run_import(folder, export)

    assert [deal.id for deal in account_in(folder / "contoso.xlsx").opportunities] == ["D7", "D8"]


def test_two_opportunities_of_one_name_are_not_guessed_at(tmp_path: Path):
    folder = a_team_folder(tmp_path, opportunities=[{"Id": "D1", "Name": "Renewal"}])
    export = an_export(
        tmp_path,
        DEALS,
        ("0065g00000Ka1AaAAJ", "Renewal", "Contoso Ltd", "won", "10", "2026-12-15"),
        ("0065g00000Ka2BbAAJ", "Renewal", "Contoso Ltd", "lost", "20", "2027-12-15"),
    )

    told = the_account(run_import(folder, export, code=1))

    assert told["status"] == "unchanged"
    assert codes(told["problems"]) == ["import-not-taken", "import-not-taken"]
    assert "Type its id 0065g00000Ka1AaAAJ into Opportunities!B4" in told["problems"][0]["fix"]


def test_a_deal_of_another_id_is_new_even_if_it_has_the_name_of_an_imported_one(tmp_path: Path):
    folder = a_team_folder(tmp_path, opportunities=[{"Id": "0065g00000Ka1AaAAJ", "Name": "Renewal"}])
    export = an_export(tmp_path, DEALS, ("0065g00000Ka2BbAAJ", "Renewal", "Contoso Ltd", "won", "10", "2027-12-15"))

    told = the_account(run_import(folder, export))

    assert [row["name"] for row in told["added"]] == ["Renewal"]


def test_a_row_listed_twice_counts_once_and_is_told_if_it_says_otherwise(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    row = ("0065g00000Ka1AaAAJ", "Film", "Contoso Ltd", "won", "10", "2026-12-15")
    export = an_export(tmp_path, DEALS, row, row, (*row[:4], "11", row[5]))

    told = the_account(run_import(folder, export, code=1))

    assert [row["name"] for row in told["added"]] == ["Film"]
    assert codes(told["problems"]) == ["import-not-taken"]
    assert "stands already in row 2" in told["problems"][0]["message"]


def test_a_new_contact_of_a_finished_workbook_is_told_with_what_to_fill_in(tmp_path: Path):
    folder = a_team_folder(tmp_path, stakeholders=[{"Id": "S4", "Name": "Jonas Wik"}])
    export = an_export(
        tmp_path,
        PEOPLE,
        ("0035g00000Zb1AaAAJ", "Theo", "Lund", "Buyer", "Contoso Ltd", "Jonas Wik"),
        ("0035g00000Zb2BbAAJ", "Ann", "Moe", "Trainee", "Contoso Ltd", "Nobody Known"),
    )

    told = the_account(run_import(folder, export, code=1))

    assert told["added"][0]["to_fill"] == ["Decision role", "Influence", "Friendliness", "Coverage"]
    assert [person.reports_to for person in account_in(folder / "contoso.xlsx").stakeholders] == [None, "S4", None]
    assert "'Nobody Known'" in told["problems"][0]["message"]


def test_formulas_stay_and_placeholders_give_way(tmp_path: Path):
    amount = place(Opportunity, "Amount")

    def typed(book: Workbook) -> None:
        book["Opportunities"][amount] = "=600000+40000"
        book["Account"][place(Account, "Industry")] = "tbd"

    folder = a_team_folder(tmp_path, typed)
    accounts = an_export(tmp_path, ("Account Name", "Industry"), ("Contoso Ltd", "Food"), name="accounts.csv")
    deals = an_export(tmp_path, DEALS, ("", "Fibre trays, two ranges", "Contoso Ltd", "proposal", "7", "2026-12-15"))

    told = the_account(run_import(folder, accounts, deals))

    assert [(change["title"], change["after"]) for change in told["kept"]] == [("Amount", "7")]
    assert [(change["title"], change["before"], change["after"]) for change in told["overwritten"]] == [
        ("Industry", "tbd", "Food")
    ]
    assert load_workbook(folder / "contoso.xlsx")["Opportunities"][amount].value == "=600000+40000"


def test_an_unknown_stage_is_told_once_and_a_mapping_says_what_it_is(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    rows = [("", f"Deal {number}", "Contoso Ltd", "Value Proposition", "10", "2026-12-15") for number in (1, 2)]
    export = an_export(tmp_path, DEALS, *rows)
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[stages]\n"value proposition" = "need agreed"\n', encoding="utf-8")

    told = run_import(folder, export, code=1)
    again = the_account(run_import(folder, export, "--mapping", mapping))

    assert codes(told["problems"]) == ["import-stage"]
    assert told["problems"][0]["message"].startswith("2 opportunities have stage 'Value Proposition'")
    assert [change["after"] for change in again["filled"]] == ["need agreed", "need agreed"]


def test_amounts_in_another_currency_are_not_taken(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    export = an_export(
        tmp_path,
        (*DEALS, "Opportunity Currency"),
        ("", "Film", "Contoso Ltd", "won", "10", "2026-12-15", "USD"),
        ("", "Lids", "Contoso Ltd", "won", "20", "2026-12-15", "EUR"),
        ("", "Trays", "Contoso Ltd", "won", "GBP 30", "2026-12-15", ""),
    )

    told = the_account(run_import(folder, export, code=1))

    assert codes(told["problems"]) == ["other-currency", "other-currency"]
    amounts = {deal.name: deal.amount for deal in account_in(folder / "contoso.xlsx").opportunities}
    assert amounts == {"Fibre trays, two ranges": Decimal(640000), "Film": None, "Lids": Decimal(20), "Trays": None}


def test_an_account_that_only_looks_like_a_workbook_is_told_and_not_made_twice(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    accounts = an_export(tmp_path, ACCOUNTS, ("0015g00000Tq1AbAAJ", "Contoso GmbH"), name="accounts.csv")
    deals = an_export(tmp_path, DEALS, ("", "Film", "Contosso", "won", "30", "2026-12-15"))

    told = run_import(folder, accounts, deals, code=1)

    assert told["accounts"] == []
    assert codes(told["problems"]) == ["import-not-matched", "import-not-matched"]
    assert '[accounts] "0015g00000Tq1AbAAJ" = "contoso"' in told["problems"][0]["fix"]
    assert "Did you mean 'Contoso Ltd'?" in told["problems"][1]["fix"]
    assert [path.name for path in folder.iterdir()] == ["contoso.xlsx"]


def test_a_mapping_says_which_workbook_an_account_has(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    accounts = an_export(
        tmp_path, (*ACCOUNTS, "Fax"), ("0015g00000Tq1AbAAJ", "Contoso GmbH", "+47 1"), ("0015g00000Tq2CdAAJ", "X", ""),
        name="accounts.csv",
    )  # fmt: skip
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[accounts]\n"0015g00000Tq1AbAAJ" = "contoso"\n"X" = "x-group"\n', encoding="utf-8")

    told = run_import(folder, accounts, "--mapping", mapping)

    assert [(one["account_id"], one["status"]) for one in told["accounts"]] == [
        ("contoso", "refreshed"),
        ("x-group", "created"),
    ]
    assert account_in(folder / "contoso.xlsx").account.fax == "+47 1"


def test_two_accounts_of_one_name_are_not_mixed(tmp_path: Path):
    accounts = an_export(
        tmp_path, ACCOUNTS, ("0015g00000Tq1AbAAJ", "Contoso"), ("0015g00000Tq2CdAAJ", "Contoso"), name="accounts.csv"
    )
    deals = an_export(
        tmp_path,
        (*DEALS, "Account ID"),
        ("", "Film", "Contoso", "won", "30", "2026-12-15", "0015g00000Tq1Ab"),
        ("", "Lids", "Contoso", "won", "30", "2026-12-15", "0015g00000Tq2Cd"),
    )

    told = run_import(tmp_path / "accounts", accounts, deals, code=1)

    assert [row["name"] for row in the_account(told)["added"]] == ["Film"]
    assert codes(told["problems"]) == ["import-not-matched", "import-not-matched"]


def test_a_workbook_that_cannot_be_read_or_is_open_is_left_alone(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    (folder / "fabrikam.xlsx").write_bytes(b"no workbook")
    (folder / "~$contoso.xlsx").write_bytes(b"Ida")
    accounts = an_export(tmp_path, (*ACCOUNTS, "Fax"), ("", "Contoso Ltd", "1"), ("", "Fabrikam", "2"))

    told = run_import(folder, accounts, code=1)

    assert [(one["path"].rpartition("/")[2], one["status"]) for one in told["accounts"]] == [
        ("contoso.xlsx", "left alone"),
        ("fabrikam.xlsx", "left alone"),
    ]
    assert [one["reason"]["code"] for one in told["accounts"]] == ["import-open", "not-a-workbook"]
    assert (folder / "fabrikam.xlsx").read_bytes() == b"no workbook"


def test_an_open_document_spreadsheet_is_left_alone_and_says_how_to_change_it(tmp_path: Path):
    folder = tmp_path / "accounts"
    folder.mkdir()
    cells = (("Account id", "contoso"), ("Name", "Contoso Ltd"))
    rows = "".join(f"<table:table-row>{a_text(label)}{a_text(value)}</table:table-row>" for label, value in cells)
    before = an_ods(folder, sheet_xml("Account", rows)).read_bytes()

    told = run_import(folder, an_export(tmp_path, ACCOUNTS, ("", "Contoso Ltd")), code=1)

    reason = the_account(told)["reason"]
    assert (the_account(told)["status"], reason["code"]) == ("left alone", "open-document")
    assert reason["fix"].startswith("Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx).")
    assert (folder / "contoso.ods").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["contoso.ods"]


def test_a_file_of_another_account_is_never_overwritten(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    (folder / "contoso.xlsx").rename(folder / "fabrikam.xlsx")

    told = the_account(run_import(folder, an_export(tmp_path, ACCOUNTS, ("", "Fabrikam")), code=1))

    assert (told["status"], told["reason"]["code"]) == ("left alone", "import-not-written")
    assert account_in(folder / "fabrikam.xlsx").account.name == "Contoso Ltd"


def test_a_workbook_without_the_sheet_is_told(tmp_path: Path):
    folder = a_team_folder(tmp_path, lambda book: book.remove(book["Opportunities"]))
    deals = an_export(tmp_path, DEALS, ("", "Film", "Contoso Ltd", "won", "30", "2026-12-15"))

    told = the_account(run_import(folder, deals, code=1))

    assert codes(told["problems"]) == ["import-not-taken"]
    assert "no sheet 'Opportunities'" in told["problems"][0]["message"]


def test_nothing_is_written_when_one_export_cannot_be_read(tmp_path: Path):
    accounts = an_export(tmp_path, ACCOUNTS, ("", "Fabrikam"), name="accounts.csv")
    deals = an_export(tmp_path, DEALS, ("", "Film", "Fabrikam", "won", "1.200", "2026-12-15"))

    result = keyplan("import", accounts, deals, "--dir", tmp_path / "accounts")

    assert result.exit_code == 1
    assert "Say it with --decimal point or --decimal comma. [import-undecided]" in " ".join(result.stderr.split())
    assert not (tmp_path / "accounts").exists()


def test_the_text_report_tells_cells_before_and_after(tmp_path: Path):
    folder = a_team_folder(tmp_path)
    deals = an_export(
        tmp_path, DEALS, ("", "Fibre trays, two ranges", "Contoso Ltd", "Closed Won", "650000", "2026-12-15")
    )

    told = keyplan("import", deals, "--dir", folder).stdout

    assert "refreshed " in told
    amount = f"Opportunities!{place(Opportunity, 'Amount')} Amount of 'Fibre trays, two ranges'"
    assert f"{amount}: replaced '640000' by '650000'" in told
    assert f"as it was: {folder / FORMER / 'contoso.xlsx'}" in told
    assert "1 accounts: 0 created, 1 refreshed, 0 unchanged, 0 left alone." in told
