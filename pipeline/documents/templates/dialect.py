"""The language inside a template's tags: one strict, sandboxed Jinja environment and the filters it offers."""

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes, pass_context, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS as JINJA_TESTS
from jinja2.utils import missing
from markupsafe import Markup

from pipeline.documents.fitting.paging import pages
from pipeline.documents.templates import bounds
from pipeline.documents.templates.bounds import Budget, added, bounded, shallow, short_range, short_text
from pipeline.views import wording
from pipeline.views.language import ENGLISH, language

# Noncharacters of Unicode stand in rendered text for what each format writes in its own way; no value can hold one.
LINE_BREAK = "\ufdd0"
BOLD_ON = "\ufdd1"
BOLD_OFF = "\ufdd2"
ITALIC_ON = "\ufdd7"
ITALIC_OFF = "\ufdd8"
PARAGRAPH = "\ufdd9"
BULLET = "\ufdda"  # at the start of a paragraph

MOST_COLUMNS = 63  # of a table in Word
BUDGET = "budget of the document"  # among the data, where no tag can name it
_ROUNDS = "rounds"
RESERVED_NAMES = frozenset(
    ["charts", "currency", "document", "language", "locale", "loop", "page_of", "pictures", "range", "slide"]
)
LOOP_FIELDS = frozenset(
    ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "depth", "depth0")
)

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NEEDS_CARE = re.compile("[&<>\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ON_ONE_LINE = {
    **{ord(mark): None for mark in (BOLD_ON, BOLD_OFF, ITALIC_ON, ITALIC_OFF, BULLET)},
    ord(LINE_BREAK): " ",
    ord(PARAGRAPH): " ",
    ord('"'): "&quot;",
}
_COLOUR = re.compile("[0-9A-Fa-f]{6}|auto")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])"
)
_BULLET = re.compile(r"[ ]*[-*•][ ]+(?=\S)")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


class NameMissing(UndefinedError):
    """A name that the data does not have; `owner` is what was asked for it, Jinja's `missing` for the data itself."""

    def __init__(self, message: str, name: str, owner: object) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner


class Missing(StrictUndefined):
    """What an unknown name gives: any use but `is defined` and `default` raises NameMissing."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        def name_missing(message: str | None = None) -> NameMissing:
            return NameMissing(message or "", name or "", obj)

        told: Any = exc or name_missing
        super().__init__(hint, obj, name, told)


class _Code(CodeGenerator):
    """Jinja's code generator, with `printed` around each value and `~` joining what would be printed.

    Jinja would escape a constant before it is asked whether it may be printed, and each value twice.
    """

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if isinstance(node, nodes.TemplateData):
            return super()._output_child_to_const(node, frame, finalize)
        raise nodes.Impossible

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.printed(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:
        self.write("environment.shallow(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:
        if node.ctx != "load":
            super().visit_Tuple(node, frame)
            return
        self.write("environment.shallow(")
        super().visit_Tuple(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:
        self.write("environment.shallow(")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Dialect(ImmutableSandboxedEnvironment):
    """Jinja with plain data only: a dot reads an item of a dict, nothing else can be reached or called."""

    code_generator_class = _Code
    printed: Callable[[object], str]
    shallow = staticmethod(shallow)
    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def script(self, tree: nodes.Template) -> CodeType:
        """The tree compiled, its loops changed so that their rounds are counted. Raises TemplateSyntaxError."""
        for loop in [one for one in every_node(tree) if isinstance(one, nodes.For)]:
            loop.iter = nodes.Filter(loop.iter, _ROUNDS, [], [], None, None)
        try:
            return self.compile(tree)
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise TemplateSyntaxError("its blocks stand in each other too often", 1) from error

    def loaded(self, bytecode: CodeType) -> Template:
        """What `script` compiled, in this process or another, ready to be run."""
        return Template.from_code(self, bytecode, self.make_globals(None))

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict):
            try:
                return obj[argument]
            except KeyError:
                pass
        elif isinstance(obj, list | tuple) and isinstance(argument, int | slice):
            try:
                return obj[argument]
            except IndexError:
                pass
        elif isinstance(obj, LoopContext) and argument in LOOP_FIELDS:
            return getattr(obj, argument)
        elif isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        return self.undefined(obj=obj, name=str(argument))

    getattr = getitem  # type: ignore[assignment]  # its second argument has another name there

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+":
            return added(left, right)
        if operator == "**" or not (_is_number(left) and _is_number(right)):
            raise SecurityError(f"'{operator}' is only for products and remainders of numbers")
        return bounded(super().call_binop(context, operator, left, right))

    def joined(self, parts: Iterable[object]) -> str:
        return short_text(plain_text(part) for part in parts)


def every_node(tree: nodes.Node) -> list[nodes.Node]:
    """All that a parsed source consists of, from the outside in: Jinja's `find_all`, but quicker."""
    found = [tree]
    for name in tree.fields:
        value = getattr(tree, name)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, nodes.Node):
                found += every_node(one)
    return found


