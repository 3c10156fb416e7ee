"""The talking points of an account, and the titles of a finished deck, for tests."""

from typing import Any

from pipeline.model.account import KeyAccount
from pipeline.views.talking_points import TalkingPointsView, talking_points_view
from tests.views.plans import seen


def talk(account: KeyAccount) -> TalkingPointsView:
    """What the talking points of the account print."""
    return talking_points_view(*seen(account))


def titles_of(deck: Any) -> list[tuple[str, str]]:
    """The name and the title of each slide, those of one list once; the title slide has the name of the document."""
    found: list[tuple[str, str]] = []
    for slide in deck.slides:
        placeholders = {shape.name: shape.text_frame.text for shape in slide.placeholders}
        name = placeholders.get("Kicker", "Quarterly review").partition(" (")[0]
        entry = (name, placeholders["Title"].replace("\u00a0", " "))
        if entry not in found:
            found.append(entry)
    return found
