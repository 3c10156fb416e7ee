"""Arabic and Hebrew in documents: paragraphs that begin with them run from right to left, and so do their words."""

import re
from functools import cache

from pipeline.documents.fitting.slide_text import Sizes, box_of

# The noncharacters U+FDD0 to U+FDEF, by which rendering marks places, stand in the middle of the Arabic forms.
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_ASCII = bytes(range(128))
_RIGHT_STARTS = b"\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf\xe0\xef\xf0"  # how UTF-8 begins such a letter
_RIGHT_LETTER = re.compile(f"[{_RIGHT}]")
_LETTER = re.compile(r"[^\W\d_]")
_ENTITY = re.compile(r"&\w+;|&#\w+;")

_WORD_PIECE = re.compile(r"<w:tc[ >]|</w:tc>|<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_WORD_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_WORD_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>"
)
_AFTER_BIDI = re.compile(
    r"<w:(?:adjustRightInd|snapToGrid|spacing|ind|contextualSpacing|mirrorIndents|suppressOverlap|jc|textDirection"
    r"|textAlignment|textboxTightWrap|outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)[ />]"
)
_AFTER_SIDE = re.compile(
    r"<w:(?:textDirection|textAlignment|textboxTightWrap|outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)[ />]"
)
_AFTER_RTL = re.compile(r"<w:(?:cs|em|lang|eastAsianLayout|specVanish|oMath)[ />]")
_WORD_PROPERTIES = re.compile(r"<w:pPr>(.*?)</w:pPr>", re.DOTALL)

_SLIDE_PARAGRAPH = re.compile(r"<a:p>(?:(?!<a:p>).)*?</a:p>", re.DOTALL)
_SLIDE_TEXT = re.compile(r"<a:t>([^<]*)</a:t>")
_SLIDE_PROPERTIES = re.compile(r"<a:p><a:pPr\b([^>]*?)(?=/?>)")
_DIRECTION = re.compile(r' rtl="[^"]*"')
_SLIDE_PIECE = re.compile(r"<a:tbl>.*?</a:tbl>|<p:sp>.*?</p:sp>", re.DOTALL)
_TABLE_PROPERTIES = re.compile(r"<a:tblPr\b((?:(?! rtl=)[^>])*>)")


def _has_right_letters(raw: bytes) -> bool:
    """Whether there is an Arabic or a Hebrew letter; nearly all others are ASCII, and taken out at once."""
    if not any(start in raw for start in _RIGHT_STARTS):
        return False
    return bool(_RIGHT_LETTER.search(raw.translate(None, _ASCII).decode()))


def begins_from_the_right(text: str) -> bool:
    """Is the first letter of the text an Arabic or a Hebrew one?"""
    first = _LETTER.search(_ENTITY.sub("", text))
    return bool(first and _RIGHT_LETTER.match(first[0]))


def word_bytes(xml: str) -> bytes:
    """The UTF-8 of a Word part, with its directions where a letter of it runs from the right."""
    raw = xml.encode()
    return with_word_directions(xml).encode() if _has_right_letters(raw) else raw


def with_word_directions(xml: str) -> str:
    """A Word part with the direction of paragraphs and runs marked; cells keep the side on which their text stands."""
    cells = 0

    def directed(match: re.Match[str]) -> str:
        nonlocal cells
        piece = match[0]
        if not piece.startswith("<w:p"):
            cells += -1 if piece.startswith("</") else 1
            return piece
        return _word_paragraph(piece, in_cell=cells > 0) if _RIGHT_LETTER.search(piece) else piece

    return _WORD_PIECE.sub(directed, xml)


def _word_paragraph(piece: str, *, in_cell: bool) -> str:
    text = "".join(_WORD_TEXT.findall(piece))
    piece = _WORD_RUN.sub(_word_runs, piece)
    if not begins_from_the_right(text):
        return piece
    found = _WORD_PROPERTIES.search(piece)
    properties = _inserted(found[1] if found else "", "<w:bidi/>", _AFTER_BIDI)
    if in_cell and "<w:jc " not in properties:
        properties = _inserted(properties, '<w:jc w:val="right"/>', _AFTER_SIDE)  # the left, seen from the right
    whole = f"<w:pPr>{properties}</w:pPr>"
    if found:
        return piece[: found.start()] + whole + piece[found.end() :]
    return re.sub(r"^<w:p(?: [^>]*)?>", lambda start: start[0] + whole, piece)


