"""The pictures that templates may show: what each of them is, who may see it, and how it is told to who cannot."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from pipeline.model.fields import Audience
from pipeline.views.audiences import ComputedField


class PictureName(Struct, frozen=True):
    """A picture by its name in templates and in an account's folder: `alt` is its alternative text for an account."""

    name: str
    help: str
    audience: Audience
    alt: str


PICTURES: tuple[PictureName, ...] = (
    PictureName("client_logo", "The client's logo.", "client", "Logo of {account}"),
    PictureName("cover", "A picture for the cover: the client's house, a product.", "client", "Picture of {account}"),
    PictureName("org_chart", "The client's organisation as drawn elsewhere.", "internal", "Organisation of {account}"),
)


def picture_names(audience: Audience) -> Iterator[ComputedField]:
    """The names of the pictures that a template of `audience` may show."""
    for one in PICTURES:
        if audience == "internal" or one.audience == "client":
            yield ComputedField(path=f"pictures.{one.name}", help=one.help, type="picture", audience=one.audience)


def shown_pictures(given: Mapping[str, object], audience: Audience, account: str) -> dict[str, Any]:
    """Each picture of an audience with its alternative text for the account; None where it is not among `given`."""
    return {
        one.name: {"picture": given[one.name], "name": one.name, "alt": one.alt.format(account=account)}
        if one.name in given
        else None
        for one in PICTURES
        if audience == "internal" or one.audience == "client"
    }
