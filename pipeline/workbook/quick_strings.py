"""The shared strings of a workbook in one scan over their part; what is out of the ordinary is left to ElementTree."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

from pipeline.workbook.markup import unescaped
from pipeline.workbook.quick_sheet import DECLARATION, TEXT, OutOfTheOrdinary, holds_no_character, text_of

_ROOT = re.compile(DECLARATION + rb"(<sst\b[^<>]*+>)")
_CLOSED = b"</sst>"
# A text, an item of another kind, or all that is left where there is neither.
_ITEM = re.compile(
    rb'<si>(?:<t(?: xml:space="preserve")?+>(%s)</t>|((?:[^<]++|<(?!/?si[ />]))*+))</si>|((?s:.)++)' % TEXT
)


def ordinary_strings(content: bytes, careful: Callable[[ElementTree.Element], str]) -> list[str]:
    """The strings of the part `content`; `careful` reads a single item that holds more than a text.

    Raises OutOfTheOrdinary for a part that is, damaged XML included: each byte is accounted for, or nothing is read.
    """
    root, closed = _ROOT.match(content), content.rstrip()
    if not root or not closed.endswith(_CLOSED) or holds_no_character(content):
        raise OutOfTheOrdinary
    strings: list[str] = []
    try:
        ElementTree.fromstring(root[1] + _CLOSED)
        for text, other, unknown in _ITEM.findall(content, root.end(), len(closed) - len(_CLOSED)):
            if unknown:
                raise OutOfTheOrdinary
            if other:
                element = ElementTree.fromstring(root[1] + b"<si>" + other + b"</si>" + _CLOSED)
                strings.append(careful(element[0]))
            else:
                words = text.decode()  # in which a sign is found ten times as fast as in bytes
                strings.append(unescaped(text_of(text)) if "&" in words or "_x" in words else words)
    except (ElementTree.ParseError, ValueError) as fault:
        raise OutOfTheOrdinary from fault
    return strings
