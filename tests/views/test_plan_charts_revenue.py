"""The bridge and the shares of revenue: every bar starts where the one above ends, and the last one tells the whole."""

from decimal import Decimal

from pipeline.views.charts import Chart
from pipeline.views.plan_charts_revenue import bridge, product_shares, unit_shares
from tests.builders import a_revenue, an_account
from tests.views.plans import seen, words

LAST, THIS = ("2025-Q1", "2025-Q2", "2025-Q3"), ("2026-Q1", "2026-Q2", "2026-Q3")


def line(product: str, before: int, now: int, unit: str | None = None) -> list:
    """Revenue of a product in the same three quarters of last year and of this one; 0 is no row."""
    amounts = [(period, before) for period in LAST] + [(period, now) for period in THIS]
    return [a_revenue(product=product, unit=unit, period=at, revenue=str(it)) for at, it in amounts if it]


def drawn(chart, *lines: list) -> Chart:
    found = chart(*seen(an_account(revenue=[row for rows in lines for row in rows])))
    assert found is not None
    return found


def test_bridge_goes_from_last_year_to_this_rises_first():
    chart = drawn(bridge, line("Film", 100, 120), line("Trays", 100, 50, "Gävle"), line("Lids", 0, 10))

    assert chart.categories == (
        "Last year, same quarters",
        "Lids: won",
        "Film",
        "Trays, Gävle",
        "This year to date",
    )
    assert [words(label or "") for label in chart.series[-1].labels] == ["600", "+30", "+60", "−150", "540, −10%"]
    assert chart.series[4].values == (None, None, None, None, -60)
    assert "“Trays, Gävle” moved most" in words(chart.alt)


def test_bridge_that_falls_below_last_year_is_drawn_in_two_parts_that_meet():
    chart = drawn(bridge, line("Film", 100, 120), line("Trays", 100, 50))

    # Film from 0 to 60, Trays from 60 down to −90: 60 above the line, 90 below it.
    assert [series.name for series in chart.series[:4]] == ["Start", "Rise", "Fall", "Fall below last year"]
    assert [series.values[2] for series in chart.series[:4]] == [None, None, 60, -90]


def test_bridge_below_last_year_altogether_starts_from_where_it_stands():
    chart = drawn(bridge, line("Film", 100, 90), line("Trays", 100, 50))

    assert [series.values[1] for series in chart.series[:4]] == [None, None, None, -150]
    assert [series.values[2] for series in chart.series[:4]] == [-150, None, None, -30]


def test_bridge_of_many_lines_tells_the_small_ones_together():
    lines = [line(f"Product {at}", 100, 110 + at) for at in range(8)]
    chart = drawn(bridge, *lines)

    assert chart.categories[-2] == "Three other lines"
    changes = [series.values for series in chart.series[1:4]]
    assert sum(value or 0 for values in changes for value in values) == chart.series[4].values[-1]


def test_large_amounts_are_drawn_in_thousands_as_the_table_prints_them():
    chart = drawn(bridge, line("Film", 100_000, 120_000), line("Trays", 100_000, 90_000))

    assert chart.series[1].values[1] == 60
    assert words(chart.series[-1].labels[0] or "") == "600"


def test_bridge_is_not_drawn_for_one_line_or_without_last_year():
    assert bridge(*seen(an_account(revenue=line("Film", 100, 120)))) is None
    assert bridge(*seen(an_account(revenue=line("Film", 0, 120)[:1]))) is None


def test_shares_stand_one_after_the_other_up_to_the_whole():
    chart = drawn(product_shares, line("Film", 0, 70), line("Trays", 0, 20), line("Lids", 0, 10))
    before, share, labels = chart.series

    assert chart.categories == ("Film", "Trays", "Lids")
    assert before.values == (None, Decimal("0.7"), Decimal("0.9"))
    assert share.values == (Decimal("0.7"), Decimal("0.2"), Decimal("0.1"))
    assert labels.labels == ("70%", "20%, 90% in all", "10%, 100% in all")
    assert chart.value_axis.major == Decimal("0.8")


def test_running_share_just_below_the_line_does_not_read_as_if_it_were_at_it():
    chart = drawn(product_shares, line("Film", 0, 500), line("Trays", 0, 297), line("Lids", 0, 203))

    assert chart.series[2].labels[1] == "30%, 79% in all"


def test_units_without_a_name_are_a_part_and_one_unit_alone_is_not_drawn():
    chart = drawn(unit_shares, line("Film", 0, 70, "Gävle"), line("Trays", 0, 30))

    assert chart.categories == ("Gävle", "No unit noted")
    assert unit_shares(*seen(an_account(revenue=line("Film", 100, 120, "Gävle")))) is None


def test_a_product_named_like_a_formula_stays_a_name():
    assert drawn(product_shares, line("=SUM(A1)", 0, 70), line("Trays", 0, 30)).categories[0] == "=SUM(A1)"
