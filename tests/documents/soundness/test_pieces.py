"""A part that is looked at in pieces is judged as it is when it is read as a whole, whatever is wrong with it."""

import random
import re
import zipfile
import zlib
from functools import cache
from io import BytesIO
from xml.parsers import expat

import pytest

from pipeline.documents.soundness import file
from pipeline.documents.soundness.facts import Facts, Fault
from pipeline.documents.soundness.pieces import said_shortly
from pipeline.run.stages import Review, documents
from pipeline.run.templates import read_templates
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT
from tests.generated import generated_account

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
TYPES = {"word/document.xml": WORD, "ppt/slides/slide5.xml": SLIDE}
TAG = re.compile(rb"<[^<>]*>")
LEAF = re.compile(rb"<([\w:]+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>)")
VALUE = re.compile(rb'="([^"<>]*)"')
ELEMENTS = (b"<w:p/>", b"<w:tc/>", b"<w:tc><w:p/></w:tc>", b"<w:gridCol/>", b"<a:tc/>", b"<a:x/>")
ELEMENTS += (b'<w:hyperlink r:id="rId999" w:anchor="gone"/>', b'<w:pStyle w:val="Gone"/>', b'<w:t a="{{ name }}"/>')
ELEMENTS += (b'<w:fldChar w:fldCharType="end"/>', b"<mc:Fallback><w:p/></mc:Fallback>", b"<!-- -->")
ODD = (b"&", b"<", b">", b"\x0b", b"\xff", b"{{", b"]]>", b"<?x?>", b"&#0;", b"'", b"</a:p>", b'<x a="1" a="2"/>')


@cache
def parts() -> dict[str, bytes]:
    """A Word document and a slide of a generated account, by the names of their parts."""
    standards, review = shipped_standards(), Review(PERIOD, AS_OF)
    chosen = ("internal/one_page_plan.docx", "client/quarterly_review.pptx")
    templates = tuple(one for one in read_templates(PROJECT / "output_templates") if one.name in chosen)
    found: dict[str, bytes] = {}
    for made in documents(generated_account(5, standards, "small"), standards, templates, review):
        with zipfile.ZipFile(BytesIO(made.content)) as archive:
            found |= {name: archive.read(name) for name in TYPES if name in archive.namelist()}
    return found


def looked_at(name: str, data: bytes) -> Facts:
    try:
        return file._part.__wrapped__(file._Entry(name, 0, zlib.crc32(data), len(data), data), TYPES[name]).facts
    except expat.ExpatError:
        return Facts((Fault("unreadable", "", ""),))


def spoilt(data: bytes, dice: random.Random) -> bytes:
    """The part with one or two things out of place; most often it is well-formed still."""
    for _ in range(dice.randint(1, 2)):
        one = dice.choice(list(dice.choice((TAG, LEAF, LEAF, LEAF, VALUE, VALUE)).finditer(data)))
        if one.re is TAG:
            put = dice.choice((b"", one[0] * 2, dice.choice(ODD) + one[0], one[0] + dice.choice(ODD)))
        elif one.re is LEAF:
            put = dice.choice((b"", one[0] * 2, dice.choice(ELEMENTS), dice.choice(ELEMENTS) + one[0]))
        else:
            put = b'="' + dice.choice((b"", b"1", b"Gone", b"{{")) + b'"'
        data = data[: one.start()] + put + data[one.end() :]
    return data


@pytest.mark.parametrize("name", TYPES)
def test_a_spoilt_part_is_judged_alike_in_pieces_and_as_a_whole(name: str, monkeypatch: pytest.MonkeyPatch):
    dice, faulty, shortly = random.Random(name), 0, 0
    for number in range(60 if name.startswith("word") else 200):
        data = spoilt(parts()[name], dice)
        in_pieces = looked_at(name, data)
        shortly += said_shortly(data, file._rules(TYPES[name])) is not None
        with monkeypatch.context() as patched:
            patched.setattr(file, "said_shortly", lambda *_: None)
            whole = looked_at(name, data)
        assert (in_pieces.faults, in_pieces.uses, in_pieces.makes) == (whole.faults, whole.uses, whole.makes), number
        assert set(in_pieces.ids) == set(whole.ids), number
        faulty += bool(whole.faults)
    assert faulty > 20
    assert shortly > 20


@pytest.mark.parametrize("name", TYPES)
def test_most_of_a_part_is_asked_for_by_no_rule(name: str):
    short = said_shortly(parts()[name], file._rules(TYPES[name]))

    assert short is not None
    assert len(short.text) < len(parts()[name]) / 2


@pytest.mark.parametrize(
    "head",
    [
        b' <?xml version="1.0" encoding="UTF-8"?>',
        b'<?xml version="1.0" encoding="ISO-8859-1"?>',
        b'<?xml version="1.1"?>',
        b"<!DOCTYPE w:document []>",
        b"text",
        b"<w:p/>",
    ],
)
def test_what_stands_before_the_first_element_counts(head: bytes):
    name = "word/document.xml"
    start = parts()[name].index(b"<w:document")

    assert looked_at(name, parts()[name][start:]).faults == ()
    assert said_shortly(head + parts()[name][start:], file._rules(WORD)) is None


@pytest.mark.parametrize("end", [b"<a:x/>", b"<a:x></a:x>", b"<a:x><a:y/></a:x>", b"<a:x>text</a:x>"])
def test_what_stands_behind_the_last_paragraph_of_a_text_stays(end: bytes):
    name = "ppt/slides/slide5.xml"
    data = parts()[name].replace(b"</p:txBody>", end + b"</p:txBody>", 1)

    assert [fault.rule for fault in looked_at(name, data).faults] == ["text-without-paragraph"]