def plain_text(value: object) -> str:
    """What a tag prints for a value: nothing for None, digits for a number; TypeError for what is no text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        raise TypeError("yes or no cannot be printed; ask for it with {% if %}")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("it is no number")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Undefined):
        return str(value)
    raise TypeError(f"{_kind(value)} cannot be printed; name the part of it that is meant")


def printed(value: object) -> str:
    """A value as XML text: escaped, without control characters, its line ends as LINE_BREAK."""
    if type(value) is str and not _NEEDS_CARE.search(value):  # as nearly all are
        return value
    if isinstance(value, Markup):
        return value
    text = plain_text(value)
    if not _NEEDS_CARE.search(text):
        return text
    text = _UNPRINTABLE.sub("", _LINE_END.sub("\n", text)).replace("\t", " ")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", LINE_BREAK)


def in_attribute(value: object) -> Markup:
    """A value as the text of an XML attribute: as `printed`, on one line, quotes escaped."""
    return Markup(str.translate(printed(value), _ON_ONE_LINE))


def shortened(value: object, length: int) -> str:
    """A text of at most so many letters: a longer one ends with a whole word and an ellipsis."""
    text = plain_text(value)
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rpartition(' ')[0] or text[: length - 1]}…"


def markdown(value: object) -> Markup:
    """A text with **bold** and *italic* words, paragraphs between blank lines, and bullets for lines after "- ".

    Everything else stays as it is typed.
    """
    text = _LINE_END.sub("\n", plain_text(value)).strip()
    paragraphs = (_paragraph(part.split("\n")) for part in _BLANK_LINES.split(text))
    return Markup(PARAGRAPH.join(paragraphs))


def _paragraph(lines: Sequence[str]) -> str:
    """The lines between two blank ones: bullets stand in paragraphs of their own."""
    written = ""
    for number, line in enumerate(lines):
        bullet = _BULLET.match(line)
        if number:
            written += PARAGRAPH if bullet or _BULLET.match(lines[number - 1]) else LINE_BREAK
        written += f"{BULLET}{_emphasis(line[bullet.end() :])}" if bullet else _emphasis(line)
    return written


def _emphasis(line: str) -> str:
    text = _BOLD.sub(rf"{BOLD_ON}\1{BOLD_OFF}", str(printed(line)))
    return _ITALIC.sub(lambda match: f"{ITALIC_ON}{match[1] or match[2]}{ITALIC_OFF}", text)


def join(values: Iterable[Any], separator: str = "", attribute: str = "") -> str:
    """The texts in a row with `separator` between them, blanks left out; of dicts the item `attribute`."""
    items = [value[attribute] for value in values] if attribute else list(values)
    return short_text((text for item in items if (text := plain_text(item))), separator)


def default(value: Any, other: Any = "", when_false: bool = False) -> Any:
    """`other` where the name is unknown or blank; with `when_false` also where the value is empty or 0."""
    if isinstance(value, Undefined) or value is None or (when_false and not value):
        return other
    return value


@pass_context
def money(context: Context, value: Any, style: Any = "full", currency: str | None = None) -> str:
    """An amount in the account's currency, or another; style "full" or "short"."""
    return wording.money(_known(value), currency or context.parent["currency"], context.parent["locale"], style)


@pass_context
def number(context: Context, value: Any, decimals: int | None = None) -> str:
    """A number with the locale's separators."""
    return wording.number(_known(value), context.parent["locale"], bounds.decimals(decimals))


@pass_context
def signed(context: Context, value: Any, decimals: int | None = None) -> str:
    """A number with its sign, also when it is positive."""
    return wording.signed(_known(value), context.parent["locale"], bounds.decimals(decimals))


@pass_context
def percent(context: Context, value: Any, decimals: int = 0) -> str:
    """A share where 1 is 100 %."""
    return wording.percent(_known(value), context.parent["locale"], bounds.decimals(decimals))


@pass_context
def date(context: Context, value: Any, style: Any = "long") -> str:
    """A date in the locale's words."""
    return wording.date(_known(value), context.parent["locale"], style)


