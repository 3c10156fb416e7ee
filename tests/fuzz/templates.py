"""Spoilt templates and their judge: refused in sentences with a place, or documents that pass the gates.

A document that a gate keeps back is no complaint if `keyplan lint` tells of a fault in its template.
"""

import io
import posixpath
import random
import sys
import traceback
import warnings
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from pipeline.documents.compiling.compile import read_template
from pipeline.documents.packaging.leaks import find_leaks, searchable
from pipeline.documents.packaging.package import read_package
from pipeline.documents.rendering.render import render
from pipeline.documents.soundness.told import unsound, unsound_template
from pipeline.documents.templates.template import Template
from pipeline.problems import Problem, TemplateRefused
from pipeline.views.secrets import Secrets
from tests.documents.office import (
    REVENUE,
    data,
    deck,
    fill,
    saved,
    slide_chart,
    slide_table,
    titled,
    word_chart,
)
from tests.fuzz.mutations import mutant
from tests.fuzz.workers import Verdict

PEOPLE = [{"name": "Ida <Lindqvist>", "role": "Buyer & cook"}, {"name": "{{ name }}", "role": ""}]


def case(seed: str, number: int) -> tuple[str, str, bytes]:
    """The kind of template that mutant `number` of a seed is made from, what was done, and the mutant."""
    dice = random.Random(f"template {seed} {number}")
    kind = dice.choice(("client/a.docx", "internal/a.docx", "client/a.pptx", "internal/a.pptx"))
    return kind, *mutant(original(kind), dice)


@cache
def original(kind: str) -> bytes:
    """A small template with a bit of everything: tags, loops, conditions, a table, a chart, pictures, notes, links."""
    blob = _deck() if kind.endswith(".pptx") else _document()
    spare = ("docProps/thumbnail.jpeg", "ppt/printerSettings/printerSettings1.bin")
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name not in spare}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    return file.getvalue()


def _deck() -> bytes:
    rows = slide_table(
        ["Name", "Role"], ["{%tr for p in people %}", ""], ["{{ p.name }}", "{{ p.role }}"], ["{%tr endfor %}", ""]
    )
    return deck(
        titled("{{ name }}", "{# ours alone #}", _with_a_picture),
        titled("{{ p.name }}", "{% slide for p in people %}"),
        titled("Rows", "{% slide if people %}", rows),
        titled("Sold", "", slide_chart("chart:c")),
    )


def _with_a_picture(slide: Any) -> None:
    slide.shapes.add_picture(_picture(), 0, 0)
    run = slide.shapes.add_textbox(0, 0, 900000, 400000).text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = "{{ name }} on the web", "https://example.com"


def _document() -> bytes:
    document = docx.Document(io.BytesIO(word_chart("chart:c")))
    document.add_heading("{{ name }}", 1)
    document.add_paragraph("{%p for p in people %}")
    document.add_paragraph("{{ p.name }}: {{ p.role | default('none') }}", "List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{% if people %}some{% else %}none{% endif %}, {{ amount | money }} by {{ day | date }}")
    table = document.add_table(4, 2)
    fill(
        table,
        (["Name", "Role"], ["{%tr for p in people %}", ""], ["{{ p.name }}", "{{ p.role }}"], ["{%tr endfor %}", ""]),
    )
    document.add_picture(_picture())
    document.sections[0].footer.paragraphs[0].text = "{{ document.title }}"
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    document.paragraphs[0]._p.append(parse_xml(field))
    return saved(document)


def _picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(file, "png")
    return file


def values() -> dict[str, Any]:
    """What the tags of the templates name."""
    return data(
        name="Contoso & Söhne", people=PEOPLE, amount=1200, day=data()["document"]["date"], charts={"c": REVENUE}
    )


def judged(seed: str, number: int) -> Verdict:
    """What became of one mutant."""
    warnings.simplefilter("ignore")
    return judge(*case(seed, number))


def judge(kind: str, done: str, blob: bytes) -> Verdict:
    """What became of a file that was made from the original of a `kind` by what was `done`."""
    audience: Any = kind.partition("/")[0]
    try:
        reading = read_template(blob, kind, audience)
        problems = reading.problems
        made = render(reading.template, values()) if reading.template else b""
    except TemplateRefused as refusal:
        made, problems = b"", refusal.problems
    except Exception:
        return Verdict("traceback", f"{kind}, {done}\n{traceback.format_exc()}")
    if not made:
        unclear = [problem for problem in problems if not _is_clear(problem)]
        return Verdict(
            "refused", f"{kind}, {done}: {unclear or 'refused without a word'}" if unclear or not problems else ""
        )
    assert reading.template is not None
    kept_back = held(kind, made, reading.template)
    if kept_back:
        told = [*problems, *new_warnings(kind, blob)]
        unclear = [problem for problem in (*kept_back, *told) if not _is_clear(problem)]
        return Verdict("kept back", "" if told and not unclear else f"{kind}, {done}: {unclear or kept_back}")
    wrong = "; ".join(faults(made))
    return Verdict("made", f"{kind}, {done}: {wrong}" if wrong else "")


def held(kind: str, made: bytes, template: Template) -> tuple[Problem, ...]:
    """Everything for which the gates before publishing would keep a document back."""
    typed = "\n".join(person["name"] for person in PEOPLE)
    found = unsound(kind, made, template, typed)
    if template.audience == "client":
        found += find_leaks(kind, searchable(made), Secrets({}, {}, typed))
    return found


def new_warnings(kind: str, blob: bytes) -> list[Problem]:
    """What `keyplan lint` says of the bytes of a template and does not say of its original."""
    before = {(one.found, one.place) for one in unsound_template(kind, original(kind))}
    return [one for one in unsound_template(kind, blob) if (one.found, one.place) not in before]


def _is_clear(problem: Problem) -> bool:
    return bool(problem.message and problem.fix and problem.file)


def faults(made: bytes) -> Iterator[str]:
    """What Office would stumble over in a document: damaged XML, parts that are missing or unknown, ids without one."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        if archive.testzip() or len(set(archive.namelist())) != len(archive.namelist()):
            yield "the zip is damaged"
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                try:
                    expat.ParserCreate(namespace_separator=" ").Parse(archive.read(name), True)
                except expat.ExpatError as error:
                    yield f"{name}: {error}"
    parts = read_package(made)
    for name, part in parts.items():
        if name and not part.content_type:
            yield f"{name} has no content type"
        for relation in part.relations:
            if not relation.external and relation.target not in parts:
                yield f"{name} leads to {relation.target}, which is missing"
            if posixpath.isabs(relation.target):
                yield f"{name} leads to {relation.target}"


if __name__ == "__main__":  # python -m tests.fuzz.templates SEED NUMBER FILE writes one mutant into a file
    kind_, told_, blob_ = case(sys.argv[1], int(sys.argv[2]))
    Path(sys.argv[3]).write_bytes(blob_)
    print(kind_, told_)
