"""The lint finds nothing in sound files: generated accounts, other brands, other translations, oddly written XML."""

import io
import re
import zipfile
from functools import cache

import pytest

from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.soundness.file import faults_in
from pipeline.documents.soundness.told import unsound, unsound_template
from pipeline.documents.templates.template import Template
from pipeline.production.gate import faults_of
from pipeline.run.stages import Review, documents
from pipeline.run.templates import read_templates, template_files
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT, SAMPLES, keyplan
from tests.documents.office import edited, with_part
from tests.documents.soundness.test_seeded_defects import samples
from tests.generated import SIZES, generated_account
from tests.proofs.packages import documents as produced
from tests.test_rebrand import rebranded

REVIEW = Review(PERIOD, AS_OF)
TEMPLATES = PROJECT / "output_templates"


@cache
def templates() -> tuple[Template, ...]:
    return read_templates(TEMPLATES)


def test_nothing_is_found_in_the_documents_of_all_samples(built):
    found = produced(built, ".docx", ".pptx")
    assert len(found) == 20
    assert [fault for path in found for fault in faults_in(path.name, path.read_bytes())] == []


def test_nothing_is_found_in_any_workbook_of_the_project():
    workbooks = [*(PROJECT / "input_templates").glob("*.xlsx"), *SAMPLES.glob("*.xlsx")]
    assert len(workbooks) >= 7
    assert [fault for path in workbooks for fault in faults_in(path.name, path.read_bytes())] == []


def test_the_internal_files_of_a_hundred_generated_accounts_raise_no_alarm():
    """Those for the client are looked at where they are searched for leaks, in tests/production/test_gate.py."""
    internal = tuple(one for one in templates() if one.audience == "internal")
    sizes = [size for size in SIZES if size != "huge"]
    standards = shipped_standards()
    for seed in range(100):
        account = generated_account(seed, standards, sizes[seed % len(sizes)])
        made = documents(account, standards, internal, REVIEW)
        assert len(made) == 3
        assert faults_of(internal, made, (account, standards)) == (), seed


def test_nothing_is_found_in_the_documents_of_another_brand():
    standards = shipped_standards()
    other = tuple(
        compile_template(rebranded(path.read_bytes()), f"{path.parent.name}/{path.name}", one.audience)
        for path, one in zip(template_files(TEMPLATES), templates(), strict=True)
    )
    for seed in (1, 3):
        made = documents(generated_account(seed, standards, "full"), standards, other, REVIEW)
        assert [fault for one in made for fault in faults_in(one.name, one.content)] == []


@pytest.mark.parametrize("path", template_files(TEMPLATES), ids=lambda path: path.name)
def test_the_templates_have_no_warning(path):
    assert list(unsound_template(path.name, path.read_bytes())) == []


def test_lint_warns_of_what_a_template_brings_along(tmp_path):
    path = tmp_path / "internal" / "plan.docx"
    path.parent.mkdir()
    path.write_bytes(with_gone_style((TEMPLATES / "internal" / "one_page_plan.docx").read_bytes()))

    result = keyplan("lint", path)

    told = " ".join(result.output.split())
    assert result.exit_code == 0
    assert "internal/plan.docx, word/document.xml: It refers to the style 'Gone', which is not there" in told
    assert told.endswith("[template-unsound] 1 templates: 1 warning.")
    assert [problem.code for problem in unsound_template(path.name, path.read_bytes())] == ["template-unsound"]


def with_gone_style(blob: bytes) -> bytes:
    odd = '<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr><w:r><w:t>Odd</w:t></w:r></w:p>'
    return edited(blob, "word/document.xml", "(?<=<w:body>)", odd)


def test_what_office_passes_over_and_the_template_has_too_is_no_fault_of_the_document():
    blob = (TEMPLATES / "internal" / "one_page_plan.docx").read_bytes()
    account = generated_account(1, shipped_standards(), "full")
    odd = compile_template(with_gone_style(blob), "internal/one_page_plan.docx", "internal")
    (made,) = documents(account, shipped_standards(), (odd,), REVIEW)
    assert [fault.rule for fault in faults_in(made.name, made.content)] == ["style"]
    assert unsound(made.name, made.content, odd, "") == ()
    plain = compile_template(blob, "internal/one_page_plan.docx", "internal")
    assert [problem.code for problem in unsound(made.name, made.content, plain, "")] == ["unsound-file"]


def test_what_office_refuses_is_a_fault_even_if_the_template_has_it():
    blob = (TEMPLATES / "internal" / "one_page_plan.docx").read_bytes()
    cell = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl><w:p/>"
    bare = edited(blob, "word/document.xml", "(?<=<w:body>)", cell)
    template = Template("internal/x.docx", "internal", "word/document.xml", {}, (), source=bare)

    assert "cell-without-paragraph" in {problem.found for problem in unsound("x.docx", bare, template, "")}


def test_braces_that_somebody_typed_are_text():
    typed = run_with("{{ not a tag }}")
    assert [fault.rule for fault in faults_in("x.docx", typed)] == ["tag-left"]
    assert faults_in("x.docx", typed, "we said {{ not a tag }} there") == ()


def run_with(text: str) -> bytes:
    return edited(samples()["plan"], "word/document.xml", "(?<=<w:body>)", f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


# --- the same XML, written otherwise --------------------------------------------------------------------------------


def rewritten(blob: bytes, part: str, pairs: dict[str, str]) -> bytes:
    """A part in which each pattern is replaced everywhere."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        text = archive.read(part).decode()
    for pattern, replacement in pairs.items():
        text = re.sub(pattern, replacement, text)
    return with_part(blob, part, text.encode())


WAYS = {
    "another prefix": {r"(</?)w:": r"\1x:", r"xmlns:w=": "xmlns:x=", r" w:(\w+)=": r" x:\1="},
    "single quotes": {r' w:val="([^"\']*)"': r" w:val='\1'"},
    "spaces around the sign": {r' w:val="': ' w:val = "'},
    "comments": {r"<w:body>": "<w:body><!-- <w:tbl></w:tbl> -->"},
    "a section of characters": {r"(?<=<w:t>)Customer(?=</w:t>)": "<![CDATA[<w:tbl>]]>"},
    "a bracket in an attribute": {r'(?<= descr=")': "a > b, "},
}


@pytest.mark.parametrize("way", WAYS)
def test_xml_that_is_written_otherwise_is_as_sound(way: str):
    assert faults_in("x.docx", rewritten(samples()["plan"], "word/document.xml", WAYS[way])) == ()


@pytest.mark.parametrize("way", WAYS)
def test_a_fault_in_xml_that_is_written_otherwise_is_found(way: str):
    cell = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl><w:p/>"
    faulty = edited(samples()["plan"], "word/document.xml", "(?<=<w:body>)", cell)

    found = faults_in("x.docx", rewritten(faulty, "word/document.xml", WAYS[way]))

    assert {fault.rule for fault in found} == {"cell-without-paragraph"}


def test_a_part_in_two_byte_letters_is_read():
    with zipfile.ZipFile(io.BytesIO(samples()["plan"])) as archive:
        text = archive.read("word/document.xml").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert faults_in("x.docx", with_part(samples()["plan"], "word/document.xml", text.encode("utf-16"))) == ()
