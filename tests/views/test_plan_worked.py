"""Every figure worked out has a name a reader knows, and every sheet says how full it is."""

import re

from pipeline.views.plan import plan_view
from pipeline.views.plan_worked import sheet_pairs, worked_rows
from tests.builders import a_filled_account, an_account, shipped_standards
from tests.generated import generated_account
from tests.views.plans import seen


def test_no_figure_is_called_as_templates_write_it():
    for seed in range(40):
        given = seen(generated_account(seed, shipped_standards()))
        assert [row.figure for row in worked_rows(*given) if re.search(r"[a-z]_[a-z]|\w\.\w|\[", row.figure)] == []


def test_a_figure_has_its_formula_its_numbers_and_its_sheet():
    rows = {row.figure: row for row in worked_rows(*seen(a_filled_account()))}
    net = next(row for figure, row in rows.items() if figure.endswith(": net"))

    assert net.formula == "strengths for − strengths against"
    assert "=" in net.worked
    assert net.sheets == "Forces"
    assert net.changes


def test_figures_of_alerts_and_priorities_stand_beside_them():
    view = plan_view(*seen(a_filled_account()))

    assert view.priorities.rows
    assert [row for row in view.worked if row.formula == "urgency × impact"] == []


def test_every_sheet_stands_once_with_its_filled_cells():
    account, analysis, _, _ = seen(an_account())
    pairs = sheet_pairs(analysis, account.account.locale)
    rows = {row.sheet: row for pair in pairs for row in (pair.left, pair.right) if row.sheet}

    assert set(rows) == {sheet.sheet for sheet in analysis.completeness.sheets}
    assert rows["Account"].required.endswith(str(analysis.completeness.sheets[0].required))
