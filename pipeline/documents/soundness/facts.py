"""What the lint notes of a part: its faults, what it makes for others to refer to, and what it refers to."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

Name = tuple[str, str]  # a kind of thing that is referred to, which is a key of REFERENCES, and its id or name


class Fault(Struct, frozen=True):
    """One thing that Office would stumble over: the rule that it breaks, its part, what was found, what is expected.

    `near` is the text before it, where that helps to find it.
    """

    rule: str
    found: str
    expected: str
    part: str = ""
    near: str = ""

    @property
    def place(self) -> str:
        """The part, and the text before the fault."""
        return f"{self.part}, after {self.near!r}" if self.near else self.part


class Facts(Struct, frozen=True):
    """What the text of one part says, without a look at any other part.

    `ids` are the relationships that it names, each with the element that names it; `embedded` are the faults that it
    has in a file within a file only.
    """

    faults: tuple[Fault, ...] = ()
    embedded: tuple[Fault, ...] = ()
    ids: tuple[Name, ...] = ()
    uses: frozenset[Name] = frozenset()
    makes: tuple[Name, ...] = ()


def no_uses(_text: str) -> Iterable[Name]:
    """What parts of most kinds refer to, but for what their facts say."""
    return ()


class Rules(Struct, frozen=True, eq=False):
    """The rules for parts of one kind: `facts` of a whole part, and `uses`, what any piece of it refers to.

    `end` is how its texts end, where it may be cut, and `asked` are the elements that `facts` looks at; parts of kinds
    without it are not cut.
    """

    facts: Callable[[str], Facts]
    uses: Callable[[str], Iterable[Name]] = no_uses
    end: bytes = b""
    asked: frozenset[str] = frozenset()


# What is referred to by an id or a name: in words, and where it is made.
REFERENCES = {
    "style": ("style", "the styles part has it"),
    "numbering": ("list", "the numbering part has it"),
    "numbering-format": ("format of a list", "the numbering part has it"),
    "footnote": ("footnote", "the part of footnotes has it"),
    "endnote": ("endnote", "the part of endnotes has it"),
    "comment": ("comment", "the part of comments has it"),
    "bookmark": ("bookmark", "the document has it"),
    "slide-id": ("slide id", "the list of slides has it"),
    "cell-style": ("cell format", "the styles part has it"),
    "differential-style": ("conditional format", "the styles part has it"),
    "font": ("font", "the styles part has it"),
    "fill": ("fill", "the styles part has it"),
    "border": ("border", "the styles part has it"),
    "base-style": ("base format", "the styles part has it"),
    "number-format": ("number format", "the styles part has it"),
    "shared-string": ("shared string", "the shared strings have it"),
    "sheet": ("sheet", "the workbook has it"),
}
# What may be there once only; the rest of what is made may be made again.
UNIQUE = {
    "style": "a style id",
    "numbering": "a list id",
    "numbering-format": "the id of a format of lists",
    "footnote": "a footnote id",
    "endnote": "an endnote id",
    "comment": "a comment id",
    "bookmark": "a bookmark name",
    "drawing": "the id of a drawing (wp:docPr)",
    "slide-id": "a slide id",
    "master-or-layout-id": "the id of a master or a layout",
    "sheet": "a sheet name",
    "sheet-id": "a sheet id",
    "table-name": "a table name",
    "table-id": "a table id",
    "defined-name": "a defined name",
}


def unresolved(named: Iterable[tuple[str, Facts]]) -> Iterator[Fault]:
    """What parts refer to and no part of the file makes; each part is given with its name."""
    given = tuple(named)
    made = {name for _, facts in given for name in facts.makes}
    for part, facts in given:
        for kind, value in sorted(facts.uses - made):
            what, expected = REFERENCES[kind]
            yield Fault(kind, f"it refers to the {what} {value!r}, which is not there", expected, part)


def made_twice(named: Iterable[tuple[str, Facts]]) -> Iterator[Fault]:
    """What must be there once and is there again."""
    seen: dict[Name, str] = {}
    for part, facts in named:
        for kind, value in facts.makes:
            key = (kind, value.casefold())
            if kind in UNIQUE and key in seen:
                yield Fault(f"{kind}-twice", f"{UNIQUE[kind]} is there twice: {value!r}", "each has its own", part)
            seen.setdefault(key, part)
