"""The problem codes: those in the sources are those that are explained, and each explanation is true."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from docs.authoring.problem_codes import PAGE, problem_codes_page
from pipeline.codes import GROUPS, Code, codes, look_up, similar
from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.lint import lint
from pipeline.documents.templates.tags import ANY_TAG
from pipeline.model.account import all_columns
from pipeline.problems import Problem, TemplateRefused
from pipeline.run.templates import names
from pipeline.workbook.book import Cell
from pipeline.workbook.cells import Terms, read_cell
from pipeline.workbook.conventions import conventions
from tests.builders import shipped_standards
from tests.commands import PROJECT, SAMPLES, keyplan, keyplan_json
from tests.documents.office import data, paragraphs

PIPELINE = PROJECT / "pipeline"
_CODE = re.compile(r"[a-z]+(-[a-z]+)*")


# --- the codes in the sources -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Maker:
    """What takes a code: its parameters in order, and those with a default."""

    parameters: tuple[str, ...]
    defaults: dict[str, ast.expr]

    def given(self, call: ast.Call) -> dict[str, ast.expr]:
        """What a call gives for each parameter."""
        named = {item.arg: item.value for item in call.keywords if item.arg}
        return {**self.defaults, **dict(zip(self.parameters, call.args, strict=False)), **named}


@dataclass(frozen=True)
class Use:
    """A code written where a problem is made; `severity` is "" where it is not written beside it."""

    code: str
    severity: str
    where: str


def uses_in(folder: Path) -> Iterator[Use]:
    """Every code in the modules below `folder`. A code that cannot be told by reading fails the test."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    makers = dict(pair for module in modules.values() for pair in makers_in(module))
    makers.pop(Code.__name__, None)  # the registry's own entries
    for path, module in modules.items():
        for node in ast.walk(module):
            where = f"{path.relative_to(folder)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and (maker := makers.get(called(node))) and not reads_back(node):
                given = maker.given(node)
                severity = given.get("severity")
                written = severity.value if isinstance(severity, ast.Constant) else ""
                yield from (Use(code, written, where) for code in written_codes(given["code"], module, where))
            elif position := unpacked_code(node):
                yield from (Use(code, "", where) for code in tuple_codes(module, *position))


def reads_back(call: ast.Call) -> bool:
    """Is it `Problem(**told)`, what was made elsewhere and written down in between?"""
    return not call.args and [keyword.arg for keyword in call.keywords] == [None]


def makers_in(module: ast.Module) -> Iterator[tuple[str, Maker]]:
    """The functions with a parameter `code` and the classes with such a field, by the name they are called by."""
    for item in module.body:
        if isinstance(item, ast.FunctionDef):
            yield from ((item.name, maker) for maker in taking_code(item))
        elif isinstance(item, ast.ClassDef):
            fields = [field for field in item.body if isinstance(field, ast.AnnAssign)]
            keys = tuple(ast.unparse(field.target) for field in fields)
            defaults = {key: field.value for key, field in zip(keys, fields, strict=True) if field.value}
            if "code" in keys:
                yield item.name, Maker(keys, defaults)
            for method in (method for method in item.body if isinstance(method, ast.FunctionDef)):
                name = item.name if method.name == "__init__" else f"{item.name.lower()}.{method.name}"
                yield from ((name, maker) for maker in taking_code(method))


def taking_code(function: ast.FunctionDef) -> Iterator[Maker]:
    arguments = [argument.arg for argument in function.args.args]
    if "code" in arguments:
        with_default = arguments[len(arguments) - len(function.args.defaults) :]
        parameters = tuple(name for name in arguments if name != "self")
        yield Maker(parameters, dict(zip(with_default, function.args.defaults, strict=True)))


def called(call: ast.Call) -> str:
    """What is called: "at_cell", and "findings.add" for a method of something that is called findings."""
    if isinstance(call.func, ast.Attribute):
        return f"{ast.unparse(call.func.value).rpartition('.')[2]}.{call.func.attr}"
    return getattr(call.func, "id", "")


