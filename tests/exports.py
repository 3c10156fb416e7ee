"""CRM exports for tests: files with the columns that a test is about."""

from collections.abc import Sequence
from pathlib import Path

ACCOUNTS = ("Account ID", "Account Name")
DEALS = ("Opportunity ID", "Opportunity Name", "Account Name", "Stage", "Amount", "Close Date")
PEOPLE = ("Contact ID", "First Name", "Last Name", "Title", "Account Name", "Reports To")


def an_export(
    folder: Path, headings: Sequence[str], *rows: Sequence[str], name: str = "export.csv", encoding: str = "utf-8"
) -> Path:
    """A file with commas: the headings, then the rows; a value that holds a comma or a line break is quoted."""
    lines = [
        ",".join(f'"{value}"' if set(value) & set(',\n"') else value for value in row) for row in (headings, *rows)
    ]
    path = folder / name
    path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding, newline="")
    return path
