"""A row of a Word table stays whole, unless it is so tall that it would be cut off at the foot of a page."""

from pipeline.documents.rendering.tall_rows import WHOLE, with_breaking_rows


def row(text: str, width: int = 3_000, kept: str = "") -> str:
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{kept}</w:pPr>'
    return f"<w:tr><w:trPr>{WHOLE}</w:trPr>{cell}<w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"


def test_an_ordinary_row_stays_whole():
    assert with_breaking_rows(row("Test peel force " * 20)) == row("Test peel force " * 20)


def test_a_row_taller_than_half_a_page_may_break():
    assert with_breaking_rows(row("word " * 1_000)) == row("word " * 1_000).replace(WHOLE, "")


def test_a_wide_cell_holds_more_before_it_is_tall():
    text = "word " * 300
    assert WHOLE not in with_breaking_rows(row(text, width=2_000))
    assert WHOLE in with_breaking_rows(row(text, width=9_000))


def test_a_row_that_breaks_is_not_kept_with_the_next():
    assert "keepNext" not in with_breaking_rows(row("word " * 1_000, kept="<w:keepNext/>"))
    assert "keepNext" in with_breaking_rows(row("word", kept="<w:keepNext/>"))


def test_only_the_tall_row_changes():
    short, tall = row("word"), row("word " * 1_000)

    assert with_breaking_rows(f"<w:tbl>{short}{tall}{short}</w:tbl>") == (
        f"<w:tbl>{short}{tall.replace(WHOLE, '')}{short}</w:tbl>"
    )


def test_text_before_and_between_tables_makes_no_row_tall():
    page = f"<w:p><w:r><w:t>{'word ' * 1_000}</w:t></w:r></w:p>"
    table = f"<w:tbl>{row('word')}</w:tbl>"

    assert with_breaking_rows(f"{page}{table}{page}{table}") == f"{page}{table}{page}{table}"


def test_a_tall_row_that_may_break_anyway_leaves_the_one_before_it_whole():
    free = row("word " * 1_000).replace(WHOLE, "")

    assert with_breaking_rows(row("word") + free) == row("word") + free
