"""How a result is declared: what it says, and who may see it."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, NamedTuple, dataclass_transform

from msgspec import NODEFAULT, Struct, StructMeta

from pipeline.model.fields import Audience

Status = Literal["on track", "behind", "off track", "met", "not started", "not assessed"]
Verdict = Literal["likely to succeed", "likely to fail", "not assessed"]


class Declared(NamedTuple):
    """What a field of a result says: `help` gives unit, range and what None means; `audience` who may see it."""

    help: str
    audience: Audience
    default: Any = NODEFAULT


def result(help: str, audience: Audience = "internal", *, default: Any = NODEFAULT) -> Any:
    """A field of a result: `help` gives unit, range and what None means; `audience` is "internal" or "client"."""
    return Declared(help, audience, default)


class _Declaring(StructMeta):
    """Keeps what the fields of a result say, and makes a struct of them with their defaults."""

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, Any], **options: Any) -> "_Declaring":
        own = {key: said for key, said in body.items() if isinstance(said, Declared)}
        told = {key: said for base in bases for key, said in getattr(base, "declared", {}).items()} | own
        kept = {key: value for key, value in body.items() if key not in own}
        defaults = {key: said.default for key, said in own.items() if said.default is not NODEFAULT}
        return super().__new__(mcls, name, bases, {**kept, **defaults, "declared": told}, kw_only=True, **options)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(result,))
class Result(Struct, metaclass=_Declaring, frozen=True):
    """Computed values by the names that templates use; `declared` has what each says, in their order."""

    declared: ClassVar[Mapping[str, Declared]]
