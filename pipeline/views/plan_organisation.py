"""The customer's organisation as the plan draws it: who reports to whom, who listens to whom, and who decides."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from unicodedata import east_asian_width

from pipeline.analysis.results import Analysis, OrgChart, PersonState, Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.people import Stakeholder
from pipeline.views import wording
from pipeline.views.drawings import Box, Drawing, Words
from pipeline.views.org_layout import Room, Sheet, height, sheets_of
from pipeline.views.org_lines import Drawn, Place, Tie, drawn
from pipeline.views.plan_parts import Fact, noted, rows_read

_WIDTH = 16_600  # the text of an A4 page, in hundredths of a millimetre
_HIGHEST = 17_500
_GAP = 320
_HEADING = 480
_PADDING = 230  # of a box above and below its words together
_NAME_LINE, _LINE = 385, 342
_ROOM = 4_200  # for words across a box
_NAME_LETTER, _LETTER = 142, 126  # the width of a letter, of a wide one half again as much
_DECIDES = ("decision maker", "sponsor")


class OrganisationPart(Result):
    """One drawing of the organisation."""

    title: str = result("What it shows, for its caption.")
    drawing: Drawing = result("Boxes of people and the lines between them.")


class OrganisationView(Result):
    """The organisation of the customer's people."""

    parts: tuple[OrganisationPart, ...] = result(
        "Its drawings, from the top down; none if no line and no unit is noted."
    )
    legend: str = result("How the drawings are read, and where the people were read.")
    notes: tuple[Fact, ...] = result("What the drawings cannot show: lines between two of them, loops.")


def organisation_view(account: KeyAccount, analysis: Analysis) -> OrganisationView:
    """The drawings, those at the top first; without any line people stand by unit, without a unit nothing is drawn."""
    org = analysis.relationships.org
    people = {person.id: person for person in account.stakeholders}
    if not is_drawn(account):
        return OrganisationView(parts=(), legend="", notes=())
    states = {state.id: state for state in analysis.relationships.people}
    texts = {one: tuple(_paragraphs(people[one], states[one])) for one in people}
    room = Room({one: _height(text) for one, text in texts.items()}, _HEADING, _GAP, _HIGHEST)
    sheets = _sheets(account, org, room)
    ties, heard = _ties(org)
    told = [drawn(sheet, room, _WIDTH, ties, heard) for sheet in sheets]
    missing = [tie for tie in ties if all(tie in one.left_over for one in told)]
    return OrganisationView(
        parts=tuple(
            OrganisationPart(
                title=_title(sheet, people, org, (at + 1, len(sheets))),
                drawing=Drawing(
                    alt=_alt(sheet, people, states, one),
                    width=_WIDTH,
                    height=height(sheet, room),
                    boxes=(*_boxes(sheet, one.places, people, states, texts), *_headings(sheet, one.headings)),
                    lines=one.lines,
                ),
            )
            for at, (sheet, one) in enumerate(zip(sheets, told, strict=True))
        ),
        legend=_legend(org, account, states),
        notes=tuple(_notes(org, people, missing)),
    )


def is_drawn(account: KeyAccount) -> bool:
    """Is any line between people noted, or where one of them works?"""
    return any(
        (person.unit, person.reports_to, person.influences, person.conflicts_with) != (None,) * 4
        for person in account.stakeholders
    )


def _sheets(account: KeyAccount, org: OrgChart, room: Room) -> list[Sheet]:
    below: dict[str, list[str]] = {}
    for node in org.nodes:
        if node.superior is not None:
            below.setdefault(node.superior, []).append(node.id)
    tops = [node.id for node in org.nodes if node.superior is None]
    alone = [one for one in tops if one not in below]
    apart: dict[str, list[str]] = {}
    units = {person.id: person.unit for person in account.stakeholders}
    for one in sorted(alone, key=lambda one: (units[one] is None, units[one] or "")):
        heading = "Superior not noted" if below else units[one] or "Unit not noted"
        apart.setdefault(heading, []).append(one)
    return sheets_of([one for one in tops if one in below], below, room, apart)


