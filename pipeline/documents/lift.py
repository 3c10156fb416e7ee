"""The tags in the tree of one part: joined where Office split them, then lifted to the element that they stand for."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pipeline.documents.grammars import SLIDES, WORD, Grammar, column_span, tag
from pipeline.documents.tags import (
    ANY_TAG,
    BRANCHES,
    CLOSERS,
    COMMENT,
    HALF_TAG,
    LEVEL_NAMES,
    OPENERS,
    Findings,
    Level,
    Tag,
    read_tag,
)
from pipeline.documents.template import Place

# Noncharacters of Unicode mark places in the text of a part; lxml and Jinja pass them on, no document holds one.
TOKEN_START, TOKEN_END = "\ufde0", "\ufde1"  # around the number of a tag
SPARE_START, SPARE_END = "\ufdd3", "\ufdd4"  # around a paragraph for a cell that would be left without one
TABLE_START, TABLE_END = "\ufdd5", "\ufdd6"  # around a table that vanishes with its last row
ROW_START, ROW_END = "\ufdd7", "\ufdd8"  # around a row that vanishes with its last cell


@dataclass
class Draft:
    """One part while it is compiled: its tree, and the tags taken out of it, each remembered by a token in the tree."""

    root: Any
    grammar: Grammar
    findings: Findings
    where: Callable[[Any], str]
    tags: list[Tag] = field(default_factory=list)
    parents: dict[int, Any] = field(default_factory=dict)

    def token(self, one: Tag, parent: Any = None) -> str:
        """Remember a tag, and the element whose children it stands among; the text that stands for it in the tree."""
        self.tags.append(one)
        if parent is not None:
            self.parents[len(self.tags) - 1] = parent
        return f"{TOKEN_START}{len(self.tags) - 1}{TOKEN_END}"


def lift_tags(draft: Draft) -> None:
    """Join, check and lift all tags of the part; what is wrong goes into its findings."""
    for paragraph in list(draft.root.iter(draft.grammar.paragraph)):
        _join(draft, paragraph)
    for paragraph in list(draft.root.iter(draft.grammar.paragraph)):
        _settle_inline_blocks(draft, paragraph)
    _lift_level(draft, "p", draft.grammar.paragraph)
    _lift_cells(draft)
    _lift_level(draft, "tr", draft.grammar.row)
    _check_nesting(draft)
    _mark_what_may_vanish(draft)


def mark_spare_paragraphs(draft: Draft) -> None:
    """Give each cell or text box whose paragraphs may all vanish one to fall back on."""
    for holder in draft.root.iter(*draft.grammar.keep_a_paragraph):
        if _has_token_among_children(holder):
            spare = _spare_paragraph(holder, draft.grammar)
            append_text(holder, SPARE_START)
            holder.append(spare)
            spare.tail = SPARE_END


def before(element: Any, text: str) -> None:
    """Put text directly before an element."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text


def after(element: Any, text: str) -> None:
    """Put text directly after an element."""
    element.tail = text + (element.tail or "")


