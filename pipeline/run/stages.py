"""The stages of one account that was read, in their order: analysed, put into words, filled into its documents."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline.analysis.analyse import analyse_and_keep, analyse_shared
from pipeline.analysis.results import Analysis, SharedAnalysis
from pipeline.documents.figures.pictures import Picture
from pipeline.documents.packaging.file_names import legal_name
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.template import Template
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Audience
from pipeline.model.snapshot import Snapshot
from pipeline.problems import Problem
from pipeline.standards import Standards
from pipeline.views.about import About, DataGap
from pipeline.views.audiences import project
from pipeline.views.context import client_view, internal_view
from pipeline.views.known import is_shared
from pipeline.views.language import ENGLISH, best_for, language_of
from pipeline.views.needed import Needed, everything, needed_by
from pipeline.views.pictures import shown_pictures


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
