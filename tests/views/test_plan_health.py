"""The health of the account as the summary tells it: points, band, and what pulls it down most."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from pipeline.analysis.results.health import HealthComponent
from pipeline.views.plan_health import health_view
from tests.builders import an_account
from tests.views.plans import seen, words


def test_points_band_and_what_pulls_it_down_most():
    view = shown(
        value=Decimal("51.5"), band="watch", components=(part("payment", "0.05", 0), part("goals", "0.2", 40), EMPTY)
    )

    assert (view.points, view.status.word) == ("52", "Watch")
    assert words(view.reason) == "Most lost by goals"


@pytest.mark.parametrize(("band", "tone"), [("critical", "bad"), ("watch", "watch"), ("healthy", "good")])
def test_shape_and_colour_follow_the_band(band, tone):
    assert shown(value=Decimal(50), band=band, components=(part("goals", "1", 50),)).status.tone == tone


def test_without_data_it_says_so_with_the_share_that_is_there():
    account, analysis, _, _ = seen(an_account())
    view = health_view(account, analysis)

    assert (view.points, view.status.word, view.status.tone) == ("–", "Not assessed", "none")
    assert words(view.reason) == "Data for 0% of its weight only"


def test_an_account_that_loses_nothing_names_nothing():
    assert shown(value=Decimal(100), band="healthy", components=(part("goals", "1", 100),)).reason == (
        "Nothing pulls it down"
    )


def part(name: str, weight: str, points: int | None) -> HealthComponent:
    return HealthComponent(
        name=name,
        weight=Decimal(weight),
        used_weight=Decimal(weight),
        points=None if points is None else Decimal(points),
        formula="",
        worked="",
        cells=(),
    )


EMPTY = part("loyalty trend", "0.5", None)


def shown(**fields):
    account, analysis, _, _ = seen(an_account())
    return health_view(account, replace(analysis, health=replace(analysis.health, **fields)))
