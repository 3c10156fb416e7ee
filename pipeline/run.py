"""One account from its workbook to its documents: read, check, analyse, view, render."""

# What a build does not need is loaded by the function that does: to compile templates, to write workbooks and to take
# over exports needs libraries that take as long to load as two accounts to build.

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline.analysis.analyse import analyse, analyse_and_keep, analyse_shared
from pipeline.analysis.results import Analysis, SharedAnalysis
from pipeline.checks.rules import check, check_portfolio
from pipeline.documents.figures.pictures import Picture, pictures_in
from pipeline.documents.packaging.file_names import legal_name
from pipeline.documents.rendering.render import render
from pipeline.documents.soundness.told import unsound_template
from pipeline.documents.templates.template import Template
from pipeline.documents.templates.template_files import template_files as template_files
from pipeline.model.account import KeyAccount, all_columns
from pipeline.model.fields import Audience, columns
from pipeline.model.kinds import KINDS
from pipeline.model.portfolio import Portfolio
from pipeline.model.snapshot import Snapshot
from pipeline.problems import Problem, Refused, TemplateRefused
from pipeline.standards import Standards, advice, read_standards
from pipeline.views.about import About, DataGap
from pipeline.views.audiences import plain, project
from pipeline.views.context import client_view, computed_names, internal_view
from pipeline.views.differences import Difference, differences
from pipeline.views.known import is_shared
from pipeline.views.language import ENGLISH, best_for, language_of
from pipeline.views.needed import Needed, everything, needed_by
from pipeline.views.pictures import PICTURES, picture_names, shown_pictures
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.parser import AnyReading, PortfolioReading, Reading, account_in, in_order, read_input
from pipeline.workbook.reader import read_workbook

if TYPE_CHECKING:
    from pipeline.workbook.crm import Export
    from pipeline.workbook.crm_mapping import CrmMapping
    from pipeline.workbook.imports import Imports
    from pipeline.workbook.upgrade import Upgrade

STANDARDS = Path("input_templates/standards.toml")
INPUT_TEMPLATES = Path("input_templates")
OUTPUT_TEMPLATES = Path("output_templates")


class Review(Struct, frozen=True):
    """What is reviewed: a quarter such as "2026-Q3", and the day all its figures are told for."""

    period: str
    as_of: datetime.date


Views = Mapping[tuple[Audience, str], Mapping[str, Any]]  # what may be said, by audience and language


class Reviewed(Struct, frozen=True, dict=True):
    """One account under review. What is computed of it is computed once, when it is first asked for.

    `history` are the snapshots of earlier periods, oldest first; nothing of them reaches a client.
    """

    account: KeyAccount
    standards: Standards
    review: Review
    history: Sequence[Snapshot] = ()

    @cached_property
    def _analysed(self) -> tuple[Analysis, Snapshot]:
        return analyse_and_keep(self.account, self.standards, self.review.period, self.review.as_of, self.history)

    @property
    def analysis(self) -> Analysis:
        """Everything computed of the whole account."""
        return self._analysed[0]

    @cached_property
    def projected(self) -> KeyAccount:
        """The account as its client may know it."""
        return project(self.account)

    @cached_property
    def shared(self) -> SharedAnalysis:
        """What is computed of the projection alone."""
        return analyse_shared(self.projected, self.standards, self.review.period, self.review.as_of)

    @property
    def snapshot(self) -> Snapshot:
        """What is kept of the account for the plans of later periods."""
        return self._analysed[1]


class Document(Struct, frozen=True):
    """One finished file of an account: its folder ("internal" or "client"), its name and its bytes.

    `problems` are warnings about text that is too long for its shape.
    """

    audience: Audience
    name: str
    content: bytes
    template: str
    problems: tuple[Problem, ...] = ()


def workspace_standards() -> Standards:
    """The standards of the working folder. Raises StandardsRefused with every fault, its line and the fix."""
    return read_standards(STANDARDS)


def workspace_advice(standards: Standards) -> tuple[Problem, ...]:
    """What is doubtful, though not wrong, about the standards of the working folder."""
    return advice(STANDARDS, standards)


def read_and_check(path: Path, standards: Standards) -> AnyReading:
    """What the workbook `path` holds, with every problem of its cells and across its sheets.

    Its account, or its portfolio, is None when a problem is an error. A file that is no workbook gives the reading of
    an account with that one problem.
    """
    return held_against(read_cells(path, standards), standards)


