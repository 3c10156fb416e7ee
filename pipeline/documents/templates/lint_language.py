"""A template in another language held against the words there are for it: no document may mix two languages."""

from collections.abc import Iterable, Iterator

from pipeline.documents.templates.template import Template
from pipeline.problems import Problem
from pipeline.views.audiences import ComputedField
from pipeline.views.language import ENGLISH, Language, language, language_of, languages

# What is worded in the template's language, and names that are no words of a language.
TRANSLATED = ("joint_plan.", "about.company", "about.period", "about.language")
_WORDED = ("str", "Literal", "chart")


def lint_language(template: Template, computed: Iterable[ComputedField]) -> Iterator[Problem]:
    """What a template whose file name ends in a language, plan.de.docx, would print in English all the same."""
    code = language_of(template.name)
    if code == ENGLISH:
        return
    if code not in languages():
        yield Problem(
            code="language-unknown",
            severity="error",
            message=f"{template.name} is for accounts of the language {code!r}, for which there are no words.",
            fix=f"Copy pipeline/views/languages/en.toml to {code}.toml beside it and translate it.",
            file=template.name,
            found=code,
        )
        return
    yield from _lacking(template, language(code))
    english = {field.path.replace("[]", "") for field in computed if field.type in _WORDED}
    for use in template.names:
        if use.path.replace("[]", "") in english and not use.path.startswith(TRANSLATED):
            yield Problem(
                code="language-not-translated",
                severity="error",
                message=f"{use.place.tag} prints {use.path}, which is worded in English; this template is in {code!r}.",
                fix="Take it out, or print a name of joint_plan, which is worded in the template's language.",
                file=template.name,
                place=use.place.where,
                found=use.place.tag,
                field=use.path,
            )


def _lacking(template: Template, found: Language) -> Iterator[Problem]:
    for name in found.lacks:
        yield Problem(
            code="language-word-missing",
            severity="error",
            message=f"The words of the language {found.short!r} lack {name!r}, which {template.name} may print.",
            fix=f"Add it to pipeline/views/languages/{found.short}.toml as en.toml has it, translated.",
            file=template.name,
            found=name,
        )
