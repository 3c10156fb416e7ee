"""Canaries: what only the team may see is in the internal plan, and in no byte of a client's file."""

import base64
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.model.account import RECORDS, KeyAccount, all_columns
from pipeline.model.fields import Column, Record, columns
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Document, Review, documents
from pipeline.run.templates import read_templates
from pipeline.views import wording
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import ACCOUNTS, PROJECT, SAMPLES

TEXTS = ("text", "long text")
NUMBERS = ("number", "money")


def canary(column: Column, salt: str) -> Any:
    """A value that stands nowhere else: a text for texts, an odd number for numbers, a far day for dates."""
    seed = sum(ord(letter) * (place + 7) for place, letter in enumerate(column.path + salt))
    if column.kind.name in TEXTS and not column.refers and not column.choices_from:
        return f"canary {salt} {column.path.replace('[]', '').replace('_', '').replace('.', '')}"
    if column.kind.name in NUMBERS:
        return Decimal(7_000_003 + seed * 11)
    if column.kind.name == "date":
        return datetime.date(2051, 1, 1) + datetime.timedelta(days=seed % 9000)
    return None


def with_canaries(account: KeyAccount) -> tuple[KeyAccount, dict[str, Any]]:
    """The account with a canary in every internal field that can hold one, and in every text of unshared rows."""
    planted: dict[str, Any] = {}
    changed: dict[str, Any] = {}
    for record in RECORDS:
        rows = [with_canaries_in_row(row, planted) for row in account.rows(record)]
        changed[record.sheet.key] = rows[0] if record.sheet.form else tuple(rows)
    return account.model_copy(update=changed), planted


def with_canaries_in_row(row: Record, planted: dict[str, Any]) -> Record:
    condition = row.sheet.client_when
    unshared = condition is not None and getattr(row, condition[0]) != condition[1]
    found: dict[str, Any] = {}
    for column in columns(type(row)):
        hidden = unshared and column.audience == "client" and column.kind.name == "long text" and not column.refers
        if column.audience == "internal" and column.key != "account_id":
            found[column.key] = canary(column, "field")
        elif hidden:
            found[column.key] = canary(column, "unshared")
    found = {key: value for key, value in found.items() if value is not None}
    planted.update({f"{row.sheet.key}.{key}": value for key, value in found.items()})
    return row.model_copy(update=found)


def every_byte(content: bytes, name: str = "") -> Iterator[tuple[str, str]]:
    """Every part of a package as text, packages inside it and decoded forms included."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield f"{name} (file list)", " ".join(package.namelist())
            for member in package.namelist():
                yield from every_byte(package.read(member), f"{name}/{member}")
        return
    yield name, content.decode("utf-8", "ignore")
    yield name, content.decode("utf-16", "ignore")
    for run in re.findall(rb"[A-Za-z0-9+/]{24,}", content):
        yield name, base64.b64decode(run[: len(run) // 4 * 4]).decode("utf-8", "ignore")
    if name.endswith((".xml", ".rels")):
        yield name, "".join(ElementTree.fromstring(content).itertext())


def forms(value: Any) -> set[str]:
    """How a canary may be written: texts as they are, numbers plain or grouped, days in figures or words."""
    if isinstance(value, Decimal):
        return {f"{value}", *(f"{value:,}".replace(",", mark) for mark in ",.\u00a0\u202f")}
    if isinstance(value, datetime.date):
        serial = (value - datetime.date(1899, 12, 30)).days
        worded = {f"{value.day} {value:%B %Y}", f"{value.day} {value:%b %Y}", f"{value.day}. {value:%B %Y}"}
        return worded | {value.isoformat(), f"{value:%B} {value.day}, {value.year}", str(serial)}
    return {str(value)}


def shortened(value: Any) -> set[str]:
    """How a plan may write a canary where room is short: "EUR 7.5 m", "30 Sep"."""
    if isinstance(value, Decimal):
        return {
            f"{mark}{millions}"
            for mark in " \u00a0"
            for millions in (f"{value / 1_000_000:.1f}", f"{value / 1_000_000:.1f}".replace(".", ","))
        }
    if isinstance(value, datetime.date):
        return {f"{value.day} {value:%b}", f"{value:%b} {value.day}", wording.date(value, "de-DE", "short")}
    return set()


REVIEW = Review(PERIOD, AS_OF)


def read(sample: str) -> KeyAccount:
    account = read_and_check(SAMPLES / f"{sample}.xlsx", shipped_standards()).account
    assert account is not None
    return account


@pytest.fixture(scope="module", params=ACCOUNTS)
def planted(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any], tuple[Document, ...]]:
    """A sample, the canaries planted in it, and the documents made of it then."""
    canaried, found = with_canaries(read(request.param))
    templates = read_templates(PROJECT / "output_templates")
    return request.param, found, documents(canaried, shipped_standards(), templates, REVIEW)


def test_no_canary_is_in_any_byte_of_a_client_file(planted):
    _, canaries, made = planted
    assert len(canaries) > 60
    for document in made:
        if document.audience != "client":
            continue
        for part, text in every_byte(document.content, document.name):
            for path, value in canaries.items():
                for form in forms(value):
                    assert form not in text, f"{part} holds the canary of {path}"


def test_every_canary_is_in_the_internal_plan(planted):
    _, canaries, made = planted
    (plan,) = [document for document in made if document.template == "internal/account_plan.docx"]
    with zipfile.ZipFile(io.BytesIO(plan.content)) as package:
        text = " ".join(
            "".join(ElementTree.fromstring(package.read(name)).itertext())
            for name in package.namelist()
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)
        )
    internal = {f"{c.sheet.key}.{c.key}" for c in all_columns() if c.audience == "internal"}
    missing = [
        path
        for path, value in canaries.items()
        if path in internal and not any(form in text for form in forms(value) | shortened(value))
    ]
    assert missing == []


def test_the_client_files_are_the_same_whatever_is_planted(planted):
    """Internal fields change nothing: a client's file with canaries is the file without, byte by byte."""
    sample, _, made = planted
    plain = documents(read(sample), shipped_standards(), read_templates(PROJECT / "output_templates"), REVIEW)

    untouched = {document.template: document.content for document in plain if document.audience == "client"}
    plain_names = {name.replace(".de.", ".") for name in untouched}  # a German account has a German joint action plan
    assert plain_names == {"client/joint_action_plan.docx", "client/quarterly_review.pptx"}
    assert untouched == {document.template: document.content for document in made if document.audience == "client"}
