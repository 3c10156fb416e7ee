"""The tags inside one paragraph: joined where Office split them, blocks closed where they open."""

from copy import deepcopy
from typing import Any

from pipeline.documents.compiling.draft import (
    TOKEN_END,
    TOKEN_START,
    Draft,
    drop_emptied_run,
    nearest_ancestor,
    remove,
    token_numbers,
)
from pipeline.documents.templates.grammars import WORD, Grammar
from pipeline.documents.templates.tags import (
    ANY_TAG,
    BRANCHES,
    CLOSERS,
    COMMENT,
    HALF_TAG,
    OPENERS,
    SINGLE_BRACES,
    Tag,
    read_tag,
)
from pipeline.documents.templates.template import Place


def join_tags(draft: Draft) -> None:
    """Put a token for each tag into the run where the tag starts, and tags of longer blocks between the runs."""
    for paragraph in list(draft.root.iter(draft.grammar.paragraph)):
        _join(draft, paragraph)
    for paragraph in list(draft.root.iter(draft.grammar.paragraph)):
        _settle_inline_blocks(draft, paragraph)


def _join(draft: Draft, paragraph: Any) -> None:
    """Replace each tag of a paragraph by its token, in the run where the tag starts."""
    texts = own_texts(paragraph, draft.grammar)
    whole = "".join(text.text or "" for text in texts)
    if "{" not in whole and "}" not in whole:
        return
    where = draft.where(paragraph)
    tokens = [(match, _read(draft, match[0], where)) for match in ANY_TAG.finditer(whole)]
    _find_half_tags(draft, ANY_TAG.sub("", whole), where)
    spans = spans_of(texts)
    for match, token in reversed(tokens):
        cut(spans, match.start(), match.end(), token)
    for text, first, last in spans:
        if TOKEN_START in (text.text or ""):
            _leave_alone_in_run(text, draft.grammar)
        elif not text.text and last > first:
            drop_emptied_run(text, draft.grammar)


def _read(draft: Draft, written: str, where: str) -> str:
    one = read_tag(written, where, draft.findings)
    if one is None:
        draft.broken.append(written)
    return draft.token(one) if one and (one.level or one.keyword != COMMENT) else ""


def own_texts(paragraph: Any, grammar: Grammar) -> list[Any]:
    """The text elements of a paragraph, without those of text boxes inside it."""
    texts = paragraph.iter(grammar.text)
    return [text for text in texts if nearest_ancestor(text, grammar.paragraph) is paragraph]


def _find_half_tags(draft: Draft, rest: str, where: str) -> None:
    single = SINGLE_BRACES.search(rest)
    if single:
        draft.findings.add(
            "tag-unclosed",
            Place(where, single[0]),
            f"{single[0]} would be printed as it stands: a tag has two braces on each side.",
            f"Write {{{{ {single[1]} }}}}.",
        )
    half = HALF_TAG.search(rest)
    if half:
        shown = " ".join(rest[max(0, half.start() - 10) : half.end() + 30].split())
        draft.findings.add(
            "tag-unclosed",
            Place(where, half[0]),
            f"A tag is cut off: {shown!r}.",
            "Write the whole tag, from its two opening to its two closing characters, inside one paragraph.",
        )


def spans_of(texts: list[Any]) -> list[tuple[Any, int, int]]:
    """Each text with its first character and the one after its last, counted over the paragraph as written."""
    spans, at = [], 0
    for text in texts:
        length = len(text.text or "")
        spans.append((text, at, at + length))
        at += length
    return spans


def cut(spans: list[tuple[Any, int, int]], start: int, end: int, token: str = "") -> None:
    """Cut the characters from start to end out of the paragraph's texts; the token goes where they began.

    Tags are replaced from the last to the first, so that what stands before this one is still as written.
    """
    for text, first, last in spans:
        if last <= start or first >= end:
            continue
        content = text.text
        left = content[: start - first] + token if first <= start else ""
        right = content[end - first :] if end < last else ""
        text.text = left + right


def _leave_alone_in_run(text: Any, grammar: Grammar) -> None:
    """Give a text with a tag a run of its own, in the same format."""
    if text.tag == WORD.text:
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run = text.getparent()
    if run.tag != grammar.run:
        return
    properties = run.find(grammar.run_properties)
    content = [child for child in run if child is not properties]
    for child in reversed(content[1:]):
        own = run.makeelement(run.tag, nsmap=run.nsmap)
        if properties is not None:
            own.append(deepcopy(properties))
        own.append(child)
        run.addnext(own)


def _settle_inline_blocks(draft: Draft, paragraph: Any) -> None:
    """Check that blocks inside a paragraph are closed there; a block over several runs gets its tags between them."""
    open_blocks: list[list[int]] = []
    for number in _inline_tokens(draft, paragraph):
        one = draft.tags[number]
        if one.keyword in OPENERS:
            open_blocks.append([number])
        elif one.keyword in BRANCHES:
            if open_blocks and draft.tags[open_blocks[-1][0]].keyword in BRANCHES[one.keyword]:
                open_blocks[-1].append(number)
            else:
                _report_stray(draft, one)
        elif one.keyword in CLOSERS:
            if open_blocks and draft.tags[open_blocks[-1][0]].keyword == CLOSERS[one.keyword]:
                _settle(draft, paragraph, [*open_blocks.pop(), number])
            else:
                _report_stray(draft, one)
    for block in open_blocks:
        one = draft.tags[block[0]]
        draft.findings.add(
            "tag-unclosed",
            one.place,
            f"{one.place.tag} is not closed in its paragraph.",
            f"Add {{% {OPENERS[one.keyword]} %}} there; for whole paragraphs write {{%p {one.body} %}}, for table rows"
            f" {{%tr {one.body} %}}.",
        )


def _report_stray(draft: Draft, one: Tag) -> None:
    draft.findings.add(
        "tag-stray",
        one.place,
        f"{one.place.tag} closes or divides nothing that its paragraph opens.",
        "Open it in the same paragraph, or give both tags the same letter: {%p ... %}, {%tr ... %} or {%tc ... %}.",
    )


def _inline_tokens(draft: Draft, paragraph: Any) -> list[int]:
    return [
        number
        for text in own_texts(paragraph, draft.grammar)
        for number in token_numbers(text.text or "")
        if not draft.tags[number].level
    ]


def _settle(draft: Draft, paragraph: Any, block: list[int]) -> None:
    """Leave a block inside one text as it is; put the tags of a longer one between the runs."""
    holders = {number: _holder(draft, paragraph, number) for number in block}
    if len(set(holders.values())) == 1:
        return
    around = {text.getparent().getparent() for text in holders.values()}
    one = draft.tags[block[0]]
    if len(around) > 1:
        draft.findings.add(
            "tag-crosses",
            one.place,
            f"{one.place.tag} and its end stand on two sides of the border of a link or field.",
            "Put both inside it, or both outside.",
        )
        return
    for number in block:
        _put_between_runs(_holder(draft, paragraph, number), f"{TOKEN_START}{number}{TOKEN_END}")


def _holder(draft: Draft, paragraph: Any, number: int) -> Any:
    token = f"{TOKEN_START}{number}{TOKEN_END}"
    return next(text for text in own_texts(paragraph, draft.grammar) if token in (text.text or ""))


def _put_between_runs(text: Any, token: str) -> None:
    left, _, right = text.text.partition(token)
    run = text.getparent()
    rest = deepcopy(run)
    rest.tail = None
    next(rest.iter(text.tag)).text = right
    text.text = left
    run.addnext(rest)
    run.tail = token
    if not right:
        remove(rest)
    if not left:
        remove(run)
