"""Facts about the package: what is read, what is pruned, and that the same parts give the same bytes."""

import contextlib
import datetime
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.packaging.package import (
    Part,
    Relation,
    packed,
    reachable,
    read_package,
    used_relations,
    write_package,
)
from pipeline.guard import Unfit
from tests.documents.office import deck, paragraphs, part_text, slide_chart, titled, with_part

PROPERTIES = {"title": "T <1>", "author": "A & B\x07", "language": "en-GB", "date": datetime.date(2026, 11, 21)}
WHOLE = paragraphs("x")
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def part(text: str, *relations: Relation) -> Part:
    return Part("application/xml", packed("a.xml", text.encode()), relations)


def relation(target: str, kind: str = "image", external: bool = False) -> Relation:
    return Relation("rId1", RELATIONSHIPS + kind, target, external)


def rewritten(blob: bytes) -> bytes:
    parts = read_package(blob)
    main = next(one.target for one in parts.pop("").relations if one.kind == "officeDocument")
    return write_package(main, parts, PROPERTIES)


def test_every_part_reads_as_a_zip_reader_reads_it():
    blob = deck(titled("T", "", slide_chart("x")))
    archive = zipfile.ZipFile(io.BytesIO(blob))
    parts = read_package(blob)

    read = {name: one.member.data for name, one in parts.items() if name}
    assert read == {
        name: archive.read(name)
        for name in archive.namelist()
        if not name.endswith(".rels") and name != "[Content_Types].xml"
    }
    assert parts["ppt/charts/chart1.xml"].relations[0].target.startswith("ppt/embeddings/")


def test_what_is_written_can_be_read_and_written_again_to_the_same_bytes():
    once = rewritten(deck(titled("T", "notes", slide_chart("x"))))

    assert zipfile.ZipFile(io.BytesIO(once)).testzip() is None
    assert rewritten(once) == once


def test_a_zip_written_in_a_stream_is_read():
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.content = b""

        def writable(self) -> bool:
            return True

        def write(self, content) -> int:
            self.content += bytes(content)
            return len(content)

    stream = Stream()
    source = zipfile.ZipFile(io.BytesIO(paragraphs("x")))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))

    assert rewritten(stream.content) == rewritten(paragraphs("x"))


def test_members_have_no_date_and_a_fixed_order():
    entries = zipfile.ZipFile(io.BytesIO(rewritten(paragraphs("x")))).infolist()

    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert not [entry for entry in entries if entry.extra or entry.comment]
    assert entries[0].filename == "[Content_Types].xml"


def test_only_parts_that_are_led_to_are_written():
    parts = {
        "word/document.xml": part("<a/>", relation("word/media/a.png")),
        "word/media/a.png": Part("image/png", packed("a.png", b"\x89PNG")),
        "word/media/b.png": Part("image/png", packed("b.png", b"\x89PNG")),
    }
    blob = write_package("word/document.xml", parts, PROPERTIES)

    assert reachable(parts, "word/document.xml") == {"word/document.xml", "word/media/a.png"}
    assert "word/media/b.png" not in zipfile.ZipFile(io.BytesIO(blob)).namelist()
    assert 'Target="media/a.png"' in part_text(blob, "word/_rels/document.xml.rels")
    assert '<Default Extension="png" ContentType="image/png"/>' in part_text(blob, "[Content_Types].xml")


def test_a_circle_of_parts_ends():
    parts = {"a": part("", relation("b")), "b": part("", relation("a"))}

    assert reachable(parts, "a") == {"a", "b"}


def test_an_address_outside_the_file_is_kept_as_it_is():
    parts = {"word/document.xml": part("<a/>", relation("https://example.com/?a=1&b=2", "hyperlink", external=True))}
    blob = write_package("word/document.xml", parts, PROPERTIES)
    written = part_text(blob, "word/_rels/document.xml.rels")

    assert 'Target="https://example.com/?a=1&amp;b=2" TargetMode="External"' in written


@pytest.mark.parametrize(
    ("text", "kind", "kept"),
    [
        ('<a r:id="rId1"/>', "image", True),
        ('<a r:id="rId11"/>', "image", False),
        ("<a/>", "image", False),
        ("<a/>", "styles", True),
        ("<a/>", "comments", False),
        ("<a/>", "printerSettings", False),
        ("<a/>", "customXml", False),
        ("<a/>", "tags", False),
    ],
)
def test_a_relationship_is_kept_if_the_text_names_it_or_office_needs_it(text, kind, kept):
    assert bool(used_relations(text, [relation("x", kind)])) == kept


def test_the_picture_of_a_diagram_is_kept_only_with_its_diagram():
    diagram = Relation("rId1", RELATIONSHIPS + "diagramData", "a")
    picture = Relation("rId2", RELATIONSHIPS + "diagramDrawing", "b")

    assert used_relations('<a r:dm="rId1"/>', [diagram, picture]) == (diagram, picture)
    assert used_relations("<a/>", [diagram, picture]) == ()


def test_properties_are_escaped_and_without_control_characters():
    xml = part_text(write_package("a.xml", {"a.xml": part("<a/>")}, PROPERTIES), "docProps/core.xml")

    assert "<dc:title>T &lt;1&gt;</dc:title><dc:creator>A &amp; B</dc:creator>" in xml
    assert "2026-11-21T00:00:00Z</dcterms:created>" in xml
    assert "lastModifiedBy" not in xml


def test_a_part_that_is_there_twice_is_refused():
    file = io.BytesIO(paragraphs("x"))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<other/>")

    with pytest.raises(Unfit, match="twice"):
        read_package(file.getvalue())


@given(st.lists(st.tuples(st.integers(0, 40000), st.binary(min_size=1, max_size=9)), min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(changes):
    blob = bytearray(WHOLE)
    for at, content in changes:
        blob[at : at + len(content)] = content

    with contextlib.suppress(ValueError, Unfit):
        assert "" in read_package(bytes(blob))


def test_a_relationship_to_a_part_that_is_not_there_is_passed_over():
    blob = with_part(
        paragraphs("x"),
        "word/_rels/document.xml.rels",
        b'<Relationships><Relationship Id="rId1" Type="x/image" Target="media/gone.png"/></Relationships>',
    )

    assert read_package(blob)["word/document.xml"].relations == ()
