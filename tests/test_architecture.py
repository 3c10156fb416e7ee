"""Who may import whom: the table of the house, held against the imports that are there."""

import ast
import sys
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parent.parent / "pipeline"

OF_ALL = {"msgspec"}  # the records of every part are its structs
# part: (parts of ours it may import, outside libraries it may import)
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "__init__": (set(), set()),
    "__main__": ({"cli"}, set()),
    "problems": (set(), {"pydantic"}),
    # What every file from outside must be, workbook, template or export: it knows no kind of them, nor a library.
    "guard": (set(), set()),
    "toml_files": ({"guard"}, set()),
    "codes": ({"problems"}, set()),
    "standards": ({"problems", "toml_files"}, {"pydantic"}),
    "model": ({"problems"}, {"pydantic"}),
    "workbook": ({"model", "standards", "problems", "guard", "toml_files"}, {"openpyxl"}),
    "checks": ({"model", "standards", "problems"}, set()),
    "analysis": ({"model", "standards"}, set()),
    "views": ({"model", "standards", "analysis"}, {"babel"}),
    "documents": ({"views", "problems", "guard"}, {"jinja2", "markupsafe", "lxml", "docx", "pptx", "PIL"}),
    "run": (
        {"model", "standards", "problems", "workbook", "checks", "analysis", "views", "documents"},
        set(),
    ),
    "production": (
        {
            *("model", "standards", "problems", "guard", "workbook", "checks", "analysis", "views", "documents"),
            *("run", "__init__"),
        },
        {"distributed", "platformdirs", "watchfiles"},
    ),
    "screen": ({"production", "codes", "problems"}, {"click", "rich"}),
    "cli": ({"screen", "run", "production", "codes", "problems", "__init__"}, {"click"}),
}


def part_of(path: Path) -> str:
    relative = path.relative_to(PIPELINE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports_of(path: Path) -> set[str]:
    """The dotted names a module imports, lazily ones included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            found |= (
                {f"pipeline.{part_named(alias.name)}" for alias in node.names} if module == "pipeline" else {module}
            )
    return found


def part_named(name: str) -> str:
    """`from pipeline import run` names a part, `from pipeline import __version__` the package itself."""
    return name if (PIPELINE / name).exists() or (PIPELINE / f"{name}.py").exists() else "__init__"


def modules() -> list[Path]:
    return sorted(PIPELINE.rglob("*.py"))


def test_the_parts_that_are_there_are_the_rows_of_the_table():
    assert {part_of(path) for path in modules()} == set(TABLE)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PIPELINE)))
def test_a_module_imports_what_its_row_allows(path: Path):
    part = part_of(path)
    ours, outside = TABLE[part]
    for name in imports_of(path):
        head, _, rest = name.partition(".")
        if head == "pipeline":
            assert rest.split(".")[0] in ours | {part}, f"{part} may not import {name}"
        elif head not in sys.stdlib_module_names:
            assert head in outside | OF_ALL, f"{part} may not import {name}"


def test_only_the_command_line_reads_the_clock_and_the_screen():
    clock = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "time")}
    for path in modules():
        if part_of(path) == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
                assert (owner, node.attr) not in clock, f"{path}:{node.lineno} reads the clock"
            if isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") not in {"print", "input"}, f"{path}:{node.lineno} uses the screen"


def test_a_forbidden_import_is_seen(tmp_path: Path):
    module = tmp_path / "planted.py"
    module.write_text("def f():\n    from pipeline.workbook.reader import read_workbook\n    import openpyxl\n")

    assert imports_of(module) == {"pipeline.workbook.reader", "openpyxl"}
    assert "workbook" not in TABLE["analysis"][0]


def test_every_module_says_in_its_first_line_what_it_is_for():
    for path in modules():
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, f"{path} has no docstring"
        assert docstring.splitlines()[0].endswith((".", ":")), f"{path}: the first line is a sentence"
