"""Every figure worked out has a name a reader knows, and every sheet says how full it is."""

import re

from pipeline.views.plan import plan_view
from pipeline.views.plan_worked import sheet_pairs, worked_groups
from tests.builders import a_filled_account, an_account, shipped_standards
from tests.generated import generated_account
from tests.views.plans import seen


def test_no_figure_is_called_as_templates_write_it():
    for seed in range(40):
        given = seen(generated_account(seed, shipped_standards()))
        names = [row.figure for group in worked_groups(*given) for row in group.figures]
        assert [name for name in names if re.search(r"[a-z]_[a-z]|\w\.\w|\[", name)] == []


def test_a_figure_has_its_formula_its_numbers_and_its_sheet():
    groups = worked_groups(*seen(a_filled_account()))
    forces = next(group for group in groups if group.formula == "strengths for − strengths against")
    net = forces.figures[0]

    assert forces.sheets == "Forces"
    assert net.figure.endswith(": net")
    assert "=" in net.worked
    assert net.changes


def test_a_formula_is_written_once_however_many_figures_it_makes():
    groups = worked_groups(*seen(generated_account(1, shipped_standards())))

    assert len({(group.formula, group.sheets) for group in groups}) == len(groups)
    assert any(len(group.figures) > 1 for group in groups)


def test_figures_of_alerts_and_priorities_stand_beside_them():
    view = plan_view(*seen(a_filled_account()))

    assert view.priorities.rows
    assert [group for group in view.worked if group.formula == "urgency × impact"] == []


def test_every_sheet_stands_once_with_its_filled_cells():
    account, analysis, _, _ = seen(an_account())
    pairs = sheet_pairs(analysis, account.account.locale)
    rows = {row.sheet: row for pair in pairs for row in (pair.left, pair.right) if row.sheet}

    assert set(rows) == {sheet.sheet for sheet in analysis.completeness.sheets}
    assert rows["Account"].required.endswith(str(analysis.completeness.sheets[0].required))
