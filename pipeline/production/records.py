"""What a run remembers of each account: one small JSON file for each, so that the next can tell what is unchanged."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from pipeline.problems import Problem
from pipeline.production.fingerprints import digest, digest_of
from pipeline.production.publish import publish, remove_stale
from pipeline.production.report import Published, Status

FOLDER = ".keyplan"  # beside the folders of the periods: in those stands nothing but accounts and what is for people
FORMAT = 1
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 100  # characters of a file name
_NAMES = "=names-"
_PDFS = "=pdf.json"


class Record(Struct, frozen=True, kw_only=True):
    """What became of an account, and what from.

    `claimed_id` and `claimed_name` are what its workbook said of itself before it was read, `inputs` the digests of
    all that the account was made from, and `searched` that of the names its client files were searched for. `problems`
    are those of the account; those of its documents stand with `files`. `former` are files of earlier runs that are
    not current and were left where they are. `kept` is the digest of its snapshot for later periods, "" if there is
    none.
    """

    workbook: str
    claimed_id: str
    claimed_name: str
    account_id: str
    name: str
    status: Status
    inputs: Mapping[str, str]
    searched: str = ""
    problems: tuple[Problem, ...] = ()
    files: tuple[Published, ...] = ()
    former: tuple[Published, ...] = ()
    kept: str = ""


def record_file(folder: Path, account_id: str, workbook: str) -> Path:
    """Where the record of an account is kept, for the folder of a period.

    An account whose id is none is known by the file name of its workbook.
    """
    plain = _ID.fullmatch(account_id) and len(account_id) <= _LONGEST
    name = account_id if plain else f"={digest(workbook.encode(errors='surrogatepass'))[:16]}"
    return _beside(folder) / f"{name}.json"


def write_record(folder: Path, record: Record) -> None:
    """Writes a record in place of the one that stood there. Raises RunStopped if it cannot be written."""
    _write(record_file(folder, record.claimed_id, record.workbook), to_builtins(record))


def read_record(folder: Path, account_id: str, workbook: str) -> Record | None:
    """The record of an account; None if it is missing, damaged, of another form or another's: nothing is known then."""
    record = _record(record_file(folder, account_id, workbook))
    return record if record and record.claimed_id == account_id else None


def read_records(folder: Path) -> Iterator[Record]:
    """Every record of a period that can be read, one after the other; `folder` is that of the period."""
    for path in sorted(_beside(folder).glob("*.json")):
        record = _record(path)
        if record is not None:
            yield record


def tidy(folder: Path) -> None:
    """Removes what runs that were cut off left among the records."""
    remove_stale(_beside(folder))


def write_names(folder: Path, names: Iterable[str]) -> str:
    """Keeps the names that a run searches client files for, once for all its accounts, and gives their digest."""
    told = sorted(set(names))
    found = digest_of(told)
    path = _names_file(folder, found)
    if _read(path) != told:
        _write(path, told)
    return found


def read_names(folder: Path, found: str) -> frozenset[str]:
    """The names with this digest; none if they are not kept, or not as they were."""
    told = _read(_names_file(folder, found))
    return frozenset(told) if told is not None and digest_of(told) == found else frozenset()


def forget_names(folder: Path, but: Collection[str]) -> None:
    """Removes the names that no record speaks of any more."""
    for path in _beside(folder).glob(f"{_NAMES}*.json"):
        if path.stem.removeprefix(_NAMES) not in but:
            path.unlink(missing_ok=True)


def write_pdfs_made(folder: Path, pdfs: Mapping[str, Published]) -> None:
    """Keeps which PDF files were made, by the path of their document. Raises RunStopped if that cannot be written."""
    _write(_beside(folder) / _PDFS, {document: to_builtins(pdf) for document, pdf in sorted(pdfs.items())})


def read_pdfs(folder: Path) -> dict[str, Published]:
    """The PDF files that runs have made, by the path of their document; none if that is not kept, or damaged."""
    told = _read(_beside(folder) / _PDFS)
    try:
        return dict(zip(told, _files(told.values()), strict=True)) if told else {}
    except (TypeError, LookupError, AttributeError):
        return {}


def _names_file(folder: Path, found: str) -> Path:
    return _beside(folder) / f"{_NAMES}{found}.json"


def _beside(folder: Path) -> Path:
    return folder.parent / FOLDER / folder.name


def _record(path: Path) -> Record | None:
    try:
        told = _read(path)
        problems, files, former = _problems(told["problems"]), _files(told["files"]), _files(told["former"])
        return Record(**{**told, "problems": problems, "files": files, "former": former})
    except (TypeError, LookupError):
        return None


def _problems(told: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in told)


def _files(told: Iterable[Mapping[str, Any]]) -> tuple[Published, ...]:
    return tuple(Published(**{**one, "problems": _problems(one["problems"])}) for one in told)


def _write(path: Path, told: Any) -> None:
    text = json.dumps({"format": FORMAT, "sha256": digest_of(told), "told": told}, ensure_ascii=False)
    publish(path, f"{text}\n".encode())


def _read(path: Path) -> Any:
    """What a file tells; None if it is missing, damaged or of another form."""
    try:
        found = json.loads(path.read_bytes())
        return found["told"] if found["format"] == FORMAT and found["sha256"] == digest_of(found["told"]) else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None