# --- the words of a box ---


def _paragraphs(person: Stakeholder, state: PersonState) -> Iterator[tuple[Words, ...]]:
    role = person.decision_role.replace(" ", wording.NO_BREAK)
    yield (
        Words(text=person.name, look="strong" if state.gap == "blocker" else "name"),
        Words(text=f", {role}", look="second"),
    )
    yield (Words(text=person.title, look="second"),)
    coverage = _coverage(person, state)
    yield (
        Words(text=_support(person, state), look="status"),
        *((Words(text=f", {coverage}", look="second"),) if coverage else ()),
    )


def _support(person: Stakeholder, state: PersonState) -> str:
    """How somebody stands to us, as a shape and a word."""
    if state.gap == "blocker":
        return "■ Blocker"
    if state.support is None:
        return "▲ Unknown"
    shape = "●" if state.support > 0 else "■" if state.support < 0 else "–"
    return f"{shape} {wording.sentence(person.friendliness)}"


def _coverage(person: Stakeholder, state: PersonState) -> str:
    """How well we know somebody; "" where it is as unknown as their support."""
    if person.coverage == "unknown":
        return "" if state.support is None else "coverage unknown"
    return "no coverage" if person.coverage == "none" else person.coverage


def _height(paragraphs: Sequence[tuple[Words, ...]]) -> int:
    """The height of a box for its words as they are likely to be set, two lines for each paragraph at most."""
    lines = [_lines(paragraph) for paragraph in paragraphs]
    return _PADDING + _NAME_LINE * min(lines[0], 2) + _LINE * sum(min(count, 2) for count in lines[1:])


def _lines(paragraph: Sequence[Words]) -> int:
    """How many lines a paragraph is likely to take."""
    lines, used = 1, 0
    for words in paragraph:
        letter = _LETTER if words.look == "second" else _NAME_LETTER
        for number, word in enumerate(words.text.split(" ")):
            wide = 0 if word.isascii() else sum(east_asian_width(one) in "WF" for one in word)
            width = letter * (len(word) + wide)
            space = letter if number else 0
            if used and used + space + width > _ROOM:
                lines, used, space = lines + 1, 0, 0
            lines += max(0, ceil(width / _ROOM) - 1)
            used += space + width
    return lines


# --- boxes and lines ---


def _boxes(
    sheet: Sheet,
    places: Sequence[Place],
    people: Mapping[str, Stakeholder],
    states: Mapping[str, PersonState],
    texts: Mapping[str, tuple[tuple[Words, ...], ...]],
) -> Iterator[Box]:
    for slot, place in zip(sheet.slots, places, strict=True):
        decides = people[slot.id].decision_role in _DECIDES
        yield Box(
            name=people[slot.id].name,
            left=place.left,
            top=place.top,
            width=place.width,
            height=place.height,
            paragraphs=texts[slot.id],
            look="again" if slot.again else "accent" if decides else "plain",
            heavy=states[slot.id].gap == "blocker" and not slot.again,
        )


def _headings(sheet: Sheet, places: Sequence[Place]) -> Iterator[Box]:
    for heading, place in zip(sheet.headings, places, strict=True):
        yield Box(
            name=heading.text,
            left=place.left,
            top=place.top,
            width=place.width,
            height=place.height,
            paragraphs=((Words(text=heading.text, look="strong"),),),
            look="label",
        )


def _ties(org: OrgChart) -> tuple[list[Tie], set[tuple[str, str]]]:
    """The informal lines that are drawn on their own, and superiors with those of their reports who listen to them.

    Two who listen to each other have one line. What a superior says to somebody below is told by their formal line.
    """
    superiors = {node.id: node.superior for node in org.nodes}
    influence = [(line.start, line.end) for line in org.lines if line.kind == "influences"]
    heard = {(start, end) for start, end in influence if superiors[end] == start}
    informal = [pair for pair in influence if pair not in heard]
    ties = [Tie(look="dotted", start=line.start, end=line.end) for line in org.lines if line.kind == "conflicts with"]
    for start, end in informal:
        mutual = (end, start) in informal
        if not mutual or (start, end) < (end, start):
            ties.append(Tie(look="both arrows" if mutual else "arrow", start=start, end=end))
    return ties, heard


