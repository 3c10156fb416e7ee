"""The rows of the review deck as its slides print them; every field is for the client."""

import datetime
from decimal import Decimal

from pipeline.analysis.results import ClientQuestion, Result, Status, result


class Band(Result):
    """The band at the foot of a slide: what follows from it, or what is asked."""

    label: str = result("How the band begins.", "client")
    text: str = result("Its sentence.", "client")


class Bands(Result):
    """The bands of the slides; None leaves a band out."""

    people: Band | None = result("On the slide of purpose and people.", "client")
    summary: Band | None = result("On the executive summary.", "client")
    goals: Band | None = result("On the goals.", "client")
    scorecard: Band | None = result("On the scorecard.", "client")
    value: Band | None = result("On the value delivered.", "client")
    learned: Band | None = result("On what was learned.", "client")
    feedback: Band | None = result("On the client's feedback.", "client")
    changes: Band | None = result("On what changes for the client.", "client")
    plan: Band | None = result("On the joint plan.", "client")
    ideas: Band | None = result("On ideas and roadmap.", "client")


class AgendaItem(Result):
    """An item of the agenda."""

    text: str = result("What is talked about.", "client")
    minutes: int | None = result("How long, in minutes; None if it is not said.", "client")


class Person(Result):
    """Somebody at the table: name, title and whether they sponsor the account; nothing else about a person."""

    name: str = result("First and last name.", "client")
    title: str = result("Title or role.", "client")
    sponsor: bool = result("Is this the executive sponsor of their side?", "client")


class PeopleRow(Result):
    """What stands side by side on the slide of purpose and people; None where a list has ended."""

    agenda: AgendaItem | None = result("An item of the agenda.", "client")
    client: Person | None = result("One of the client's people.", "client")
    ours: Person | None = result("One of ours.", "client")


class SummaryLine(Result):
    """A line of the executive summary."""

    label: str = result("The word before its first colon; empty if it has none.", "client")
    text: str = result("The rest of the line.", "client")


class GoalRow(Result):
    """A goal as the goals, the scorecard and the title slide print it."""

    id: str = result("Id of the objective.", "client")
    title: str = result("The goal.", "client")
    measure: str = result("How it is measured, with its unit.", "client")
    wants: str = result("What the client wants to achieve with it; empty if not said.", "client")
    starts_group: bool = result("Is it the first goal that serves this want?", "client")
    ends_group: bool = result("Is it the last goal that serves this want?", "client")
    first_target: Decimal | None = result("The target agreed first, if it was set anew.", "client")
    baseline: Decimal | None = result("Where it stood at the start.", "client")
    previous: Decimal | None = result("Where it stood the quarter before.", "client")
    actual: Decimal | None = result("Where it stands.", "client")
    target: Decimal = result("What is to be reached.", "client")
    decimals: int = result("Decimal places of these figures, 0 to 2, the same along the row.", "client")
    client_owner: str | None = result("Who answers for it on the client's side.", "client")
    owner: str = result("Who answers for it on ours.", "client")
    due: datetime.date = result("When it is to be reached.", "client")
    status: Status = result("Where it stands against its plan.", "client")
    trend: str | None = result("better, level or worse than the quarter before; None if not known.", "client")


class Outcome(Result):
    """A result delivered, with its number."""

    figure: str = result("The number with its unit, EUR 576,000; empty if there is none.", "client")
    text: str = result("What it says, read on from the number.", "client")
    source: str = result("Where the number comes from.", "client")


class ChartHeading(Result):
    """What stands over a chart."""

    title: str = result("What it shows.", "client")
    unit: str = result("Its unit; empty if there is none.", "client")


class Lesson(Result):
    """An issue or a lesson, and what changes because of it."""

    topic: str = result("One or two words.", "client")
    status: str = result("open, in progress or closed; empty for a lesson.", "client")
    text: str = result("What happened.", "client")
    cause: str = result("Why; empty if not known.", "client")
    change: str = result("What changes; empty if nothing is agreed.", "client")
    owner: str = result("Who sees to it.", "client")
    due: datetime.date | None = result("By when; None if not agreed.", "client")


class Quote(Result):
    """Somebody's own words, quoted with consent."""

    text: str = result("The words.", "client")
    who: str = result("Who said it, as they agreed to be named; empty if not said.", "client")


class Feedback(Result):
    """What the client's side said, how far it carries, and what came of it."""

    rows: tuple[ClientQuestion, ...] = result(
        "The questions, most agreement first; empty with too few answers.", "client"
    )
    share: str = result("How many answered of how many asked: 4 of 10.", "client")
    answered: str = result("What follows that number: people answered (40%).", "client")
    caution: str = result("How the answers are to be read.", "client")
    bias: str = result("What may make them one-sided; empty if not noted.", "client")
    method: str = result("How they were asked; empty if not noted.", "client")
    quotes: tuple[Quote, ...] = result("Words quoted with consent, two at most beside a chart.", "client")
    done: tuple[str, ...] = result("What was done about it, a step each.", "client")


class Change(Result):
    """Something that moves the client's business, what we do about it, and what to discuss."""

    when: str = result('Its date, "Since" before one that has passed, or when it matters; empty if not said.', "client")
    text: str = result("What changes.", "client")
    source: str = result("Who drives it and where it was learned; empty if not said.", "client")
    answer: str = result("What we do about it; empty if nothing is noted.", "client")
    question: str = result("What to discuss; empty if nothing is.", "client")


class PlanRow(Result):
    """A joint action."""

    number: int = result("Number by due date, from 1.", "client")
    action: str = result("What is done.", "client")
    goal: str = result("The goal it serves; empty if that goal is not shared.", "client")
    owner: str = result("Who does it.", "client")
    side: str = result('Our company ("Us" if its name is long), "You" or "Both".', "client")
    due: datetime.date = result("By when.", "client")
    status: str = result("done, late, blocked, in progress or not started, on the as-of date.", "client")


class Idea(Result):
    """An idea for a goal."""

    wants: str = result("What the client wants, or the goal it serves.", "client")
    solution: str = result("The idea.", "client")
    benefit: str = result("What the client gains.", "client")
    assumption: str = result("What must hold.", "client")


class DecisionRow(Result):
    """A decision that is wanted."""

    number: int = result("Number, from 1.", "client")
    decision: str = result("What is to be decided.", "client")
    reason: str = result("Why, and why now.", "client")
    who: str = result("Who decides.", "client")
    by_when: datetime.date | None = result("Last useful day.", "client")
    today: bool = result("Is that the day of this review?", "client")


class NextStep(Result):
    """How it goes on."""

    label: str = result("What is said.", "client")
    text: str = result("What holds.", "client")


class Figure(Result):
    """A figure of the deck and what it rests on."""

    name: str = result("The figure.", "client")
    definition: str = result("How it is worked out.", "client")
    source: str = result("Where it comes from.", "client")
    cut_off: datetime.date | None = result("Last day counted.", "client")
