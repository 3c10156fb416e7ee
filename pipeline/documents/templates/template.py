"""What a compiled template is made of: strings, compiled tags, and the place of each tag."""

from collections.abc import Mapping
from functools import cached_property
from types import CodeType
from typing import Literal

import jinja2
from msgspec import Struct, field

from pipeline.documents.figures.charts import ChartTemplate
from pipeline.documents.figures.drawings import DrawingFrame
from pipeline.documents.fitting.slide_text import Sizes
from pipeline.documents.packaging.package import Part, Relation
from pipeline.documents.templates.dialect import dialect
from pipeline.guard import Member
from pipeline.views.readings import Trace

Audience = Literal["internal", "client"]

SLIDE_LIST = "\ufde2"  # stands in the presentation part for its list of slides
SECTION_LIST = "\ufde6"  # and for its sections
NOTES_MASTER_START, NOTES_MASTER_END = "\ufde3", "\ufde4"  # around its mention of the notes master
FIRST_LOOPED_DRAWING = 100_001  # ids of drawings inside loops are counted from here while rendering


class Place(Struct, frozen=True):
    """Where a tag stands, in words ("slide 3, shape 'Title 1', 'Our goals ...'"), and the tag as written."""

    where: str
    tag: str


class NameUse(Struct, frozen=True):
    """A name of the data that a tag uses, with its loops resolved: "objectives[].title"."""

    path: str
    place: Place


class Script(Struct, frozen=True, dict=True):
    """Compiled tags; `places` gives the place of the tag on each line of their source."""

    bytecode: CodeType
    places: Mapping[int, Place]

    @cached_property
    def compiled(self) -> jinja2.Template:
        """The bytecode, ready to be run."""
        return dialect().loaded(self.bytecode)


class ChartFrame(Struct, frozen=True):
    """A designed chart and how tall its frame is: `base` + `row_height` for each category, at most `highest` (EMU).

    A `row_height` of 0 leaves the frame as designed; a `highest` of 0 sets no limit.
    """

    chart: ChartTemplate
    row_height: int = 0
    base: int = 0
    highest: int = 0


class PictureFrame(Struct, frozen=True):
    """The box that a designer's picture leaves to another: left, top, width and height in EMU.

    `across` says where a narrower picture stands in it: 0 at the left, 1 at the right. `stretch` is how many times more
    the groups around it stretch it across than down.
    """

    left: int
    top: int
    width: int
    height: int
    across: float
    stretch: float = 1.0


class Sheet(Struct, frozen=True):
    """One part that documents are made of: rendered by its `script`, or always `same`."""

    name: str
    content_type: str
    relations: tuple[Relation, ...]
    script: Script | None = None
    same: Member | None = None
    frames: tuple[ChartFrame, ...] = ()
    drawings: tuple[DrawingFrame, ...] = ()
    pictures: tuple[PictureFrame, ...] = ()


class Slide(Struct, frozen=True):
    """A slide of the template, its notes if they may be kept, and the `plan` that says when and how often it comes.

    `sizes` are what its text is fitted by.
    """

    body: Sheet
    notes: Sheet | None
    plan: Script | None
    key: str
    sizes: Sizes = field(default_factory=Sizes)


class Section(Struct, frozen=True):
    """A section of a deck: its name, its id, and the parts of the template's slides in it."""

    name: str
    id: str
    slides: frozenset[str]


class Template(Struct, frozen=True):
    """A Word or PowerPoint file, ready to be rendered for any number of accounts.

    `main` is the name of the document or presentation part; `fixed` are the parts that are always the same, `sheets`
    those that appear once, `slides` those that may appear never or many times; `properties` print those of the file.
    `title` is the template's own.
    `language` is that of most of its words, "en-GB"; empty if the file says none.
    `sections` are those of a deck. `numbering` makes a Word paragraph a bullet of the template's list, or is "".
    `needs` are the parts of the data that its names lie in. `printed` are the words of one for clients, `frame`
    those that its file has around them. `source` is the file itself.
    """

    name: str
    audience: Audience
    main: str
    fixed: Mapping[str, Part]
    sheets: tuple[Sheet, ...]
    slides: tuple[Slide, ...] = ()
    presentation: str = ""
    names: tuple[NameUse, ...] = ()
    needs: frozenset[str] = frozenset()
    properties: Mapping[str, Script] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    numbering: str = ""
    sections: tuple[Section, ...] = ()
    printed: frozenset[Trace] = frozenset()
    frame: frozenset[str] = frozenset()
    source: bytes = b""
