"""One account's document from a compiled template: parts made, those that nothing leads to left out, a zip written."""

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from pipeline.documents.packaging.package import write_package
from pipeline.documents.rendering.layouts import used_layouts_alone
from pipeline.documents.rendering.making import add, run, started
from pipeline.documents.rendering.slides import add_slides
from pipeline.documents.templates.template import Template
from pipeline.problems import Problem, TemplateRefused


def render(template: Template, data: Mapping[str, Any], overflows: list[Problem] | None = None) -> bytes:
    """The document with these data, as the bytes of a file; the same data give the same bytes.

    `data` holds what the tags name, as dicts, lists and plain values, and "locale", "currency", "charts" (name ->
    chart or None), "pictures" (name -> None, or "picture", "name" and "alt") and "document" ("title", "author",
    "language", "date"); the language is that of the template's words where they say theirs. A warning for each shape
    of a slide whose text is too long even when it is made smaller goes into `overflows`. TemplateRefused, with the
    place of each tag that could not be filled. What is written is not read again here: nothing is published without
    the lint, which reads every part of it.
    """
    document = started(template, data)
    if template.presentation:
        told = add_slides(document)
        if overflows is not None:
            overflows += _once_each(told)
    for sheet in template.sheets:  # the main one first: the notes that are kept are those that it refers to
        add(document, sheet, sheet.name, document.data, ())
    properties = {key: unescape(run(document, script, document.data)) for key, script in template.properties.items()}
    if document.problems:
        raise TemplateRefused(*dict.fromkeys(document.problems))
    spoken = {"language": template.language} if template.language else {}
    if template.presentation and template.audience == "client":
        document.parts = used_layouts_alone(document.parts, template.main)
    return write_package(template.main, document.parts, {**data["document"], **spoken, **properties})


def _once_each(problems: Sequence[Problem]) -> list[Problem]:
    """The problems without those that a shape has on further slides too, such as the footer."""
    shapes = {(one.message, one.place.partition(", ")[2]): one for one in reversed(problems)}
    return sorted(shapes.values(), key=problems.index)
