"""Writes the joint action plan for the client, output_templates/client/joint_action_plan.docx, and its German copy."""

from dataclasses import dataclass
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

FOLDER = Path(__file__).resolve().parents[1] / "client"


@dataclass(frozen=True)
class Texts:
    """What the template says in one language."""

    language: str
    title: str
    confidential: str
    figures_to: str
    of: str
    vision: str
    aims: str
    aim_columns: tuple[str, str, str, str, str, str]
    scale: str
    actions: str
    action_columns: tuple[str, str, str, str]
    working: str
    points: str
    point_columns: tuple[str, str, str, str]
    signed: str
    consent: str
    still_open: str
    signed_for: str
    place_and_date: str
    name_and_title: str


ENGLISH = Texts(
    language="en-GB",
    title="Joint action plan",
    confidential="{{ about.confidentiality }}",
    figures_to="Figures to {{ about.as_of | date }}.",
    of="of",
    vision="Vision",
    aims="What we want to achieve",
    aim_columns=("Aim and measure", "Start", "Now", "Target", "Who answers for it", "Status"),
    scale=(
        "On track is at most {{ deck.behind_points }} points behind the time passed; behind is at most "
        "{{ deck.off_track_points }}."
    ),
    actions="What we do for it",
    action_columns=("Action and the aim it serves", "Owner", "Due", "Status"),
    working="How we work with the plan",
    points="What is agreed",
    point_columns=("Point", "State", "Agreed by", "On"),
    signed="Signed for both sides",
    consent=(
        "By signing, both sides agree to the aims and actions above with their owners and due dates, "
        "and to how the plan is shared, kept up to date and reviewed."
    ),
    still_open=(
        "Aims and actions are still to be agreed. By signing, both sides agree to how the plan is shared, kept up to "
        "date and reviewed."
    ),
    signed_for="For",
    place_and_date="Place and date",
    name_and_title="Name and title",
)
GERMAN = Texts(
    language="de-DE",
    title="Gemeinsamer Maßnahmenplan",
    confidential="Vertraulich",
    figures_to="Zahlen bis {{ about.as_of | date }}.",
    of="von",
    vision="Vision",
    aims="Was wir erreichen wollen",
    aim_columns=("Ziel und Messgröße", "Start", "Heute", "Zielwert", "Verantwortlich", "Stand"),
    scale=(
        "Im Plan heißt: höchstens {{ deck.behind_points }} Punkte hinter der verstrichenen Zeit; hinter Plan: "
        "höchstens {{ deck.off_track_points }}."
    ),
    actions="Was wir dafür tun",
    action_columns=("Maßnahme und Ziel, dem sie dient", "Verantwortlich", "Fällig", "Stand"),
    working="Wie wir mit dem Plan arbeiten",
    points="Was vereinbart ist",
    point_columns=("Punkt", "Stand", "Zugestimmt hat", "Am"),
    signed="Für beide Seiten unterzeichnet",
    consent=(
        "Mit der Unterschrift stimmen beide Seiten den genannten Zielen und Maßnahmen mit ihren Verantwortlichen und "
        "Terminen zu, ebenso der Ablage, der Aktualisierung und der gemeinsamen Überprüfung des Plans."
    ),
    still_open=(
        "Ziele und Maßnahmen sind noch zu vereinbaren. Mit der Unterschrift stimmen beide Seiten der Ablage, der "
        "Aktualisierung und der gemeinsamen Überprüfung des Plans zu."
    ),
    signed_for="Für",
    place_and_date="Ort und Datum",
    name_and_title="Name und Funktion",
)
COPIES = {FOLDER / "joint_action_plan.docx": ENGLISH, FOLDER / "joint_action_plan.de.docx": GERMAN}
SIGNATURE_WIDTHS = (76.0, 14.0, 76.0)  # the client's side, room between, ours; millimetres


