"""The talking points of a review: what whoever presents the client's deck should know, for our side alone."""

from pipeline.analysis.results import Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.plan_parts import Fact, fitting
from pipeline.views.talking_asks import AskRow, CloseRow, NextRow, OwnRow, asks, next_rows, own_decisions, to_close
from pipeline.views.talking_brief import Brief, brief_of, missed_goals, stakeholder
from pipeline.views.talking_questions import QuestionRow, questions
from pipeline.views.talking_room import RoomRow, absent, our_people, room_rows, stakes, unsaid
from pipeline.views.talking_slides import SlideTalk, slide_talks


class TalkingPointsView(Result):
    """Everything the talking points print; parts without data are empty."""

    headline: str = result("Misses, decisions wanted and who is against us, in one sentence.")
    stakes: tuple[Fact, ...] = result("The review, the renewal, and what the account is worth.")
    room: tuple[RoomRow, ...] = result("The client's people in the review, those of most influence first.")
    absent: str = result("Who weighs much and is not there; empty for nobody.")
    ours: str = result("Who speaks for us; empty if the deck names nobody.")
    unsaid: tuple[Fact, ...] = result("What is not in the deck and must not be said.")
    slides: tuple[SlideTalk, ...] = result("The slides in the order of the deck, without those it leaves out.")
    questions: tuple[QuestionRow, ...] = result("Likely questions with their answers.")
    asks: tuple[AskRow, ...] = result("The decisions wanted from the client, with the fallback.")
    own: tuple[OwnRow, ...] = result("Our own open decisions, to be settled first.")
    to_close: tuple[CloseRow, ...] = result("What should not leave the room open.")
    next: tuple[NextRow, ...] = result("What comes after the review.")


def talking_points_view(
    account: KeyAccount, analysis: Analysis, standards: Standards, about: About
) -> TalkingPointsView:
    """The talking points beside the deck that the client gets of the same account."""
    brief = brief_of(account, analysis, standards, about)
    return TalkingPointsView(
        headline=_headline(brief),
        stakes=stakes(brief),
        room=room_rows(brief),
        absent=absent(brief),
        ours=our_people(brief),
        unsaid=unsaid(brief),
        slides=slide_talks(brief),
        questions=questions(brief),
        asks=asks(brief),
        own=own_decisions(brief),
        to_close=to_close(brief),
        next=next_rows(brief),
    )


def _headline(brief: Brief) -> str:
    """What the presenter carries into the room."""
    parts = []
    misses, wanted = len(missed_goals(brief)), len(brief.deck.decisions)
    if misses:
        parts.append(wording.counted(misses, "miss to tell", "misses to tell"))
    if wanted:
        parts.append(wording.counted(wanted, "decision to win", "decisions to win"))
    supports = {state.id: state.support for state in brief.analysis.relationships.people}
    there = [known for one in brief.deck.client_people if (known := stakeholder(brief, one.name))]
    against = sum((supports[person.id] or 0) < 0 for person in there)
    if not parts and not against:
        return fitting("No miss to tell and no decision to win: the plan goes on as agreed")
    whole = wording.sentence(wording.listed(parts)) if parts else "No miss to tell and no decision to win"
    if not against:
        return fitting(whole)
    people = wording.counted(against, "person", "people")
    return fitting(f"{whole}, with {people} against us in the room")
