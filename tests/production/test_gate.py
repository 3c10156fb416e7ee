"""The gate of a run: a leak keeps back an account's client files and nothing else, and clean accounts pass."""

import json
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents.packaging.unpacked import texts_in
from pipeline.documents.templates.template import Template
from pipeline.model.account import KeyAccount
from pipeline.production.gate import faults_of, leaks_in
from pipeline.production.order import STANDARDS, TEMPLATES, Order, Unit
from pipeline.production.work import do
from pipeline.run import stages
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Document, Review, Reviewed, documents, view
from pipeline.run.templates import read_templates
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import ACCOUNTS, PROJECT, SAMPLES, a_workspace, keyplan, working_in
from tests.documents.office import edited
from tests.generated import SIZES, generated_account

DECK = "output_templates/client/quarterly_review.pptx"
REVIEW = Review(PERIOD, AS_OF)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    a_workspace(tmp_path)
    for account in ACCOUNTS[:2]:
        shutil.copy(SAMPLES / f"{account}.xlsx", tmp_path)
    return tmp_path


def build(workspace: Path, *accounts: str):
    workbooks = [f"{account}.xlsx" for account in accounts]
    return keyplan("build", *workbooks, "--out", "out", "--period", PERIOD, folder=workspace)


def an_order() -> Order:
    return Order(standards=STANDARDS, templates=TEMPLATES, period=PERIOD, as_of=AS_OF, folder=Path("out") / PERIOD)


def files(workspace: Path, account: str, audience: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (workspace / "out" / PERIOD / account / audience).glob("*")}


def typed_on_the_first_slide(workspace: Path, text: str) -> None:
    path = workspace / DECK
    run = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    path.write_bytes(edited(path.read_bytes(), "ppt/slides/slide1.xml", r"(?=</p:txBody>)", run))


def test_the_samples_are_built_together_without_an_alarm(workspace: Path):
    assert build(workspace, *ACCOUNTS[:2]).exit_code == 0
    assert len(files(workspace, "averley-medical", "client")) == 2


def test_the_name_of_another_account_keeps_back_the_client_files_of_this_one_only(workspace: Path):
    build(workspace, *ACCOUNTS[:2])
    before = files(workspace, "averley-medical", "client")
    shutil.rmtree(workspace / "out" / PERIOD / "averley-medical" / "internal")
    typed_on_the_first_slide(workspace, "As at Cedar Prairie Brands")

    result = build(workspace, *ACCOUNTS[:2])

    assert result.exit_code == 1
    told = " ".join(result.output.split())
    assert "'Cedar Prairie Brands, Inc.', the name of the account in cedar-prairie.xlsx" in told
    assert files(workspace, "averley-medical", "client") == before
    assert len(files(workspace, "averley-medical", "internal")) == 3
    report = json.loads((workspace / "out" / PERIOD / "report.json").read_text())
    assert [(one["account_id"], one["status"]) for one in report["accounts"]] == [
        ("averley-medical", "failed"),
        ("cedar-prairie", "built"),
    ]
    assert report["accounts"][0]["problems"]["leak"] == 1
    assert not [file for file in report["accounts"][0]["files"] if "/client/" in file["path"]]


def test_no_client_file_is_published_where_there_was_none(workspace: Path):
    typed_on_the_first_slide(workspace, "As at Cedar Prairie Brands")
    build(workspace, "averley-medical", "cedar-prairie")

    assert files(workspace, "averley-medical", "client") == {}
    assert len(files(workspace, "cedar-prairie", "client")) == 2


def test_a_name_allowed_in_the_standards_passes(workspace: Path):
    typed_on_the_first_slide(workspace, "As at Cedar Prairie Brands")
    path = workspace / "input_templates" / "standards.toml"
    path.write_text(path.read_text().replace("allowed_names = []", 'allowed_names = ["Cedar Prairie Brands, Inc."]'))

    assert build(workspace, "averley-medical", "cedar-prairie").exit_code == 0


