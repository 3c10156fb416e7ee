"""Hostile templates: attacks in every place that a template fills, and files that are no templates."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image
from pptx.util import Inches

from tests.documents.office import deck, paragraphs, titled, word
from tests.hostile.packages import lying, parts_of, saying, zipped


@dataclass(frozen=True)
class Case:
    """A hostile template, and the codes of which each may be told."""

    content: bytes
    codes: tuple[str, ...] = ("template-unreadable",)
    said: str = ""
    suffix: str = ".docx"


# Six ways to run code, to read a file, or to never end.
ATTACKS = {
    "a class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "another file": "{% include '/etc/passwd' %}",
    "a filter's attribute": "{{ objectives|map(attribute='__class__.__init__')|list|join }}",
    "a long text": "{{ 'A' * 1000000000 }}",
    "loops without end": "".join(f"{{% for {a} in range(1000) %}}" for a in "abcd") + "{{ a }}" + "{% endfor %}" * 4,
}
TAG = ("tag-unknown", "tag-refused", "tag-failed", "tag-syntax", "access-private", "call-refused", "name-unknown")
TAG = (*TAG, "filter-unknown", "tag-not-rendered")


def in_body(text: str) -> bytes:
    return paragraphs(text)


def in_header(text: str) -> bytes:
    return word(lambda document: document.sections[0].header.add_paragraph(text))


def in_properties(text: str) -> bytes:
    def build(document: Any) -> None:
        document.core_properties.title = text[:255]
        document.core_properties.subject = text[:255]

    return word(build)


def a_picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (20, 10)).save(file, "PNG")
    file.seek(0)
    return file


def in_alternative_text(text: str) -> bytes:
    def build(document: Any) -> None:
        document.add_picture(a_picture(), Inches(1))
        next(document.element.body.iter("{*}docPr")).set("descr", text)

    return word(build)


def on_a_slide(text: str) -> bytes:
    return deck(titled(text))


def in_slide_notes(text: str) -> bytes:
    return deck(titled("T", f"Notes\n{text}"))


def in_shape_alternative_text(text: str) -> bytes:
    def build(slide: Any) -> None:
        shape = slide.shapes.add_picture(a_picture(), Inches(1), Inches(1))
        shape._element.nvPicPr.cNvPr.set("descr", text)

    return deck(titled("T", "", build))


PLACES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "the body": (in_body, ".docx"),
    "a header": (in_header, ".docx"),
    "the properties": (in_properties, ".docx"),
    "an alternative text": (in_alternative_text, ".docx"),
    "a slide": (on_a_slide, ".pptx"),
    "the notes of a slide": (in_slide_notes, ".pptx"),
    "the alternative text of a shape": (in_shape_alternative_text, ".pptx"),
}


def attacks() -> dict[str, Case]:
    """Each attack in each place."""
    return {
        f"{attack} in {place}": Case(make(text), TAG, "", suffix)
        for attack, text in ATTACKS.items()
        for place, (make, suffix) in PLACES.items()
    }


def growth() -> dict[str, Case]:
    """Values and loops that grow without end."""

    def doubled(start: str, step: str, times: int = 40) -> str:
        return f"{{% set a = {start} %}}" + f"{{% set a = {step} %}}" * times + "{{ a|length }}"

    nested = "".join(f"{{% for a{n} in range(2) %}}" for n in range(30)) + "x" + "{% endfor %}" * 30
    deep = "{% if 1 %}" * 400 + "x" + "{% endif %}" * 400
    texts = {
        "a text doubled": doubled("'x'", "a ~ a"),
        "a text added to itself": doubled("'x'", "a + a"),
        "a list doubled": doubled("[1]", "a + a"),
        "lists added up": doubled("[1]", "[a, a]|sum(start=[])"),
        "lists in lists": doubled("[1]", "[a, a]"),
        "a group in a group": doubled("[1]", "{'a': a, 'b': a}"),
        "a number squared": "{% set a = 99999 %}" + "{% set a = a * a %}" * 40 + "{{ a }}",
        "a batch filled up": "{{ [1]|batch(1000000000, 'x')|list|length }}",
        "a digit far behind the point": "{{ 1.5|round(1000000000, 'ceil') }}",
        "very many decimals": "{{ 1.5|number(1000000000) }}",
        "decimals of a share": "{{ 1.5|percent(1000000000) }}",
        "texts joined by texts": "{{ range(1000)|join(range(1000)|join(range(1000)|join('x'))) }}",
        "a text replaced": "{% set a = 'x' %}" + "{% set a = a|replace('x', 'xxxxxxxx') %}" * 12 + "{{ a }}",
        "a number without end": "{{ 1e999 }}",
        "a number that becomes endless": "{{ '1e999'|float }}",
        "an import": "{% import 'os' as os %}",
        "a parent": "{% extends '/etc/passwd' %}",
        "a power": "{{ 9 ** 9 ** 9 }}",
        "a range without end": "{{ range(1000000000)|list|length }}",
        "a range by its steps": "{% for a in range(0, 1000000000, 1) %}x{% endfor %}",
        "brackets without end": f"{{{{ {'(' * 900}1{')' * 900} }}}}",
        "a sum without end": f"{{{{ {'1 + ' * 4000}1 }}}}",
        "minus signs without end": f"{{{{ {'-' * 4000}1 }}}}",
        "loops in loops": nested,
        "conditions in conditions": deep,
        "letters without end": "{% for a in range(900) %}{% for b in range(9) %}" + "x" * 9000 + "{% endfor %}" * 2,
    }
    found = {name: Case(paragraphs(text), TAG) for name, text in texts.items()}
    found["rows without end"] = Case(_rows_in_rows(), TAG)
    many = "{% slide for a in range(1000) %}\nx"
    found["slides without end"] = Case(deck(titled("{{ a }}", many)), TAG, "500 slides", ".pptx")
    return found


def _rows_in_rows() -> bytes:
    def build(document: Any) -> None:
        texts = [f"{{%tr for {name} in range(1000) %}}" for name in "abc"] + ["{{ a }}"] + ["{%tr endfor %}"] * 3
        table = document.add_table(len(texts), 1)
        for row, text in zip(table.rows, texts, strict=True):
            row.cells[0].text = text

    return word(build)


def changed(content: bytes, part: str, pattern: str, by: str) -> bytes:
    parts = parts_of(content)
    text, count = re.subn(pattern, lambda _: by, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count, (part, pattern)
    return zipped({**parts, part: text.encode()})


def without(content: bytes, part: str) -> bytes:
    return zipped({name: data for name, data in parts_of(content).items() if name != part})


def files() -> dict[str, Case]:
    """Files that are no templates, or not safe to open."""
    letter, slides = paragraphs("Dear {{ account.name }}"), deck(titled("{{ account.name }}"))
    parts, slide_parts = parts_of(letter), parts_of(slides)
    main, types = "word/document.xml", "[Content_Types].xml"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    declared = {
        "a billion laughs": f"<!DOCTYPE x [{laughs}]>",
        "a file of this computer": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    }
    big = b"\0" * 60 * 2**20
    deep = "<w:p>" * 60_000 + "</w:p>" * 60_000
    found = {
        "nothing": Case(b"", said="empty"),
        "a text": Case(b"Dear {{ account.name }}", said="neither"),
        "a PDF file": Case(b"%PDF-1.7\n%", said="neither"),
        "an old Word file": Case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), said="old Word"),
        "a password": Case(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), said="password"
        ),
        "an encrypted zip": Case(saying(letter, main, 6, struct.pack("<H", 1)), said="password"),
        "a zip of something else": Case(zipped({"a.txt": b"a"}), said="missing"),
        "a deck called .docx": Case(slides, said="its name ends with .docx"),
        "a letter called .pptx": Case(letter, said="its name ends with .pptx", suffix=".pptx"),
        "a workbook": Case(
            changed(letter, types, "wordprocessingml.document.main", "spreadsheetml.sheet.main"), said="neither"
        ),
        "macros": Case(
            changed(
                letter,
                types,
                re.escape("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
            said="macros",
        ),
        "a bomb": Case(zipped({**parts, "word/media/a.png": big}), said="200 times"),
        "a bomb in the text": Case(zipped({**parts, main: parts[main] + b" " * 15 * 2**20}), said="200 times"),
        "a bomb that says it is small": Case(
            lying({**parts, main: parts[main] + b" " * 10**7}, main, len(parts[main])), said="cannot be unpacked"
        ),
        "packed by LZMA": Case(zipped(parts, zipfile.ZIP_LZMA), said="packed in a way"),
        "a name that leads out": Case(zipped({**parts, "../../evil": b"a"}), said="outside the file"),
        "half of it": Case(letter[: len(letter) // 2], said="not copied whole"),
        "a part twice": Case(zipped({**parts, "WORD/document.xml": b"<a/>"}), said="twice"),
        "elements in elements without end": Case(
            changed(letter, main, "<w:sectPr", f"{deep}<w:sectPr"), ("template-unreadable", "part-unreadable"), ""
        ),
        "a million elements": Case(
            zipped({**parts, main: parts[main].replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 1_000_001)}, 0),
            said="a million entries",
        ),
        "half a letter of UTF-8": Case(zipped({**parts, main: parts[main].replace(b"Dear", b"De\xc3r")}), said=""),
        "unclosed XML": Case(zipped({**parts, main: parts[main][:-9]}), said=""),
        "no relationships": Case(without(letter, "_rels/.rels"), said=""),
        "no kinds": Case(without(letter, types), said=""),
        "a slide that is not there": Case(without(slides, "ppt/slides/slide1.xml"), said="", suffix=".pptx"),
        "no relationships of the deck": Case(
            without(slides, "ppt/_rels/presentation.xml.rels"), said="", suffix=".pptx"
        ),
        "no size of the slides": Case(
            changed(slides, "ppt/presentation.xml", "<p:sldSz[^>]*>", ""), said="contradict", suffix=".pptx"
        ),
        "a size that is no number": Case(
            changed(slides, "ppt/presentation.xml", 'cx="[0-9]+"', 'cx="wide"'), said="contradict", suffix=".pptx"
        ),
        "a deck without slides": Case(
            changed(slides, "ppt/presentation.xml", "<p:sldIdLst>.*</p:sldIdLst>", ""), ("template-empty",), "", ".pptx"
        ),
        "a main part outside the file": Case(
            changed(letter, "_rels/.rels", "word/document.xml", "../../../etc/passwd"), said="neither"
        ),
    }
    for name, head in declared.items():
        for part in (main, types, "docProps/core.xml", "word/styles.xml", "word/_rels/document.xml.rels"):
            text = re.sub(r"<\?xml.*?\?>\s*", "", parts[part].decode())
            found[f"{name} in {part}"] = Case(zipped({**parts, part: (head + text).encode()}), said="entities")
        part = "ppt/slides/slide1.xml"
        text = re.sub(r"<\?xml.*?\?>\s*", "", slide_parts[part].decode())
        found[f"{name} on a slide"] = Case(
            zipped({**slide_parts, part: (head + text).encode()}), said="entities", suffix=".pptx"
        )
    return found


GROUPS = (attacks, growth, files)
