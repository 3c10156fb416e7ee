"""Every result traced: its formula with the numbers put in, its cells, and what would change it."""

from collections.abc import Iterator

from pipeline.analysis.force_field import explained_force_field
from pipeline.analysis.matrix import explained_matrix
from pipeline.analysis.results import Analysis, Explanation
from pipeline.analysis.scores import explained_score
from pipeline.analysis.wallet import explained_wallet
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards


def explanations(account: KeyAccount, analysis: Analysis, standards: Standards) -> Iterator[Explanation]:
    """One explanation for each result that is computed by a formula, in the order of the plan's sections."""
    yield from explained_score(analysis.score)
    yield from explained_matrix(analysis.matrix)
    yield from explained_force_field(analysis.force_field)
    yield from explained_wallet(account, analysis.wallet)
