"""The slides of the review deck that give the client's own view: your feedback, and what changes for you."""

from collections.abc import Sequence
from typing import Any

from output_templates.authoring import chart_designs
from output_templates.authoring.deck_blocks import (
    HAIRLINE,
    HEAD_RULE,
    Cell,
    Deck,
    Paragraph,
    Row,
    Run,
    cell,
    chart,
    content_slide,
    finish,
    head,
    head_cell,
    line,
    looped,
    row,
    table,
    tag_row,
    wrapped,
)
from output_templates.authoring.deck_grid import BODY_TOP, HANG, HEAD, LARGE, LEAD, LEFT, SMALL

NUMBER_INSET = 0.125
PART = "{% if page.count > 1 %} ({{ page.number }}/{{ page.count }}){% endif %}"

# --- D8 ---

QUESTION_WIDTH, ANSWERS_WIDTH = 3.073, 4.604
QUESTION_ROW, QUESTION_ROWS = 0.552, 6
QUOTE_ROW = 1.063
PANEL_ROW = 1.6
LARGE_QUOTE_ROW, LARGE_QUOTE = 2.125, 28  # of one quote or two
PANEL_LEFT, PANEL_TEXT = 8.583, 3.833
_ANSWERS = (("Agree", "accent1"), ("Neither", "accent2"), ("Disagree", "accent4"))


def feedback(deck: Deck, footer: str) -> None:
    """The counted answers to each question, with how far they carry and what was done about them."""
    slide = content_slide(
        deck,
        f"Your feedback{PART}",
        "{{ headlines.feedback }}",
        "{% slide key 'feedback' %}",
        "{% slide if deck.feedback %}",
        f"{{% slide for page in deck.feedback.rows | pages({QUESTION_ROWS}, charts.feedback) %}}",
    )
    legend = [
        run for name, colour in _ANSWERS for run in (_square(colour), Run(f"  {name}      ", SMALL, False, "tx2"))
    ]
    note = "“How far do you agree?”, scale 1 to 5: agree is 4 or 5, disagree is 1 or 2. {{ deck.feedback.method }}"
    rows = [
        head(("Answers to each", "l"), head_cell(Paragraph(tuple(legend)))),
        tag_row("{%tr for question in page.rows %}", 2),
        row(QUESTION_ROW, cell(line("{{ question.question }}"), right=NUMBER_INSET), cell()),
        tag_row("{%tr endfor %}", 2),
        Row(0.3, (cell(line(note, SMALL, colour="tx2"), anchor="b", span=2),)),
    ]
    table(slide, "Questions", LEFT, BODY_TOP, (QUESTION_WIDTH, ANSWERS_WIDTH), rows, heads=True)
    binding = f"chart:page.chart row_height={QUESTION_ROW}in"
    top, height = BODY_TOP + HEAD, 6 * QUESTION_ROW
    chart(slide, "Answers", binding, chart_designs.feedback(), LEFT + QUESTION_WIDTH, top, ANSWERS_WIDTH, height)
    quote = (line("“{{ quote.text }}”", font="mj"), _who())
    rows = [
        *_how_far((line("{{ deck.feedback.share }} {{ deck.feedback.answered }}", bold=True),), PANEL_ROW),
        tag_row("{%tr for quote in deck.feedback.quotes %}", 3),
        _beside(0.95, cell(*quote, anchor="t", top_inset=0.2)),
        tag_row("{%tr endfor %}", 3),
    ]
    _panel(slide, rows)
    finish(slide, footer, "deck.bands.feedback")


def quoted_feedback(deck: Deck, footer: str) -> None:
    """What people agreed to be quoted with, where the answers are too few to be counted."""
    slide = content_slide(
        deck,
        "Your feedback",
        "{{ headlines.feedback }}",
        "{% slide key 'feedback' %}",
        "{% slide if deck.feedback and not deck.feedback.rows %}",
    )
    rows = [
        *_quotes("{%tr if deck.feedback.quotes | length < 3 %}", LARGE_QUOTE_ROW, LARGE_QUOTE),
        *_quotes("{%tr if deck.feedback.quotes | length > 2 %}", QUOTE_ROW, LEAD),
    ]
    table(slide, "Quotes", LEFT, BODY_TOP, (QUESTION_WIDTH + ANSWERS_WIDTH,), rows)
    share = line("{{ deck.feedback.share }}", LARGE, colour="accent1", font="mj")
    answered = line("{{ deck.feedback.answered }}", bold=True)
    _panel(slide, _how_far((share, answered), LARGE_QUOTE_ROW))
    finish(slide, footer, "deck.bands.feedback")


def _quotes(condition: str, height: float, size: float) -> list[Row]:
    """The quotes in rows of this height, where the condition holds."""
    words = cell(line("“{{ quote.text }}”", size, font="mj"), _who())
    rows = looped("quote in deck.feedback.quotes", row(height, words, top=HEAD_RULE), row(height, words, top=HAIRLINE))
    return wrapped(condition, rows, "{%tr endif %}")


def _square(colour: str) -> Run:
    return Run("■", SMALL, False, colour, "Arial")


def _who() -> Paragraph:
    who = "{%p if quote.who %}{{ quote.who }}, quoted with consent{%p endif %}"
    return line(who, SMALL, colour="tx2", before=2)


