"""How a checked copy tells the three kinds of problem: mark, word, colour, and the words around them."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from pipeline.problems import Problem, Severity
from pipeline.workbook import style
from pipeline.workbook.markup import element, text

PROBLEMS = "Problems"
PASSED_OVER = "Correct your own workbook: a run passes this copy over."


class Kind(Struct, frozen=True):
    """A kind of problem: its mark, its word, and the slot of the palette that is its colour."""

    mark: str
    word: str
    slot: str

    def counted(self, number: int) -> str:
        """ "■ 2 errors"."""
        return f"{self.mark} {number} {self.word.lower()}{'' if number == 1 else 's'}"


KINDS: dict[Severity, Kind] = {
    "error": Kind("■", "Error", "accent5"),
    "warning": Kind("▲", "Warning", "accent4"),
    "note": Kind("○", "Note", "accent1"),
}


def counts(problems: Iterable[Problem]) -> list[tuple[Kind, int]]:
    """How many problems of each kind there are, the gravest first; kinds without one are left out."""
    found = Counter(problem.severity for problem in problems)
    return [(kind, found[severity]) for severity, kind in KINDS.items() if found[severity]]


def gravest(problems: Iterable[Problem]) -> Severity:
    """The gravest severity among `problems`, of which there is at least one."""
    found = {problem.severity for problem in problems}
    return next(severity for severity in KINDS if severity in found)


def words_of(problem: Problem) -> str:
    """What is wrong, with what was found where the sentence does not say it."""
    if problem.found and problem.found not in problem.message:
        return f"{problem.message} Found: {problem.found}"
    return problem.message


def run(prefix: str, words: str, slot: str = "dk1", *weights: str, size: float = 11) -> str:
    """A run of rich text: `words` in a colour of the palette; `weights` are "b" for bold and "u" for underlined."""
    looks = [element(f"{prefix}{weight}") for weight in weights]
    looks += [
        element(f"{prefix}sz", {"val": f"{size:g}"}),
        element(f"{prefix}color", {"rgb": style.rgb(slot)}),
        element(f"{prefix}rFont", {"val": style.BODY_FONT}),
        element(f"{prefix}family", {"val": "2"}),
    ]
    content = element(f"{prefix}t", {"xml:space": "preserve"}, text(words))
    return element(f"{prefix}r", None, element(f"{prefix}rPr", None, *looks), content)
