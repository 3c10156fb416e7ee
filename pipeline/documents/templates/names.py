"""Which names of the data a template uses, with its loops resolved: `o.title` in a loop is `objectives[].title`."""

from collections.abc import Iterator, Mapping

from jinja2 import nodes
from msgspec import Struct, field

from pipeline.documents.templates.template import NameUse, Place

_GIVEN = frozenset(
    (
        *("caption_number", "chart_of", "column_count", "column_here", "columns_from", "drawing_id", "drawing_of"),
        *("link_of", "loop", "page_of", "picture_of", "range", "slide", "slide_here", "slide_kept"),
    )
)
_SAME_ROWS = frozenset(
    ("d", "default", "list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique")
)


class Rows(Struct, frozen=True):
    """A list made in the template, by what each of its items is."""

    item: "Value"


class Page(Struct, frozen=True):
    """One item of `pages()`: its `rows` are some of those at `path`."""

    path: str


Value = str | Rows | Page | None  # a path of the data, or what a filter made of one; None for anything else
Scope = dict[str, Value]


class _Reader(Struct):
    places: Mapping[int, Place]
    uses: list[NameUse] = field(default_factory=list)


def names_used(tree: nodes.Template, places: Mapping[int, Place], scope: Scope) -> list[NameUse]:
    """The uses of names in a parsed source, in order; `scope` holds what names from outside it stand for."""
    reader = _Reader(places)
    _read_all(reader, tree.body, dict(scope))
    return list(dict.fromkeys(reader.uses))


def loop_scope(tree: nodes.Template) -> Scope:
    """What the names stand for that the loops of a slide's plan give to it."""
    scope: Scope = {}
    reader = _Reader({})
    for loop in tree.find_all(nodes.For):
        _bind(loop.target, _item(_value(reader, loop.iter, scope)), scope)
    return scope


def loops_missing(tree: nodes.Template) -> list[int]:
    """The lines of a parsed source that ask for `loop` where there is none."""
    return list(_outside_loops(tree))


def _outside_loops(node: nodes.Node) -> Iterator[int]:
    if isinstance(node, nodes.Name) and node.name == "loop":
        yield node.lineno
    inside = (*node.body, node.test) if isinstance(node, nodes.For) else ()
    for child in node.iter_child_nodes():
        if not any(child is one for one in inside):
            yield from _outside_loops(child)


def _read_all(reader: _Reader, found: list[nodes.Node], scope: Scope) -> None:
    for node in found:
        _read(reader, node, scope)


def _read(reader: _Reader, node: nodes.Node, scope: Scope) -> None:
    if isinstance(node, nodes.For):
        inner = dict(scope)
        _bind(node.target, _item(_value(reader, node.iter, scope)), inner)
        if node.test is not None:
            _value(reader, node.test, inner)
        _read_all(reader, node.body, inner)
        _read_all(reader, node.else_, scope)
    elif isinstance(node, nodes.Assign):
        _bind(node.target, _value(reader, node.node, scope), scope)
    elif isinstance(node, nodes.Expr):
        _value(reader, node, scope)
    else:
        _read_all(reader, list(node.iter_child_nodes()), scope)


def _bind(target: nodes.Node, value: Value, scope: Scope) -> None:
    if isinstance(target, nodes.Name):
        scope[target.name] = value
    else:
        for name in target.find_all(nodes.Name):
            scope[name.name] = None


def _value(reader: _Reader, node: nodes.Node, scope: Scope) -> Value:
    """What an expression stands for; each path in it is noted whole, once."""
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        value = _path(reader, node, scope)
        if isinstance(value, str):
            reader.uses.append(NameUse(value, reader.places.get(node.lineno, Place("", ""))))
        return value
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _filtered(reader, node, node.node, scope)
    if isinstance(node, nodes.Call):
        _read_arguments(reader, node, scope)
        return None
    values = [_value(reader, child, scope) for child in node.iter_child_nodes()]
    if isinstance(node, nodes.Or | nodes.And | nodes.CondExpr):
        return next((value for value in values[-2:] if value is not None), None)
    return None


def _read_arguments(reader: _Reader, node: nodes.Call, scope: Scope) -> None:
    """Note the names in the arguments of a call; what a slide hands over to its parts is read where they use it."""
    if not (isinstance(node.node, nodes.Name) and node.node.name == "slide_here"):
        for argument in (*node.args, *node.kwargs):
            _value(reader, argument, scope)


def _path(reader: _Reader, node: nodes.Node, scope: Scope) -> Value:
    if isinstance(node, nodes.Name):
        if node.name in scope:
            return scope[node.name]
        return None if node.name in _GIVEN else node.name
    if isinstance(node, nodes.Getattr):
        return _field(_path(reader, node.node, scope), node.attr)
    if isinstance(node, nodes.Getitem):
        owner = _path(reader, node.node, scope)
        if isinstance(node.arg, nodes.Const):
            return _field(owner, node.arg.value) if isinstance(node.arg.value, str) else _item(owner)
        _value(reader, node.arg, scope)
        return owner if isinstance(node.arg, nodes.Slice) else _item(owner)
    return _value(reader, node, scope)


def _filtered(reader: _Reader, node: nodes.Filter, inner: nodes.Node, scope: Scope) -> Value:
    value = _value(reader, inner, scope)
    for argument in (*node.args, *node.kwargs):
        _value(reader, argument, scope)
    attribute = _attribute(node)
    if attribute:
        path = _field(_item(value), attribute)
        if isinstance(path, str):
            reader.uses.append(NameUse(path, reader.places.get(node.lineno, Place("", ""))))
        if node.name == "map":
            return Rows(path)
    if node.name in _SAME_ROWS:
        return value
    if node.name in ("first", "last", "max", "min"):
        return _item(value)
    if node.name == "pages" and isinstance(value, str):
        return Rows(Page(value))
    return Rows(value) if node.name == "batch" else None


def _attribute(node: nodes.Filter) -> str:
    """The field that a filter such as selectattr, map or sum takes of each row, or ""."""
    named = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    first = node.args[:1] if node.name in ("selectattr", "rejectattr", "sum") else []
    return next((str(one.value) for one in (*named, *first) if isinstance(one, nodes.Const)), "")


def _field(owner: Value, name: str) -> Value:
    if isinstance(owner, str):
        return f"{owner}.{name}"
    return owner.path if isinstance(owner, Page) and name == "rows" else None


def _item(value: Value) -> Value:
    if isinstance(value, str):
        return f"{value}[]"
    return value.item if isinstance(value, Rows) else None
