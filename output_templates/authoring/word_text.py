"""Text of the default Word templates as Word writes it: runs, paragraphs, statuses, fields, and their tags."""

from xml.sax.saxutils import escape

from output_templates.authoring.word_styles import twips

SHAPES = {
    "good": ("●", "Good", 1.3),
    "watch": ("▲", "Watch", 1.0),
    "bad": ("■", "Bad", 1.1),
    "open": ("○", "Open", 1.3),
    "none": ("–", "None", 1.0),
}
GAP = "\u00a0\u00a0"


def run(text: str, style: str = "", size: float = 0, arial: bool = False) -> str:
    """Some text in a character style; a tab in it is a tab, a line end a line break."""
    parts = [f'<w:rStyle w:val="{style.replace(" ", "")}"/>' if style else ""]
    if arial:
        parts.append('<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>')
    if size:
        parts.append(f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>')
    inside = "".join(parts)
    properties = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    pieces = []
    for number, piece in enumerate(text.split("\t")):
        if number:
            pieces.append("<w:tab/>")
        if piece:
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def bold(text: str) -> str:
    """Bold words."""
    return run(text, "Bold")


def second(text: str) -> str:
    """Words in the second colour."""
    return run(text, "Second")


def accent(text: str) -> str:
    """Bold words in the accent colour."""
    return run(text, "Strong Accent")


def paragraph(style: str, *runs: str, keep_next: bool = False, right: float = 0, after: float | None = None) -> str:
    """A paragraph of runs; a plain text is one run. `right` is an indent in points."""
    inside = "".join(one if one.startswith("<w:") else run(one) for one in runs if one)
    more = "<w:keepNext/>" if keep_next else ""
    more += f'<w:spacing w:after="{twips(after)}"/>' if after is not None else ""
    more += f'<w:ind w:right="{twips(right)}"/>' if right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/>{more}</w:pPr>{inside}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds a tag and vanishes with it."""
    return paragraph("Nothing", run(text))


def when(condition: str, *blocks: str) -> str:
    """Blocks that are there if the condition holds."""
    return tag(f"{{%p if {condition} %}}") + "".join(blocks) + tag("{%p endif %}")


def each(loop: str, *blocks: str) -> str:
    """Blocks repeated for each item: each("change in plan.changes", ...)."""
    return tag(f"{{%p for {loop} %}}") + "".join(blocks) + tag("{%p endfor %}")


def either(condition: str, block: str, other: str) -> str:
    """One block or the other."""
    return tag(f"{{%p if {condition} %}}") + block + tag("{%p else %}") + other + tag("{%p endif %}")


def cut(value: str, longest: int, less: str = "") -> str:
    """A tag that prints a text, and of one that is longer than so many characters its beginning with an ellipsis.

    `less` is a text that shares these characters: the longer it is, the fewer are left, yet never less than a third.
    """
    least = longest // 3
    room = f"({longest} - {less}|length if {less}|length < {longest - least} else {least})" if less else longest
    return f"{{{{ {value} if {value}|length <= {room} else {value}[:{room} - 1] ~ '…' }}}}"


def field(instruction: str, cached: str, style: str = "") -> str:
    """A field with the text that stands there until Word works it out."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""

    def mark(kind: str) -> str:
        return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    order = f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return mark("begin") + order + mark("separate") + run(cached, style) + mark("end")


def status(value: str, style: str = "Table Text", size: float = 9.5, rest: str = "", right: float = 0) -> str:
    """The status `value` as shape and bold word in its colour: one paragraph for each tone, of which one is printed.

    `rest` goes on in ordinary text.
    """
    paragraphs = []
    for tone, (shape, name, share) in SHAPES.items():
        paragraphs.append(
            paragraph(
                style,
                run(f"{{%p if {value}.tone == '{tone}' %}}"),
                run(shape, name, size=round(size * share * 2) / 2, arial=True),
                run(f"{GAP}{{{{ {value}.word }}}}", name),
                run(rest) if rest else "",
                run("{%p endif %}"),
                right=right,
            )
        )
    plain = (run(f"{{%p if {value}.tone == 'plain' %}}"), run(f"{{{{ {value}.word }}}}"), run("{%p endif %}"))
    return "".join([*paragraphs, paragraph(style, *plain, right=right)])


def mark(tone: str, words: str, size: float = 9.5) -> str:
    """A status that is always the same: its shape and its words."""
    shape, style, share = SHAPES[tone]
    return run(shape, style, size=round(size * share * 2) / 2, arial=True) + run(f"{GAP}{words}", style)
