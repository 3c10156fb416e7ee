"""What the notes of a slide say about it: how often it comes, when, and by which key others find it."""

import re
from typing import Any

from jinja2 import nodes
from msgspec import Struct

from pipeline.documents.compiling.draft import remove
from pipeline.documents.templates.dialect import dialect
from pipeline.documents.templates.grammars import SLIDES, tag
from pipeline.documents.templates.tags import OPENERS, Findings, Tag, read_tag
from pipeline.documents.templates.template import Place

_DIRECTIVE = re.compile(r"\{%[-+]?\s*slide\s+(?P<rest>.*?)\s*[-+]?%\}")
_KEY = re.compile(r"key\s+[\"'\u2018-\u201f](?P<key>[^\"'\u2018-\u201f]+)[\"'\u2018-\u201f]")


class Directives(Struct, frozen=True):
    """The conditions and loops of a slide from the outside in, and its key or ""."""

    steps: tuple[Tag, ...] = ()
    key: str = ""


def take_directives(notes: Any, where: str, findings: Findings) -> Directives:
    """Read the directives at the start of the notes and remove their paragraphs."""
    steps: list[Tag] = []
    key = ""
    for paragraph in _body_paragraphs(notes):
        lines = [line.strip() for line in _lines(paragraph) if line.strip()]
        if not lines:
            continue
        if not all(_DIRECTIVE.fullmatch(line) for line in lines):
            break
        for line in lines:
            found = _read(line, where, findings)
            if isinstance(found, str):
                key = found
            elif found is not None:
                steps.append(found)
        remove(paragraph)
    return Directives(tuple(steps), key)


def notes_text(notes: Any) -> str:
    """The text that the speaker notes hold, without that of the page around them."""
    return "\n".join("\n".join(_lines(paragraph)) for paragraph in _body_paragraphs(notes)).strip()


def plan_tags(directives: Directives, where: str) -> list[Tag]:
    """The tags that note each appearance of the slide with the names that its loops give to values."""
    names = sorted({name for step in directives.steps for name in loop_names(step)})
    arguments = ", ".join(f"{name}={name}" for name in names)
    place = Place(where, directives.steps[-1].place.tag if directives.steps else "")
    return [
        *directives.steps,
        Tag(f"slide_here({arguments})", place, own=True),
        *(Tag(OPENERS[step.keyword], step.place, OPENERS[step.keyword]) for step in reversed(directives.steps)),
    ]


def loop_names(step: Tag) -> list[str]:
    """The names that a loop over slides gives to its values."""
    if step.keyword != "for":
        return []
    loop = next(dialect().parse(f"{{% {step.body} %}}{{% endfor %}}").find_all(nodes.For))
    targets = [loop.target, *loop.target.find_all(nodes.Name)]
    return [target.name for target in targets if isinstance(target, nodes.Name)]


def _body_paragraphs(notes: Any) -> list[Any]:
    return [
        paragraph
        for shape in notes.iter(tag("p:sp"))
        if any(holder.get("type") == "body" for holder in shape.iter(tag("p:ph")))
        for paragraph in shape.iter(SLIDES.paragraph)
    ]


def _lines(paragraph: Any) -> list[str]:
    text = "".join(
        "\n" if part.tag == tag("a:br") else part.text or "" for part in paragraph.iter(tag("a:br"), SLIDES.text)
    )
    return text.replace("\v", "\n").split("\n")


def _read(line: str, where: str, findings: Findings) -> Tag | str | None:
    """A step of the slide's plan, or its key; None with a finding if the directive cannot be used."""
    match = _DIRECTIVE.fullmatch(line)
    assert match is not None
    rest = match["rest"]
    key = _KEY.fullmatch(rest)
    if key:
        return key["key"]
    if rest.split()[0] not in OPENERS:
        findings.add(
            "tag-unknown",
            Place(where, line),
            f"{line} is not a directive for slides.",
            "Write {% slide for x in xs %}, {% slide if x %} or {% slide key 'name' %}.",
        )
        return None
    return read_tag(f"{{% {rest} %}}", where, findings, shown=line)
