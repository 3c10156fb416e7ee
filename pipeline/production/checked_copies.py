"""Checked copies of workbooks: one beside another in a folder, the workbooks themselves untouched."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.production.publish import publish
from pipeline.production.workbooks import CHECKED
from pipeline.run.reading import checked_copy
from pipeline.workbook.parser import AnyReading


def write_checked_copies(readings: Iterable[AnyReading], folder: Path) -> Iterator[tuple[AnyReading, Path | None]]:
    """Writes the checked copy of each workbook into `folder` and gives its path; None where there is no copy.

    A copy is called like its workbook ("contoso.checked.xlsx"); of two workbooks with one name the second is
    numbered. Raises RunStopped if the folder cannot be written.
    """
    taken: set[str] = set()
    for reading in readings:
        content = checked_copy(reading)
        if content is None:
            yield reading, None
            continue
        path = folder / _free_name(reading.path, taken)
        taken.add(path.name.casefold())
        publish(path, content)
        yield reading, path


def _free_name(workbook: Path, taken: set[str]) -> str:
    name, number = f"{workbook.stem}{CHECKED}{workbook.suffix}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{workbook.stem} ({number}){CHECKED}{workbook.suffix}"
    return name
