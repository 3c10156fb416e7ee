"""A compiled template held against the fields: unknown names, and internal names in a template for the client."""

import difflib
from collections.abc import Iterator

from pipeline.documents.dialect import RESERVED_NAMES
from pipeline.documents.template import NameUse, Template
from pipeline.problems import Problem


def lint(template: Template, every: frozenset[str], allowed: frozenset[str]) -> list[Problem]:
    """Every name in `template` that is not among the paths `allowed` to its audience, each with its place.

    `every` are the paths of all audiences ("objectives[].title"): a name among them is told to be internal, any other
    is told with the nearest name that is allowed.
    """
    known, beyond = _with_owners(allowed), _with_owners(every)
    return [
        _problem(template, use, known, beyond)
        for use in template.names
        if _bare(use.path) not in known and use.path.partition(".")[0].rstrip("[]") not in _FREE
    ]


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


def _problem(template: Template, use: NameUse, known: frozenset[str], beyond: frozenset[str]) -> Problem:
    code, message, fix = _internal(use) if _bare(use.path) in beyond else _unknown(use, known)
    return Problem(
        code=code,
        severity="error",
        message=message,
        fix=fix,
        file=template.name,
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
