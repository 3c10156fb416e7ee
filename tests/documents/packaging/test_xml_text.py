"""Facts about text in XML: it is written as Python's own library writes it, without loading that."""

import re
from xml.sax import saxutils

from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.figures import chart_workbook
from pipeline.documents.packaging.xml_text import double_quoted, escape, quoteattr
from pipeline.workbook import markup

TEXTS = st.text(st.sampled_from("&<>\"'\n\r\tab;#ü€"), max_size=12)


@given(TEXTS)
def test_text_and_attributes_are_written_as_pythons_own_library_writes_them(text: str):
    assert escape(text) == saxutils.escape(text)
    assert quoteattr(text) == saxutils.quoteattr(text)
    assert double_quoted(text) == saxutils.quoteattr(text, {'"': "&quot;"})


def test_every_letter_that_xml_cannot_hold_is_found():
    every = "".join(map(chr, range(0x110000)))
    held = "\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"  # the standard's own list
    assert markup._NO_XML.findall(every) == re.findall(f"[^\r{held}]", every)
    assert chart_workbook._ILLEGAL.findall(every) == re.findall(f"[^{held}]", every)
