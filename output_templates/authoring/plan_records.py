"""The end of the account plan: risks and alerts, the review log with the audit, and the appendix."""

from output_templates.authoring.plan_course import decision_table
from output_templates.authoring.plan_pages import APPENDIX, NAMES
from output_templates.authoring.plan_since import since_last_plan
from output_templates.authoring.word_blocks import caption, heading, section, source
from output_templates.authoring.word_tables import (
    Column,
    body_row,
    group_row,
    keyplan_table,
    list_table,
    rows_for,
    total_row,
    two_lines,
)
from output_templates.authoring.word_text import bold, either, paragraph, second, status, when

FORMULAS = (
    ("Account score", "S = sum of weight × rating, ratings 1 to 10. A blank rating leaves it not assessed."),
    ("Tier stable", "Each rating one up or down, each weight 5 points up or down, each criterion left out."),
    (
        "Force field",
        "Net = strengths for less strengths against, each 1 to 5. Above 0: likely to succeed; else to fail.",
    ),
    ("Flip distance", "The net itself if it is above 0, else its amount and one point more."),
    ("Robust", "The verdict holds with every force one point worse, and with every force one point better."),
    ("Way to target", "(now − baseline) ÷ (target − baseline). Expected: time from start to due that has passed."),
    ("Coverage", "Sum of influence × depth ÷ 3, by sum of influence; none 0, brief 1, multiple 2, in depth 3."),
    ("Support", "Sum of influence × support ÷ 2, by sum of influence of those known; enemy −2 to mentor +2."),
    ("Weighted pipeline", "Sum of amount × probability of its stage; won and lost ones are left out."),
    ("Win rate", "Won ÷ (won + lost), by number or by amount; open ones are left out."),
    ("Actions", "Counted are steps; what groups other steps and what is cancelled is not."),
)


# Risks and alerts


def risks() -> str:
    """Risks and commitments with what is done about them, and the alerts with the next step."""
    columns = (
        Column(72, "What, and what is done about it"),
        Column(20, "Probability", number=True),
        Column(16, "Impact", number=True, gap=True),
        Column(34, "Owner, due"),
        Column(24, "At risk on"),
    )
    risk = body_row(
        columns,
        [
            paragraph("Table Text", bold("{{ risk.text }}")),
            when("risk.promised_to", paragraph("Table Text", second("Promised to {{ risk.promised_to }}"))),
            when("risk.mitigation", paragraph("Table Text", second("{{ risk.mitigation }}"))),
        ],
        "{{ risk.probability }}",
        "{{ risk.impact }}",
        two_lines("{{ risk.owner }}", "{{ risk.due }}"),
        "{{ risk.at_risk_on }}",
        indent=True,
    )
    rows = group_row(columns, "{{ group.title }}") + rows_for(columns, "risk in group.rows", risk)
    reading = "Probability and impact from 1 to 5. At risk on: if nothing has changed by then, it cannot be met."
    return (
        section("risks", NAMES["risks"])
        + when(
            "plan.risks.groups",
            caption("Table", "Risks and commitments, those that weigh most first"),
            keyplan_table(columns, rows_for(columns, "group in plan.risks.groups", rows)),
            source(f"{reading} Source: {{{{ plan.risks.source }}}}."),
        )
        + when(
            "plan.alerts.rows",
            caption("Table", "Alerts: {{ plan.alerts.counts }}"),
            _alerts(),
        )
    )


def _alerts() -> str:
    columns = (
        Column(22, "State"),
        Column(94, "What was found, and the next step"),
        Column(29, "Owner"),
        Column(21, "Date", number=True),
    )
    return list_table(
        columns,
        "alert in plan.alerts.rows",
        [status("alert.severity")],
        [
            paragraph("Table Text", bold("{{ alert.sentence }}")),
            paragraph("Table Text", second("{{ alert.next_step }}")),
        ],
        "{{ alert.owner }}",
        "{{ alert.date }}",
    )


# The review log


