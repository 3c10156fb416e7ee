"""LibreOffice for tests: workbooks recalculated as a person's spreadsheet program would."""

import csv
import subprocess
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.commands import need

# Every sheet by itself, in UTF-8, with values as they are stored, not as they are shown.
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
_LONGEST = 20  # seconds that a workbook may take, others working beside it


def recalculated(paths: Sequence[Path], folder: Path) -> list[Workbook]:
    """The workbooks with every formula worked out. Skips the test if LibreOffice is not installed; fails it in CI."""
    made = folder / "recalculated"
    saved_as("xlsx", paths, folder, made)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it does not keep; nothing is saved here
        return [load_workbook(made / path.name, data_only=True) for path in paths]


def recalculated_texts(paths: Sequence[Path], folder: Path) -> list[Mapping[str, list[list[str]]]]:
    """The cells of each sheet, by its name, as texts: the quick way where there are many workbooks."""
    made = folder / "recalculated"
    saved_as(_EVERY_SHEET, paths, folder, made)
    return [
        {
            file.stem.removeprefix(f"{path.stem}-"): list(csv.reader(file.open(encoding="utf-8", newline="")))
            for file in made.glob(f"{path.stem}-*.csv")
        }
        for path in paths
    ]


def saved_as(kind: str, paths: Sequence[Path], folder: Path, made: Path) -> None:
    """Saves the workbooks as `kind` ("ods") in the folder `made`; skips or fails the test as above."""
    command = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(made), *map(str, paths)],
        check=True,
        capture_output=True,
        timeout=180 + _LONGEST * len(paths),
    )
