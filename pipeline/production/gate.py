"""The gate before the client's folder: what an account's client files may not hold, and whether they do."""

from collections.abc import Iterable, Mapping

from pipeline.analysis.analyse import analyse_shared
from pipeline.documents.leaks import find_leaks
from pipeline.documents.template import Template
from pipeline.model.account import KeyAccount
from pipeline.problems import Problem
from pipeline.run import Document, Review
from pipeline.standards import Standards
from pipeline.views.audiences import project
from pipeline.views.secrets import Trace, names_of_others, secrets_of


def leaks_of(
    account: KeyAccount,
    standards: Standards,
    templates: Iterable[Template],
    review: Review,
    made: Iterable[Document],
    others: Mapping[str, str],
) -> tuple[Problem, ...]:
    """Everything in the finished client files of an account that is not the client's; nothing if they may go out.

    `others` has the names of the other accounts of the run, each with its workbook.
    """
    documents = [document for document in made if document.audience == "client"]
    if not documents:
        return ()
    shared = analyse_shared(project(account), standards, review.period, review.as_of)
    printed = frozenset[Trace]().union(*(template.printed for template in templates))
    secrets = secrets_of(account, shared, standards, printed, others)
    return tuple(problem for one in documents for problem in find_leaks(one.name, one.content, secrets))


def names_in(
    files: Mapping[str, bytes], name: str, standards: Standards, others: Mapping[str, str]
) -> tuple[Problem, ...]:
    """What is found in client files of the account `name` that were let through before, when `others` are searched for.

    A tag of a template that a client field holds is found as well: whoever asks has to hold the account against it.
    """
    secrets = names_of_others(name, standards, others)
    return tuple(problem for file, content in files.items() for problem in find_leaks(file, content, secrets))
