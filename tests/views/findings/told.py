"""The findings on an account as a reader sees them."""

from typing import Any

from pipeline.views.findings.whole import ResultHeadlines, result_headlines
from tests.builders import an_account, an_account_form
from tests.views.plans import seen, words


def told(name: str, form: dict[str, Any] | None = None, **rows: Any) -> str:
    """The headline of one result, with ordinary spaces."""
    account, analysis, _, _ = seen(an_account(an_account_form(**form) if form else None, **rows))
    headlines: ResultHeadlines = result_headlines(account, analysis)
    return words(getattr(headlines, name))