def written_codes(value: ast.expr, module: ast.Module, where: str) -> tuple[str, ...]:
    """The codes in an argument; none in what is passed on, such as `remark.code` and a parameter `code`."""
    if isinstance(value, ast.Constant):
        return (str(value.value),)
    if isinstance(value, ast.IfExp):
        return (*written_codes(value.body, module, where), *written_codes(value.orelse, module, where))
    passed_on = isinstance(value, ast.Attribute) and value.attr == "code"
    if isinstance(value, ast.Name) and value.id == "code":
        passed_on = any(gets_code(function) for function in around(value.lineno, module))
    assert passed_on, f"{where}: write the code out, {ast.unparse(value)} cannot be held against the registry"
    return ()


def around(line: int, module: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            yield node


def gets_code(function: ast.FunctionDef) -> bool:
    """Is `code` a parameter of the function, or unpacked in it?"""
    return bool(list(taking_code(function))) or any(unpacked_code(node) for node in ast.walk(function))


def unpacked_code(node: ast.AST) -> tuple[int, int] | None:
    """Position and length where `code` is unpacked from a tuple, as in `code, message, fix = ...`."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.For) else None
    keys = [getattr(part, "id", "") for part in target.elts] if isinstance(target, ast.Tuple) else []
    return (keys.index("code"), len(keys)) if "code" in keys else None


def tuple_codes(module: ast.Module, position: int, length: int) -> Iterator[str]:
    """The texts that may be codes at a position of the tuples of that length in a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.Tuple) and len(node.elts) == length:
            part = node.elts[position]
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and _CODE.fullmatch(part.value):
                yield part.value


USES = tuple(uses_in(PIPELINE))


def test_the_codes_that_are_explained_are_those_in_the_sources():
    assert set(codes()) == {use.code for use in USES}


def test_every_severity_in_the_sources_is_explained():
    told = {(use.code, use.severity): use.where for use in USES if use.severity}
    explained = {(code.code, severity) for code in codes().values() for severity in code.severity}

    assert {pair: told[pair] for pair in told.keys() - explained} == {}


def test_a_code_in_any_shape_is_found(tmp_path: Path):
    (tmp_path / "planted.py").write_text(
        "def tell(row, code, severity='note'): ...\n"
        "class Findings:\n    def add(self, code, place): ...\n"
        "tell(1, 'one')\n"
        "draft.findings.add('two', 3)\n"
        "seen.add('not a code')\n"
        "tell(1, severity='error', code='three' if x else 'four')\n"
        "def told():\n    for mark, code in ((b'', 'five'),):\n        tell(2, code)\n"
    )

    assert {(use.code, use.severity) for use in uses_in(tmp_path)} == {
        *(("one", "note"), ("two", ""), ("three", "error"), ("four", "error"), ("five", ""))
    }


@pytest.mark.parametrize("written", ["tell(f'duplicate-{x}')", "tell(CODES[x])", "code = 'one'\ntell(code)"])
def test_a_code_that_cannot_be_told_by_reading_is_refused(tmp_path: Path, written: str):
    (tmp_path / "planted.py").write_text(f"def tell(code): ...\n{written}\n")

    with pytest.raises(AssertionError, match="write the code out"):
        tuple(uses_in(tmp_path))


# --- what is said of them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.code)
def test_an_explanation_is_whole(code: Code):
    assert _CODE.fullmatch(code.code)
    assert code.group in GROUPS
    assert code.severity
    assert set(code.severity) <= {"error", "warning", "note"}
    assert re.fullmatch(r"[A-Z].{3,58}[^.]", code.title)
    assert all(re.match(r"[A-Z].*[.]$", text) for text in (code.meaning, code.fix))
    assert code.example


def typed(text: str) -> Cell:
    """A cell as if `text` was typed into it, a formula not calculated yet."""
    if text.startswith("="):
        return Cell(7, 6, formula=text, calculated=False)
    return Cell(7, 6, error=text) if text.startswith("#") else Cell(7, 6, text)


def cell_examples() -> Iterator[tuple[str, str, str, str]]:
    """The code, sheet, heading and value of each example that can be typed into a cell."""
    sheets = "|".join({column.sheet.name for column in all_columns()})
    for code in codes().values():
        if code.group == "cell" and (found := re.fullmatch(rf"({sheets}), ([^:]+): (.+)", code.example)):
            yield code.code, *found.groups()


