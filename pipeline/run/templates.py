"""Output templates made ready for accounts: compiled, and held against the names that they may use."""

# What a build does not need is loaded by the function that does: to compile templates, to write workbooks and to take
# over exports needs libraries that take as long to load as two accounts to build.

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.documents.soundness.told import unsound_template
from pipeline.documents.templates.template import Template
from pipeline.documents.templates.template_files import template_files as template_files
from pipeline.model.account import all_columns
from pipeline.model.fields import Audience
from pipeline.problems import Problem, TemplateRefused
from pipeline.views.context import computed_names
from pipeline.views.pictures import picture_names

OUTPUT_TEMPLATES = Path("output_templates")


def read_templates(folder: Path) -> tuple[Template, ...]:
    """Every output template under `folder`/internal and `folder`/client, compiled and held against the fields.

    The folder decides the audience. Raises TemplateRefused with every finding of every template.
    """
    compiled, problems = compile_templates(template_files(folder))
    if problems:
        raise TemplateRefused(*problems)
    return compiled


def compile_templates(paths: tuple[Path, ...]) -> tuple[tuple[Template, ...], tuple[Problem, ...]]:
    """The templates that compile, and every finding of all of them."""
    compiled: list[Template] = []
    problems: list[Problem] = []
    for path in paths:
        template, found = compile_template(path)
        problems += found
        compiled += [template] if template else []
    return tuple(compiled), tuple(problems)


def compile_template(path: Path) -> tuple[Template | None, tuple[Problem, ...]]:
    """The template if it compiles, and every finding. Its folder decides the audience."""
    from pipeline.documents.compiling.compile import read_template_file
    from pipeline.documents.templates.lint import lint
    from pipeline.documents.templates.lint_candour import lint_candour
    from pipeline.documents.templates.lint_language import lint_language

    audience: Audience = "client" if path.parent.name == "client" else "internal"
    file = f"{path.parent.name}/{path.name}"
    reading = read_template_file(path, file, audience)
    problems = (*reading.problems, *lint(file, reading.names, names("internal"), names(audience)))
    problems += tuple(lint_candour(file, reading.names)) if reading.template else ()
    if reading.template is None:
        return None, problems
    return reading.template, (*problems, *lint_language(reading.template, tuple(computed_names(audience))))


def template_warnings(paths: tuple[Path, ...]) -> tuple[Problem, ...]:
    """What Office stumbles over in the templates as they stand; their documents can be made nevertheless."""
    return tuple(
        problem for path in paths for problem in unsound_template(f"{path.parent.name}/{path.name}", path.read_bytes())
    )


@cache
def names(audience: Audience) -> frozenset[str]:
    """Every name a template of `audience` may use: "account.name", "objectives[].title", "score.tier", ..."""
    read = {column.path for column in all_columns() if audience == "internal" or column.audience == "client"}
    return frozenset(read | {one.path for one in (*computed_names(audience), *picture_names(audience))})
