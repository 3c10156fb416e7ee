"""CRM exports are read whatever program wrote them, or refused with what was found and how to say it."""

from pathlib import Path

import pytest

from pipeline.model.fields import columns
from pipeline.workbook.crm import Asked, Export, ExportRefused, case_safe, read_export, read_exports
from pipeline.workbook.crm_columns import KINDS, kind_of, parts_of
from pipeline.workbook.crm_mapping import CrmMapping, MappingRefused, read_mapping
from tests.builders import shipped_standards
from tests.commands import SAMPLES
from tests.exports import ACCOUNTS, DEALS, PEOPLE, an_export

EXPORTS = SAMPLES / "exports"


def read(path: Path, **asked: str) -> Export:
    return read_export(path, CrmMapping(), Asked(**asked))


def refused(path: Path, **asked: str) -> str:
    """The code, the place and the message with which a file is refused."""
    with pytest.raises(ExportRefused) as refusal:
        read(path, **asked)
    (problem,) = refusal.value.problems
    assert problem.file == path.name
    assert problem.fix
    return f"{problem.code} {problem.place} {problem.message}"


def test_every_part_of_a_kind_is_a_field_of_the_model_or_a_known_piece():
    pieces = {"id", "name", "street", "postcode", "city", "state", "country", "currency"}
    pieces |= {"account_id", "account_name", "first_name", "last_name"}
    for kind in KINDS:
        keys = {column.key for column in columns(kind.record)}
        assert set(kind.headings) <= keys | pieces
        assert kind.owned <= keys


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (("Account Name", "Phone"), "accounts"),
        (("Record ID", "Company name", "Industry"), "accounts"),
        (("Id", "Name", "BillingCity"), "accounts"),
        (("Opportunity Name", "Account Name", "Stage"), "opportunities"),
        (("Id", "Name", "AccountId", "StageName", "CloseDate"), "opportunities"),
        (("Record ID", "Deal Name", "Deal Stage", "Associated Company"), "opportunities"),
        (("First Name", "Last Name", "Account Name"), "contacts"),
        (("Record ID", "Last Name", "Company name"), "contacts"),
    ],
)
def test_the_kind_of_an_export_is_told_from_its_columns(headings: tuple[str, ...], kind: str):
    found = kind_of(KINDS, headings)

    assert found is not None
    assert found.name == kind


def test_columns_that_nobody_knows_are_told_with_the_way_out(tmp_path: Path):
    path = an_export(tmp_path, ("Kunde", "Ort"), ("Contoso", "Bergen"))

    told = refused(path)

    assert told.startswith("import-unknown-columns")
    assert "'Kunde', 'Ort'" in told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str):
    path = tmp_path / "accounts.csv"
    name = f"Møller{delimiter} Sønner"
    rows = (("Account ID", "Account Name", "Billing City"), ("1", f'"{name}"', "Ålesund"))
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))

    (row,) = read(path).rows

    assert (row.name, row.text("city")) == (name, "Ålesund")


def test_the_way_a_file_is_written_is_told(tmp_path: Path):
    row = ("006", "Trays", "Contoso", "Won", "1,200.50", "12/31/2026")
    path = an_export(tmp_path, (*DEALS, "Owner"), (*row, "Ida"), encoding="utf-8-sig")

    assert read(path).about == (
        "1 opportunity, UTF-8, separated by commas, Amount with a decimal point, Close Date month first"
        "; not used: Owner"
    )


def test_excels_first_line_and_the_footer_of_a_salesforce_report_are_passed_over(tmp_path: Path):
    path = tmp_path / "report.csv"
    path.write_text(
        'sep=;\nAccount ID;Account Name\n001;Contoso\n002;Fabrikam\n\n"Key accounts"\n"Copyright (c) 2000-2026"\n'
    )

    export = read(path)

    assert [(row.number, row.name) for row in export.rows] == [(3, "Contoso"), (4, "Fabrikam")]
    assert export.problems == ()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "holds no rows"),
        (b"PK\x03\x04 and so on", "a workbook"),
        (b"<html><table>", "a web page"),
        (b"Account Name\n\x81\x8d", "neither UTF-8 nor Windows-1252"),
        (b'Account Name\n"Contoso', "quotation mark"),
        (b"\xff\xfeA\x00c", "damaged"),
        (b"Account Name,Phone,Phone\nContoso,1,2", "Two columns are headed 'Phone'"),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_what_it_is(tmp_path: Path, content: bytes, what: str):
    path = tmp_path / "accounts.csv"
    path.write_bytes(content)

    told = refused(path)

    assert told.startswith("import-unreadable")
    assert what in told


