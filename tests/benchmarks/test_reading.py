"""The benchmark of reading runs, and its cases are what it says."""

from benchmarks.reading import ROWS, full_workbook, reading
from benchmarks.rounds import table
from pipeline.workbook.parser import read_account
from tests.builders import shipped_standards


def test_one_round_measures_every_reader(tmp_path):
    path = full_workbook(tmp_path, shipped_standards())
    readable = read_account(path, shipped_standards()).readable

    found = reading(path, shipped_standards(), rounds=1)

    assert readable is not None
    assert (len(readable.actions), len(readable.objectives)) == (ROWS, ROWS)
    assert len({one.name for one in found}) == 6
    assert found[0].ratio == 1
    assert table("readers", found).count("\n") == 7