def joint_action_plan(texts: Texts) -> bytes:
    """The template in one language as a file."""
    document = new_document(texts.language)
    (page,) = document.sections
    set_margins(page)
    write_header(page, f"{texts.title}, {{{{ about.period | period('long') }}}}", bold(texts.confidential))
    write_footer(page, texts.figures_to, texts.of)
    write_body(
        document,
        _opening(texts),
        when("joint_plan.aims", _aims(texts)),
        when("joint_plan.actions", _actions(texts)),
        when("joint_plan.working", _heading(texts.working), facts("joint_plan.working", "text")),
        when("joint_plan.points", _agreement(texts)),
        _signatures(texts),
    )
    return document_bytes(document, texts.title, texts.language)


def _heading(text: str) -> str:
    return paragraph("Heading 2", text)


def _opening(texts: Texts) -> str:
    """What it is, how far it is agreed, between whom, and the vision of both sides."""
    headline = "{{ joint_plan.headline }}"
    vision = row(
        cell(paragraph("Vision Label", texts.vision), width=20),
        cell(paragraph("Vision", "{{ account.vision }}"), width=146),
    )
    return (
        paragraph("Heading 1", texts.title)
        + paragraph("Headline", headline)
        + when("account.vision", table((20, 146), vision, style="Band", head=False), after_table(8))
        + facts("joint_plan.about", "text")
    )


def _aims(texts: Texts) -> str:
    """What is to be reached, those that serve one want of the client together."""
    aim_head, start, now, target, owner, state = texts.aim_columns
    columns = (
        Column(52, aim_head),
        Column(17, start, number=True),
        Column(17, now, number=True),
        Column(22, target, number=True, gap=True),
        Column(33, owner),
        Column(25, state),
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
        _heading(texts.aims)
        + keyplan_table(columns, rows_for(columns, "aim in joint_plan.aims", want, aim))
        + source(texts.scale)
    )


def _actions(texts: Texts) -> str:
    """Who does what by when."""
    action_head, owner, due, state = texts.action_columns
    columns = (
        Column(8),
        Column(62, action_head),
        Column(36, owner),
        Column(29, due, number=True, gap=True),
        Column(31, state),
    )
    return _heading(texts.actions) + list_table(
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


def _agreement(texts: Texts) -> str:
    """The points of the agreement, each with who agreed to it and when; on one page with the signatures below."""
    point, state, signatory, day = texts.point_columns
    columns = (
        Column(70, point),
        Column(30, state),
        Column(44, signatory),
        Column(22, day, number=True),
    )
    points = list_table(
        columns,
        "point in joint_plan.points",
        bold("{{ point.item }}"),
        [status("point.status")],
        "{{ point.signatory }}",
        "{{ point.date }}",
    )
    return kept(_heading(texts.points) + points + after_table(2))


def _signatures(texts: Texts) -> str:
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
        line(_signed_for(theirs, texts), _signed_for(ours, texts)),
        line(blank, blank, height=42, rule=RULE_BELOW),
        line(_signatory(theirs, texts), _signatory(ours, texts)),
        line(blank, blank, height=26, rule=RULE_BELOW),
        line(
            paragraph("Table Text", second(texts.place_and_date)), paragraph("Table Text", second(texts.place_and_date))
        ),
    )
    return kept(
        _heading(texts.signed)
        + either(
            "joint_plan.aims or joint_plan.actions",
            paragraph("Normal", texts.consent),
            paragraph("Normal", texts.still_open),
        )
        + table(SIGNATURE_WIDTHS, "".join(rows), style="Band", head=False)
    ) + after_table(2)


def _signed_for(side: str, texts: Texts) -> str:
    return paragraph("Table Text", second(f"{texts.signed_for} {{{{ {side}.side }}}}"))


def _signatory(side: str, texts: Texts) -> str:
    """The name and title of who signs, or what is to be written there."""
    name, title = paragraph("Table Text", bold(f"{{{{ {side}.name }}}}")), f"{{{{ {side}.title }}}}"
    return either(
        f"{side}.name",
        name + when(f"{side}.title", paragraph("Table Text", second(title))),
        paragraph("Table Text", second(texts.name_and_title)),
    )


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for target, texts in COPIES.items():
        target.write_bytes(joint_action_plan(texts))
