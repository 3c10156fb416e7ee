"""A compiled template held against the fields: unknown names, and internal names in a template for the client."""

import difflib
from collections.abc import Iterator

from pipeline.documents.templates.dialect import RESERVED_NAMES
from pipeline.documents.templates.template import NameUse
from pipeline.problems import Problem


def lint(file: str, uses: tuple[NameUse, ...], every: frozenset[str], allowed: frozenset[str]) -> list[Problem]:
    """Every name that the template `file` uses and that is not among the paths `allowed` to its audience.

    `every` are the paths of all audiences ("objectives[].title"): a name among them is told to be internal, any other
    is told with the nearest name that is allowed.
    """
    known, beyond = _with_owners(allowed), _with_owners(every)
    lists = frozenset(path for one in allowed for path in _lists(one))
    return [
        _problem(file, use, told)
        for use in uses
        if use.path.partition(".")[0].rstrip("[]") not in _FREE
        and (told := _told(use, known, beyond) or _of_whole_list(use, lists))
    ]


def _told(use: NameUse, known: frozenset[str], beyond: frozenset[str]) -> tuple[str, str, str] | None:
    if _bare(use.path) in known:
        return None
    return _internal(use) if _bare(use.path) in beyond else _unknown(use, known)


def _lists(path: str) -> Iterator[str]:
    """The lists that a path leads through: "a" and "a[].b" of "a[].b[].c"."""
    pieces = path.split("[]")
    return ("[]".join(pieces[:count]) for count in range(1, len(pieces)))


def _of_whole_list(use: NameUse, lists: frozenset[str]) -> tuple[str, str, str] | None:
    """What to say of a name that asks a list for what only its rows have."""
    asked = next((path for path in lists if use.path.startswith(f"{path}.")), None)
    if asked is None:
        return None
    name = asked.rpartition(".")[2]
    row, last = name.removesuffix("s"), use.path.rpartition(".")[2]
    row = row if row != name else "row"
    return (
        "name-unknown",
        f"{use.place.tag} asks the list {asked} for {last!r}, which only its rows have.",
        f"Go through the list: {{% for {row} in {asked} %}}{{{{ {row}.{last} }}}}{{% endfor %}}.",
    )


_FREE = frozenset(RESERVED_NAMES) - {"charts", "pictures"}


def _bare(path: str) -> str:
    return path.replace("[]", "")


def _with_owners(paths: frozenset[str]) -> frozenset[str]:
    """The paths without their list marks, with everything they stand in: "a[].b" gives "a" and "a.b"."""
    return frozenset(owner for path in paths for owner in _owners(_bare(path)))


def _owners(path: str) -> Iterator[str]:
    parts = path.split(".")
    for count in range(1, len(parts) + 1):
        yield ".".join(parts[:count])


def _problem(file: str, use: NameUse, told: tuple[str, str, str]) -> Problem:
    code, message, fix = told
    return Problem(
        code=code,
        severity="error",
        message=message,
        fix=fix,
        file=file,
        place=use.place.where,
        found=use.place.tag,
        field=use.path,
    )


def _internal(use: NameUse) -> tuple[str, str, str]:
    return (
        "template-internal-name",
        f"{use.place.tag} uses {use.path}, which is internal; this template goes to the client.",
        "Take it out, or move the template to output_templates/internal.",
    )


def _unknown(use: NameUse, known: frozenset[str]) -> tuple[str, str, str]:
    nearest = difflib.get_close_matches(_bare(use.path), known, n=1, cutoff=0.6)
    return (
        "name-unknown",
        f"{use.place.tag} uses {use.path}, which no field is called.",
        f"Did you mean {nearest[0]}?" if nearest else "See keyplan fields for the names there are.",
    )
