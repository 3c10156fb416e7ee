"""LibreOffice for tests: workbooks recalculated as a person's spreadsheet program would."""

import subprocess
import warnings
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.commands import need


def recalculated(paths: Sequence[Path], folder: Path) -> list[Workbook]:
    """The workbooks with every formula worked out. Skips the test if LibreOffice is not installed; fails it in CI."""
    made = folder / "recalculated"
    saved_as("xlsx", paths, folder, made)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it does not keep; nothing is saved here
        return [load_workbook(made / path.name, data_only=True) for path in paths]


def saved_as(kind: str, paths: Sequence[Path], folder: Path, made: Path) -> None:
    """Saves the workbooks as `kind` ("ods") in the folder `made`; skips or fails the test as above."""
    command = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(made), *map(str, paths)], check=True, capture_output=True, timeout=180)