def append_text(element: Any, text: str) -> None:
    """Put text after the last child of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def remove(element: Any, text: str = "") -> None:
    """Take an element out of its tree and leave text, and what followed it, in its place."""
    before(element, text + (element.tail or ""))
    element.getparent().remove(element)


def nearest_ancestor(element: Any, *names: str) -> Any:
    """The closest element around this one with one of these names, or None."""
    return next(element.iterancestors(*names), None)


# --- joining -----------------------------------------------------------------------------------------------------


def _join(draft: Draft, paragraph: Any) -> None:
    """Replace each tag of a paragraph by its token, in the run where the tag starts."""
    texts = _own_texts(paragraph, draft.grammar)
    whole = "".join(text.text or "" for text in texts)
    if "{" not in whole and "}" not in whole:
        return
    where = draft.where(paragraph)
    tokens = [(match, _read(draft, match[0], where)) for match in ANY_TAG.finditer(whole)]
    _find_half_tags(draft, ANY_TAG.sub("", whole), where)
    spans = _spans(texts)
    for match, token in reversed(tokens):
        _put_token(spans, match.start(), match.end(), token)
    for text, first, last in spans:
        if TOKEN_START in (text.text or ""):
            _leave_alone_in_run(text, draft.grammar)
        elif not text.text and last > first:
            _drop_emptied_run(text, draft.grammar)


def _read(draft: Draft, written: str, where: str) -> str:
    one = read_tag(written, where, draft.findings)
    return draft.token(one) if one and one.keyword != COMMENT else ""


def _own_texts(paragraph: Any, grammar: Grammar) -> list[Any]:
    """The text elements of a paragraph, without those of text boxes inside it."""
    texts = paragraph.iter(grammar.text)
    return [text for text in texts if nearest_ancestor(text, grammar.paragraph) is paragraph]


def _find_half_tags(draft: Draft, rest: str, where: str) -> None:
    half = HALF_TAG.search(rest)
    if half:
        shown = " ".join(rest[max(0, half.start() - 10) : half.end() + 30].split())
        draft.findings.add(
            "tag-unclosed",
            Place(where, half[0]),
            f"A tag is cut off: {shown!r}.",
            "Write the whole tag, from its two opening to its two closing characters, inside one paragraph.",
        )


def _spans(texts: list[Any]) -> list[tuple[Any, int, int]]:
    """Each text with its first character and the one after its last, counted over the paragraph as written."""
    spans, at = [], 0
    for text in texts:
        length = len(text.text or "")
        spans.append((text, at, at + length))
        at += length
    return spans


def _put_token(spans: list[tuple[Any, int, int]], start: int, end: int, token: str) -> None:
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


def _drop_emptied_run(text: Any, grammar: Grammar) -> None:
    run = text.getparent()
    if run.tag == grammar.run and all(child is text or child.tag == grammar.run_properties for child in run):
        remove(run)


# --- blocks inside a paragraph -------------------------------------------------------------------------------------


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
        for text in _own_texts(paragraph, draft.grammar)
        for number in token_numbers(text.text or "")
        if not draft.tags[number].level
    ]


def token_numbers(text: str) -> list[int]:
    """The numbers of the tags whose tokens stand in a text, in order."""
    return [int(piece.partition(TOKEN_END)[0]) for piece in text.split(TOKEN_START)[1:]]


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
    return next(text for text in _own_texts(paragraph, draft.grammar) if token in (text.text or ""))


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


# --- paragraphs, rows and cells ------------------------------------------------------------------------------------


def _lift_level(draft: Draft, level: Level, name: str) -> None:
    """Lift the tags of a level to the elements around them, the innermost and last first."""
    for element, numbers in reversed(_grouped(draft, level, name)):
        _lift(draft, element, numbers)


def _grouped(draft: Draft, level: Level, name: str) -> list[tuple[Any, list[int]]]:
    """The elements that tags of this level stand for, in document order, with their tags."""
    groups: dict[Any, list[int]] = {}
    order = {element: position for position, element in enumerate(draft.root.iter(name))}
    for text in draft.root.iter(draft.grammar.text):
        for number in token_numbers(text.text or ""):
            if draft.tags[number].level == level:
                element = nearest_ancestor(text, name)
                if element is None:
                    _report_no_element(draft, draft.tags[number])
                else:
                    groups.setdefault(element, []).append(number)
    return sorted(groups.items(), key=lambda group: order[group[0]])


def _report_no_element(draft: Draft, one: Tag) -> None:
    draft.findings.add(
        "tag-no-element",
        one.place,
        f"{one.place.tag} does not stand in a {LEVEL_NAMES[one.level]}.",
        "Move it into one, or write {%p ... %} for paragraphs.",
    )


def _lift(draft: Draft, element: Any, numbers: list[int]) -> bool | None:
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
    if _rest(element, tokens) or next(element.iter(*draft.grammar.holds_something), None) is not None:
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


def _rest(element: Any, tokens: list[str]) -> str:
    text = "".join(element.itertext())
    for token in tokens:
        text = text.replace(token, "")
    return text.strip()


def _take_out(draft: Draft, element: Any, tokens: list[str], level: Level) -> None:
    """Remove the tags from the texts of their element, and the paragraphs that held nothing else."""
    grammar = draft.grammar
    for text in list(element.iter(grammar.text)):
        if not any(token in (text.text or "") for token in tokens):
            continue
        for token in tokens:
            text.text = (text.text or "").replace(token, "")
        paragraph = nearest_ancestor(text, grammar.paragraph)
        if level != "p" and not _rest(paragraph, []) and _has_sibling_paragraph(paragraph, grammar):
            remove(paragraph)
        elif not text.text:
            _drop_emptied_run(text, grammar)


def _has_sibling_paragraph(paragraph: Any, grammar: Grammar) -> bool:
    return any(other is not paragraph for other in paragraph.getparent().iterchildren(grammar.paragraph))


# --- columns -------------------------------------------------------------------------------------------------------


def _lift_cells(draft: Draft) -> None:
    """Lift the tags of cells, and repeat the columns of the table's grid as the first row with such tags does."""
    groups = dict(_grouped(draft, "tc", draft.grammar.cell))
    tables: dict[Any, list[Any]] = {}
    for cell in groups:
        row = cell.getparent()
        rows = tables.setdefault(row.getparent(), [])
        if row not in rows:
            rows.append(row)
    for table, rows in reversed(tables.items()):
        plans = [_lift_row(draft, row, groups) for row in rows]
        leading = next((position for position, row in enumerate(rows) if not _in_row_loop(draft, row)), 0)
        _check_columns(draft, table, rows, plans)
        _lift_grid(draft, table, plans[leading])


