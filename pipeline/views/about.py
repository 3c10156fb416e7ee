"""What a document says of itself: whose it is, which period it reviews, and what its figures rest on."""

import datetime

from pipeline.analysis.results import Result, result


class DataGap(Result):
    """A warning or a note about the workbook, as the internal plan prints it."""

    kind: str = result("Warning or Note.")
    where: str = result("Sheet and cell.")
    message: str = result("What was found.")
    fix: str = result("What to do.")


class About(Result):
    """The document's own data."""

    company: str = result("Our company's name.", "client")
    confidentiality: str = result("The word on every page.", "client")
    period: str = result("The period under review, 2026-Q3.", "client")
    as_of: datetime.date = result("The day all figures are told for.", "client")
    language: str = result("Language of the document, en.", "client", default="en")
    standards_version: str = result("Version of the standards the scores are made with.")
    gaps: tuple[DataGap, ...] = result("Warnings and notes about the workbook, in the order of its sheets.")
