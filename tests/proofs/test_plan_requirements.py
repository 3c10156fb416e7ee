"""What account planning asks for stands in the section of the plan that docs/requirements.md names for it."""

from functools import cache
from pathlib import Path

import pytest

from docs.authoring.requirements import PLAN_PLACES, Requirement, fields_by_name, requirements
from pipeline.model.account import RECORDS
from tests.commands import ACCOUNTS
from tests.proofs.readers import Sections, by_mammoth
from tests.proofs.test_two_readers import Place, any_of, forms, told

SHEETS = {record.sheet.key: record.sheet.form for record in RECORDS}
FIELDS = fields_by_name()
WORDED = Place("", "", said={True: "yes", False: "no"})
# Fields of a requirement that a section tells in other words than those typed.
TOLD_OTHERWISE = {
    "account.confidentiality_note": "at the foot of the cover, which mammoth does not read",
    "agreement[].agreed": "Agreed, or Not yet",
    "business[].horizon": "objectives have theirs as the head of a group; this one has no place of its own yet",
    "business[].kind": "in the plural, as the head of a group",
    "competitors[].share": "as a column of whole per cents",
    "delivery[].kind": "each kind has its table",
    "delivery[].status": "Open, In progress or Closed, beside the day",
    "economics[].discount_percent": "without its per cent sign where the head says it",
    "kpis[].measures": "in the health score and the alerts",
    "objectives[].horizon": "Short term, as the head of a group",
    "objectives[].unit": "with the figures",
    "opportunities[].high": "in thousands, and in the scenarios",
    "opportunities[].low": "in thousands, and in the scenarios",
    "revenue[].direct_cost": "within contribution and margin; by row in the appendix",
    "revenue[].included_in_deck": "by row in the appendix",
    "revenue[].revenue": "in thousands, added up by product",
    "stakeholders[].attends_review": "by row in the appendix",
    "stakeholders[].known_since": "within New, Weak, Shaky and Healthy; by row in the appendix",
    "stakeholders[].reports_to": "by the name of the other",
    "team[].executive_sponsor": "Executive sponsor, beside the name",
    "voice[].quote_consent": "May be shown, or Not to be shown",
    "voice[].unit": "by row in the appendix",
    "white_space[].product": "as the head of a column",
}
SHOWN = [
    entry
    for entry in requirements()
    if entry.plan and any(path.partition("[")[0].partition(".")[0] in SHEETS for path in entry.fields)
]


@pytest.fixture(scope="session")
def plans(built: Path) -> dict[str, Sections]:
    """The sections of each sample's plan, the cover under "Cover"."""
    found = {}
    for account in ACCOUNTS:
        (plan,) = (built / account / "internal").glob("* - Account plan - *.docx")
        sections = by_mammoth(plan)
        found[account] = {"Cover": sections[""], **sections}
    return found


@cache
def values(account: str, path: str) -> tuple[object, ...]:
    """What the sample holds in a field, each value once."""
    sheet, _, key = path.replace("[]", "").partition(".")
    if sheet not in SHEETS:
        return ()
    data = told(account)[sheet]
    rows = [data] if SHEETS[sheet] else data
    return tuple(
        dict.fromkeys(row[key] for row in rows if row[key] not in (None, [], "") and not isinstance(row[key], list))
    )


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("entry", SHOWN, ids=lambda entry: entry.id)
def test_what_is_asked_for_stands_in_its_sections(entry: Requirement, account: str, plans: dict[str, Sections]):
    """Each field that holds something has a value of it in one of the sections its requirement names."""
    locale = told(account)["account"]["locale"]
    names = [PLAN_PLACES[place] for place in entry.plan]
    passages = [passage for name in names for passage in plans[account].get(name, [])]
    missing = []
    for path in entry.fields:
        given = values(account, path)
        if given and path not in TOLD_OTHERWISE:
            wanted = [form for value in given for form in forms(FIELDS[path], value, WORDED, locale)]
            if not any_of(passages, wanted):
                missing.append(f"{path}: {given[0]!r}")
    assert missing == [], f"not in {', '.join(names)}"