Columns = list[tuple[int, int, list[int], bool]]  # first column, how many, the tags, whether they replace the cell


def _lift_row(draft: Draft, row: Any, groups: dict[Any, list[int]]) -> Columns:
    plan: Columns = []
    at = 0
    for cell in list(row.iterchildren(draft.grammar.cell)):
        span = column_span(cell, draft.grammar)
        if cell in groups:
            replaced = _lift(draft, cell, groups[cell])
            if replaced is not None:
                plan.append((at, span, groups[cell], replaced))
        at += span
    return plan


def _in_row_loop(draft: Draft, row: Any) -> bool:
    """Whether a {%tr for %} is open around a row; the tags of rows are not lifted yet."""
    depth = 0
    for other in row.getparent().iterchildren(draft.grammar.row):
        keywords = [
            draft.tags[number].keyword
            for number in token_numbers("".join(other.itertext()))
            if draft.tags[number].level == "tr"
        ]
        depth += keywords.count("for")
        if other is row:
            return depth > 0
        depth -= keywords.count("endfor")
    return False


def _check_columns(draft: Draft, table: Any, rows: list[Any], plans: list[Columns]) -> None:
    shapes = [[(at, span, [draft.tags[n].keyword for n in ns], gone) for at, span, ns, gone in plan] for plan in plans]
    uneven = any(shape != shapes[0] for shape in shapes)
    if draft.grammar is SLIDES:
        uneven = uneven or any(
            row not in rows and not _is_row_tag_alone(draft, row) for row in table.iterchildren(draft.grammar.row)
        )
    if uneven:
        one = draft.tags[plans[0][0][2][0]] if plans[0] else None
        if one:
            draft.findings.add(
                "tag-columns",
                one.place,
                f"{one.place.tag} repeats columns in some rows of the table only.",
                "Give every row of the table the same {%tc %} tags in the same columns.",
            )


def _is_row_tag_alone(draft: Draft, row: Any) -> bool:
    text = "".join(row.itertext())
    numbers = [number for number in token_numbers(text) if draft.tags[number].level == "tr"]
    return bool(numbers) and not _rest(row, [f"{TOKEN_START}{number}{TOKEN_END}" for number in numbers])


def _lift_grid(draft: Draft, table: Any, plan: Columns) -> None:
    grid = table.find(draft.grammar.grid)
    if grid is None:
        return
    columns = list(grid.iterchildren(draft.grammar.grid_column))
    for at, span, numbers, replaced in plan:
        taken = columns[at : at + span]
        if not taken:
            continue
        tokens = [draft.token(draft.tags[number], grid) for number in numbers]
        closing = next((k for k, number in enumerate(numbers) if draft.tags[number].keyword in CLOSERS), len(numbers))
        if replaced:
            before(taken[0], "".join(tokens))
            for column in taken:
                remove(column)
        else:
            before(taken[0], "".join(tokens[:closing]))
            after(taken[-1], "".join(tokens[closing:]))


# --- after lifting -------------------------------------------------------------------------------------------------


def _check_nesting(draft: Draft) -> None:
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


def _mark_what_may_vanish(draft: Draft) -> None:
    grammar = draft.grammar
    for row in draft.root.iter(grammar.row):
        if _has_token_among_children(row):
            before(row, ROW_START)
            after(row, ROW_END)
    for table in list(draft.root.iter(grammar.table)):
        if _has_token_among_children(table) or any(ROW_START in (child.tail or "") for child in table):
            frame = table if grammar.table_frame == table.tag else nearest_ancestor(table, grammar.table_frame)
            before(frame, TABLE_START)
            after(frame, TABLE_END)


def _has_token_among_children(element: Any) -> bool:
    return TOKEN_START in (element.text or "") or any(TOKEN_START in (child.tail or "") for child in element)


def _spare_paragraph(holder: Any, grammar: Grammar) -> Any:
    """An empty paragraph in the format of the holder's first one."""
    spare = holder.makeelement(grammar.paragraph, nsmap=holder.nsmap)
    first = holder.find(grammar.paragraph)
    if first is None:
        return spare
    properties = first.find(grammar.paragraph_properties)
    if properties is not None:
        spare.append(deepcopy(properties))
        spare[-1].tail = None
    letters = next(first.iter(grammar.run_properties), None) if grammar is SLIDES else None
    if letters is not None:
        end = holder.makeelement(tag("a:endParaRPr"), dict(letters.attrib), nsmap=holder.nsmap)
        end.extend(deepcopy(child) for child in letters)
        spare.append(end)
    return spare
