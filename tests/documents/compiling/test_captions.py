"""Facts about the numbers of captions: they count the captions that a document holds."""

import pytest

from tests.documents.office import data, edited, made, paragraphs, word_lines


def captioned(*lines: str, instruction: str = "SEQ Table \\* ARABIC") -> bytes:
    """A Word file with these paragraphs; "@" stands for a caption's number, which reads 7 in the template."""
    blob = paragraphs(*lines)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field = (
        f"{mark.format('begin')}<w:r><w:instrText> {instruction} </w:instrText></w:r>{mark.format('separate')}"
        f"<w:r><w:t>7</w:t></w:r><w:r><w:t>{{{{ seven }}}}</w:t></w:r>{mark.format('end')}"
    )
    for _ in range(sum(line.count("@") for line in lines)):
        blob = edited(blob, "word/document.xml", "<w:t>([^<]*)@([^<]*)</w:t></w:r>", f"<w:t>Table </w:t></w:r>{field}")
    return blob


def test_captions_are_numbered_in_the_order_of_the_document_without_gaps():
    blob = captioned("@", "{%p if gone %}", "@", "{%p endif %}", "{%p for x in xs %}", "@", "{%p endfor %}", "@")

    assert word_lines(made(blob, data(gone=False, xs=[1, 2]))) == ["Table 1", "Table 2", "Table 3", "Table 4"]


def test_each_document_starts_from_one():
    blob = captioned("@")

    assert word_lines(made(blob, data())) == word_lines(made(blob, data())) == ["Table 1"]


@pytest.mark.parametrize("instruction", ["SEQ Table \\r 4", "SEQ Table \\* ROMAN", "SEQ Table \\c", "REF Table"])
def test_a_field_that_does_not_simply_count_on_is_left_to_word(instruction):
    assert word_lines(made(captioned("@", instruction=instruction), data(seven="seven"))) == ["Table 7seven"]
