"""The language that the words of a template are in: what its runs say, or the defaults they fall back on."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.documents.compiling.sheets import Work
from pipeline.documents.templates.grammars import tag

_TELLS_OF_RUNS = ("wordprocessingml.document.main+xml", "presentationml.slide+xml")


def template_language(work: Work) -> str:
    """The language of most runs of a template, "en-GB"; empty if it says none.

    Word writes the language on a run only where it is not that of the styles; PowerPoint writes it on every run.
    """
    roots = [_parsed(part.member.data) for part in work.parts.values() if part.content_type.endswith(_TELLS_OF_RUNS)]
    default = next((_value(lang) for root in _styles(work) for lang in root.iter(tag("w:lang"))), "")
    said = Counter(language for root in roots for language in _said(root, default) if language)
    return said.most_common(1)[0][0] if said else default


def _said(root: Any, default: str) -> Iterator[str]:
    for run in root.iter(tag("w:r")):
        own = run.find(f"{tag('w:rPr')}/{tag('w:lang')}")
        yield default if own is None else _value(own) or default
    for look in root.iter(tag("a:rPr")):
        yield look.get("lang", "")


def _styles(work: Work) -> list[Any]:
    kind = "wordprocessingml.styles+xml"
    return [_parsed(part.member.data) for part in work.parts.values() if part.content_type.endswith(kind)]


def _value(lang: Any) -> str:
    return str(lang.get(tag("w:val")) or "")


def _parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