def read_cells(path: Path, standards: Standards) -> AnyReading:
    """What the workbook `path` holds, with the problems of its cells alone; one that is no workbook has no account."""
    try:
        return read_input(path, standards)
    except Refused as refusal:
        problems = tuple(replace(problem, file=path.name) for problem in refusal.problems)
        return Reading(path=path, problems=problems)


def held_against(reading: AnyReading, standards: Standards) -> AnyReading:
    """A reading with the problems across its sheets, and of its pictures, added to those of its cells."""
    if isinstance(reading, PortfolioReading):
        problems = _all_problems(reading, check_portfolio(reading.readable, standards) if reading.readable else ())
        return replace(reading, problems=problems, portfolio=None if _refused(problems) else reading.portfolio)
    checked = _checked(reading, standards)
    problems = _all_problems(checked, pictures(checked)[1])
    return replace(checked, problems=problems, account=None if _refused(problems) else checked.account)


def pictures(reading: Reading) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """The pictures of an account, and what is wrong with them.

    They lie in a folder beside its workbook, called like the workbook or like the account's id.
    """
    folders = (reading.path.parent / name for name in (reading.path.stem, reading.account_id) if name)
    return pictures_in(folders, (one.name for one in PICTURES))


def _checked(reading: Reading, standards: Standards) -> Reading:
    """The reading of an account with the problems across its sheets added."""
    problems = _all_problems(reading, check(reading.readable, standards) if reading.readable else ())
    return replace(reading, problems=problems, account=None if _refused(problems) else reading.account)


