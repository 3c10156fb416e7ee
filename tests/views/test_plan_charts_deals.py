"""The charts of deals, white space and wallet: what they plot, and when there is too little to draw."""

from decimal import Decimal

from pipeline.views.charts import Chart
from pipeline.views.plan_charts_deals import scenarios, wallet_share, white_space
from tests.builders import a_revenue, a_white_space, an_account, an_account_form, an_economics, an_opportunity, day
from tests.views.plans import seen, words

DEALS = [
    an_opportunity(amount="640000", stage="proposal", close_date=day("2026-12-15"), low="500000"),
    an_opportunity(id="D2", stage="won", amount="100000", close_date=day("2026-05-01")),
]


def drawn(chart, form=None, **rows) -> Chart:
    found = chart(*seen(an_account(form, **rows)))
    assert found is not None
    return found


def test_scenarios_stand_beside_the_target_of_the_plan_year():
    chart = drawn(scenarios, an_account_form(new_business_target=Decimal(500_000)), opportunities=DEALS)
    won, still_open, target, labels = chart.series

    assert chart.categories == ("Won so far", "Expected", "All open ones won", "Target")
    assert won.values == (100_000, 100_000, 100_000, None)
    assert still_open.values == (None, 320_000, 640_000, None)
    assert target.values == (None, None, None, 500_000)
    assert [words(label or "") for label in labels.labels] == [
        "EUR 100 k, 20%",
        "EUR 420 k, 84%",
        "EUR 740 k, 148%",
        "EUR 500 k",
    ]
    assert words(chart.alt) == "Only EUR 420 k of the EUR 500 k of new business aimed at is expected."


def test_scenarios_without_a_target_go_from_cautious_to_best():
    chart = drawn(scenarios, opportunities=DEALS)

    assert chart.categories == ("Won so far", "Cautious case", "Expected", "Best case")
    assert chart.series[1].values == (None, 250_000, 320_000, 640_000)
    assert chart.series[2].values == (None, None, None, None)
    assert words(chart.alt) == "Opportunities bring EUR 350 k in the cautious case and EUR 740 k in the best."


def test_scenarios_are_not_drawn_when_nothing_is_open():
    assert scenarios(*seen(an_account(opportunities=DEALS[1:]))) is None


def test_white_space_parts_what_is_open_from_what_competitors_have():
    grid = [
        a_white_space(unit="Gävle", product="Film", status="open", potential=Decimal(100_000)),
        a_white_space(unit="Gävle", product="Trays", status="competitor", potential=Decimal(50_000)),
        a_white_space(unit="Umeå", product="Film", status="competitor", potential=Decimal(400_000)),
        a_white_space(unit="Lund", product="Film", status="ours"),
    ]
    chart = drawn(white_space, white_space=grid)

    assert chart.categories == ("Umeå", "Gävle")
    assert [series.values for series in chart.series[:2]] == [(None, 100_000), (400_000, 50_000)]
    assert [words(label or "") for label in chart.series[2].labels] == [
        "EUR 400 k, none open",
        "EUR 150 k, EUR 100 k open",
    ]
    assert white_space(*seen(an_account(white_space=grid[2:]))) is None


def test_wallet_share_is_drawn_up_to_the_period_reviewed():
    quarters = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
    rows = {
        "revenue": [a_revenue(period=at, revenue="500") for at in quarters],
        "economics": [an_economics(period=at, customer_spend=Decimal(1000)) for at in quarters],
    }
    chart = drawn(wallet_share, **rows)

    assert chart.categories == ("Q1 26", "Q2 26", "Q3 26")
    assert chart.series[0].values == (Decimal("0.5"),) * 3
    assert chart.series[0].bold == (False, False, True)
    assert wallet_share(*seen(an_account(revenue=rows["revenue"], economics=rows["economics"][2:]))) is None
