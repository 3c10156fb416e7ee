"""Facts about text in XML: it is written as Python's own library writes it, without loading that."""

from xml.sax import saxutils

from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.xml_text import double_quoted, escape, quoteattr

TEXTS = st.text(st.sampled_from("&<>\"'\n\r\tab;#ü€"), max_size=12)


@given(TEXTS)
def test_text_and_attributes_are_written_as_pythons_own_library_writes_them(text: str):
    assert escape(text) == saxutils.escape(text)
    assert quoteattr(text) == saxutils.quoteattr(text)
    assert double_quoted(text) == saxutils.quoteattr(text, {'"': "&quot;"})