# --- what is said about it ---


def _title(sheet: Sheet, people: Mapping[str, Stakeholder], org: OrgChart, part: tuple[int, int]) -> str:
    number, count = part
    title = "Who reports to whom, and who listens to whom" if sheet.fans else "People by unit"
    if sheet.headings and not sheet.fans and any(node.superior for node in org.nodes):
        title = "People whose superior is not noted"
    if count == 1:
        return title
    heads = [people[slot.id].name for slot in sheet.slots if slot.again]
    under = f" under {wording.listed(heads)}" if heads else ""
    return f"{title}{under}, part {number} of {count}"


def _alt(sheet: Sheet, people: Mapping[str, Stakeholder], states: Mapping[str, PersonState], told: Drawn) -> str:
    """The finding of one drawing in sentences: how many people, who decides, who blocks, who is unknown, what lines."""
    shown = [people[slot.id] for slot in sheet.slots if not slot.again]
    deciders = [person.name for person in shown if person.decision_role == "decision maker"]
    blockers = [person.name for person in shown if states[person.id].gap == "blocker"]
    unknown = [person.name for person in shown if states[person.id].support is None]
    informal = [line for line in told.lines if not line.look.startswith("solid")]
    sentences = [
        wording.sentence(wording.counted(len(shown), "person", "people")),
        f"{wording.listed(deciders)} {wording.plural(len(deciders), 'decides', 'decide')}" if deciders else "",
        f"{wording.listed(blockers)} {wording.plural(len(blockers), 'blocks', 'block')}" if blockers else "",
        f"how {wording.listed(unknown)} {wording.plural(len(unknown), 'stands', 'stand')} to us is unknown"
        if unknown
        else "",
        f"{wording.counted(len(informal), 'informal line', 'informal lines')}" if told.lines else "",
    ]
    return " ".join(f"{wording.sentence(one)}." for one in sentences if one)


def _legend(org: OrgChart, account: KeyAccount, states: Mapping[str, PersonState]) -> str:
    kinds = {line.kind for line in org.lines}
    parts = [
        "Solid line: reports to; with an arrow, listens to that superior too" if "reports to" in kinds else "",
        "dashed arrow: the one it points to listens" if "influences" in kinds else "",
        "dotted with diamonds: at odds" if "conflicts with" in kinds else "",
        "tinted: decides or sponsors",
        "thick frame and bold name: blocker" if any(one.gap == "blocker" for one in states.values()) else "",
    ]
    told = "; ".join(part for part in parts if part)
    return f"{wording.sentence(told)}. Last line: support, coverage. Source: {rows_read(account.stakeholders)}."


def _notes(org: OrgChart, people: Mapping[str, Stakeholder], missing: Sequence[Tie]) -> Iterator[Fact]:
    names = {one: person.name for one, person in people.items()}
    heard: dict[str, list[str]] = {}
    for tie in missing:
        if tie.look in ("arrow", "both arrows"):
            heard.setdefault(tie.start, []).append(names[tie.end])
        if tie.look == "both arrows":
            heard.setdefault(tie.end, []).append(names[tie.start])
    listens = "; ".join(f"{wording.listed(who)} to {names[one]}" for one, who in heard.items())
    odds = "; ".join(wording.listed([names[tie.start], names[tie.end]]) for tie in missing if tie.look == "dotted")
    loop = wording.listed([names[one] for one in org.in_loops])
    yield from noted(
        (
            ("Who else listens to whom", listens),
            ("Who else is at odds", odds),
            ("Report to themselves by the sheet", loop),
        )
    )
