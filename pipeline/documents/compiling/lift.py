"""Tags of paragraphs, rows and cells: lifted from the text to the element that they replace or repeat."""

from typing import Any

from pipeline.documents.compiling.draft import (
    TOKEN_END,
    TOKEN_START,
    Draft,
    after,
    before,
    drop_emptied_run,
    nearest_ancestor,
    remove,
    text_beside,
    token_numbers,
)
from pipeline.documents.templates.grammars import Grammar
from pipeline.documents.templates.tags import BRANCHES, CELL_TAGS, CLOSERS, COMMENT, LEVEL_NAMES, OPENERS, Level, Tag
from pipeline.documents.templates.template import Place


def lift_level(draft: Draft, level: Level, name: str) -> None:
    """Lift the tags of a level to the elements around them."""
    for element, numbers in grouped(draft, level, name).items():
        lift_element(draft, element, numbers)


def grouped(draft: Draft, level: Level, name: str) -> dict[Any, list[int]]:
    """The elements that tags of this level stand for, in document order, with their tags."""
    groups: dict[Any, list[int]] = {}
    for text in draft.root.iter(draft.grammar.text):
        for number in token_numbers(text.text or ""):
            if draft.tags[number].level == level:
                element = nearest_ancestor(text, name)
                if element is None:
                    _report_no_element(draft, draft.tags[number])
                else:
                    groups.setdefault(element, []).append(number)
    return groups


def _report_no_element(draft: Draft, one: Tag) -> None:
    draft.findings.add(
        "tag-no-element",
        one.place,
        f"{one.place.tag} does not stand in a {LEVEL_NAMES[one.level]}.",
        "Move it into one, or write {%p ... %} for paragraphs.",
    )


def lift_element(draft: Draft, element: Any, numbers: list[int]) -> bool | None:
    """Replace the element by its tags, or repeat it if they open and close there: True, or None if neither can be."""
    tokens = [f"{TOKEN_START}{number}{TOKEN_END}" for number in numbers]
    keywords = [draft.tags[number].keyword for number in numbers]
    level = draft.tags[numbers[0]].level
    for number in numbers:
        draft.parents[number] = element.getparent()
    if _opens_and_closes(keywords) and (level != "p" or _tags_stand_outside(element, tokens)):
        closing = next(position for position, keyword in enumerate(keywords) if keyword in CLOSERS)
        _take_out(draft, element, tokens, level)
        before(element, "".join(tokens[:closing]))
        after(element, "".join(tokens[closing:]))
        return False
    if text_beside(element, tokens) or next(element.iter(*draft.grammar.holds_something), None) is not None:
        one = draft.tags[numbers[0]]
        draft.findings.add(
            "tag-text-beside",
            one.place,
            f"There is text beside {one.place.tag} that would be lost with its {LEVEL_NAMES[level]}.",
            f"Give the tag a {LEVEL_NAMES[level]} of its own, or close it in the same one.",
        )
        return None
    remove(element, "".join(tokens))
    return True


def _opens_and_closes(keywords: list[str]) -> bool:
    """Whether the tags only open, then only close what they opened."""
    closing = next((position for position, keyword in enumerate(keywords) if keyword in CLOSERS), len(keywords))
    opened = [keyword for keyword in keywords[:closing] if keyword != "set"]
    closed = [OPENERS.get(keyword) for keyword in reversed(opened)]
    return bool(opened) and keywords[closing:] == closed


def _tags_stand_outside(paragraph: Any, tokens: list[str]) -> bool:
    """Whether all of the paragraph's text stands between the opening and the closing tags."""
    text = "".join(paragraph.itertext()).strip()
    while text.startswith(tuple(tokens)):
        text = text.partition(TOKEN_END)[2].lstrip()
    while text.endswith(tuple(tokens)):
        text = text.rpartition(TOKEN_START)[0].rstrip()
    return not any(token in text for token in tokens)


def _take_out(draft: Draft, element: Any, tokens: list[str], level: Level) -> None:
    """Remove the tags from the texts of their element, and the paragraphs that held nothing else."""
    grammar = draft.grammar
    for text in list(element.iter(grammar.text)):
        if not any(token in (text.text or "") for token in tokens):
            continue
        for token in tokens:
            text.text = (text.text or "").replace(token, "")
        paragraph = nearest_ancestor(text, grammar.paragraph)
        if level != "p" and not text_beside(paragraph, []) and _has_sibling_paragraph(paragraph, grammar):
            remove(paragraph)
        elif not text.text:
            drop_emptied_run(text, grammar)


def _has_sibling_paragraph(paragraph: Any, grammar: Grammar) -> bool:
    return any(other is not paragraph for other in paragraph.getparent().iterchildren(grammar.paragraph))


def balanced(tags: list[Tag]) -> list[Tag]:
    """The tags of a part as written, without what closes nothing, and with an end for what is not closed."""
    kept: list[Tag] = []
    open_blocks: list[Tag] = []
    for one in tags:
        if one.keyword in (COMMENT, *CELL_TAGS):
            continue
        if one.keyword in OPENERS:
            open_blocks.append(one)
        elif one.keyword in BRANCHES or one.keyword in CLOSERS:
            openers = BRANCHES.get(one.keyword) or (CLOSERS[one.keyword],)
            if not open_blocks or open_blocks[-1].keyword not in openers:
                continue
            if one.keyword in CLOSERS:
                open_blocks.pop()
        kept.append(one)
    ends = [OPENERS[one.keyword] for one in reversed(open_blocks)]
    return [*kept, *(Tag(end, Place("", ""), end) for end in ends)]


def check_nesting(draft: Draft) -> None:
    """Check that each lifted block is closed by a tag of its own level among the same elements."""
    open_blocks: list[int] = []
    for number in token_numbers("".join(draft.root.itertext())):
        one = draft.tags[number]
        if number not in draft.parents or one.own:
            continue
        if one.keyword in OPENERS:
            open_blocks.append(number)
        elif one.keyword in BRANCHES or one.keyword in CLOSERS:
            openers = BRANCHES.get(one.keyword) or (CLOSERS[one.keyword],)
            if not open_blocks or draft.tags[open_blocks[-1]].keyword not in openers:
                _report_unopened(draft, one, open_blocks)
                continue
            opener = open_blocks.pop() if one.keyword in CLOSERS else open_blocks[-1]
            if draft.parents[opener] is not draft.parents[number]:
                _report_crossing(draft, draft.tags[opener], one)
    for number in open_blocks:
        one = draft.tags[number]
        closer = f"{{%{one.level} {OPENERS[one.keyword]} %}}"
        draft.findings.add(
            "tag-unclosed",
            one.place,
            f"{one.place.tag} is never closed.",
            f"Add {closer} in a {LEVEL_NAMES[one.level]} after it.",
        )


def _report_unopened(draft: Draft, one: Tag, open_blocks: list[int]) -> None:
    inner = f" while {draft.tags[open_blocks[-1]].place.tag} is still open" if open_blocks else ""
    draft.findings.add(
        "tag-stray",
        one.place,
        f"{one.place.tag} has nothing to close or divide{inner}.",
        "Close each tag with the end of its own kind and letter, the last opened first.",
    )


def _report_crossing(draft: Draft, opener: Tag, one: Tag) -> None:
    draft.findings.add(
        "tag-crosses",
        one.place,
        f"{one.place.tag} ends {opener.place.tag} ({opener.place.where}), but in another cell, text box or table.",
        "Put both tags into the same one; for whole rows write {%tr ... %}, for columns {%tc ... %}.",
    )
