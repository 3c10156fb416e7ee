"""What a run loads: its workers only what accounts and kept templates need, its first process less than that."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.commands import PERIOD, PROJECT

HEAVY = (
    "PIL",
    "docx",
    "http.client",
    "lxml",
    "numpy",
    "openpyxl",
    "pipeline.documents.compiling.compile",
    "pptx",
    "ssl",
)
NOT_OF_THE_FIRST = ("babel", "concurrent.futures", "jinja2", "lxml", "pipeline.model.account", "pydantic", "rich")
PROGRAM = """
import datetime, json, sys
from pathlib import Path
from pipeline.production import warm
from pipeline.production.order import Order, Unit
from pipeline.production.work import do

order = Order(
    standards=Path("input_templates/standards.toml"),
    templates=Path("output_templates"),
    period=sys.argv[1],
    as_of=datetime.date(2026, 9, 30),
    folder=Path(sys.argv[2]),
)
outcome = do(order, Unit(Path("samples/averley-medical.xlsx"), "averley-medical", "Averley Medical plc"))
print(json.dumps([outcome.status, sorted(name for name in sys.modules)]))
"""


def built_in_a_new_process(out: Path) -> tuple[str, set[str]]:
    """What became of a sample, and the modules that its process had loaded then."""
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, PERIOD, str(out)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "KEYPLAN_TEMPLATES": "output_templates"},
        capture_output=True,
        check=True,
        text=True,
    )
    status, modules = json.loads(told.stdout)
    return status, set(modules)


def test_an_account_is_built_without_the_libraries_of_what_is_not_asked_for(tmp_path: Path):
    assert built_in_a_new_process(tmp_path / "first")[0] == "built"  # which keeps the templates
    status, modules = built_in_a_new_process(tmp_path / "second")
    assert status == "built"
    assert "pipeline.documents.rendering.render" in modules
    assert not modules & set(HEAVY)


def test_the_first_process_of_a_run_that_nobody_watches_loads_neither_the_work_nor_a_screen(tmp_path: Path):
    program = """
import json, sys
from pipeline.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(json.dumps([end.code, *sys.modules]))
"""
    told = subprocess.run(
        [sys.executable, "-c", program, "build", "samples/averley-medical.xlsx", "--out", str(tmp_path), "--quiet"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=True,
        text=True,
    )
    code, *modules = json.loads(told.stdout.splitlines()[-1])
    assert code == 0
    assert "pipeline.production.rounds" in modules
    assert not set(modules) & set(NOT_OF_THE_FIRST)
