"""The main job, end to end: a workbook in; two plans, talking points, a client deck and a joint plan out of each."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
from docx import Document
from pptx import Presentation

from pipeline.model.account import sheets
from tests.commands import ACCOUNTS, PERIOD, SAMPLES, keyplan, keyplan_json

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def documents(built: Path) -> list[Path]:
    return sorted(path for path in built.glob("*/*/*") if path.suffix in (".docx", ".pptx"))


def plan_of(built: Path, account: str) -> Path:
    (plan,) = (built / account / "internal").glob("* - Account plan - *.docx")
    return plan


def test_each_sample_has_its_three_internal_and_two_client_documents_in_the_tree_of_the_contract(built: Path):
    assert sorted(child.name for child in built.iterdir() if child.is_dir()) == list(ACCOUNTS)
    for account in ACCOUNTS:
        plan, page, talk = sorted((built / account / "internal").iterdir())
        joint, deck = sorted((built / account / "client").iterdir())
        assert re.fullmatch(r".+ - Account plan - 2026-Q3\.docx", plan.name)
        assert re.fullmatch(r".+ - One page plan - 2026-Q3\.docx", page.name)
        assert re.fullmatch(r".+ - Talking points - 2026-Q3\.docx", talk.name)
        kind = "Gemeinsamer Maßnahmenplan" if account == "kaltenbrueck-pharma" else "Joint action plan"
        assert re.fullmatch(rf".+ - {kind} - 2026-Q3\.docx", joint.name)
        assert re.fullmatch(r".+ - Quarterly review - 2026-Q3\.pptx", deck.name)


def test_the_report_counts_every_account_and_names_every_file_with_its_digest(built: Path):
    report = json.loads((built / "report.json").read_text(encoding="utf-8"))

    assert report["passed_over"] == [
        {"workbook": str(SAMPLES / "portfolio.xlsx"), "reason": "It is the portfolio workbook, not an account's."}
    ]
    others = dict.fromkeys(("unchanged", "refused", "failed", "not begun"), 0)
    assert report["counts"] == {"accounts": len(ACCOUNTS), "built": len(ACCOUNTS), **others}
    listed = {file["path"]: file["sha256"] for account in report["accounts"] for file in account["files"]}
    assert listed == {
        path.relative_to(built).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in documents(built)
    }


def test_building_twice_gives_the_same_bytes(built: Path, tmp_path: Path):
    keyplan("build", SAMPLES, "--out", tmp_path, "--period", PERIOD)

    again = documents(tmp_path / PERIOD)
    assert [path.name for path in again] == [path.name for path in documents(built)]
    for first, second in zip(documents(built), again, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_every_document_opens_and_names_its_account(built: Path):
    for path in documents(built):
        name = path.name.split(" - ")[0]
        if path.suffix == ".docx":
            document = Document(str(path))
            assert name in document.core_properties.title
        else:
            deck = Presentation(str(path))
            assert 8 <= len(deck.slides) <= 20
            assert name in deck.core_properties.title


def test_no_tag_is_left_and_no_none_is_printed(built: Path):
    for path in documents(built):
        account = path.parent.parent.name
        people = keyplan_json("show", SAMPLES / f"{account}.xlsx", "--period", PERIOD)["stakeholders"]
        never_met = sum(person["coverage"] == "none" for person in people)  # "None" is a word of that scale
        text = "\n".join(
            "".join(ElementTree.fromstring(content).itertext())
            for name, content in members(path)
            if name.endswith(".xml")
        )
        assert not re.search(r"\{[{%#]|[}%#]\}", text), path.name
        text = re.sub(r"None (named|yet|of)", "", text)
        assert len(re.findall("None", text)) <= never_met, path.name


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            yield name, package.read(name)


def test_each_plan_and_deck_has_at_least_four_charts_whose_workbook_holds_what_is_plotted_and_nothing_more(built: Path):
    for path in [*built.glob("*/internal/* - Account plan - *"), *built.glob("*/client/*.pptx")]:
        parts = dict(members(path))
        charts = [name for name in parts if re.search(r"/charts/chart\d+\.xml$", name)]
        assert len(charts) >= 4, path.name
        for chart in charts:
            assert plotted(parts[chart]) == stored(workbook_of(chart, parts)), f"{path.name}: {chart}"


def workbook_of(chart: str, parts: dict[str, bytes]) -> bytes:
    folder, _, name = chart.rpartition("/")
    relations = ElementTree.fromstring(parts[f"{folder}/_rels/{name}.rels"])
    (target,) = [relation.get("Target") for relation in relations if relation.get("Type", "").endswith("/package")]
    return parts[str(target).replace("..", folder.rpartition("/")[0]).lstrip("/")]


def plotted(chart: bytes) -> dict[str, str | Decimal]:
    """Each cell that the chart refers to, with the value it has cached."""
    cells: dict[str, str | Decimal] = {}
    for reference in [
        *ElementTree.fromstring(chart).iter(f"{C}strRef"),
        *ElementTree.fromstring(chart).iter(f"{C}numRef"),
    ]:
        first = reference.findtext(f"{C}f", "").split("!")[1].replace("$", "").split(":")[0]
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", first).groups()  # type: ignore[union-attr]
        for point in reference.iter(f"{C}pt"):
            value = point.findtext(f"{C}v", "")
            cells[f"{column}{int(row) + int(point.get('idx', '0'))}"] = (
                value if reference.tag == f"{C}strRef" else Decimal(value)
            )
    return cells


def stored(workbook: bytes) -> dict[str, str | Decimal]:
    """Each cell of the embedded workbook; it has one sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert len(book.worksheets) == 1
    return {
        cell.coordinate: cell.value if isinstance(cell.value, str) else Decimal(str(cell.value))
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_a_plan_shows_what_show_tells(built: Path):
    for account in ACCOUNTS:
        told = keyplan_json("show", SAMPLES / f"{account}.xlsx", "--period", PERIOD)
        plan = plan_of(built, account)
        text = "".join(ElementTree.fromstring(dict(members(plan))["word/document.xml"]).itertext())
        for person in told["stakeholders"]:
            assert person["name"] in text, f"{account}: {person['name']}"
        for goal in told["objectives"]:
            assert goal["title"] in text, f"{account}: {goal['title']}"
        for force in told["forces"]:
            assert force["force"] in text, f"{account}: {force['force']}"


def shown(data: Any) -> Iterator[str]:
    """Every text in nested data."""
    if isinstance(data, dict):
        for value in data.values():
            yield from shown(value)
    elif isinstance(data, list):
        for value in data:
            yield from shown(value)
    elif isinstance(data, str):
        yield data


def test_a_client_document_holds_no_text_that_only_the_team_may_see(built: Path):
    for account in ACCOUNTS:
        workbook = SAMPLES / f"{account}.xlsx"
        client = set(shown(keyplan_json("show", workbook, "--audience", "client", "--period", PERIOD)))
        everything = keyplan_json("show", workbook, "--period", PERIOD)
        typed = {key: rows for key, rows in everything.items() if key in {sheet.key for sheet in sheets()}}
        internal = {*shown(typed), *shown(everything["headlines"])} - client
        told = " ".join(client)
        secrets = {text for text in internal if len(text) > 14 and text not in told}
        assert len(secrets) > 100
        for path in (built / account / "client").iterdir():
            for name, content in members(path):
                if name.endswith(".xml"):
                    text = " ".join(ElementTree.fromstring(content).itertext())
                    for secret in secrets:
                        assert secret not in text, f"{path.name}: {name} holds {secret!r}"