@pass_context
def period(context: Context, value: Any, style: Any = "short") -> str:
    """A quarter in the locale's words, or in those of the template's language."""
    code = context.parent.get("language", ENGLISH)
    if style == "long" and code != ENGLISH and _known(value) is not None:
        return language(code).quarter(value)
    return wording.period(_known(value), context.parent["locale"], style)


def plural(count: Any, one: str, many: str) -> str:
    """`one` for a count of one, else `many`."""
    return wording.plural(_known(count), one, many)


def batch(values: Iterable[Any], size: int, fill: Any = None) -> Iterable[list[Any]]:
    """The values in rows of `size`, from 1 to LONGEST_RANGE, the last one filled up."""
    if not isinstance(size, int) or not 1 <= size <= bounds.LONGEST_RANGE:
        raise SecurityError(f"batch takes rows of 1 to {bounds.LONGEST_RANGE:,}")
    found: Iterable[list[Any]] = JINJA_FILTERS["batch"](values, size, fill)
    return found


def rounded(value: Any, precision: int = 0, method: Any = "common") -> Any:
    """The number rounded to `precision` decimals; method "common", "ceil" or "floor"."""
    return JINJA_FILTERS["round"](_known(value), bounds.decimals(precision), method)


@pass_environment
def total(environment: Dialect, values: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
    """The sum of numbers, or of the item `attribute` of dicts; lists are not joined."""
    for value in map(make_attrgetter(environment, attribute), values) if attribute is not None else values:
        start = start + value if _is_number(start) and _is_number(value) else _no_sum(value)
    return start


def text_of(value: Any) -> str:
    """What would be printed."""
    return plain_text(_known(value))


@pass_context
def rounds(context: Context, values: Iterable[Any]) -> Iterable[Any]:
    """The values, each of them a round of the document's budget."""
    budget: Budget = context.parent.setdefault(BUDGET, Budget())
    return budget.rounds_of(_known(values))


def as_typed(value: Any) -> Any:
    """The value itself: each is escaped when it is printed."""
    return value


def replace(value: Any, old: str, new: str) -> str:
    """The text with `new` wherever `old` stood; SecurityError for a text of more than LONGEST_TEXT characters."""
    return short_text(plain_text(_known(value)).split(old), new) if old else plain_text(_known(value))


def cell_colour(value: Any) -> str:
    """The colour of a table cell, six hexadecimal digits or "auto"; ValueError for anything else."""
    text = plain_text(_known(value)).strip().lstrip("#") or "auto"
    if not _COLOUR.fullmatch(text):
        raise ValueError(f"{text!r} is no colour, which is six hexadecimal digits such as FFD965")
    return text


def cell_span(value: Any) -> int:
    """How many columns a table cell takes, 1 or more; ValueError for anything else."""
    if not isinstance(value, int) or not 1 <= value <= MOST_COLUMNS:
        raise ValueError(f"a cell takes 1 to {MOST_COLUMNS} columns")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    **{
        name: JINJA_FILTERS[name]
        for name in (
            *("abs", "capitalize", "count", "first", "float", "int", "last", "length", "list", "lower", "map"),
            *("max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort"),
            *("title", "trim", "unique", "upper"),
        )
    },
    "d": default,
    "e": as_typed,
    "escape": as_typed,
    "replace": replace,
    "round": rounded,
    "string": text_of,
    "sum": total,
    **{
        function.__name__: function
        for function in (
            batch,
            date,
            default,
            join,
            markdown,
            money,
            number,
            pages,
            percent,
            period,
            plural,
            shortened,
            signed,
        )
    },
}
TESTS = {
    name: JINJA_TESTS[name]
    for name in (
        *("defined", "undefined", "none", "true", "false", "number", "string", "odd", "even", "divisibleby", "in"),
        *("eq", "==", "equalto", "ne", "!=", "gt", ">", "greaterthan", "ge", ">=", "lt", "<", "lessthan", "le", "<="),
    )
}


@cache
def dialect() -> Dialect:
    """The one environment of all templates."""
    environment = Dialect(undefined=Missing, autoescape=True, cache_size=0, extensions=(), optimized=False)
    own = (cell_colour, cell_span, in_attribute, rounds)
    environment.filters = {**FILTERS, **{function.__name__: function for function in own}}
    environment.tests = dict(TESTS)
    environment.printed = printed
    environment.globals = {"range": short_range}
    return environment


def _known(value: Any) -> Any:
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return value


def _no_sum(value: object) -> Any:
    _known(value)
    raise TypeError(f"{_kind(value)} cannot be added up")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal)


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, list | tuple | range):
        return "a list"
    return f"a {type(value).__name__}"
