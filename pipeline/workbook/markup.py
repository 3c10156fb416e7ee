"""An XML part of which single elements are changed while every other byte stays as it was written."""

import re
from collections.abc import Callable, Iterator, Sequence
from xml.parsers import expat

from msgspec import Struct, field

_START_TAG = re.compile(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_IN_ATTRIBUTES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


class Element(Struct, eq=False):
    """An element as it stands in its part, from byte `start` to `end`, and what is to stand in and around it.

    `before` and `after` hold XML that is put beside it, `first` and `last` XML that is put inside it; `replaced` is
    what stands in its place, or None.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    replaced: str | None = None
    changed: bool = False

    @property
    def name(self) -> str:
        """The name without its prefix."""
        return self.tag.rpartition(":")[2]

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute by its name as written, or `default`."""
        return self.attributes.get(name, default)

    def set(self, name: str, value: str | None) -> None:
        """Give an attribute a value; None takes it away."""
        self.changed = True
        if value is None:
            self.attributes.pop(name, None)
        else:
            self.attributes[name] = value

    def child(self, name: str) -> "Element | None":
        """The first child of that name, or None."""
        return next(self.named(name), None)

    def need(self, name: str) -> "Element":
        """The first child of that name. Raises KeyError if there is none."""
        found = self.child(name)
        if found is None:
            raise KeyError(name)
        return found

    def grandchildren(self, name: str) -> list["Element"]:
        """The children of the first child of that name; none if there is no such child."""
        found = self.child(name)
        return found.children if found else []

    def named(self, name: str) -> Iterator["Element"]:
        """The children of that name."""
        return (child for child in self.children if child.name == name)

    def add(self, xml: str, name: str, order: Sequence[str]) -> None:
        """Put a new child called `name` where the schema's `order` of children wants it."""
        places = {known: place for place, known in enumerate(order)}
        earlier = [child for child in self.children if places.get(child.name, len(order)) <= places[name]]
        if earlier:
            earlier[-1].after.append(xml)
        else:
            self.first.append(xml)


class Markup:
    """An XML part and its root element. Raises expat.ExpatError if it is not well-formed.

    `inside` tells of an element whether its children are wanted; without it all are.
    """

    def __init__(self, content: bytes, inside: Callable[[Element], bool] = lambda element: True) -> None:
        self._content = _plain(content)
        self.root = _Scan(self._content, inside).root
        self.prefix = self.root.tag[: -len(self.root.name)]

    @property
    def namespace(self) -> str:
        """The namespace of the root element."""
        return self.root.get(f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns")

    def element(self, name: str, attributes: dict[str, str] | None = None, *inner: str) -> str:
        """The XML of a new element in the root's namespace; `inner` is XML too."""
        return element(f"{self.prefix}{name}", attributes, *inner)

    def written(self, part: Element) -> bytes:
        """An element as it stands in the part, without what is to be changed in it."""
        return self._content[part.start : part.end]

    def inner(self, part: Element) -> bytes:
        """What stands between an element's tags in the part."""
        return self._content[part.opened : part.closing]

    def content(self) -> bytes:
        """The part with every change made."""
        pieces = (self._content[: self.root.start], *self._rendered(self.root), self._content[self.root.end :])
        return b"".join(pieces)

    def _rendered(self, part: Element) -> Iterator[bytes]:
        yield from map(_encoded, part.before)
        if part.replaced is not None:
            yield _encoded(part.replaced)
        else:
            yield from self._opening_to_closing(part)
        yield from map(_encoded, part.after)

    def _opening_to_closing(self, part: Element) -> Iterator[bytes]:
        empty = self._content[part.opened - 2 : part.opened] == b"/>"
        filled = bool(part.first or part.last)
        if part.changed or (empty and filled):
            written = "".join(f' {name}="{value.translate(_IN_ATTRIBUTES)}"' for name, value in part.attributes.items())
            yield _encoded(f"<{part.tag}{written}{'/>' if empty and not filled else '>'}")
        else:
            yield self._content[part.start : part.opened]
        yield from map(_encoded, part.first)
        position = part.opened
        for child in part.children:
            yield self._content[position : child.start]
            yield from self._rendered(child)
            position = child.end
        yield self._content[position : part.closing]
        yield from map(_encoded, part.last)
        yield _encoded(f"</{part.tag}>") if empty and filled else self._content[part.closing : part.end]


class _Scan:
    """One pass over a part: the elements that are wanted, with the bytes at which they begin and end."""

    def __init__(self, content: bytes, inside: Callable[[Element], bool]) -> None:
        self._content, self._inside = content, inside
        self._open: list[Element | None] = []
        self._roots: list[Element] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.Parse(content, True)
        self.root = self._roots[0]

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1] if self._open else None
        if self._open and (parent is None or not self._inside(parent)):
            self._open.append(None)
            return
        start = self._parser.CurrentByteIndex
        found = _START_TAG.match(self._content, start)
        opened = found.end() if found else start
        part = Element(tag, attributes, start, opened)
        (self._roots if parent is None else parent.children).append(part)
        self._open.append(part)

    def _finish(self, tag: str) -> None:
        part = self._open.pop()
        if part is None:
            return
        if self._content[part.opened - 2 : part.opened] == b"/>":
            part.closing = part.end = part.opened
        else:
            part.closing = self._parser.CurrentByteIndex
            part.end = self._content.index(b">", part.closing) + 1


def element(tag: str, attributes: dict[str, str] | None = None, *inner: str) -> str:
    """The XML of an element; `inner` is XML too."""
    written = "".join(
        f' {name}="{legal(value).translate(_IN_ATTRIBUTES)}"' for name, value in (attributes or {}).items()
    )
    content = "".join(inner)
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def text(words: str) -> str:
    """`words` as the content of an element; what XML cannot hold becomes U+FFFD, and text stays text."""
    return _LOOKS_ESCAPED.sub("_x005F_", legal(words)).translate(_IN_TEXT)


def unescaped(text: str) -> str:
    """`text` with the escapes of Office Open XML resolved: "_x000D_" is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def legal(words: str) -> str:
    """`words` with every character that XML cannot hold replaced by U+FFFD."""
    return _NO_XML.sub("\ufffd", words)


def _encoded(xml: str) -> bytes:
    # ASCII is right in whatever encoding the part declares.
    return xml.encode("ascii", "xmlcharrefreplace")


def _plain(content: bytes) -> bytes:
    """A part in UTF-16 as UTF-8, so that its bytes can be searched; any other as it is."""
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content
    return re.sub(r"^<\?xml.*?\?>", "", content.decode("utf-16"), flags=re.DOTALL).encode()
