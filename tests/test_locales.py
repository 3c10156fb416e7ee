"""Numbers, shares and dates follow the language of a document's words, against Babel called by the test itself."""

import datetime
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import chain

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from docx import Document
from lxml import etree
from pptx import Presentation

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import columns
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents
from pipeline.run.templates import read_templates
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT, SAMPLES

ENGLISH = "en-GB"
FOREIGN = ("de-DE", "sv-SE", "fr-FR", "ja-JP")
FILES = ("account_plan.docx", "one_page_plan.docx", "talking_points.docx", "quarterly_review.pptx")
JOINT = "joint_action_plan.docx"
CASES = [("en-US", file) for file in FILES] + [("de-DE", JOINT)]  # where the account speaks the document's language
# A number with a separator that is no part of an id ("A6.1"), a version or a file's name.
SEPARATED = re.compile(r"(?<![\w.,−])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w]|[.,]\d)|(?<![\w.,])\d+\.\d+(?![\w]|[.,]\d)")
TEXT = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
)


@cache
def sample() -> KeyAccount:
    account = read_and_check(SAMPLES / "havnes-meieri.xlsx", shipped_standards()).account
    assert isinstance(account, KeyAccount)
    return account


@cache
def paragraphs(locale: str) -> dict[str, list[str]]:
    """The paragraphs of each document of the sample in a locale, in order."""
    account = sample()
    spoken = account.model_copy(update={"account": account.account.model_copy(update={"locale": locale})})
    made = documents(
        spoken, shipped_standards(), read_templates(PROJECT / "output_templates"), Review(period=PERIOD, as_of=AS_OF)
    )
    return {
        name: list(_paragraphs(document.content, name))
        for document in made
        if (name := document.template.rpartition("/")[2].replace(".de.", ".")) in (*FILES, JOINT)
    }


def _paragraphs(content: bytes, name: str) -> Iterator[str]:
    if name.endswith(".docx"):
        roots = [Document(io.BytesIO(content)).element]
    else:
        roots = [slide._element for slide in Presentation(io.BytesIO(content)).slides]
    for space in TEXT:
        for root in roots:
            for paragraph in root.iter(f"{space}p"):
                yield "".join(_words(paragraph, space))


def _words(paragraph: etree._Element, space: str) -> Iterator[str]:
    return (text.text or "" for text in paragraph.iter(f"{space}t"))


@cache
def typed() -> str:
    """Every text of the workbook: what is typed there is never written anew."""
    account = sample()
    rows = chain.from_iterable(account.rows(record) for record in RECORDS)
    values = (getattr(row, column.key) for row in rows for column in columns(type(row)))
    return "\n".join(value for value in values if isinstance(value, str))


@cache
def days() -> tuple[datetime.date, ...]:
    account = sample()
    rows = chain.from_iterable(account.rows(record) for record in RECORDS)
    values = (getattr(row, column.key) for row in rows for column in columns(type(row)))
    return tuple({value for value in values if isinstance(value, datetime.date)})


def written(number: str, locale: str) -> str:
    """A number of the English document as Babel writes it in another locale, with as many decimals."""
    value = Decimal(number.replace(",", ""))
    decimals = len(number.partition(".")[2])
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=Locale.parse(locale, sep="-"))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("locale", FOREIGN)
def test_an_english_document_is_english_for_an_account_of_another_language(locale: str, file: str):
    pairs = zip(paragraphs(ENGLISH)[file], paragraphs(locale)[file], strict=True)

    assert [(english, other) for english, other in pairs if english != other] == []


@pytest.mark.parametrize(("locale", "file"), CASES)
def test_numbers_are_written_by_the_locale(locale: str, file: str):
    pairs = list(zip(paragraphs(ENGLISH)[file], paragraphs(locale)[file], strict=True))
    found = [(number, other) for english, other in pairs for number in SEPARATED.findall(english)]
    told = f"{typed()} {shipped_standards().version}"
    computed = [(number, other) for number, other in found if number not in told]

    assert len(computed) >= (1 if file == JOINT else 5)
    assert [(number, other) for number, other in computed if written(number, locale) not in other] == []


@pytest.mark.parametrize(("locale", "file"), CASES)
def test_dates_are_written_by_the_locale(locale: str, file: str):
    pairs = list(zip(paragraphs(ENGLISH)[file], paragraphs(locale)[file], strict=True))
    tongue = Locale.parse(locale, sep="-")
    names = {format_date(day, "long", locale="en_GB"): format_date(day, "long", locale=tongue) for day in days()}
    found = [
        (name, other)
        for english, other in pairs
        for name in names
        if re.search(rf"(?<!\d){name}", english.replace("\u00a0", " ")) and name not in typed()
    ]

    assert found != []
    plain = [(name, other.replace("\u00a0", " ")) for name, other in found]
    assert [(name, other) for name, other in plain if names[name] not in other] == []