def test_a_search_that_cannot_be_made_publishes_nothing(workspace: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("pipeline.production.gate.secrets_of", broken)

    with working_in(workspace):
        outcome = do(an_order(), Unit(Path("averley-medical.xlsx"), "averley-medical", "Averley Medical plc"))

    assert (outcome.status, outcome.reason) == ("failed", "Unforeseen fault: RuntimeError: out of order")
    assert files(workspace, "averley-medical", "client") == {}


@cache
def client_templates() -> tuple[Template, ...]:
    return tuple(one for one in read_templates(PROJECT / "output_templates") if one.audience == "client")


@cache
def the_account() -> KeyAccount:
    account = read_and_check(SAMPLES / "havnes-meieri.xlsx", shipped_standards()).account
    assert account is not None
    return account


@cache
def its_files() -> tuple[Document, ...]:
    return documents(the_account(), shipped_standards(), client_templates(), REVIEW)


def leaks_if_internal(*texts: str) -> list[str]:
    """What is told as a leak of the sample's own files where an internal column holds these texts."""
    profile = the_account().account
    extra = {str(number): text for number, text in enumerate(texts)}
    account = the_account().model_copy(update={"account": profile.model_copy(update={"extra": extra})})
    return [
        one.message
        for one in leaks_in(Reviewed(account, shipped_standards(), REVIEW), client_templates(), its_files(), {})
    ]


def texts_of(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from texts_of(one)


def test_a_unit_in_an_internal_column_in_which_a_slide_counts_is_no_leak():
    units = [one.model_copy(update={"unit": None, "extra": {"Scale": "EUR thousand"}}) for one in the_account().kpis]
    account = the_account().model_copy(update={"kpis": tuple(units)})
    reviewed = Reviewed(account, shipped_standards(), REVIEW)
    made = documents(account, shipped_standards(), client_templates(), REVIEW)
    deck = next(one for one in made if one.name.endswith(".pptx"))

    assert any(("eur", "thousand") in pairwise(text.words) for _, text in texts_in(deck.content))
    assert leaks_in(reviewed, client_templates(), made, {}) == ()


def test_whatever_the_client_is_told_may_stand_in_an_internal_column_as_well():
    said = view(the_account(), shipped_standards(), REVIEW, "client")

    assert leaks_if_internal(*texts_of(said)) == []
    assert (
        leaks_if_internal("July to September 2026", "syyskuu", "Confidential", "Quarterly review, 30 September 2026")
        == []
    )


def test_no_word_of_a_clean_file_is_a_leak_by_itself_be_it_of_its_markup():
    words = {word for one in its_files() for _, text in texts_in(one.content) for word in text.vocabulary}
    numbered = {word for word in words if word[-1].isdigit() or not word.isascii()}

    assert len(words - numbered) > 1000
    assert leaks_if_internal(*(words - numbered)) == []


def test_a_leak_that_came_in_through_what_is_said_is_found(monkeypatch: pytest.MonkeyPatch):
    said_rightly, secret = stages._view, "Zaphod leaves for Vogsphere"

    def leaky(*given: Any) -> dict[str, Any]:
        data = said_rightly(*given)
        data["about"] = {**data["about"], "confidentiality": f"Confidential: {secret}"}
        return data

    monkeypatch.setattr(stages, "_view", leaky)
    account = the_account().model_copy(
        update={"account": the_account().account.model_copy(update={"extra": {"Note": secret}})}
    )
    reviewed = Reviewed(account, shipped_standards(), REVIEW)
    made = documents(account, shipped_standards(), client_templates(), REVIEW)

    assert secret in {one.found for one in leaks_in(reviewed, client_templates(), made, {})}


def test_a_projection_that_holds_more_than_the_clients_cells_excuses_nothing(monkeypatch: pytest.MonkeyPatch):
    given = (the_account(), shipped_standards(), REVIEW, ["en"])
    assert stages.said_by_rights(*given)

    monkeypatch.setattr(stages, "project", lambda account: account)

    assert stages.said_by_rights(*given) == ()


def test_accounts_called_like_words_of_every_document_do_not_stop_each_other():
    names = ("Target Corporation", "Next plc", "September AS", "Revenue", "Media AS", "Package", "Quality Ltd")
    reviewed = Reviewed(the_account(), shipped_standards(), REVIEW)

    assert leaks_in(reviewed, client_templates(), its_files(), {name: f"{name}.xlsx" for name in names}) == ()


def test_a_hundred_generated_accounts_raise_no_alarm():
    standards, review = shipped_standards(), Review(PERIOD, AS_OF)
    templates = tuple(one for one in read_templates(PROJECT / "output_templates") if one.audience == "client")
    names = {f"Customer {number} Ltd": f"c{number}.xlsx" for number in range(100)}
    sizes = [size for size in SIZES if size != "huge"]
    for seed in range(100):
        account = generated_account(seed, standards, sizes[seed % len(sizes)])
        made = documents(account, standards, templates, review)
        assert made
        assert leaks_in(Reviewed(account, standards, review), templates, made, names) == (), seed
        assert faults_of(templates, made, (account, standards)) == (), seed
