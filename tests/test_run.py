"""The documents of one account, with what is to be told about them."""

from pathlib import Path

from pipeline.documents.compiling.compile import compile_template
from pipeline.run.stages import Review, documents
from tests.builders import AS_OF, PERIOD, a_filled_account, shipped_standards
from tests.views.decks import a_goal

DECK = Path(__file__).parents[1] / "output_templates" / "client" / "quarterly_review.pptx"
LONG = "Fewer unplanned stops on the blister lines in Memmingen and in all other plants of the group, day and night"


def test_text_that_is_too_long_for_its_slide_is_told_with_the_document():
    template = compile_template(DECK.read_bytes(), DECK.name, "client")
    account = a_filled_account(objectives=[a_goal(number, "5", title=LONG) for number in range(1, 8)])

    (document,) = documents(account, shipped_standards(), (template,), Review(period=PERIOD, as_of=AS_OF))

    places = [(problem.file, problem.place) for problem in document.problems]
    assert ("quarterly_review.pptx", "page 1, shape 'Status of up to 8 goals'") in places
    assert {problem.severity for problem in document.problems} == {"warning"}
