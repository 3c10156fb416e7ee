"""What a run remembers of each account it published: one small JSON file for each, from which the next run can tell
what need not be built again."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.problems import Problem
from pipeline.production.fingerprints import digest_of, file_digest
from pipeline.production.publish import publish
from pipeline.production.report import Published, Status

FOLDER = ".keyplan"  # in the folder of the period, never in an account's: what lies in client/ may be sent whole
FORMAT = 1
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, kw_only=True)
class Record:
    """What became of an account, and what from.

    `inputs` are the digests of all that it was made from, `read` is that of what its workbook was read as. `searched`
    has the names of other accounts that its client files were searched for, each with its workbook. `problems` are
    those of the account; those of its documents stand with `files`, what Keyplan made and left in the output folder.
    `kept` is the digest of its snapshot for later periods, "" if none was kept.
    """

    workbook: str
    account_id: str
    name: str
    status: Status
    reason: str = ""
    inputs: Mapping[str, str]
    read: str = ""
    searched: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    files: tuple[Published, ...] = ()
    kept: str = ""


def record_file(folder: Path, account_id: str, workbook: str) -> Path:
    """Where the record of an account is kept, below the folder of the period.

    A workbook in which no account id can be read is known by its file name.
    """
    name = account_id if _ID.fullmatch(account_id) else f"={Path(workbook).name}"
    return folder / FOLDER / f"{name}.json"


def write_record(folder: Path, record: Record) -> None:
    """Writes a record in place of the one that stood there. Raises RunStopped if it cannot be written."""
    told = asdict(record)
    text = json.dumps({"format": FORMAT, "sha256": digest_of(told), "record": told}, ensure_ascii=False)
    publish(record_file(folder, record.account_id, record.workbook), f"{text}\n".encode())


def read_record(path: Path) -> Record | None:
    """The record in a file; None if it is missing, damaged or of another form: then nothing is known."""
    try:
        found = json.loads(path.read_bytes())
        told = found["record"]
        if found["format"] != FORMAT or found["sha256"] != digest_of(told):
            return None
        files = tuple(Published(**{**one, "problems": _problems(one["problems"])}) for one in told["files"])
        return Record(**{**told, "problems": _problems(told["problems"]), "files": files})
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None


def read_records(folder: Path) -> Iterator[Record]:
    """Every record below the folder of a period that can be read, one after the other."""
    for path in sorted((folder / FOLDER).glob("*.json")):
        record = read_record(path)
        if record is not None:
            yield record


def altered(folder: Path, files: Iterable[Published]) -> tuple[Published, ...]:
    """The files that are not on disk as they were published: changed by hand, cut off, or gone."""
    return tuple(one for one in files if file_digest(folder / one.path) != one.sha256)


def _problems(told: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in told)
