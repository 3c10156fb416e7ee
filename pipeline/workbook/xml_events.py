"""The elements of a large part of XML one after the other, so that it never stands in memory as a whole."""

from collections.abc import Iterator
from xml.etree import ElementTree

_PIECE = 2**20  # bytes: ElementTree's own pieces are so small that one long attribute takes minutes


def xml_events(content: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    """Each element as ("start", element) and, once it is whole, ("end", element). Raises ElementTree.ParseError."""
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(("start", "end"))
    for start in range(0, len(content), _PIECE):
        parser.feed(content[start : start + _PIECE])
        yield from parser.read_events()  # type: ignore[misc]
    parser.close()
    yield from parser.read_events()  # type: ignore[misc]
