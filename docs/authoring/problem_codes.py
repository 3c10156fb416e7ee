"""Writes docs/problem-codes.md, the page of all problem codes, from their registry."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.codes import GROUPS, Code, codes

PAGE = Path(__file__).parents[1] / "problem-codes.md"
_MARKS = {"error": "■ error", "warning": "▲ warning", "note": "○ note"}
_OPENING = """\
# Problem codes

What Keyplan tells about a workbook, a template or the standards ends with a code in brackets. This page says what each
code means, shows an example and how to put it right; `keyplan explain CODE` prints the same.

- ■ error: the account's documents, or those of the template, are not made until it is mended.
- ▲ warning: the documents are made, and the internal plan lists it.
- ○ note: something was read differently from how it was typed, or passed over. Mostly nothing has to be done.

<!-- Written by `make template` from pipeline/codes.toml; change it there. -->
"""


def problem_codes_page() -> str:
    """The page in Markdown: a list of all codes by group, then each code with meaning, example and fix."""
    lines = [_OPENING, *_contents()]
    for group, heading in GROUPS.items():
        lines += ["", f"## {heading}"]
        lines += [line for code in _of(group) for line in _entry(code)]
    return "\n".join(lines) + "\n"


def _of(group: str) -> list[Code]:
    return [code for code in codes().values() if code.group == group]


def _contents() -> Iterator[str]:
    for group, heading in GROUPS.items():
        links = ", ".join(f"[{code.code}](#{code.code})" for code in _of(group))
        yield f"- **{heading}**: {links}"


def _entry(code: Code) -> Iterator[str]:
    yield from ("", f"### {code.code}", "")
    yield f"**{_literal(code.title)}** ({', '.join(_MARKS[severity] for severity in code.severity)})"
    yield from ("", _literal(code.meaning), "")
    yield f"- Example: {_literal(code.example)}"
    yield f"- Fix: {_literal(code.fix)}"


def _literal(text: str) -> str:
    """`text` with the signs escaped that Markdown would take for its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]#|~" else sign for sign in text)


if __name__ == "__main__":
    PAGE.write_text(problem_codes_page(), encoding="utf-8")
