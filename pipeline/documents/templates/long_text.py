"""Long texts of values: their paragraphs and bullets become paragraphs of Word and PowerPoint in the format around."""

import re
from collections.abc import Callable

from msgspec import Struct

from pipeline.documents.templates.dialect import BULLET, LINE_BREAK, PARAGRAPH

_SIGN = "• "
_MARKS = re.compile(f"[{PARAGRAPH}{BULLET}]")
_MARKUP = re.compile(r"<[^>]*>")
_BEFORE_NUMBERING = re.compile(
    r"<w:pPr>(?:<w:(?:pStyle|keepNext|keepLines|pageBreakBefore|framePr|widowControl)\b[^>]*/>)*"
)
_SLIDE_BULLET = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
_HANGING = ' marL="171450" indent="-171450"'  # EMU: 13.5 points
_AFTER_BULLET = re.compile(r"<a:(?:tabLst|defRPr|extLst)\b|</a:pPr>")


class _Format(Struct, frozen=True):
    """How one format writes paragraphs: what stands around the text with the marks, and how a bullet is made."""

    opening: str
    closing: str
    before: re.Pattern[str]  # from the paragraph's start to the mark: its opening, properties, runs, the run's own
    text: str
    end: str
    bulleted: Callable[[str], str]


def with_word_paragraphs(xml: str, numbering: str) -> str:
    """Paragraphs and bullets of values as Word writes them; `numbering` is the XML that makes a bullet, or ""."""
    before = re.compile(
        r"(<w:p(?: [^>]*)?>)(<w:pPr/>|<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)?"
        r"((?:<w:r>(?:(?!</?w:(?:r|p)>).)*</w:r>|<w:bookmark\w+ [^>]*/>)*)"
        r"<w:r>(<w:rPr/>|<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]*)$",
        re.DOTALL,
    )
    run = ('<w:r>{}<w:t xml:space="preserve">', "</w:t></w:r>")
    return _written(xml, _Format("<w:p", "</w:p>", before, *run, lambda found: _word_bullet(found, numbering)))


def with_slide_paragraphs(xml: str, numbering: str) -> str:
    """Paragraphs and bullets of values as PowerPoint writes them; it needs no `numbering`."""
    before = re.compile(
        r"(<a:p(?: [^>]*)?>)(<a:pPr(?: [^>]*)?/>|<a:pPr(?: [^>]*)?(?<!/)>(?:(?!</a:pPr>).)*</a:pPr>)?"
        r"((?:<a:r>(?:(?!</?a:(?:r|p)>).)*</a:r>|<a:br(?: [^>]*)?/>|<a:br>(?:(?!</a:br>).)*</a:br>)*)"
        r"<a:r>(<a:rPr[^>]*/>|<a:rPr(?: [^>]*)?(?<!/)>(?:(?!</a:rPr>).)*</a:rPr>)?<a:t>([^<]*)$",
        re.DOTALL,
    )
    return _written(xml, _Format("<a:p", "</a:p>", before, "<a:r>{}<a:t>", "</a:t></a:r>", _slide_bullet))


def _written(xml: str, one: _Format) -> str:
    """The text with each mark of a value written out: in a link or a field, which hold one paragraph, as a line."""
    if PARAGRAPH not in xml and BULLET not in xml:
        return xml
    at = 0
    while match := _MARKS.search(xml, at):
        start = max(xml.rfind(f"{one.opening}>", 0, match.start()), xml.rfind(f"{one.opening} ", 0, match.start()))
        around = one.before.match(xml[start : match.start()]) if start >= 0 else None
        end = xml.find("<", match.start())
        value = xml[match.start() : end]
        if around is None or "<w:sectPr" in (around[2] or ""):
            start, made = match.start(), value.replace(PARAGRAPH, LINE_BREAK).replace(BULLET, _SIGN)
        else:
            made = _paragraphs(around, value, one)
        xml = xml[:start] + made + xml[end:]
        at = start + len(made)
    return xml


def _paragraphs(around: re.Match[str], value: str, one: _Format) -> str:
    """The paragraphs that the value makes of the one around it; the last is left open for what follows."""
    opening, properties, runs, look, text = (group or "" for group in around.groups())
    first, *more = (text + value).split(PARAGRAPH)
    if _MARKUP.sub("", runs).strip():
        first = first.replace(BULLET, _SIGN)  # other text stands before it
    pieces = [_piece(properties, f"{runs}{one.text.format(look)}", first, one)]
    pieces += [_piece(properties, one.text.format(look), piece, one) for piece in more]
    return f"{one.end}{one.closing}".join(opening + piece for piece in pieces)


def _piece(properties: str, before: str, text: str, one: _Format) -> str:
    """The inside of one paragraph, with a bullet where its text begins with the mark of one."""
    if not text.startswith(BULLET):
        return f"{properties}{before}{text.replace(BULLET, _SIGN)}"
    own = one.bulleted(properties)
    return f"{own}{before}{'' if _is_list(own) else _SIGN}{text[1:]}"


def _is_list(properties: str) -> bool:
    return "<w:numPr>" in properties or "<a:bu" in properties


def _word_bullet(properties: str, numbering: str) -> str:
    """The properties of a paragraph with a bullet; as they are where the template has no list to take it from."""
    if not numbering or _is_list(properties):
        return properties
    start = _BEFORE_NUMBERING.match(properties)
    return f"{start[0]}{numbering}{properties[start.end() :]}" if start else f"<w:pPr>{numbering}</w:pPr>"


def _slide_bullet(properties: str) -> str:
    if _is_list(properties):
        return properties
    if not properties:
        return f"<a:pPr{_HANGING}>{_SLIDE_BULLET}</a:pPr>"
    attributes = "" if " marL=" in properties or " indent=" in properties else _HANGING
    properties = properties.replace("<a:pPr", f"<a:pPr{attributes}", 1)
    if properties.endswith("/>") and properties.count("<") == 1:
        return f"{properties[:-2]}>{_SLIDE_BULLET}</a:pPr>"
    place = _AFTER_BULLET.search(properties)
    assert place is not None  # it is closed
    return f"{properties[: place.start()]}{_SLIDE_BULLET}{properties[place.start() :]}"
