"""Who may see what: the client's projection of an account, and records as plain data for one audience."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import asdict

from pipeline.analysis.results import Result
from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Audience, Column, Record, columns
from pipeline.views.charts import Chart
from pipeline.views.drawings import Drawing
from pipeline.views.needed import Needed, everything

_PLAIN = frozenset((type(None), str, bool, int, Decimal, datetime.date, datetime.datetime))
_DRAWN = {Chart: "chart", Drawing: "drawing"}


def project(account: KeyAccount) -> KeyAccount:
    """The account as its client may know it: client fields of client rows, and nothing else.

    Rows follow `Sheet.client_when`. Internal fields are left out: an optional one is None, a required one is not
    there at all, so that a computation on it fails instead of leaking. Sheets without any client field are empty.
    """
    kept: dict[str, Any] = {}
    for record in RECORDS:
        rows = account.rows(record) if record.sheet.form or _client_columns(record) else ()
        shared = tuple(_client_record(row) for row in rows if _for_client(row))
        kept[record.sheet.key] = shared[0] if record.sheet.form else shared
    return KeyAccount.model_construct(**kept)


def _for_client(row: Record) -> bool:
    condition = row.sheet.client_when
    return condition is None or getattr(row, condition[0]) == condition[1]


def shown_keys(row: Record) -> frozenset[str]:
    """The fields of this row that the client may see: they are the client's, the row is shared, consent is given."""
    given = _client_columns(type(row))
    if not given or not _for_client(row):
        return frozenset()
    if not any(column.consent for column in given):
        return _client_keys(type(row))
    return frozenset(column.key for column in given if _consented(row, column))


def _client_record(row: Record) -> Record:
    values = vars(row)
    kept = {
        column.key: values[column.key] if not column.consent or _consented(row, column) else None
        for column in _client_columns(type(row))
    }
    return _blank(type(row)).model_copy(update=kept)


@cache
def _client_columns(record: type[Record]) -> tuple[Column, ...]:
    return tuple(column for column in columns(record) if column.audience == "client")


@cache
def _client_keys(record: type[Record]) -> frozenset[str]:
    return frozenset(column.key for column in _client_columns(record))


@cache
def _blank(record: type[Record]) -> Record:
    """A record with the defaults of what need not be given, and nothing else; no record is ever changed."""
    return record.model_construct()


def _consented(row: Record, column: Column) -> bool:
    return not column.consent or getattr(row, column.consent) is True


def plain(value: Any, audience: Audience) -> Any:
    """`value` as dicts, lists, texts, numbers and dates, with the fields that `audience` may see.

    The client's audience is given a projection and results computed from it; this drops what is internal by name.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [item if type(item) in _PLAIN else plain(item, audience) for item in value]
    if kind in _DRAWN:
        return value.plain()
    if _is_flat(kind, audience):
        return asdict(value)
    shown = plain_fields(value, audience)
    extra = value.extra if audience == "internal" and isinstance(value, Record) else None
    return {**shown, "extra": dict(extra)} if extra else shown


def plain_fields(value: Any, audience: Audience, needed: Needed = everything) -> dict[str, Any]:
    """The fields of a record or of a result by name, as plain data: those `needed` alone."""
    kind: Any = type(value)
    names: Iterable[str] = _seen(kind, audience)
    if needed is not everything:
        names = filter(needed, names)
    return {name: field if type(field := getattr(value, name)) in _PLAIN else plain(field, audience) for name in names}


@cache
def _is_flat(kind: Any, audience: Audience) -> bool:
    """Whether this is a result that `audience` may see all of, and whose fields are plain themselves; most are."""
    if not issubclass(kind, Result) or _seen(kind, audience) != kind.__struct_fields__:
        return False
    hints = get_type_hints(kind)
    fields = [_inside(hints[name]) for name in kind.declared]
    return all(not is_list and (inner in _PLAIN or get_origin(inner) is Literal) for inner, is_list in fields)


@cache
def _seen(kind: Any, audience: Audience) -> tuple[str, ...]:
    """The names of the fields of a record, or of a result, that `audience` may see; else TypeError."""
    if issubclass(kind, Record):
        owned = [(column.key, column.audience) for column in columns(kind)]
    elif issubclass(kind, Result):
        owned = [(name, said.audience) for name, said in kind.declared.items()]
    else:
        raise TypeError(f"{kind.__name__} has no plain form")
    return tuple(name for name, owner in owned if audience == "internal" or owner == "client")


class ComputedField(Struct, frozen=True, kw_only=True):
    """A result's name in templates, with what it says; `reason` is why the client may see it, empty if it may not."""

    path: str
    help: str
    type: str
    audience: Audience
    reason: str = ""


def computed_fields(record: type[Result], prefix: str = "") -> Iterator[ComputedField]:
    """Every field of a result, nested ones and lists ("goals[].status") included."""
    hints = get_type_hints(record)
    for name, said in record.declared.items():
        inner, is_list = _inside(hints[name])
        path = f"{prefix}{name}{'[]' if is_list else ''}"
        if isinstance(inner, type) and issubclass(inner, Result):
            yield from computed_fields(inner, f"{path}.")
        else:
            yield ComputedField(
                path=path,
                help=said.help,
                type=str(_DRAWN.get(inner) or getattr(inner, "__name__", "text")),
                audience=said.audience,
            )


def _inside(hint: Any) -> tuple[Any, bool]:
    """The type inside a list or an optional, and whether it is a list."""
    arguments = [part for part in get_args(hint) if part not in (type(None), Ellipsis)]
    if getattr(hint, "__origin__", None) is tuple:
        return arguments[0], True
    if type(None) in get_args(hint) and arguments:
        return _inside(arguments[0])
    return hint, False