def test_most_cell_codes_have_an_example_that_can_be_typed():
    assert len(list(cell_examples())) >= 15


@pytest.mark.parametrize(("code", "sheet", "heading", "value"), tuple(cell_examples()))
def test_an_example_that_is_typed_into_its_cell_gives_its_code(code: str, sheet: str, heading: str, value: str):
    (column,) = (column for column in all_columns() if (column.sheet.name, column.title) == (sheet, heading))

    told = read_cell(typed(value), column, Terms(conventions("en-GB"), "EUR", shipped_standards())).problems

    assert [problem.code for problem in told] == [code]
    assert told[0].severity in codes()[code].severity


def tag_examples() -> Iterator[tuple[str, str]]:
    """The code and the tag of each example that is a tag alone."""
    for code in codes().values():
        if code.group == "template" and ANY_TAG.fullmatch(code.example):
            yield code.code, code.example


def test_many_template_codes_have_an_example_that_is_a_tag():
    assert len(list(tag_examples())) >= 9


@pytest.mark.parametrize(("code", "tag"), tuple(tag_examples()))
def test_an_example_that_is_written_into_a_template_gives_its_code(code: str, tag: str):
    assert code in {problem.code for problem in findings(tag)}


def findings(tag: str) -> tuple[Problem, ...]:
    """What is told about a client template with this tag as it is compiled, held against the fields and filled."""
    try:
        template = compile_template(paragraphs(tag), "client/letter.docx", "client")
        told = lint(template.name, template.names, names("internal"), names("client"))
        if not told:
            render(template, data(account={"name": "Contoso"}))
    except TemplateRefused as refusal:
        return refusal.problems
    return tuple(told)


def test_every_code_is_told_in_a_test_or_by_a_broken_sample():
    texts = [path.read_text(encoding="utf-8") for path in (PROJECT / "tests").rglob("test_*.py")]
    texts += [path.read_text(encoding="utf-8") for path in (SAMPLES / "authoring").glob("*.toml")]
    told = set(
        re.findall(r'"([a-z-]+)"|(?:error|warning|note) ([a-z-]+) |"([a-z-]+): |\[([a-z-]+)\]"', "\n".join(texts))
    )
    shown = {example[0] for example in (*cell_examples(), *tag_examples())}

    assert set(codes()) - {code for found in told for code in found} - shown == set()


def test_what_the_broken_samples_are_told_has_a_severity_that_is_explained():
    told = keyplan_json("check", SAMPLES / "broken")["workbooks"]
    problems = [problem for workbook in told for problem in workbook["problems"]]

    assert len(problems) >= 20
    for problem in problems:
        assert problem["severity"] in codes()[problem["code"]].severity, problem


# --- where it is said -------------------------------------------------------------------------------------------------


def test_the_page_of_all_codes_is_current():
    assert PAGE.read_text(encoding="utf-8") == problem_codes_page(), "run make template"


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.code)
def test_explain_tells_meaning_example_and_fix(code: Code):
    result = keyplan("explain", code.code)

    told = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert told.startswith(code.code)
    assert all(" ".join(text.split()) in told for text in (code.title, code.meaning, code.example, code.fix))
    assert all(severity in told for severity in code.severity)


def test_explain_without_a_code_lists_all_of_them_in_their_groups():
    lines = keyplan("explain").stdout.splitlines()

    assert [line for line in lines if not line.startswith(" ")] == list(GROUPS.values())
    assert [line.split()[0] for line in lines if line.startswith(" ")] == list(codes())


def test_a_code_is_known_as_it_was_printed_and_as_it_is_said():
    assert look_up("[date-order]") == look_up("Date order") == codes()["date-order"]


def test_an_unknown_code_is_wrong_usage_and_names_the_nearest():
    result = keyplan("explain", "date-ordre")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no problem code 'date-ordre'. Did you mean date-order" in result.stderr


def test_a_word_finds_the_codes_that_hold_it():
    assert set(similar("heading")) == {"headings-missing", "heading-twice", "heading-unknown", "heading-blank"}
    assert similar("qqqq") == ()
