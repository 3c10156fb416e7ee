"""Two validators that are not ours find nothing in any produced file: Microsoft's Open XML SDK and openxml-audit."""

import json
import os
import re
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from output_templates.authoring.rebrand import write_rebranded
from pipeline.run import stages
from pipeline.run.reading import checked_copy, read_and_check
from pipeline.run.stages import Review
from pipeline.run.templates import read_templates
from pipeline.workbook.upgrade import upgrade_workbook
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT, keyplan
from tests.exports import ACCOUNTS, an_export
from tests.generated import generated_account
from tests.proofs.packages import documents, embedded_workbooks, parts, with_part
from tests.test_upgrade import older
from tests.views.long_deck import long_account

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = sorted((PROJECT / "output_templates").glob("*/*.*x"))
INPUTS = [*sorted((PROJECT / "input_templates").glob("*.xlsx")), PROJECT / "samples" / "havnes-meieri.xlsx"]
# What openxml-audit advises where the standard leaves the choice (ECMA-376 part 1: an inline string is a cell type,
# 18.18.11; styles and theme are optional parts of a workbook, 12.3): Excel opens such a file without a word.
ADVICE = re.compile(r"inline-string cell\(s\)|A required relationship type '[^']*/(styles|theme)' is missing")
# What the logo of a template gives: a picture has number 1 in each part. Documents are numbered anew.
IN_TEMPLATES = re.compile(r"duplicate wp:docPr id")

# Its 400,000 elements take openxml-audit a quarter of a minute; the SDK looks at it, and openxml-audit at the others.
TOO_LONG_TO_AUDIT = "huge account_plan.docx"


@pytest.fixture(scope="session")
def files(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every produced document, and every workbook inside one as a file of its own."""
    folder = tmp_path_factory.mktemp("embedded")
    found = documents(built, ".docx", ".pptx")
    assert len(found) >= 16
    inside = written_out(found, folder)
    assert len(inside) >= 4 * 8
    return [*found, *inside]


@pytest.fixture(scope="session")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """As `files`, of accounts that are no sample: hardly a row, every field, 250 rows a sheet, words of every script.

    The account with every field has the second brand, and its joint action plan is German.
    """
    folder, standards = tmp_path_factory.mktemp("extremes"), shipped_standards()
    write_rebranded(PROJECT / "docs" / "second-brand", folder / "brand")
    full = generated_account(1, standards, "full")
    german = full.model_copy(update={"account": full.account.model_copy(update={"locale": "de-DE"})})
    shipped, branded = (read_templates(one) for one in (PROJECT / "output_templates", folder / "brand"))
    found = []
    for name, account, templates in (
        ("sparse", generated_account(1, standards, "sparse"), shipped),
        ("full", german, branded),
        ("huge", generated_account(1, standards, "huge"), shipped),
        ("long", long_account(), shipped),
    ):
        for document in stages.documents(account, standards, templates, Review(PERIOD, AS_OF)):
            found.append(folder / f"{name} {Path(document.template).name}")
            found[-1].write_bytes(document.content)
    assert len(found) == 4 * 5
    assert "full joint_action_plan.de.docx" in {path.name for path in found}
    inside = written_out(found, folder)
    assert len(inside) >= 3 * 8
    return [*found, *inside]


def written_out(found: Iterable[Path], folder: Path) -> list[Path]:
    """Every workbook inside the documents, as a file of its own in the folder."""
    inside = []
    for number, document in enumerate(found):
        for name, content in embedded_workbooks(document).items():
            inside.append(folder / f"{number} {document.stem} {Path(name).name}")
            inside[-1].write_bytes(content)
    return inside


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A workbook of each kind that a command writes: a checked copy, one that was upgraded, one that was imported."""
    folder = tmp_path_factory.mktemp("written")
    copy = checked_copy(read_and_check(PROJECT / "samples" / "broken" / "cells-misread.xlsx", shipped_standards()))
    assert copy is not None
    (folder / "copy.xlsx").write_bytes(copy)
    upgraded = upgrade_workbook(older(PROJECT / "samples" / "cedar-prairie.xlsx", folder / "old"), shipped_standards())
    assert upgraded.status == "upgraded"
    keyplan("import", an_export(folder, ACCOUNTS, ("A1", "Contoso")), "--dir", folder / "imported")
    return [folder / "copy.xlsx", upgraded.path, folder / "imported" / "contoso.xlsx"]


def sdk() -> str:
    """The Open XML SDK's validator, as .ci/run installs it; without it the test is skipped, or fails in CI."""
    found = sorted((PROJECT / ".tools" / "ooxml" / "node_modules" / "@xarsh").glob("ooxml-validator-*/ooxml-validator"))
    if found:
        return str(found[0])
    sentence = "the Open XML SDK validator is not installed (.ci/run installs it into .tools/ooxml)"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{sentence}, and CI must not skip what needs it")
    pytest.skip(sentence)


def sdk_findings(paths: Iterable[Path]) -> list[str]:
    """What the Open XML SDK finds in the files, two files at a time."""
    command, quiet = sdk(), os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}

    def findings(path: Path) -> list[str]:
        ran = subprocess.run([command, str(path)], capture_output=True, text=True, timeout=120, env=quiet)
        result = json.loads(ran.stdout)
        assert result["ok"] == (not result["errors"])
        return [f"{path.name}: {error['path']} {error['description']}" for error in result["errors"]]

    with ThreadPoolExecutor(2) as pool:
        return [finding for found in pool.map(findings, paths) for finding in found]