@cache  # made where it is needed: tens of thousands of letters take as long as many texts
def _right_words() -> re.Pattern[str]:
    return re.compile(f"[{_RIGHT}](?:[^A-Za-z\u00c0-\u058f\u0900-\uabff&;]*[{_RIGHT}])?")


def _word_runs(match: re.Match[str]) -> str:
    """A run in parts: Arabic and Hebrew words from the right, all else as it was."""
    properties, text = match[1] or "", match[2]
    if not _RIGHT_LETTER.search(text):
        return match[0]
    runs, at = [], 0
    for words in _right_words().finditer(text):
        runs += [(properties, text[at : words.start()]), (_from_the_right(properties), words[0])]
        at = words.end()
    runs.append((properties, text[at:]))
    return "".join(f'<w:r>{kind}<w:t xml:space="preserve">{part}</w:t></w:r>' for kind, part in runs if part)


def _from_the_right(properties: str) -> str:
    """The properties of a run for Arabic and Hebrew: bold and size are told for them too."""
    inside = re.sub(r"^<w:rPr>|</w:rPr>$|^<w:rPr/>$", "", properties)
    if "<w:b/>" in inside and "<w:bCs/>" not in inside:
        inside = inside.replace("<w:b/>", "<w:b/><w:bCs/>")
    if "<w:szCs " not in inside:
        inside = re.sub(r'<w:sz w:val="(\d+)"/>', r'<w:sz w:val="\1"/><w:szCs w:val="\1"/>', inside)
    return f"<w:rPr>{_inserted(inside, '<w:rtl/>', _AFTER_RTL)}</w:rPr>"


def _inserted(properties: str, one: str, before: re.Pattern[str]) -> str:
    """The properties with one more, at its place in the order of the format."""
    if one in properties:
        return properties
    found = before.search(properties)
    return properties[: found.start()] + one + properties[found.start() :] if found else properties + one


def slide_bytes(xml: str, sizes: Sizes | None = None) -> bytes:
    """The UTF-8 of a slide, with its directions where a letter of it runs from the right."""
    raw = xml.encode()
    return with_slide_directions(xml, sizes).encode() if _has_right_letters(raw) else raw


def with_slide_directions(xml: str, sizes: Sizes | None = None) -> str:
    """A slide with the paragraphs marked that begin with Arabic or Hebrew, which then stand at the right of their box.

    In a table they keep the side of their column, unless all words of the table run from the right: then its columns do
    too. Beside a chart they do not, as a chart may lie on some of them.
    """
    with_chart = "<c:chart " in xml

    def directed(match: re.Match[str]) -> str:
        piece = match[0]
        if piece.startswith("<p:sp>"):
            box = box_of(piece, sizes or Sizes())
            return _SLIDE_PARAGRAPH.sub(_at_the_right if box is None or box.align == "l" else _on_its_side, piece)
        if with_chart or not _is_whole(piece):
            return _SLIDE_PARAGRAPH.sub(_on_its_side, piece)
        turned = _TABLE_PROPERTIES.sub(r'<a:tblPr rtl="1"\1', piece, count=1)
        return _SLIDE_PARAGRAPH.sub(_at_the_right, turned)

    return _SLIDE_PIECE.sub(directed, xml)


def _is_whole(table: str) -> bool:
    """Whether every text of a table that has a letter begins with Arabic or Hebrew, and there are some."""
    texts = ["".join(_SLIDE_TEXT.findall(one)) for one in _SLIDE_PARAGRAPH.findall(table)]
    sides = {begins_from_the_right(one) for one in texts if _LETTER.search(_ENTITY.sub("", one))}
    return sides == {True}


def _on_its_side(match: re.Match[str]) -> str:
    """A paragraph with its direction, on the side on which it stood."""
    return _with_direction(match[0], "")


def _at_the_right(match: re.Match[str]) -> str:
    """A paragraph with its direction: from the left edge of its box it goes to the right one."""
    return _with_direction(match[0], "r")


def _with_direction(piece: str, side: str) -> str:
    if not begins_from_the_right("".join(_SLIDE_TEXT.findall(piece))):
        return piece
    found = _SLIDE_PROPERTIES.match(piece)
    given = _DIRECTION.sub("", found[1]) if found else ""
    if side and ' algn="l"' in given:
        given = given.replace(' algn="l"', f' algn="{side}"')
    elif side and " algn=" not in given:
        given += f' algn="{side}"'
    if found:
        return f'<a:p><a:pPr{given} rtl="1"{piece[found.end(1) :]}'
    return piece.replace("<a:p>", f'<a:p><a:pPr{given} rtl="1"/>', 1)
