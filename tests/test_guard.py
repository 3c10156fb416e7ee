"""The guard by itself: lying sizes, foreign ways to pack, names that lead out, XML that is too much."""

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from pipeline.guard import MOST_TAGS, Unfit, content_of, members_of, xml_of
from tests.commands import PROJECT


def a_zip(method: int = zipfile.ZIP_DEFLATED, **parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def lying(size: int, whole: bytes) -> bytes:
    """A zip of one part that says it has `size` bytes, with the checksum of those, and unpacks to `whole`."""
    content = a_zip(big=whole)
    honest = struct.pack("<III", zlib.crc32(whole), len(zlib.compress(whole)) - 6, len(whole))
    told = struct.pack("<III", zlib.crc32(whole[:size]), len(zlib.compress(whole)) - 6, size)
    assert content.count(honest) == 2
    return content.replace(honest, told)


def refusal(content: bytes) -> Unfit:
    with pytest.raises(Unfit) as refused:
        xml_of(members_of(content))
    return refused.value


def test_every_file_that_is_shipped_passes_in_milliseconds():
    files = [path for kind in ("xlsx", "docx", "pptx") for path in PROJECT.glob(f"*put_templates/**/*.{kind}")]
    assert len(files) > 5
    for path in files:
        start = time.process_time()
        assert xml_of(members_of(content_of(path, "a template")))
        assert time.process_time() - start < 1


def test_a_part_that_says_it_is_small_is_never_unpacked_beyond_that():
    found = refusal(lying(100, b"a" * 10_000_000))

    assert (found.reason, found.message) == ("damaged", "The file is damaged: its part big cannot be unpacked.")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_python_would_unpack_without_a_limit_is_refused(method):
    assert refusal(a_zip(method, a=b"a")).message == "Its part a is packed in a way that no Office program uses."


@pytest.mark.parametrize("name", ["../a", "a/../../b", "a\\..\\b", "/a", "\\a", "C:\\a", "c:a", ".."])
def test_a_name_that_leads_out_is_refused(name):
    found = refusal(a_zip(**{name: b"a"}))

    assert (found.reason, repr(name) in found.message) == ("unsafe", True)


def test_a_list_of_very_many_parts_is_told_before_it_is_made():
    start = time.process_time()

    assert refusal(b"PK\1\2" * 40_000).message == "The file holds far more than 3,000 parts."
    assert time.process_time() - start < 1


@pytest.mark.parametrize("mark", [b"<a/>", b"<a b='1' c='1' d='1'></a>"])
def test_xml_of_more_entries_than_memory_takes_is_refused(mark):
    xml = b"<r>" + mark * (MOST_TAGS + 1) + b"</r>"

    assert refusal(a_zip(zipfile.ZIP_STORED, a=xml)).reason == "too-large"


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "utf-32"])
def test_a_declaration_hidden_in_other_letters_is_refused(encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

    assert refusal(a_zip(**{"a.xml": xml.encode(encoding)})).reason == "unsafe"


def test_a_file_that_grows_is_read_to_the_limit_and_no_further(tmp_path: Path):
    path = tmp_path / "large"
    path.write_bytes(bytes(11))

    with pytest.raises(Unfit) as refused:
        content_of(path, "a workbook", largest=10)
    assert refused.value.reason == "too-large"
    assert len(content_of(path, "a workbook", largest=11)) == 11