def reviews() -> str:
    """How reviews keep to their rhythm, goals against achievements, what was delivered and learned, and the audit."""
    return (
        section("reviews", NAMES["reviews"])
        + since_last_plan()
        + caption("Table", "Reviews beside their cadence")
        + _rhythm()
        + when("plan.achievements", caption("Table", "Goals against achievements"), _achievements())
        + when("plan.goals.notes", source("{% for note in plan.goals.notes %}{{ note }} {% endfor %}"))
        + when("plan.reviews.outcomes", caption("Table", "What was delivered"), _outcomes())
        + when("plan.reviews.issues", caption("Table", "Issues and lessons, open ones first"), _issues())
        + when(
            "plan.reviews.rows",
            caption("Table", "Reviews, latest first"),
            _log(),
            source("Source: {{ plan.reviews.source }}."),
        )
        + when(
            "plan.closed_decisions",
            caption("Table", "Decisions taken or refused"),
            decision_table("plan.closed_decisions"),
        )
        + caption("Table", "Audit of the plan: {{ plan.audit.points }} of 100 points")
        + _areas()
        + when(
            "plan.audit.raising",
            caption("Table", "What raises the audit most"),
            _raising(),
            when("plan.audit.more", source("{{ plan.audit.more }}")),
        )
    )


def _rhythm() -> str:
    columns = (
        Column(66, "Reviews"),
        Column(22, "Cadence"),
        Column(18, "Held", number=True, gap=True),
        Column(26, "Last held"),
        Column(34, "Next"),
    )
    finding = when("review.finding", paragraph("Table Text", second("{{ review.finding }}")))
    return list_table(
        columns,
        "review in plan.rhythm",
        [paragraph("Table Text", bold("{{ review.whose }}")), finding],
        "{{ review.cadence }}",
        "{{ review.held }}",
        "{{ review.last }}",
        "{{ review.next }}",
        together=True,
    )


def _achievements() -> str:
    columns = (
        Column(9),
        Column(48, "Goal"),
        Column(17, "First target", number=True),
        Column(15, "Target", number=True),
        Column(17, "Achieved", number=True),
        Column(16, "Against target", number=True),
        Column(22, "Period before", number=True, gap=True),
        Column(22, "Status"),
    )
    return list_table(
        columns,
        "goal in plan.achievements",
        "{{ goal.id }}",
        bold("{{ goal.title }}"),
        "{{ goal.first_target }}",
        "{{ goal.target }}",
        bold("{{ goal.achieved }}"),
        "{{ goal.difference }}",
        [
            paragraph("Table Number", "{{ goal.before }}", right=10),
            paragraph("Table Number", second("{{ goal.trend }}"), right=10),
        ],
        [status("goal.status")],
    )


def _areas() -> str:
    columns = (
        Column(88, "Area"),
        Column(26, "Points", number=True),
        Column(26, "Of", number=True),
        Column(26, "Share", number=True),
    )
    area = body_row(columns, bold("{{ area.area }}"), "{{ area.points }}", "{{ area.most }}", "{{ area.share }}")
    total = total_row(columns, bold("All six areas"), bold("{{ plan.audit.points }}"), "100", "")
    return keyplan_table(columns, rows_for(columns, "area in plan.audit.areas", area), total, last=True, together=True)


def _raising() -> str:
    columns = (
        Column(14, "Points", number=True, gap=True),
        Column(92, "What does not hold, and what is missing"),
        Column(60, "What to do"),
    )
    return list_table(
        columns,
        "lack in plan.audit.raising",
        [paragraph("Table Number", bold("{{ lack.points }}"), right=10)],
        [
            paragraph("Table Text", bold("{{ lack.says }}")),
            paragraph("Table Text", second("{{ lack.missing }}")),
        ],
        "{{ lack.fix }}",
    )


def _outcomes() -> str:
    columns = (
        Column(72, "Delivered"),
        Column(28, "Value", number=True, gap=True),
        Column(42, "Source"),
        Column(24, "Date"),
    )
    return list_table(
        columns,
        "outcome in plan.reviews.outcomes",
        bold("{{ outcome.text }}"),
        "{{ outcome.value }}",
        "{{ outcome.source }}",
        "{{ outcome.date }}",
    )


def _issues() -> str:
    columns = (
        Column(58, "Issue or lesson, and its cause"),
        Column(44, "What changes"),
        Column(40, "Who, by when"),
        Column(24, "State, noted"),
    )
    return list_table(
        columns,
        "issue in plan.reviews.issues",
        [
            paragraph("Table Text", bold("{{ issue.text }}")),
            when("issue.cause", paragraph("Table Text", second("{{ issue.cause }}"))),
        ],
        "{{ issue.change }}",
        "{{ issue.who_when }}",
        [status("issue.state"), paragraph("Table Text", second("{{ issue.date }}"))],
    )


