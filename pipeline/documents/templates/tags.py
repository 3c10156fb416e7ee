"""One tag of a template: how it is written, what it may say, and what is wrong with it."""

import difflib
import inspect
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from jinja2 import TemplateSyntaxError, nodes
from msgspec import Struct, field

from pipeline.documents.templates.dialect import FILTERS, LOOP_FIELDS, RESERVED_NAMES, TESTS, dialect, every_node
from pipeline.documents.templates.template import Place
from pipeline.problems import Problem

Level = Literal["", "p", "tr", "tc"]

ANY_TAG = re.compile(r"\{_[{%]|[}%]_\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
HALF_TAG = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
SINGLE_BRACES = re.compile(r"(?<!\{)\{\s*([A-Za-z]\w*(?:\.[A-Za-z]\w*)+)\s*\}(?!\})")
LEVEL_NAMES = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
OPENERS = {"for": "endfor", "if": "endif"}
CLOSERS = {closer: opener for opener, closer in OPENERS.items()}
BRANCHES = {"else": ("if", "for"), "elif": ("if",)}
COMMENT = "#"
KEYWORDS = ("for", "endfor", "if", "elif", "else", "endif", "set")
CELL_TAGS = ("cellbg", "colspan", "hm", "vm")  # what docxtpl says about a table cell

_STRAIGHT = str.maketrans("\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00a0", "\"\"\"\"'''' ")
_LITERALS = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}  # braces that are to be printed
_PREFIX = r"(?:(?:p|r|tr|tc) +(?!(?:and|if|in|is|not|or)\b)(?=[\w('\"\[]))?"  # docxtpl's, as in {{r x }}
_VALUE = re.compile(r"\{\{" + _PREFIX + r"[-+]?\s*(?P<body>.*?)\s*[-+]?\}\}$")
_COMMENT = re.compile(r"\{#(?P<level>tr|tc|p)? ")
_STATEMENT = re.compile(r"\{%(?P<level>[a-z]*)[-+]?\s*(?P<keyword>\w*)\s*(?P<rest>.*?)\s*[-+]?%\}$", re.DOTALL)
_PASSED_OVER = re.compile(r"[-+]?\s*(.*?)\s*[-+]?%\}$", re.DOTALL)
_INSTEAD = {
    **dict.fromkeys(
        ("block", "extends", "from", "import", "include"),
        "Write it all into this file; a template has no others beside it.",
    ),
    **dict.fromkeys(
        ("call", "endcall", "endmacro", "macro"), "Write the text where it is wanted, or repeat it with {% for %}."
    ),
    **dict.fromkeys(("endraw", "raw"), "To print braces write {_{ and }_}, {_% and %_}."),
    **dict.fromkeys(("autoescape", "endautoescape"), "Leave it out: every value is printed as it is typed."),
    **dict.fromkeys(("endset", "endwith", "with"), "Name a value with {% set name = value %}."),
    **dict.fromkeys(("break", "continue"), "Say in the loop what is wanted: {% for x in xs if x.shown %}."),
    **dict.fromkeys(("endfilter", "filter"), "Put the filter into the tag: {{ value|filter }}."),
    **dict.fromkeys(("elseif", "elsif"), "Write {% elif ... %}."),
    **dict.fromkeys(("end", "endforeach", "fi", "next"), "Write {% endfor %} or {% endif %}, in one word."),
    **dict.fromkeys(("each", "foreach", "loop", "repeat"), "Write {% for x in xs %}."),
    "do": "A template prints and repeats, and changes nothing.",
    "endblock": "Leave it out.",
}
_COMPLETED = {"for": "{{% {} %}}{{% endfor %}}", "if": "{{% {} %}}{{% endif %}}", "set": "{{% {} %}}"}
_FILTERS_INSTEAD = {
    **dict.fromkeys(("forceescape", "safe", "striptags"), "Leave it out: every value is printed as it is typed."),
    **dict.fromkeys(("filesizeformat", "format"), "Use number, money, percent or date."),
    **dict.fromkeys(("dateformat", "datetime", "strftime"), "Use date: {{ day|date }}, or {{ day|date('short') }}."),
    **dict.fromkeys(("currency", "euro"), "Use money: {{ amount|money }}."),
}
_WORDS = ("and", "elif", "else", "false", "if", "in", "is", "none", "not", "or", "recursive", "true")  # Jinja's own
_NAME = rf"(?!(?:{'|'.join(sorted({*_WORDS, *RESERVED_NAMES}))})\b)[A-Za-z]\w*"
_PATH = rf"{_NAME}(?:\.[A-Za-z]\w*)*"
_PLAIN = re.compile(  # most tags name something and no more: nothing can be wrong with them
    rf"\{{\{{ {_PATH} \}}\}}|\{{% if {_PATH} %\}}\{{% endif %\}}|\{{% for {_NAME} in {_PATH} %\}}\{{% endfor %\}}",
    re.ASCII | re.IGNORECASE,
)
_CALLABLE = frozenset(("range", "page_of"))


