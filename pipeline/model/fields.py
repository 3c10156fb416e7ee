"""What a field of a record says about itself, and the flat list of all fields that everything else is derived from."""

import datetime
import types
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from msgspec import Struct, field
from pydantic import BaseModel, ConfigDict, Field, InstanceOf
from pydantic.fields import FieldInfo

Audience = Literal["internal", "client"]
CLIENT: Audience = "client"

Group = Literal["who", "world", "money", "plan", "proof"]


class Kind(Struct, frozen=True):
    """What may stand in a cell: a name for people, and the limits of a number (both ends included)."""

    name: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None


def _scale(low: int, high: int) -> Kind:
    return Kind("whole number", Decimal(low), Decimal(high))


_NOT_NEGATIVE = Decimal(0)

Text = Annotated[str, Kind("text")]
LongText = Annotated[str, Kind("long text")]
Id = Annotated[str, Kind("id")]
Ids = Annotated[tuple[str, ...], Kind("ids")]
Number = Annotated[Decimal, Kind("number")]
Money = Annotated[Decimal, Kind("money")]
Cost = Annotated[Decimal, Kind("money", _NOT_NEGATIVE)]
Share = Annotated[Decimal, Kind("share", _NOT_NEGATIVE, Decimal(1))]
Count = Annotated[int, Kind("whole number", _NOT_NEGATIVE)]
Hours = Annotated[Decimal, Kind("number", _NOT_NEGATIVE)]
OneToFive = Annotated[int, _scale(1, 5)]
OneToTen = Annotated[int, _scale(1, 10)]
Date = Annotated[datetime.date, Kind("date")]
Period = Annotated[str, Kind("period")]
YesNo = Annotated[bool, Kind("yes/no")]


class Origin(Struct, frozen=True):
    """Where a record was read: its sheet, and the cell of each field that has one ("due" -> "F7").

    `unread` names the fields that hold something that could not be read, or that are required and blank; `blank` names
    those of them in which nothing stands.
    """

    sheet: str
    cells: dict[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()


class Sheet(Struct, frozen=True, kw_only=True):
    """One sheet of the workbook: its name, the key of its rows in templates, and what to say about it.

    `form` is a sheet of labels and values (one record); any other is a table of rows. `client_when` names a field and
    the value it must have for a row to reach a client document; None means every row may. `formerly` are the names it
    had in older templates.
    """

    name: str
    key: str
    holds: str
    feeds: str
    group: Group
    required: bool = False
    form: bool = False
    client_when: tuple[str, object] | None = None
    formerly: tuple[str, ...] = ()


class Record(BaseModel):
    """A record read from one sheet: frozen, typed, and aware of the cells it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sheet: ClassVar[Sheet]

    origin: InstanceOf[Origin] = Field(default=Origin(""), exclude=True, repr=False)
    extra: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    def cell(self, name: str) -> str:
        """The address of the field `name`, "Objectives!F7"; the sheet's name alone if the record was not read."""
        address = self.origin.cells.get(name)
        return f"{self.sheet.name}!{address}" if address else self.sheet.name


class Contents(BaseModel):
    """Everything one input workbook holds, a field for each sheet by its key; each kind of workbook is a subclass.

    `records` are its sheets in the order of the tabs, `title` says what the workbook is, and `kind` does in one word.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    records: ClassVar[tuple[type[Record], ...]]
    title: ClassVar[str]
    kind: ClassVar[str]

    def rows(self, record: type[Record]) -> tuple[Record, ...]:
        """The rows of a record's sheet; the record of a form stands alone."""
        found = getattr(self, record.sheet.key)
        return found if isinstance(found, tuple) else (found,)


class Column(Struct, frozen=True, kw_only=True):
    """A field as the registry knows it: everything the workbook, the checks, the templates and the help derive from.

    `consent` names the yes/no field of the same row without whose Yes the client never sees this one. `formerly` are
    the titles it had in older templates: workbooks with them are read all the same, and upgraded.
    """

    sheet: Sheet
    key: str
    title: str
    help: str
    example: str
    kind: Kind
    required: bool
    blank_allowed: bool
    audience: Audience
    choices: tuple[str, ...]
    choices_from: str
    refers: tuple[str, ...]
    unit: str
    band: str
    consent: str
    formerly: tuple[str, ...]

    @property
    def path(self) -> str:
        """The name in templates: "account.name", "objectives[].title"."""
        return f"{self.sheet.key}.{self.key}" if self.sheet.form else f"{self.sheet.key}[].{self.key}"


def required(title: str, help: str, example: str, **about: Any) -> Any:
    """A field that must be filled. `about` holds further attributes of `Column`, such as audience and choices_from.

    Where the type allows None, a blank is a warning and the account goes on; otherwise a blank is an error.
    """
    return _described(title, help, example, about, required=True)


def optional(title: str, help: str, example: str, **about: Any) -> Any:
    """A field that may stay blank; blank is None. `about` as for `required`."""
    return _described(title, help, example, about, required=False)


_ABOUT = {"audience", "choices_from", "refers", "unit", "band", "consent", "formerly"}


def _described(title: str, help: str, example: str, about: dict[str, Any], **more: Any) -> Any:
    unknown = set(about) - _ABOUT
    if unknown:
        raise TypeError(f"{title}: unknown about {sorted(unknown)}")
    extra: dict[str, Any] = {"column": {"example": example, **about, **more}}
    if more["required"]:
        return Field(title=title, description=help, json_schema_extra=extra)
    return Field(default=None, title=title, description=help, json_schema_extra=extra)


@cache
def columns(record: type[Record]) -> tuple[Column, ...]:
    """The fields of a record in the order of its sheet."""
    return tuple(_column(record, key, info) for key, info in record.model_fields.items() if info.title is not None)


def _column(record: type[Record], key: str, info: FieldInfo) -> Column:
    extra = info.json_schema_extra
    assert isinstance(extra, dict), f"{record.__name__}.{key} is not described by required() or optional()"
    about: dict[str, Any] = extra["column"]  # type: ignore[assignment]
    kind, choices, blank_allowed = _kind(info)
    return Column(
        sheet=record.sheet,
        key=key,
        title=info.title or key,
        help=info.description or "",
        example=about["example"],
        kind=kind,
        required=about["required"],
        blank_allowed=blank_allowed,
        audience=about.get("audience", "internal"),
        choices=choices,
        choices_from=about.get("choices_from", ""),
        refers=about.get("refers", ()),
        unit=about.get("unit", ""),
        band=about.get("band", ""),
        consent=about.get("consent", ""),
        formerly=about.get("formerly", ()),
    )


def _kind(info: FieldInfo) -> tuple[Kind, tuple[str, ...], bool]:
    """The kind and the fixed choices of a field, and whether None is a value of its type."""
    found = [part for part in info.metadata if isinstance(part, Kind)]
    choices: tuple[str, ...] = ()
    blank_allowed = False
    for part in _parts(info.annotation):
        if isinstance(part, Kind):
            found.append(part)
        elif part is type(None):
            blank_allowed = True
        elif get_origin(part) is Literal:
            choices = tuple(str(choice) for choice in get_args(part))
    return (found[0] if found else Kind("choice")), choices, blank_allowed


def _parts(annotation: Any) -> Iterator[Any]:
    """The types and markers inside `annotation`: unions and Annotated are opened, also one inside the other."""
    if get_origin(annotation) in (Union, types.UnionType, Annotated):
        for inner in get_args(annotation):
            yield from _parts(inner)
    else:
        yield annotation