def _log() -> str:
    columns = (
        Column(22, "Planned"),
        Column(31, "With"),
        Column(24, "State"),
        Column(14, "Rated"),
        Column(75, "Decided, changed, learned"),
    )
    review = body_row(
        columns,
        "{{ review.planned }}",
        "{{ review.kind }}",
        [status("review.state", "Table Small", 9)],
        "{{ review.rating }}",
        "{{ review.outcome }}",
        small=True,
    )
    return keyplan_table(columns, rows_for(columns, "review in plan.reviews.rows", review))


# The appendix


def appendix() -> str:
    """How the figures are made, what is missing or wrong in the workbook, and what no section prints."""
    columns = (Column(36, "Figure"), Column(130, "How it is made"))
    formulas = (body_row(columns, bold(name), text) for name, text in FORMULAS)
    return (
        heading("appendix", "", APPENDIX)
        + paragraph("Headline", "Every figure in this plan can be worked out by hand")
        + caption("Table", "Formulas")
        + keyplan_table(columns, *formulas)
        + source("Weights, tiers, stages, scales and thresholds: standards {{ about.standards_version }}.")
        + paragraph("Heading 2", "Data gaps")
        + paragraph("Normal", "{{ headlines.completeness }}.")
        + when("plan.incomplete", caption("Table", "Required entries that are missing"), _missing())
        + caption("Table", "Filled cells by sheet")
        + _sheets()
        + paragraph("Heading 2", "What the check of the workbook found")
        + either(
            "about.gaps",
            caption("Table", "Warnings and notes") + _found(),
            paragraph("Normal", "There is nothing to warn of."),
        )
        + when("plan.worked", caption("Table", "The figures worked out"), _worked())
        + when("plan.entries", caption("Table", "What else the workbook holds"), _entries())
    )


def _missing() -> str:
    columns = (Column(106, "What is missing"), Column(60, "Where"))
    return list_table(columns, "gap in plan.incomplete", bold("{{ gap.what }}"), "{{ gap.where }}")


def _sheets() -> str:
    one = (
        Column(35, "Sheet"),
        Column(23, "Required", number=True),
        Column(25, "Optional", number=True, gap=True),
    )
    columns = (*one, *one)
    row = body_row(
        columns,
        *(
            text
            for side in ("left", "right")
            for text in (
                bold(f"{{{{ pair.{side}.sheet }}}}"),
                f"{{{{ pair.{side}.required }}}}",
                f"{{{{ pair.{side}.optional }}}}",
            )
        ),
        small=True,
    )
    return keyplan_table(columns, rows_for(columns, "pair in plan.sheets", row), together=True)


def _found() -> str:
    columns = (Column(20, "Kind"), Column(30, "Where"), Column(58, "What was found"), Column(58, "What to do"))
    return list_table(
        columns,
        "gap in about.gaps",
        "{{ gap.kind }}",
        bold("{{ gap.where }}"),
        "{{ gap.message }}",
        "{{ gap.fix }}",
    )


def _worked() -> str:
    columns = (Column(44, "Figure"), Column(94, "Formula, and the numbers put in"), Column(28, "Read from"))
    figure = body_row(
        columns,
        bold("{{ one.figure }}"),
        [
            paragraph("Table Small", second("{{ one.formula }}")),
            paragraph("Table Small", "{{ one.worked }}"),
            when("one.changes", paragraph("Table Small", second("{{ one.changes }}"))),
        ],
        second("{{ one.sheets }}"),
        small=True,
    )
    return keyplan_table(columns, rows_for(columns, "one in plan.worked", figure))


def _entries() -> str:
    columns = (Column(40, "Field"), Column(126, "What is entered"))
    entry = body_row(
        columns,
        [paragraph("Table Small", bold("{{ entry.field }}")), paragraph("Table Small", second("{{ entry.sheet }}"))],
        "{{ entry.entries }}",
        small=True,
    )
    return keyplan_table(columns, rows_for(columns, "entry in plan.entries", entry))
