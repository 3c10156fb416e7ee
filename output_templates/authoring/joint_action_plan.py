"""Writes the joint action plan for the client, output_templates/client/joint_action_plan.docx."""

from pathlib import Path

from output_templates.authoring.word_blocks import document_bytes, facts, new_document, source, write_body
from output_templates.authoring.word_pages import set_margins, write_footer, write_header
from output_templates.authoring.word_tables import (
    RULE_BELOW,
    Column,
    after_table,
    body_row,
    cell,
    group_row,
    kept,
    keyplan_table,
    list_table,
    margin,
    row,
    rows_for,
    rows_when,
    table,
)
from output_templates.authoring.word_text import bold, each, either, paragraph, second, status, when

TARGET = Path(__file__).resolve().parents[1] / "client" / "joint_action_plan.docx"
TITLE = "Joint action plan"
SIGNATURE_WIDTHS = (76.0, 14.0, 76.0)  # the client's side, room between, ours; millimetres


def joint_action_plan() -> bytes:
    """The template as a file."""
    document = new_document()
    (page,) = document.sections
    set_margins(page)
    write_header(page, "Joint action plan, {{ about.period | period('long') }}", bold("{{ about.confidentiality }}"))
    write_footer(page, "Figures to {{ about.as_of | date }}.")
    write_body(
        document,
        _opening(),
        when("joint_plan.aims", _aims()),
        when("joint_plan.actions", _actions()),
        when("joint_plan.working", _heading("How we work with the plan"), facts("joint_plan.working", "text")),
        when("joint_plan.points", _agreement()),
        _signatures(),
    )
    return document_bytes(document, TITLE)


def _heading(text: str) -> str:
    return paragraph("Heading 2", text)


def _opening() -> str:
    """What it is, how far it is agreed, between whom, and the vision of both sides."""
    headline = "{{ joint_plan.headline }}"
    vision = row(
        cell(paragraph("Vision Label", "Vision"), width=20),
        cell(paragraph("Vision", "{{ account.vision }}"), width=146),
    )
    return (
        paragraph("Heading 1", TITLE)
        + paragraph("Headline", headline)
        + when("account.vision", table((20, 146), vision, style="Band", head=False), after_table(8))
        + facts("joint_plan.about", "text")
    )


def _aims() -> str:
    """What is to be reached, those that serve one want of the client together."""
    columns = (
        Column(52, "Aim and measure"),
        Column(17, "Start", number=True),
        Column(17, "Now", number=True),
        Column(22, "Target", number=True, gap=True),
        Column(33, "Who answers for it"),
        Column(25, "Status"),
    )
    aim = body_row(
        columns,
        [
            paragraph("Table Text", bold("{{ aim.title }}")),
            when("aim.measure", paragraph("Table Text", second("{{ aim.measure }}"))),
        ],
        "{{ aim.baseline }}",
        bold("{{ aim.actual }}"),
        [
            paragraph("Table Number", "{{ aim.target }}", right=10),
            paragraph("Table Number", second("{{ aim.due }}"), right=10),
        ],
        [each("owner in aim.owners", paragraph("Table Text", "{{ owner }}"))],
        [status("aim.status")],
    )
    want = rows_when(columns, "aim.wants and aim.starts_group", group_row(columns, "{{ aim.wants }}"))
    return (
        _heading("What we want to achieve")
        + keyplan_table(columns, rows_for(columns, "aim in joint_plan.aims", want, aim))
        + source(
            "On track is at most {{ deck.behind_points }} points behind the time passed; behind is at most "
            "{{ deck.off_track_points }}."
        )
    )


def _actions() -> str:
    """Who does what by when."""
    columns = (
        Column(8),
        Column(62, "Action and the aim it serves"),
        Column(36, "Owner"),
        Column(29, "Due", number=True, gap=True),
        Column(31, "Status"),
    )
    return _heading("What we do for it") + list_table(
        columns,
        "step in joint_plan.actions",
        second("{{ step.number }}"),
        [
            paragraph("Table Text", bold("{{ step.action }}")),
            when("step.goal", paragraph("Table Text", second("{{ step.goal }}"))),
        ],
        [paragraph("Table Text", "{{ step.owner }}"), paragraph("Table Text", second("{{ step.side }}"))],
        "{{ step.due }}",
        [status("step.status")],
    )


def _agreement() -> str:
    """The points of the agreement, each with who agreed to it and when; on one page with the signatures below."""
    columns = (
        Column(70, "Point"),
        Column(30, "State"),
        Column(44, "Agreed by"),
        Column(22, "On", number=True),
    )
    points = list_table(
        columns,
        "point in joint_plan.points",
        bold("{{ point.item }}"),
        [status("point.status")],
        "{{ point.signatory }}",
        "{{ point.date }}",
    )
    return kept(_heading("What is agreed") + points + after_table(2))


def _signatures() -> str:
    """A place to sign for each side; it stays together with its heading."""
    left, between, right = SIGNATURE_WIDTHS

    def line(first: str, other: str, height: float = 0, rule: str = "") -> str:
        flat = margin("left", 0) + margin("right", 0)
        return row(
            cell(first, width=left, margins=flat, borders=rule),
            cell(paragraph("Nothing"), width=between),
            cell(other, width=right, margins=flat, borders=rule),
            height=height,
        )

    blank = paragraph("Table Text")
    theirs, ours = "joint_plan.signatories[0]", "joint_plan.signatories[1]"
    rows = (
        line(_signed_for(theirs), _signed_for(ours)),
        line(blank, blank, height=42, rule=RULE_BELOW),
        line(_signatory(theirs), _signatory(ours)),
        line(blank, blank, height=26, rule=RULE_BELOW),
        line(paragraph("Table Text", second("Place and date")), paragraph("Table Text", second("Place and date"))),
    )
    consent = (
        "By signing, both sides agree to the aims and actions above with their owners and due dates, "
        "and to how the plan is shared, kept up to date and reviewed."
    )
    still_open = (
        "Aims and actions are still to be agreed. By signing, both sides agree to how the plan is shared, kept up to "
        "date and reviewed."
    )
    return kept(
        _heading("Signed for both sides")
        + either("joint_plan.aims or joint_plan.actions", paragraph("Normal", consent), paragraph("Normal", still_open))
        + table(SIGNATURE_WIDTHS, "".join(rows), style="Band", head=False)
    ) + after_table(2)


def _signed_for(side: str) -> str:
    return paragraph("Table Text", second(f"For {{{{ {side}.side }}}}"))


def _signatory(side: str) -> str:
    """The name and title of who signs, or what is to be written there."""
    name, title = paragraph("Table Text", bold(f"{{{{ {side}.name }}}}")), f"{{{{ {side}.title }}}}"
    return either(
        f"{side}.name",
        name + when(f"{side}.title", paragraph("Table Text", second(title))),
        paragraph("Table Text", second("Name and title")),
    )


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(joint_action_plan())
