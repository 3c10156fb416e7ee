"""The quick reading of shared strings gives what ElementTree gives, or leaves the part to it."""

import random
from xml.etree import ElementTree

import pytest

from pipeline.workbook.markup import unescaped
from pipeline.workbook.quick_sheet import OutOfTheOrdinary
from pipeline.workbook.quick_strings import ordinary_strings

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<sst xmlns="{MAIN}" count="9" uniqueCount="9">'
RICH = '<si><r><rPr><b/></rPr><t xml:space="preserve">bold </t></r><r><t>plain</t></r><rPh sb="0"><t>no</t></rPh></si>'
ORDINARY = [
    "",
    "<si><t>one</t></si><si><t>two</t></si>",
    '<si><t xml:space="preserve">  edges \n</t></si>',
    "<si><t>a&lt;b&gt;&amp;&quot;&apos;&#10;&#x41;&#38;lt;_x000D_ _x005F_x000D_</t></si>",
    "<si><t></t></si><si></si><si><t>after</t></si>",
    "<si><t/></si>",
    f"{RICH}<si><t>after</t></si>",
    "<si><t>€ ü 漢 \U0001f600 \x85 \u2028</t></si>",
    "<si><t>one</t><phoneticPr fontId='1'/></si>",
    "<si><t>one\rtwo</t></si>",
    "<si><t><![CDATA[<b>]]></t></si>",
]
ODD = [
    "<si/>",
    "<si ><t>one</t></si>",
    "<si><t>a ]]> b</t></si>",
    "<!-- <si><t>no</t></si> --><si><t>yes</t></si>",
    "\n<si>\n<t>one</t>\n</si>\n",
    "<si><si><t>in</t></si></si>",
    "<si><t>&bad;</t></si>",
    "<si><t>&#0;</t></si>",
    "<si><t>\x01</t></si>",
    "<si><t>\ufffe</t></si>",
    "<si><t>one</si>",
    "<si><x:t>one</x:t></si>",
    "<si><t>one</t></si></sst><sst>",
    "text<si><t>one</t></si>",
]


def text(item: ElementTree.Element) -> str:
    pieces = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return unescaped("".join(piece.text or "" for piece in pieces))


def by_element_tree(content: bytes) -> list[str] | None:
    """The strings, or None for a part that is damaged."""
    try:
        return [text(item) for item in ElementTree.fromstring(content).iterfind("{*}si")]
    except (ElementTree.ParseError, ValueError):
        return None


def quickly(content: bytes) -> list[str] | None:
    """The strings, or None for a part that is left to ElementTree."""
    try:
        return ordinary_strings(content, text)
    except OutOfTheOrdinary:
        return None


def part(items: str, head: str = HEAD) -> bytes:
    return f"{head}{items}</sst>".encode()


@pytest.mark.parametrize("items", ORDINARY)
def test_what_programs_write_is_read_quickly_and_alike(items: str) -> None:
    assert quickly(part(items)) == by_element_tree(part(items)) is not None


@pytest.mark.parametrize("items", ODD)
def test_anything_else_is_left_to_the_careful_reading(items: str) -> None:
    assert quickly(part(items)) is None


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("UTF-8", "ISO-8859-1"),
        HEAD.replace("xmlns=", "xmlns:x="),
        HEAD.replace('count="9"', 'count="9" count="9"'),
        HEAD.replace('count="9"', 'x:count="9"'),
        HEAD.replace("<sst", "<sst><sst"),
        f"\ufeff{HEAD}",
    ],
)
def test_however_the_part_begins_it_is_not_read_otherwise(head: str) -> None:
    content = part("<si><t>é</t></si>", head)

    assert quickly(content) in (None, by_element_tree(content))


def test_no_damage_is_read_otherwise() -> None:
    dice = random.Random(5)
    whole = part("".join(ORDINARY))
    pieces = [b"<", b">", b"/", b"&", b"<si>", b"</si>", b"<t>", b"</t>", b"\xff", b"\0", b"]]>", b"<!--", b" "]
    left = 0
    for _ in range(3_000):
        at = dice.randrange(len(whole))
        content = whole[:at] + dice.choice(pieces) + whole[at + dice.randrange(3) :]
        found = quickly(content)
        left += found is None
        assert found is None or found == by_element_tree(content), content

    assert 1_000 < left < 2_990