class Tag(Struct, frozen=True):
    """A tag as it goes into the compiled source: `body` is the part between its braces, `level` what it replaces."""

    body: str
    place: Place
    keyword: str = ""  # "" for a value
    level: Level = ""
    own: bool = False  # put in by the compiler, not written by an author

    @property
    def source(self) -> str:
        """The tag in Jinja, on a line of its own so that an error's line tells which tag it is."""
        if self.keyword == COMMENT:
            return ""
        return f"{{%\n{self.body} %}}" if self.keyword else f"{{{{\n{self.body} }}}}"


class Findings(Struct):
    """The problems of one template, in the order in which they were found."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, message: str, fix: str) -> None:
        """Note an error at `place`."""
        problem = Problem(
            code=code, severity="error", message=message, fix=fix, found=place.tag, file=self.file, place=place.where
        )
        if problem not in self.problems:
            self.problems.append(problem)


def read_tag(written: str, where: str, findings: Findings, shown: str = "") -> Tag | None:
    """The tag that an author wrote, or None with a finding if it cannot be used; messages show it as `shown`."""
    text = " ".join(written.translate(_STRAIGHT).split())
    place = Place(where, shown or text)
    if text in _LITERALS:
        return Tag(f"'{_LITERALS[text]}'", place)
    if text.startswith("{#"):
        level = _COMMENT.match(text)
        return Tag("", place, COMMENT, _level((level and level["level"]) or ""))
    value = _VALUE.match(text)
    if value:
        body = value["body"]
        tag = Tag(body, place)
        return tag if _expression_is_sound(f"{{{{ {body} }}}}", place, findings) else None
    return _read_statement(text, place, findings)


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence that names the closest known name: "Did you mean 'title'?", or what there is if nothing is close."""
    names = sorted(name for name in map(str, known) if " " not in name)  # no tag can name the others
    close = difflib.get_close_matches(name, names, 1, 0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    return (
        f"There is: {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}."
        if names
        else "There is nothing in it."
    )


def _read_statement(text: str, place: Place, findings: Findings) -> Tag | None:
    match = _STATEMENT.match(text)
    assert match is not None  # ANY_TAG found its braces
    level, keyword, rest = match["level"], match["keyword"], match["rest"]
    if level in (*KEYWORDS, "slide"):  # "{%if x %}" is how Jinja may be written
        level, keyword, rest = "", level, _rest_after(text, level)
    if level == "r":  # the run of the tag, which joining leaves alone anyway
        level = ""
    if keyword in (*LEVEL_NAMES, "r") and not level:
        findings.add(
            "tag-space",
            place,
            f"{text} has a space before {keyword!r}.",
            f"Write it without the space: {{%{keyword} {rest} %}}.",
        )
        return None
    if level and level not in LEVEL_NAMES:
        findings.add(
            "tag-unknown",
            place,
            f"{text} is not a tag.",
            "Use {% %}, {%p %}, {%tr %}, {%tc %} or {%r %} with a space after it.",
        )
        return None
    if keyword == "slide":
        findings.add(
            "directive-misplaced",
            place,
            f"{text} does not stand at the start of the slide's notes.",
            "Put it at the start of the slide's notes, in a line of its own, before any other text.",
        )
        return None
    if keyword in CELL_TAGS:
        return _read_cell_tag(rest, place, keyword, findings)
    if keyword not in KEYWORDS:
        advice = _INSTEAD.get(keyword) or nearest(keyword, KEYWORDS)
        findings.add("tag-unknown", place, f"{text} is not a tag.", advice)
        return None
    body = f"{keyword} {rest}".strip()
    if keyword in ("else", *CLOSERS):
        return Tag(keyword, place, keyword, _level(level))
    shape = _COMPLETED.get("if" if keyword == "elif" else keyword, "")
    if not _expression_is_sound(shape.format(f"if {rest}" if keyword == "elif" else body), place, findings):
        return None
    return Tag(body, place, keyword, _level(level))


def _rest_after(text: str, keyword: str) -> str:
    """What a tag without a space says after its keyword: "x" of "{%if x%}"."""
    rest = _PASSED_OVER.match(text.partition(keyword)[2])
    return rest[1] if rest else ""


def _read_cell_tag(rest: str, place: Place, keyword: str, findings: Findings) -> Tag | None:
    takes_value = keyword in ("cellbg", "colspan")
    if takes_value and not _expression_is_sound(f"{{{{ {rest} }}}}", place, findings):
        return None
    if rest and not takes_value:
        findings.add("tag-syntax", place, f"{place.tag} takes no value.", f"Write {{% {keyword} %}}.")
        return None
    return Tag(rest, place, keyword)


def _level(written: str) -> Level:
    levels: dict[str, Level] = {"p": "p", "tr": "tr", "tc": "tc"}
    return levels.get(written, "")


def _expression_is_sound(source: str, place: Place, findings: Findings) -> bool:
    faults = _faults_of(source, place.tag)
    for fault in faults:
        findings.add(fault.code, place, fault.message, fault.fix)
    return not faults


@lru_cache(maxsize=4096)
def _faults_of(source: str, tag: str) -> tuple[Problem, ...]:
    """What is wrong with an expression, wherever its tag stands; templates say the same again and again."""
    if _PLAIN.fullmatch(source):
        return ()
    findings, place = Findings(""), Place("", tag)
    try:
        found = every_node(dialect().parse(source))
        _check_filters(found, place, findings)
        _check_names(found, place, findings)
        _check_numbers(found, place, findings)
    except TemplateSyntaxError as error:
        findings.add("tag-syntax", place, f"{tag} cannot be read: {error.message}.", _syntax_advice(tag))
    except RecursionError:
        message = f"{tag[:40]}… cannot be read: brackets or sums stand in each other too often."
        findings.add("tag-syntax", place, message, "Part it into several tags with {% set name = value %}.")
    return tuple(findings.problems)


def _check_numbers(found: list[nodes.Node], place: Place, findings: Findings) -> None:
    values = (one.value for one in found if isinstance(one, nodes.Const))
    if any(isinstance(value, float) and not math.isfinite(value) for value in values):
        findings.add("tag-syntax", place, f"{place.tag} holds a number that is too large.", "Write a smaller one.")


def _syntax_advice(tag: str) -> str:
    """What is most likely wrong in a tag that cannot be read."""
    if tag.count("'") % 2 or tag.count('"') % 2:
        return "Close the quotation mark that is open."
    if any(tag.count(opening) != tag.count(closing) for opening, closing in ("()", "[]")):
        return "Close the bracket that is open, or take one away."
    if re.search(r"\{%[a-z]*[-+]?\s*(?:el)?if\b[^'\"]*[^=!<>]=[^=]", tag):
        return "To compare write two signs: {% if a == b %}."
    if "&&" in tag or "||" in tag or "!" in tag.replace("!=", ""):
        return "Write and, or, not in words."
    return "Write it like {{ account.name }}, {% if account.name %} or {% for action in actions %}."


def _check_filters(found: list[nodes.Node], place: Place, findings: Findings) -> None:
    for one in found:
        if isinstance(one, nodes.Filter) and one.name not in FILTERS:
            advice = _FILTERS_INSTEAD.get(one.name) or nearest(one.name, FILTERS)
            findings.add("filter-unknown", place, f"{place.tag}: there is no filter {one.name!r}.", advice)
        elif isinstance(one, nodes.Filter):
            _check_arguments(one, place, findings)
    for one in found:
        if isinstance(one, nodes.Test) and one.name not in TESTS:
            told = f"{place.tag}: there is no test 'is {one.name}'."
            findings.add("test-unknown", place, told, nearest(one.name, TESTS))


def _check_arguments(one: nodes.Filter, place: Place, findings: Findings) -> None:
    """Report a filter that is given more, or other, than it takes."""
    function = FILTERS[one.name]
    if function.__module__.startswith("jinja2"):
        return
    signature = inspect.signature(function)
    given = list(signature.parameters)
    passed = int(given[0] in ("context", "environment"))  # what Jinja hands over before the value
    try:
        named = {str(pair.key): None for pair in one.kwargs}
        signature.bind(*[None] * (passed + 1 + len(one.args)), **named)
    except TypeError:
        takes = ", ".join(given[passed + 1 :])
        findings.add(
            "tag-syntax",
            place,
            f"{place.tag} gives the filter {one.name} what it does not take.",
            f"In its brackets it takes: {takes}." if takes else f"Write it without brackets: |{one.name}.",
        )


def _check_names(found: list[nodes.Node], place: Place, findings: Findings) -> None:
    for attribute in found:
        name = _name_of(attribute)
        if name.startswith("_"):
            findings.add(
                "access-private",
                place,
                f"{place.tag} uses {name!r}, and names that start with an underscore cannot be used.",
                "Use a field of the data; `keyplan fields` lists them.",
            )
        if isinstance(attribute, nodes.Name) and attribute.ctx == "store" and name in RESERVED_NAMES:
            findings.add(
                "name-reserved",
                place,
                f"{place.tag} gives a value the name {name!r}, which is taken.",
                "Choose another.",
            )
        if isinstance(attribute, nodes.Getattr) and _is_loop(attribute.node) and name not in LOOP_FIELDS:
            findings.add("name-unknown", place, f"A loop has no {name!r}.", nearest(name, LOOP_FIELDS))
    for call in found:
        if isinstance(call, nodes.Call) and not (isinstance(call.node, nodes.Name) and call.node.name in _CALLABLE):
            findings.add(
                "call-refused",
                place,
                f"{place.tag} calls something, and a template can call only range() and page_of().",
                _call_advice(call.node),
            )


def _call_advice(node: nodes.Node) -> str:
    name = _name_of(node)
    return f"Write it as a filter: |{name}." if name in FILTERS else "Use a filter: {{ value|filter }}."


def _name_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return ""


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"
