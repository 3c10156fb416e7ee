"""What is shown of an account, a portfolio or the fields without a document being made."""

# What a build does not need is loaded by the function that does: to compile templates, to write workbooks and to take
# over exports needs libraries that take as long to load as two accounts to build.

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.analysis.analyse import analyse, analyse_shared
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Audience, columns
from pipeline.model.kinds import KINDS
from pipeline.model.portfolio import Portfolio
from pipeline.problems import Refused
from pipeline.run.reading import checked
from pipeline.run.stages import Review
from pipeline.standards import Standards
from pipeline.views.audiences import plain, project
from pipeline.views.context import computed_names
from pipeline.views.differences import Difference, differences
from pipeline.views.pictures import picture_names
from pipeline.workbook.parser import Reading, account_in
from pipeline.workbook.reader import read_workbook


def portfolio_view(portfolio: Portfolio) -> dict[str, Any]:
    """Everything the portfolio workbook holds, by the key of its sheets; internal as a whole."""
    return {record.sheet.key: plain(getattr(portfolio, record.sheet.key), "internal") for record in portfolio.records}


def what_if(
    reading: Reading, changes: Iterable[str], standards: Standards, review: Review, audience: Audience
) -> tuple[Difference, ...]:
    """Every result that would differ with the `changes` ("forces[2].strength=2") typed into the workbook of `reading`.

    Nothing is written. Raises Refused where a change is none, or where the account would then have an error.
    """
    from pipeline.workbook.what_if import change, changed

    assert reading.account is not None, "what is asked about can be read"
    book = changed(read_workbook(reading.path), reading.account, [change(text) for text in changes])
    supposed = checked(account_in(book, standards), standards)
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