def _how_far(answered: Sequence[Paragraph], height: float) -> list[Row]:
    """How many answered, and how that is to be read, on the pale panel."""
    text = cell(
        *answered,
        line("{%p if deck.feedback.caution %}{{ deck.feedback.caution }}{%p endif %}"),
        line("{%p if deck.feedback.bias %}{{ deck.feedback.bias }}{%p endif %}", SMALL, colour="tx2", before=3),
        fill="bg2",
        top_inset=0.2,
        bottom_inset=0.2,
    )
    pad = cell(fill="bg2")
    return wrapped("{%tr if deck.feedback.answered %}", [Row(height, (pad, text, pad))], "{%tr endif %}")


def _panel(slide: Any, rows: list[Row]) -> None:
    """The panel on the right: these rows, then what was done."""
    title = head_cell(line("What we did about it", SMALL, colour="tx2"), bottom=HEAD_RULE)
    done = [
        _beside(0.6, title),
        tag_row("{%tr for step in deck.feedback.done %}", 3),
        _beside(0.6, cell(line("{{ step }}"), bottom=HAIRLINE, top_inset=0.05, bottom_inset=0.05)),
        tag_row("{%tr endfor %}", 3),
    ]
    rows = [*rows, *wrapped("{%tr if deck.feedback.done %}", done, "{%tr endif %}")]
    table(slide, "How far it carries", PANEL_LEFT, BODY_TOP, (HANG, PANEL_TEXT, HANG), rows)


def _beside(height: float, middle: Cell) -> Row:
    return Row(height, (cell(), middle, cell()))


# --- D9 ---

GUTTER = 0.25
CHANGES_BESIDE = ((3, 3.833), (4, 2.813))  # how many changes stand beside each other, and how wide each is then
CHANGES_LISTED = 6


def changes(deck: Deck, footer: str) -> None:
    """What changes in the client's business: up to four beside each other, more of them in a list."""
    count = "deck.changes | length"
    most = CHANGES_BESIDE[-1][0]
    slide = _changes_slide(
        deck, f"{{% slide if {count} <= {most} %}}", f"{{% slide for page in deck.changes | pages({most}) %}}"
    )
    fewest = 1
    for most, width in CHANGES_BESIDE:
        rows = [
            _side_by_side(2.1, _what_changes()),
            *_if_any("answer", _side_by_side(1.05, _under("Our answer", "answer"))),
            *_if_any("question", _side_by_side(1.05, _under("Question", "question"))),
        ]
        rows = wrapped(f"{{%tr if {count} >= {fewest} and {count} <= {most} %}}", rows, "{%tr endif %}")
        table(slide, f"Up to {most} changes", LEFT, BODY_TOP, (GUTTER, width, GUTTER, GUTTER), rows)
        fewest = most + 1
    finish(slide, footer, "deck.bands.changes")
    slide = _changes_slide(
        deck, f"{{% slide if {count} > {most} %}}", f"{{% slide for page in deck.changes | pages({CHANGES_LISTED}) %}}"
    )
    _listed_changes(slide)
    finish(slide, footer, "deck.bands.changes")


def _changes_slide(deck: Deck, *directives: str) -> Any:
    return content_slide(
        deck,
        f"What changes for you{PART}",
        "{{ headlines.changes }}",
        "{% slide key 'changes' %}",
        *directives,
    )


def _listed_changes(slide: Any) -> None:
    source = "{%p if change.source %}{{ change.source }}{%p endif %}"
    cells = (
        cell(line("{{ change.when }}", bold=True, colour="accent1"), right=NUMBER_INSET),
        cell(line("{{ change.text }}", bold=True), line(source, SMALL, colour="tx2", before=2), right=NUMBER_INSET),
        cell(line("{{ change.answer }}"), right=NUMBER_INSET),
        cell(line("{{ change.question }}")),
    )
    rows = [
        head(("When", "l"), ("What changes", "l"), ("Our answer", "l"), ("Question", "l")),
        tag_row("{%tr for change in page.rows %}", 4),
        row(0.7, *cells, bottom=HAIRLINE),
        tag_row("{%tr endfor %}", 4),
    ]
    table(slide, "Changes", LEFT, BODY_TOP, (2.042, 4.083, 3.0, 2.875), rows, heads=True)


def _what_changes() -> Cell:
    return cell(
        line("{%p if change.when %}{{ change.when }}{%p endif %}", LEAD, colour="accent1", font="mj"),
        line("{{ change.text }}", LEAD, before=3),
        line("{%p if change.source %}{{ change.source }}{%p endif %}", colour="tx2", before=6),
        anchor="t",
        top_inset=0.19,
        bottom_inset=0.05,
        top=(4.5, "accent1"),
    )


def _side_by_side(height: float, one: Cell) -> Row:
    """A row with the cell once for each change of the slide."""
    opening = cell(line("{%tc for change in page.rows %}", SMALL))
    return Row(height, (opening, one, cell(), cell(line("{%tc endfor %}", SMALL))))


def _under(title: str, field: str) -> Cell:
    guard = f"{{%p if change.{field} %}}"
    return cell(
        line(f"{guard}{title}{{%p endif %}}", bold=True, colour="accent1"),
        line(f"{guard}{{{{ change.{field} }}}}{{%p endif %}}", before=3, spacing=105),
        anchor="t",
        top_inset=0.13,
        bottom_inset=0.13,
        top=HAIRLINE,
    )


def _if_any(field: str, one: Row) -> list[Row]:
    """The row, unless no change of the slide has this field."""
    some = f"{{%tr if page.rows | selectattr('{field}') | list %}}"
    return wrapped(some, [one], "{%tr endif %}")
