"""The output templates after LibreOffice saved them: they compile, and their documents say what they said before."""

import io
import posixpath
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.model.account import KeyAccount
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents
from pipeline.run.templates import read_templates, template_files
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import ACCOUNTS, PROJECT, SAMPLES, need

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = PROJECT / "output_templates"
FILES = [path.name for path in template_files(TEMPLATES)]
REVIEW = Review(period=PERIOD, as_of=AS_OF)


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output templates as LibreOffice saves them, in folders of the same names."""
    folder = tmp_path_factory.mktemp("saved")
    office = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    for audience in ("internal", "client"):
        for kind in ("docx", "pptx"):
            sources = sorted((TEMPLATES / audience).glob(f"*.{kind}"))
            if sources:
                command = [*office, kind, "--outdir", str(folder / audience), *map(str, sources)]
                subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert [path.name for path in template_files(folder)] == FILES
    return folder


@pytest.fixture(scope="module")
def pairs(saved_again: Path) -> dict[tuple[str, str], tuple[bytes, bytes]]:
    """For each template and sample the document from the template as it is, and from the one saved again."""
    sets = (read_templates(TEMPLATES), read_templates(saved_again))
    found = {}
    for sample in ACCOUNTS:
        account = read_and_check(SAMPLES / f"{sample}.xlsx", shipped_standards()).account
        assert isinstance(account, KeyAccount)
        made = [documents(account, shipped_standards(), templates, REVIEW) for templates in sets]
        for before, after in zip(*made, strict=True):
            found[Path(before.template).name, sample] = (before.content, after.content)
    return found


def test_each_template_is_made_for_a_sample(pairs):
    assert {file for file, _ in pairs} == set(FILES)


@pytest.mark.parametrize("sample", ACCOUNTS)
def test_templates_that_libreoffice_saved_give_the_same_texts_in_the_same_order(pairs, sample):
    for file, (before, after) in _made_for(sample, pairs):
        assert texts(after) == texts(before), file


@pytest.mark.parametrize("sample", ACCOUNTS)
def test_templates_that_libreoffice_saved_give_the_same_charts(pairs, sample):
    for file, (before, after) in _made_for(sample, pairs):
        assert charts(after) == charts(before), file


def _made_for(sample, pairs):
    return [(file, pair) for (file, account), pair in pairs.items() if account == sample]


def test_the_plan_and_the_deck_have_charts(pairs):
    assert len(charts(pairs["account_plan.docx", "havnes-meieri"][0])) >= 6
    assert len(charts(pairs["quarterly_review.pptx", "havnes-meieri"][0])) >= 3


# --- what a document says ------------------------------------------------------------------------------------------


def texts(content: bytes) -> list[str]:
    """Its paragraphs that hold text, in reading order, then those of its headers and footers, sorted.

    Page numbers are left out: the program that opens the document works them out.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        main = sorted((name for name in names if _is_page(name)), key=_number)
        aside = [name for name in names if name.startswith(("word/header", "word/footer"))]
        lines = [line for name in main for line in _lines(package.read(name))]
        return lines + sorted(line for name in aside for line in _lines(package.read(name)))


def charts(content: bytes) -> list[list[str]]:
    """What its charts show, in reading order: names, categories, values and written labels."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        pages = sorted((name for name in package.namelist() if _is_page(name)), key=_number)
        return [_shown(package.read(chart)) for page in pages for chart in _charts_of(package, page)]


def _is_page(name: str) -> bool:
    return name == "word/document.xml" or name.startswith("ppt/slides/slide")


def _charts_of(package: zipfile.ZipFile, page: str) -> Iterator[str]:
    folder, _, file = page.rpartition("/")
    relations = ElementTree.fromstring(package.read(f"{folder}/_rels/{file}.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for chart in ElementTree.fromstring(package.read(page)).iter(f"{C}chart"):
        yield posixpath.normpath(posixpath.join("/" + folder, targets[chart.get(f"{R}id")])).lstrip("/")


def _shown(chart: bytes) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(chart).iter() if one.tag in (f"{C}v", f"{A}t")]


def _lines(part: bytes) -> list[str]:
    root = ElementTree.fromstring(part)
    for field in root.iter(f"{A}fld"):
        field.clear()
    instructions: list[str] = []
    for element in root.iter():
        if element.tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "begin":
            instructions.append("")
        elif element.tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "end":
            instructions.pop()
        elif element.tag == f"{W}instrText":
            instructions[-1] += element.text or ""
        elif element.tag == f"{W}t" and instructions and _is_page_number(element.text or "", instructions[-1]):
            element.text = ""
    paragraphs = [one for one in root.iter() if one.tag in (f"{W}p", f"{A}p")]
    joined = ("".join(one.text or "" for one in p.iter() if one.tag in (f"{W}t", f"{A}t")) for p in paragraphs)
    return [line for text in joined if (line := " ".join(text.split()))]


def _is_page_number(text: str, instruction: str) -> bool:
    """Whether a text is what a field of page numbers, or of contents, gave when the file was saved."""
    return "PAGE" in instruction or ("TOC" in instruction and text.strip().isdigit())


def _number(name: str) -> int:
    return int("".join(letter for letter in name if letter.isdigit()) or 0)
