"""A client's deck held against one promise: who shows what went well also shows the goals' status and the issues."""

from collections.abc import Iterator

from pipeline.documents.templates.template import NameUse
from pipeline.problems import Problem

_SHOWS_RESULTS = ("deck.goals", "deck.outcomes")
# What must be printed then, and what would go unsaid without it.
_OWED = {
    "deck.goals[].title": "a goal that is missed",
    "deck.goals[].status": "that a goal is missed",
    "deck.learned[].text": "an issue that is open",
}


def lint_candour(file: str, uses: tuple[NameUse, ...]) -> Iterator[Problem]:
    """Each thing that a client's presentation leaves unsaid, though it shows results; other templates owe nothing."""
    used = {use.path for use in uses}
    if not (file.startswith("client/") and file.endswith(".pptx")):
        return
    if not any(path.startswith(_SHOWS_RESULTS) for path in used):
        return
    for path, unsaid in _OWED.items():
        if path not in used:
            yield Problem(
                code="misses-left-out",
                severity="error",
                message=f"It shows results, but nowhere prints {path}, so that {unsaid} would go unsaid.",
                fix=f"Print {path} on a slide; its slide vanishes by itself where there is nothing to tell.",
                file=file,
                found=path,
            )
