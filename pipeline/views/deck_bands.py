"""The bands at the foot of the deck's slides: as noted, else a sentence that the data give, else none."""

import datetime

from pipeline.analysis.results import SharedAnalysis
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.about import About
from pipeline.views.deck_rows import Band, Bands
from pipeline.views.deck_selection import ideas

DEFAULT_LABEL = "What follows"


def bands_of(account: KeyAccount, shared: SharedAnalysis, about: About) -> Bands:
    """The bands as noted; where nothing is, a sentence that the data give, else none."""
    noted = _noted_bands(account)
    return Bands(
        people=noted.get("Purpose and people") or _purpose(shared),
        summary=noted.get("Executive summary"),
        goals=noted.get("Your goals") or _goals_question(account),
        scorecard=noted.get("Scorecard") or _what_changes(account, shared),
        value=noted.get("Value delivered"),
        learned=noted.get("What we learned"),
        feedback=noted.get("Your feedback") or _least_agreed(shared),
        changes=noted.get("What changes for you") or _changes_question(account),
        plan=noted.get("Joint plan") or _soon_due(account, shared, about),
        ideas=noted.get("Ideas and roadmap") or _ideas_question(account, shared),
    )


def _noted_bands(account: KeyAccount) -> dict[str, Band]:
    """The notes by slide; several of one slide are joined under the first one's label."""
    bands: dict[str, Band] = {}
    for note in account.deck_notes:
        before = bands.get(note.slide)
        bands[note.slide] = Band(
            label=before.label if before else note.label or DEFAULT_LABEL,
            text=f"{before.text} {note.text}" if before else note.text,
        )
    return bands


def _purpose(shared: SharedAnalysis) -> Band | None:
    purpose = shared.review_summary.this_client_purpose
    return Band(label="Purpose", text=purpose) if purpose else None


def _goals_question(account: KeyAccount) -> Band | None:
    count = len(account.objectives)
    if not count:
        return None
    still = "Is this still the goal that matters?"
    return Band(
        label="Please confirm",
        text=still if count == 1 else f"Are these still the {wording.count_word(count)} goals that matter?",
    )


def _what_changes(account: KeyAccount, shared: SharedAnalysis) -> Band | None:
    misses = shared.goal_summary.behind + shared.goal_summary.off_track
    if not misses or all(row.kind == "outcome" for row in account.delivery):
        return None
    goals = wording.counted(misses, "goal is", "goals are")
    text = f"{wording.sentence(goals)} behind plan; “What we learned” says what changes."
    return Band(label=DEFAULT_LABEL, text=text)


def _least_agreed(shared: SharedAnalysis) -> Band | None:
    """What to ask about the question that the fewest agree with, unless all do."""
    questions = shared.client_voice.questions
    if not questions or questions[-1].agree == questions[-1].count:
        return None
    return Band(label="For discussion", text=f"What would it take for you to agree: “{questions[-1].question}”?")


def _changes_question(account: KeyAccount) -> Band | None:
    count = len(account.business)
    if not count:
        return None
    still = "Is this still the change that matters to you, and has anything been added?"
    many = f"Are these still the {wording.count_word(count)} changes that matter to you, and has anything been added?"
    return Band(label="Please confirm", text=still if count == 1 else many)


def _soon_due(account: KeyAccount, shared: SharedAnalysis, about: About) -> Band | None:
    count = shared.action_summary.next_30_days
    if not count:
        return None
    last = wording.date(about.as_of + datetime.timedelta(days=30), account.account.locale)
    verb = wording.plural(count, "falls", "fall")
    return Band(
        label=DEFAULT_LABEL,
        text=f"{wording.sentence(wording.counted(count, 'action', 'actions'))} {verb} due by {last}.",
    )


def _ideas_question(account: KeyAccount, shared: SharedAnalysis) -> Band | None:
    if len(ideas(account, shared)) < 2:
        return None
    return Band(label="For discussion", text="Which of these ideas should come first?")
