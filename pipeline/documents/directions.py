"""Arabic and Hebrew in documents: paragraphs that begin with them run from right to left, and so do their words."""

import re

# The noncharacters U+FDD0 to U+FDEF, by which rendering marks places, stand in the middle of the Arabic forms.
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_RIGHT_LETTER = re.compile(f"[{_RIGHT}]")
_RIGHT_WORDS = re.compile(f"[{_RIGHT}](?:[^A-Za-z\u00c0-\u058f\u0900-\uabff&;]*[{_RIGHT}])?")
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


def begins_from_the_right(text: str) -> bool:
    """Is the first letter of the text an Arabic or a Hebrew one?"""
    first = _LETTER.search(_ENTITY.sub("", text))
    return bool(first and _RIGHT_LETTER.match(first[0]))


def with_word_directions(xml: str) -> str:
    """A Word part with the direction of paragraphs and runs marked; cells keep the side on which their text stands."""
    if not _RIGHT_LETTER.search(xml):
        return xml
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


def _word_runs(match: re.Match[str]) -> str:
    """A run in parts: Arabic and Hebrew words from the right, all else as it was."""
    properties, text = match[1] or "", match[2]
    if not _RIGHT_LETTER.search(text):
        return match[0]
    runs, at = [], 0
    for words in _RIGHT_WORDS.finditer(text):
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


def with_slide_directions(xml: str) -> str:
    """A slide with the paragraphs marked that begin with Arabic or Hebrew."""
    return _SLIDE_PARAGRAPH.sub(_slide_paragraph, xml) if _RIGHT_LETTER.search(xml) else xml


def _slide_paragraph(match: re.Match[str]) -> str:
    piece = match[0]
    if not begins_from_the_right("".join(_SLIDE_TEXT.findall(piece))):
        return piece
    if piece.startswith("<a:p><a:pPr"):
        return re.sub(r"<a:pPr((?:(?! rtl=)[^>])*?)(/?)>", r'<a:pPr\1 rtl="1"\2>', piece, count=1)
    return piece.replace("<a:p>", '<a:p><a:pPr rtl="1"/>', 1)