def _all_problems(reading: AnyReading, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(replace(problem, file=reading.path.name) for problem in in_order((*reading.problems, *found)))


def _refused(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def portfolio_view(portfolio: Portfolio) -> dict[str, Any]:
    """Everything the portfolio workbook holds, by the key of its sheets; internal as a whole."""
    return {record.sheet.key: plain(getattr(portfolio, record.sheet.key), "internal") for record in portfolio.records}


def checked_copy(reading: AnyReading) -> bytes | None:
    """A copy of the workbook that was read, with every problem on its cell and all of them on a sheet of its own.

    None for a file that is no Excel workbook that can be opened.
    """
    from pipeline.workbook.annotate import annotated_copy

    return annotated_copy(reading.path, reading.problems) if reading.readable else None


def view(
    account: KeyAccount,
    standards: Standards,
    review: Review,
    audience: Audience,
    problems: tuple[Problem, ...] = (),
    history: Sequence[Snapshot] = (),
    language: str = ENGLISH,
) -> dict[str, Any]:
    """What a template of `audience` may say about the account; the client's is made from its projection alone.

    `language` is that of the template.
    """
    return _view(Reviewed(account, standards, review, history), audience, problems, language)


def _view(
    reviewed: Reviewed, audience: Audience, problems: tuple[Problem, ...], language: str, needed: Needed = everything
) -> dict[str, Any]:
    standards = reviewed.standards
    about = _about(standards, reviewed.review, language)
    if audience == "client":
        return client_view(reviewed.projected, reviewed.shared, standards, about, needed)
    about = replace(about, gaps=tuple(_gaps(problems)))
    return internal_view(reviewed.account, reviewed.analysis, standards, about, needed)


def _about(standards: Standards, review: Review, language: str) -> About:
    return About(
        company=standards.company.name,
        confidentiality=standards.company.confidentiality,
        period=review.period,
        as_of=review.as_of,
        language=language,
        standards_version=standards.version,
        gaps=(),
    )


def said_by_rights(
    account: KeyAccount, standards: Standards, review: Review, languages: Iterable[str], needed: Needed = everything
) -> tuple[dict[str, Any], ...]:
    """What the client may be told in each language, worked out from a projection made for this and nothing else.

    Nothing at all where that projection should hold more than the cells that the client may see.
    """
    projected = project(account)
    if not is_shared(projected, account):
        return ()
    shared = analyse_shared(projected, standards, review.period, review.as_of)
    return tuple(client_view(projected, shared, standards, _about(standards, review, one), needed) for one in languages)


def snapshot(account: KeyAccount, standards: Standards, review: Review) -> Snapshot:
    """What is kept of the account for the plans of later periods."""
    return Reviewed(account, standards, review).snapshot


def what_if(
    reading: Reading, changes: Iterable[str], standards: Standards, review: Review, audience: Audience
) -> tuple[Difference, ...]:
    """Every result that would differ with the `changes` ("forces[2].strength=2") typed into the workbook of `reading`.

    Nothing is written. Raises Refused where a change is none, or where the account would then have an error.
    """
    from pipeline.workbook.what_if import change, changed

    assert reading.account is not None, "what is asked about can be read"
    book = changed(read_workbook(reading.path), reading.account, [change(text) for text in changes])
    supposed = _checked(account_in(book, standards), standards)
    if supposed.account is None:
        raise Refused(*(problem for problem in supposed.problems if problem.severity == "error"))
    given = (standards, review, audience)
    return tuple(differences(_results(reading.account, *given), _results(supposed.account, *given)))


def _results(account: KeyAccount, standards: Standards, review: Review, audience: Audience) -> dict[str, Any]:
    """Everything computed for the account, as plain data."""
    given = (standards, review.period, review.as_of)
    if audience == "client":
        return dict(plain(analyse_shared(project(account), *given), audience))
    return dict(plain(analyse(account, *given), audience))


def _gaps(problems: tuple[Problem, ...]) -> Iterator[DataGap]:
    for problem in problems:
        if problem.severity != "error":
            yield DataGap(
                kind=problem.severity.capitalize(), where=problem.where, message=problem.message, fix=problem.fix
            )


def documents(
    account: KeyAccount,
    standards: Standards,
    templates: tuple[Template, ...],
    review: Review,
    problems: tuple[Problem, ...] = (),
    history: Sequence[Snapshot] = (),
    given: Mapping[str, Picture] = MappingProxyType({}),
) -> tuple[Document, ...]:
    """As `documents_of`, for an account of which nothing else is asked."""
    return documents_of(Reviewed(account, standards, review, history), templates, problems, given)


def documents_of(
    reviewed: Reviewed,
    templates: tuple[Template, ...],
    problems: tuple[Problem, ...] = (),
    given: Mapping[str, Picture] = MappingProxyType({}),
) -> tuple[Document, ...]:
    """Every document of one account, in its language where a template is translated, with the pictures `given` by name.

    Raises TemplateRefused where a template asks for what is not there.
    """
    return filled(reviewed, templates, views(reviewed, templates, problems, given))


def views(
    reviewed: Reviewed,
    templates: Iterable[Template],
    problems: tuple[Problem, ...] = (),
    given: Mapping[str, Picture] = MappingProxyType({}),
) -> Views:
    """What the templates of an account need, for each audience and language among them, with its pictures."""
    needs: dict[tuple[Audience, str], list[frozenset[str]]] = {}
    for one in templates_for(reviewed.account, templates):
        needs.setdefault((one.audience, language_of(one.name)), []).append(one.needs)
    return {
        (audience, language): {
            **_view(reviewed, audience, problems, language, needed_by(*parts)),
            "pictures": shown_pictures(given, audience, reviewed.account.account.name),
        }
        for (audience, language), parts in needs.items()
    }


def filled(reviewed: Reviewed, templates: Iterable[Template], said: Views) -> tuple[Document, ...]:
    """The templates of an account, each filled with what its audience may be told in its language."""
    name, period = reviewed.account.account.name, reviewed.review.period
    chosen = templates_for(reviewed.account, templates)
    return tuple(_document(one, said[one.audience, language_of(one.name)], name, period) for one in chosen)


def templates_for(account: KeyAccount, templates: Iterable[Template]) -> tuple[Template, ...]:
    """The templates that an account's documents are made from: of translations the one in its language."""
    found = tuple(templates)
    chosen = best_for([template.name for template in found], account.account.locale)
    return tuple(template for template in found if template.name in chosen)


def _document(template: Template, data: Mapping[str, Any], account: str, period: str) -> Document:
    overflows: list[Problem] = []
    content = render(template, data, overflows)
    return Document(
        audience=template.audience,
        name=file_name(account, _kind(template), Path(template.name).suffix, period),
        content=content,
        template=template.name,
        problems=tuple(overflows),
    )


def _kind(template: Template) -> str:
    """What a document is called in its file name: by that of the template, in another language by its title."""
    stem = Path(template.name).name.partition(".")[0]
    translated = language_of(template.name) != ENGLISH and template.title
    return translated or stem.replace("_", " ").capitalize()


def file_name(account: str, kind: str, extension: str, period: str) -> str:
    """A file name that reads well and is legal everywhere: "Contoso Ltd - Quarterly review - 2026-Q3.pptx"."""
    return f"{legal_name(account) or 'Account'} - {legal_name(kind)} - {period}{extension}"


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


def fields(standards: Standards, audience: Audience = "internal") -> list[dict[str, Any]]:
    """Every field a workbook or a template of `audience` may use, as `keyplan fields` prints them."""
    rows: list[dict[str, Any]] = [
        {
            "path": column.path,
            "workbook": kind.kind,
            "sheet": column.sheet.name,
            "title": column.title,
            "type": column.kind.name,
            "required": column.required,
            "audience": column.audience,
            "choices": list(column.choices or (standards.choices(column.choices_from) if column.choices_from else ())),
            "minimum": column.kind.minimum,
            "maximum": column.kind.maximum,
            "refers": list(column.refers),
            "help": column.help,
            "reason": "",
            "computed": False,
        }
        for kind in KINDS
        for record in kind.records
        for column in columns(record)
        if audience == "internal" or column.audience == "client"
    ]
    for computed in (*computed_names(audience), *picture_names(audience)):
        rows.append(
            {
                "path": computed.path,
                "workbook": KeyAccount.kind,
                "sheet": None,
                "title": None,
                "type": computed.type,
                "required": False,
                "audience": computed.audience,
                "choices": [],
                "minimum": None,
                "maximum": None,
                "refers": [],
                "help": computed.help,
                "reason": computed.reason,
                "computed": True,
            }
        )
    return rows


def account_id(name: str) -> str:
    """The account id that a customer's name gives, "contoso-ltd"; "" for a name without Latin letters and digits."""
    return account_id_of(name)


def new_workbook(standards: Standards, name: str, account_id: str, path: Path) -> None:
    """Writes a fresh workbook for one account, its name and id filled in. Raises FileExistsError if `path` is there."""
    from pipeline.workbook.template import write_template

    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_template(standards, path, name=name, account_id=account_id)


def renew_input_templates(standards: Standards) -> tuple[Path, ...]:
    """Writes the empty input workbooks of the working folder anew and returns their paths."""
    from pipeline.workbook.template import write_portfolio_template, write_template

    account, portfolio = (INPUT_TEMPLATES / f"{kind.kind}.xlsx" for kind in (KeyAccount, Portfolio))
    write_template(standards, account)
    write_portfolio_template(standards, portfolio)
    return account, portfolio


def crm_exports(
    paths: Iterable[Path], mapping_file: Path | None, standards: Standards, decimal: str = "", date_order: str = ""
) -> tuple[tuple[Export, ...], CrmMapping]:
    """The CRM exports in the files `paths`, and the mapping they are read with. Raises Refused with every problem.

    `decimal` ("point", "comma") and `date_order` ("day-first", "month-first") decide columns that leave two readings.
    """
    from pipeline.workbook.crm import Asked, read_exports
    from pipeline.workbook.crm_mapping import CrmMapping, read_mapping

    mapping = read_mapping(mapping_file, standards) if mapping_file else CrmMapping()
    return read_exports(paths, mapping, Asked(decimal, date_order)), mapping


def preview_import(
    exports: tuple[Export, ...], mapping: CrmMapping, workbooks: Iterable[Path], folder: Path, standards: Standards
) -> Imports:
    """What the exports would make of the `workbooks`, and of new ones in `folder`; nothing is written."""
    from pipeline.workbook.imports import plan_imports

    with tempfile.TemporaryDirectory() as place:
        return plan_imports(exports, workbooks, folder, Path(place) / "fresh.xlsx", standards, mapping)


def import_exports(
    exports: tuple[Export, ...], mapping: CrmMapping, workbooks: Iterable[Path], folder: Path, standards: Standards
) -> Imports:
    """Refreshes the `workbooks` from the exports and makes new ones in `folder`; the plans as they came out."""
    from pipeline.workbook.imports import carry_out, plan_imports

    with tempfile.TemporaryDirectory() as place:
        found = plan_imports(exports, workbooks, folder, Path(place) / "fresh.xlsx", standards, mapping)
        return replace(found, plans=tuple(map(carry_out, found.plans)))


def upgrade(path: Path, standards: Standards) -> tuple[Upgrade, AnyReading]:
    """Moves the workbook `path` onto today's template and `standards`, and checks it as it is then."""
    from pipeline.workbook.upgrade import upgrade_workbook

    upgraded = upgrade_workbook(path, standards)
    return upgraded, read_and_check(upgraded.path, standards)
