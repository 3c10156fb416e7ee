"""Adding a field to a sheet is one line in the model: the workbook, the fields, show and the templates follow."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl

from tests.commands import PERIOD, PROJECT, SAMPLES

LINE = '    early_warning: Text | None = optional("Early warning", "What would worry us first.", "Two stops a shift")\n'
AFTER = "    title: Text = required("


def test_one_line_in_the_model_is_found_everywhere(tmp_path: Path):
    for name in ("pipeline", "input_templates", "output_templates"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "authoring"))
    model = tmp_path / "pipeline" / "model" / "plan.py"
    before, after = model.read_text(encoding="utf-8").split(AFTER, 1)
    model.write_text(before + LINE + AFTER + after, encoding="utf-8")

    def keyplan(*arguments: str) -> str:
        run = [sys.executable, "-m", "pipeline", *arguments]
        return subprocess.run(run, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    keyplan("template")
    sheet = openpyxl.load_workbook(tmp_path / "input_templates" / "account.xlsx")["Objectives"]
    assert "Early warning" in [cell.value for row in sheet.iter_rows(min_row=1, max_row=10) for cell in row]

    (field,) = [
        f for f in json.loads(keyplan("fields", "--format", "json")) if f["path"] == "objectives[].early_warning"
    ]
    assert (field["title"], field["audience"], field["required"]) == ("Early warning", "internal", False)

    workbook = tmp_path / "account.xlsx"
    book = openpyxl.load_workbook(sorted(SAMPLES.glob("*.xlsx"))[0])
    headings = next(row for row in book["Objectives"].iter_rows() if any(c.value == "Title *" for c in row))
    column = max(cell.column for cell in headings if cell.value) + 1
    book["Objectives"].cell(headings[0].row, column).value = "Early warning"
    book["Objectives"].cell(headings[0].row + 1, column).value = "Three stops a shift"
    book.save(workbook)
    told = json.loads(keyplan("show", str(workbook), "--period", PERIOD, "--format", "json"))
    assert told["objectives"][0]["early_warning"] == "Three stops a shift"

    note = docx.Document()
    note.add_paragraph("Watch: {{ objectives[0].early_warning }}")
    note.save(str(tmp_path / "output_templates" / "internal" / "watch.docx"))
    keyplan("build", str(workbook), "--period", PERIOD, "--out", "out")
    (made,) = (tmp_path / "out").rglob("* - Watch - *.docx")
    assert "Watch: Three stops a shift" in [paragraph.text for paragraph in docx.Document(str(made)).paragraphs]
