"""What documents are made from, as digests: where all of them are the same, so are the documents' bytes."""

import datetime
import hashlib
import json
import os
import sys
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline import __version__
from pipeline.documents.figures.pictures import picture_files
from pipeline.documents.templates.template_files import template_files

UNREADABLE = "unreadable"
_PLAIN = frozenset((type(None), bool, int, str))
_PACKAGE = str(Path(__file__).resolve().parents[1])
_LIBRARIES = (
    *(
        "babel",
        "jinja2",
        "lxml",
        "markupsafe",
        "msgspec",
        "openpyxl",
        "pillow",
        "pydantic",
        "pydantic_core",
        "python_calamine",
    ),
    *("python_calamine", "python_docx", "python_pptx"),
)


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def digest_of(value: Any) -> str:
    """The digest of plain data, lists and dictionaries in the order they have."""
    return digest(json.dumps(value, separators=(",", ":")).encode())


def file_digest(path: Path) -> str:
    """The digest of a file's bytes; "unreadable" for one that cannot be read, or is no ordinary file."""
    if not path.is_file():  # to open a pipe could last for ever
        return UNREADABLE
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return UNREADABLE


@cache
def code_digest() -> str:
    """The digest of Keyplan itself, of the libraries that have a say in a document, and of the interpreter."""
    return digest_of(
        [
            __version__,
            sys.version,
            zlib.ZLIB_RUNTIME_VERSION,
            installed(),
            [[path.removeprefix(_PACKAGE), digest(Path(path).read_bytes())] for path in sorted(_sources(_PACKAGE))],
        ]
    )


class Basis(Struct, frozen=True):
    """What every account of a run is made from, as digests, templates by audience and file name; `review` in words."""

    keyplan: str
    standards: str
    review: str
    templates: Mapping[str, str]


def basis_of(standards: Path, templates: Path, period: str, as_of: datetime.date) -> Basis:
    """What every account is made from now: the code, the standards, the templates in a folder, and the review."""
    return Basis(
        keyplan=code_digest(),
        standards=standards_digest(standards),
        review=f"{period} as of {as_of.isoformat()}",
        templates={f"{path.parent.name}/{path.name}": file_digest(path) for path in template_files(templates)},
    )


def inputs_of(basis: Basis, workbook: Path, account_id: str, history: Mapping[str, Path]) -> dict[str, str]:
    """All that an account's documents are made from, as digests; `history` are the earlier periods that are read."""
    return {
        "workbook": file_digest(workbook),
        "file": workbook.name,
        "pictures": pictures_digest(workbook, account_id),
        "history": history_digest(history),
        "standards": basis.standards,
        "review": basis.review,
        "keyplan": basis.keyplan,
        **{f"template {name}": found for name, found in basis.templates.items()},
    }


def made_from(inputs: Mapping[str, str], read: str, template: str) -> dict[str, str]:
    """What one document is made from: of the workbook what it was `read` as, and of the templates its own."""
    shared = {key: inputs[key] for key in ("pictures", "history", "standards", "review", "keyplan")}
    return {"workbook": read, "template": inputs.get(f"template {template}", ""), **shared}


def _sources(folder: str) -> Iterator[str]:
    """Every file of the package: its code, and the words and figures that it reads."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _sources(entry.path)
        elif not entry.name.endswith(".pyc"):
            yield entry.path


def installed() -> dict[str, str]:
    """The version of each library that has a say in a document, as the installer wrote them down."""
    found: dict[str, str] = {}
    for folder in sys.path:
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            if name.endswith(".dist-info"):
                library, _, version = name.removesuffix(".dist-info").partition("-")
                if library.lower() in _LIBRARIES:
                    found.setdefault(library.lower(), version)
    return dict(sorted(found.items()))


def standards_digest(path: Path) -> str:
    """The digest of what the standards file says; spaces and comments do not count.

    A file that is no TOML has the digest of its bytes: whoever reads it will say what is wrong.
    """
    if not path.is_file():
        return UNREADABLE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return digest_of(plain(told))
    except (OSError, ValueError, RecursionError):
        return file_digest(path)


def pictures_digest(workbook: Path, account_id: str) -> str:
    """The digest of an account's pictures: what lies in the folders beside its workbook that are called like it."""
    folders = dict.fromkeys(workbook.parent / name for name in (workbook.stem, account_id) if name)
    files = [path for folder in folders for path in picture_files(folder)]
    return digest_of([[path.parent.name, path.name, file_digest(path)] for path in files])


def history_digest(files: Mapping[str, Path]) -> str:
    """The digest of the snapshots of earlier periods that are read, by period."""
    return digest_of([[period, path.as_posix(), file_digest(path)] for period, path in sorted(files.items())])


def content_digest(read: object) -> str:
    """The digest of what a workbook was read as: every value with its type and its cell, in order.

    Raises TypeError for a value of a type that is not known here, so that none is ever passed over.
    """
    return digest_of(plain(read))


def plain(value: object) -> Any:
    """A value as plain data, no two different values alike."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal | datetime.date | datetime.time):
        return [type(value).__name__, str(value)]
    if isinstance(value, tuple | list):
        return ["list", *_each_plain(value)]
    if isinstance(value, frozenset | set):
        return ["set", *sorted(json.dumps(plain(one)) for one in value)]
    if isinstance(value, Mapping):
        return ["map", _each_plain(value), _each_plain(value.values())]
    kind: Any = type(value)
    if getattr(value, "__pydantic_extra__", None) or getattr(value, "__pydantic_private__", None):
        raise TypeError(f"{kind.__name__} has no digest")
    return [kind.__qualname__, *_each_plain(map(getattr, repeat(value), _fields(kind)))]


def _each_plain(values: Iterable[object]) -> list[Any]:
    # Nearly all there is in an account is text, which spares nine calls of ten.
    return [value if type(value) in _PLAIN else plain(value) for value in values]


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    """The names of what values of a type hold, in order; all that a digest has to tell, as the code has its own."""
    fields: Iterable[str] | None = getattr(kind, "__struct_fields__", None) or getattr(kind, "model_fields", None)
    if fields is None:
        raise TypeError(f"{kind.__name__} has no digest")
    return tuple(fields)
