"""LibreOffice for tests: workbooks recalculated and saved as a person's spreadsheet program would."""

import csv
import subprocess
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.commands import need

# Every sheet on its own, in UTF-8, with values as they are stored, not as they are shown.
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
_LONGEST = 20  # seconds that a workbook may take, others working beside it


def saved_by_libreoffice(paths: Sequence[Path], folder: Path, ending: str) -> list[Path]:
    """The workbooks as LibreOffice saves them, "xlsx" or "ods", every formula worked out.

    Skips the test if LibreOffice is not installed; fails it in CI.
    """
    _convert(paths, folder, ending)
    return [folder / "recalculated" / f"{path.stem}.{ending}" for path in paths]


def recalculated(paths: Sequence[Path], folder: Path) -> list[Workbook]:
    """The workbooks with every formula worked out. Skips or fails as `saved_by_libreoffice` does."""
    saved = saved_by_libreoffice(paths, folder, "xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it does not keep; nothing is saved here
        return [load_workbook(path, data_only=True) for path in saved]


def recalculated_texts(paths: Sequence[Path], folder: Path) -> list[Mapping[str, list[list[str]]]]:
    """The cells of each sheet, by its name, as texts: the quick way where there are many workbooks."""
    _convert(paths, folder, _EVERY_SHEET)
    return [
        {made.stem.removeprefix(f"{path.stem}-"): list(csv.reader(made.open(encoding="utf-8", newline="")))
         for made in (folder / "recalculated").glob(f"{path.stem}-*.csv")}
        for path in paths
    ]  # fmt: skip


def _convert(paths: Sequence[Path], folder: Path, to: str) -> None:
    office = need("soffice")
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
    made = folder / "recalculated"
    longest = 180 + _LONGEST * len(paths)
    subprocess.run(
        [*command, "--outdir", str(made), *map(str, paths)], check=True, capture_output=True, timeout=longest
    )
