"""Writes the internal account plan, output_templates/internal/account_plan.docx."""

from pathlib import Path

from output_templates.authoring import chart_designs
from output_templates.authoring.plan_course import (
    actions,
    force_field,
    implementation,
    objectives,
    solutions,
)
from output_templates.authoring.plan_pages import contents, cover, set_pages
from output_templates.authoring.plan_position import (
    business,
    opportunities,
    overview,
    position,
    relationships,
    scoring,
    summary,
    swot,
)
from output_templates.authoring.plan_records import appendix, reviews, risks
from output_templates.authoring.plan_world import competitors, organisation, voice
from output_templates.authoring.word_blocks import document_bytes, new_document, place_charts, write_body
from output_templates.authoring.word_text import when

TARGET = Path(__file__).resolve().parents[1] / "internal" / "account_plan.docx"
TITLE = "Account plan"
DESIGNS = {
    "ratings": chart_designs.ratings,
    "sensitivity": chart_designs.sensitivity,
    "people": chart_designs.people,
    "goals": chart_designs.goals,
    "revenue": chart_designs.revenue_by_period,
    "bridge": chart_designs.bridge,
    "product_shares": chart_designs.cascade,
    "unit_shares": chart_designs.cascade,
    "matrix": chart_designs.matrix,
    "health": chart_designs.health,
    "pipeline": chart_designs.pipeline,
    "scenarios": chart_designs.scenarios,
    "white_space": chart_designs.white_space,
    "wallet_share": chart_designs.share_over_time,
    "plan.goals.trends.first.chart": chart_designs.measure,
    "plan.goals.trends.second.chart": chart_designs.measure,
    "plan.goals.trends.third.chart": chart_designs.measure,
    "bars.chart": chart_designs.force_field,
    "further.chart": chart_designs.goals,
}


def account_plan() -> bytes:
    """The template as a file."""
    document = new_document()
    ending = set_pages(document)
    write_body(
        document,
        cover(document, ending),
        summary(),
        contents(),
        overview(),
        when("plan.numbers.business", business()),
        when("plan.numbers.organisation", organisation(document.part)),
        relationships(),
        position(),
        scoring(),
        when("plan.numbers.swot", swot()),
        when("plan.numbers.competitors", competitors()),
        when("plan.numbers.opportunities", opportunities()),
        when("plan.numbers.voice", voice()),
        objectives(),
        when("plan.numbers.solutions", solutions()),
        actions(),
        force_field(),
        when("plan.numbers.risks", risks()),
        implementation(),
        reviews(),
        appendix(),
    )
    place_charts(document, {name: design() for name, design in DESIGNS.items()})
    return document_bytes(document, TITLE)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(account_plan())