def test_a_file_that_is_not_there_is_told_and_so_are_all_others(tmp_path: Path):
    unknown = an_export(tmp_path, ("Kunde",), ("Contoso",))

    with pytest.raises(ExportRefused) as refusal:
        read_exports([tmp_path / "nowhere.csv", unknown], CrmMapping(), Asked())

    assert [problem.code for problem in refusal.value.problems] == ["import-unreadable", "import-unknown-columns"]


def amounts(folder: Path, *values: str) -> Path:
    return an_export(folder, DEALS, *(("", f"Deal {value}", "Contoso", "Won", value, "2026-12-31") for value in values))


def days(folder: Path, *values: str) -> Path:
    return an_export(folder, DEALS, *(("", f"Deal {value}", "Contoso", "Won", "1", value) for value in values))


@pytest.mark.parametrize(
    ("values", "asked", "style"),
    [
        (("1.200", "3,5"), "", "a decimal comma"),
        (("1,200", "3.5"), "", "a decimal point"),
        (("1.200", "1.200.000"), "", "a decimal comma"),
        (("1.200", "EUR 1.200,50"), "", "a decimal comma"),
        (("1.200", "77"), "comma", "a decimal comma"),
        (("1.200", "77"), "point", "a decimal point"),
        (("1.200", "3,5"), "point", "a decimal comma"),
        (("45000.00", "77"), "", "a decimal point"),
    ],
)
def test_the_decimal_sign_is_that_of_the_whole_column(tmp_path: Path, values: tuple[str, ...], asked: str, style: str):
    assert f"Amount with {style}" in read(amounts(tmp_path, *values), decimal=asked).about


@pytest.mark.parametrize(
    ("values", "asked", "style"),
    [
        (("03/04/2026", "13/04/2026"), "", "day first"),
        (("03/04/2026", "04/13/2026, 9:15 AM"), "", "month first"),
        (("03/04/2026", "03.05.2026"), "", "day first"),
        (("03/04/2026", "2026-05-01 14:30"), "month-first", "month first"),
    ],
)
def test_the_order_of_a_date_is_that_of_the_whole_column(
    tmp_path: Path, values: tuple[str, ...], asked: str, style: str
):
    assert f"Close Date {style}" in read(days(tmp_path, *values), date_order=asked).about


def test_a_column_that_nothing_decides_is_refused_with_what_was_found_and_the_option(tmp_path: Path):
    assert "import-undecided row 2, 'Amount' '1.200' has two readings" in refused(amounts(tmp_path, "1.200", "77"))
    assert "import-undecided row 3, 'Close Date' '03/04/2026'" in refused(days(tmp_path, "2026-01-31", "03/04/2026"))


def test_a_column_that_speaks_for_both_styles_is_refused_with_the_rows_that_disagree(tmp_path: Path):
    told = refused(amounts(tmp_path, "1.200", "3,5", "4.5"))

    assert "speaks for both (row 3 has '3,5'; row 4 has '4.5')" in told


def test_an_id_that_excel_has_shortened_is_refused(tmp_path: Path):
    path = an_export(tmp_path, ("Record ID", "Company name"), ("2.10045E+10", "Contoso"))

    code, _, place = refused(path).partition(" ")
    assert code == "import-shortened"
    assert place.startswith("row 2, 'Record ID'")


def test_rows_without_a_name_or_with_too_many_values_are_left_out_and_told(tmp_path: Path):
    path = an_export(tmp_path, ACCOUNTS, ("1", "Contoso"), ("2", ""), ("3", "Fabrikam", "Ltd"))

    export = read(path)

    assert [row.name for row in export.rows] == ["Contoso"]
    assert [(problem.code, problem.place) for problem in export.problems] == [
        ("import-row", "row 3"),
        ("import-row", "row 4"),
    ]


def test_an_export_of_opportunities_without_a_needed_column_is_told(tmp_path: Path):
    path = an_export(
        tmp_path, ("Opportunity Name", "Account Name", "Stage", "Amount"), ("Trays", "Contoso", "Won", "1")
    )

    (problem,) = read(path).problems

    assert (problem.code, problem.severity) == ("import-unknown-columns", "warning")
    assert "close date" in problem.message


