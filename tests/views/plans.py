"""An account as the plan's views take it: with its analysis, the shipped standards and the document's own data."""

from pipeline.analysis.analyse import analyse
from pipeline.analysis.results import Analysis
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views.about import About
from tests.builders import AS_OF, PERIOD, shipped_standards


def seen(account: KeyAccount) -> tuple[KeyAccount, Analysis, Standards, About]:
    """What every view of the plan is given for the account, reviewed for the third quarter of 2026."""
    standards = shipped_standards()
    about = About(
        company="Lindholt",
        confidentiality="Confidential",
        period=PERIOD,
        as_of=AS_OF,
        standards_version=standards.version,
        gaps=(),
    )
    return account, analyse(account, standards, PERIOD, AS_OF), standards, about


def words(sentence: str) -> str:
    """The sentence with ordinary spaces, as a reader sees it."""
    return sentence.replace("\u00a0", " ")