def audit_findings(paths: Iterable[Path]) -> list[str]:
    """What openxml-audit finds in the files, its advice left out."""
    validator = OpenXmlValidator()
    found = [f"{path.name}: {error}" for path in paths for error in validator.validate(path).errors]
    return [finding for finding in found if not ADVICE.search(finding)]


def build_up(workbook: Path) -> frozenset[tuple[str, str]]:
    """Which markup follows which in a workbook, numbers left out: workbooks built alike are valid alike."""
    found = []
    for content in parts(workbook.read_bytes()).values():
        markup = re.findall(r"<[^>]*>", re.sub(r"[A-Z]*[0-9]+", "", content.decode()))
        found += pairwise(markup)
    return frozenset(found)


@pytest.mark.parametrize("produced", ["files", "extremes"])
def test_the_sdk_finds_nothing_in_any_document_or_in_one_embedded_workbook_of_each_kind(produced: str, request: Any):
    files = request.getfixturevalue(produced)
    kinds = {build_up(path): path for path in files if path.suffix == ".xlsx"}
    assert len(kinds) >= 3
    assert sdk_findings([*(path for path in files if path.suffix != ".xlsx"), *kinds.values()]) == []


def test_the_sdk_finds_nothing_in_the_templates_and_workbooks(written: list[Path]):
    assert sdk_findings([*TEMPLATES, *INPUTS, *written]) == []


def test_openxml_audit_finds_nothing_in_any_document_or_embedded_workbook(files: list[Path]):
    assert audit_findings(files) == []


def test_openxml_audit_finds_nothing_at_the_extremes(extremes: list[Path]):
    assert audit_findings(path for path in extremes if path.name != TOO_LONG_TO_AUDIT) == []


def test_openxml_audit_finds_nothing_in_the_templates_and_workbooks(written: list[Path]):
    found = audit_findings([*TEMPLATES, *INPUTS, *written])
    assert [finding for finding in found if not IN_TEMPLATES.search(finding)] == []


@pytest.mark.parametrize("findings", [sdk_findings, audit_findings])
def test_an_element_out_of_its_place_is_found(findings, files: list[Path], tmp_path: Path):
    plan = next(path for path in files if path.suffix == ".docx")
    broken = tmp_path / "broken.docx"
    document = etree.fromstring(parts(plan.read_bytes())["word/document.xml"])
    next(document.iter(f"{W}p")).append(document.makeelement(f"{W}pPr"))
    with_part(plan, broken, "word/document.xml", etree.tostring(document))

    assert findings([broken]) != []