def test_a_contact_is_named_by_first_and_last_name(tmp_path: Path):
    (row,) = read(an_export(tmp_path, PEOPLE, ("003", "Jonas", "Wik", "Buyer", "Contoso", ""))).rows

    assert row.name == "Jonas Wik"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("001A0000006Vm9r", "001A0000006Vm9rIAC"),
        ("001a0000006vm9R", "001a0000006vm9RAAQ"),
        ("21004510001", "21004510001"),
        ("D7", "D7"),
    ],
)
def test_an_id_of_salesforce_is_told_apart_by_case(short: str, long: str):
    assert case_safe(short) == long
    assert case_safe(long) == long


def test_of_several_known_columns_the_first_that_holds_something_counts(tmp_path: Path):
    headings = ("Deal Name", "Associated Company", "Deal Stage", "Closed Won Reason", "Closed Lost Reason")
    path = an_export(
        tmp_path, headings, ("Trays", "Contoso", "won", "Quality", ""), ("Lids", "Contoso", "lost", "", "Price")
    )

    assert [row.text("outcome_reason") for row in read(path).rows] == ["Quality", "Price"]


def test_a_mapping_names_columns_stages_and_accounts(tmp_path: Path):
    path = tmp_path / "mapping.toml"
    path.write_text('[columns.accounts]\nname = ["Kunde", "Firma"]\n[stages]\n"Angebot" = "proposal"\n', "utf-8")
    export = an_export(tmp_path, ("Firma", "Ort"), ("Contoso", "Bergen"))

    mapping = read_mapping(path, shipped_standards())

    assert [row.name for row in read_export(export, mapping, Asked()).rows] == ["Contoso"]
    assert mapping.stages == {"angebot": "proposal"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[stage]\n", "no table [stage]"),
        ("stages = 3\n", "not a table"),
        ("[columns.account]\n", "no export that is known"),
        ('[columns.accounts]\nnmae = "Kunde"\n', "'nmae'"),
        ("[columns.accounts]\nname = 7\n", "text in quotes"),
        ('[stages]\n"Angebot" = "offer"\n', "'offer' is not a stage"),
        ('[accounts]\n"Contoso" = "../Contoso"\n', "is not an account id"),
        ("[stages\n", "not valid TOML"),
    ],
)
def test_a_fault_in_a_mapping_is_told_with_its_place(tmp_path: Path, text: str, told: str):
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(MappingRefused) as refusal:
        read_mapping(path, shipped_standards())

    (problem,) = refusal.value.problems
    assert problem.code == "import-mapping"
    assert told in problem.message


def test_the_sample_exports_are_read_without_a_problem():
    german = read_mapping(EXPORTS / "german" / "mapping.toml", shipped_standards())
    read_mapping(EXPORTS / "stages.toml", shipped_standards())
    exports = {
        path.relative_to(EXPORTS).as_posix(): read_export(
            path, german if path.parent.name == "german" else CrmMapping(), Asked()
        )
        for path in sorted(EXPORTS.glob("*/*.csv"))
    }

    assert {name: (export.kind.name, len(export.rows)) for name, export in exports.items()} == {
        "german/accounts.csv": ("accounts", 3),
        "german/opportunities.csv": ("opportunities", 4),
        "hubspot/companies.csv": ("accounts", 4),
        "hubspot/contacts.csv": ("contacts", 3),
        "hubspot/deals.csv": ("opportunities", 4),
        "salesforce/accounts.csv": ("accounts", 12),
        "salesforce/contacts.csv": ("contacts", 9),
        "salesforce/opportunities.csv": ("opportunities", 14),
    }
    assert not any(export.problems for export in exports.values())


def test_every_heading_of_the_sample_exports_of_hubspot_and_salesforce_is_known_or_said_to_be_unused():
    unused = {"Email", "Probability (%)", "Pipeline"}
    for path in [*(EXPORTS / "salesforce").glob("*.csv"), *(EXPORTS / "hubspot").glob("*.csv")]:
        headings = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        kind = kind_of(KINDS, headings)
        assert kind is not None
        used = {heading for names in parts_of(kind, headings).values() for heading in names}
        assert set(headings) - used <= unused
