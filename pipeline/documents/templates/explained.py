"""What a tag that failed while a document was made tells its author: where it stands, what is wrong, how to mend it."""

import re
from collections.abc import Mapping
from traceback import walk_tb
from types import TracebackType
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from pipeline.documents.templates.dialect import NameMissing
from pipeline.documents.templates.tags import nearest
from pipeline.documents.templates.template import Place, Script
from pipeline.problems import Problem, TemplateRefused


def failure(file: str, script: Script, error: Exception, data: Mapping[str, Any]) -> Problem:
    """The problem that `error`, raised while the script ran with these data, tells of."""
    place = _place_of(error.__traceback__, script)
    code, message, fix = _explained(place.tag, error, data)
    return Problem(code=code, severity="error", message=message, fix=fix, found=place.tag, file=file, place=place.where)


def _place_of(trace: TracebackType | None, script: Script) -> Place:
    """The place of the tag whose line of the script failed."""
    lines = (line for frame, line in walk_tb(trace) if frame.f_code.co_filename == "<template>")
    source_lines = (script.compiled.get_corresponding_lineno(line) for line in lines)
    return next((script.places[line] for line in source_lines if line in script.places), Place("", ""))


def _explained(tag: str, error: Exception, data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Code, message and fix for an error that a tag caused."""
    if isinstance(error, TemplateRefused):
        first = error.problems[0]
        return first.code, first.message, first.fix
    if isinstance(error, NameMissing) and error.name:
        top = error.owner is missing
        known = {key: data[key] for key in data if not callable(data[key])} if top else error.owner
        path = re.search(rf"[\w.]*(?<!\w){re.escape(error.name)}(?!\w)", tag)
        shown = path[0] if path else error.name
        if isinstance(known, Mapping):
            return "name-unknown", f"{tag} names {shown!r}, which the data do not have.", nearest(error.name, known)
        held = "is blank" if known is None else "is a list" if isinstance(known, list) else "has no fields"
        return "name-unknown", f"{tag} asks for {shown!r}, but what should hold it {held}.", "Ask for it with {% if %}."
    if isinstance(error, SecurityError):
        told = f"{tag or 'The template'} does what a template must not do: {error}."
        return "tag-refused", told, "Use the fields and filters only, and fewer loops in each other."
    if isinstance(error, ArithmeticError):
        return _explained_sum(tag, error)
    if isinstance(error, TypeError) and "not iterable" in str(error):
        return "tag-failed", f"{tag} goes through what is no list.", "Take a list, which keyplan fields marks with []."
    return "tag-failed", f"{tag} cannot be worked out: {error}.", "Check that the value is of the kind the tag needs."


def _explained_sum(tag: str, error: ArithmeticError) -> tuple[str, str, str]:
    if "ConversionSyntax" in str(error):
        return "tag-failed", f"{tag} needs a number and meets words.", "Take a field that is a number, or no filter."
    fix = "Put {% if %} around it, for accounts where what it divides by is 0."
    return "tag-failed", f"{tag} cannot be worked out: a division by zero.", fix
