"""The columns of CRM exports by the names that Salesforce and HubSpot give them, and the fields they feed."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from pipeline.model.fields import Column, Record, columns
from pipeline.model.money import Opportunity
from pipeline.model.people import Account, Stakeholder
from pipeline.problems import fold

Headings = Mapping[str, tuple[str, ...]]


class ExportKind(Struct, frozen=True):
    """What one export lists: its name, the record its rows become, and the headings of each part of a row.

    A part is named after the model's field it feeds, or is a piece from which fields and links are made ("id",
    "street"). Of several headings the one named first counts. `marks` are the parts by which the kind is known, `owned`
    the fields that the CRM keeps, so that its value goes over an older one.
    """

    name: str
    one: str
    record: type[Record]
    headings: Headings
    marks: tuple[str, ...]
    owned: frozenset[str]

    def field(self, part: str) -> Column | None:
        """The model's field that a part feeds as it stands, or None for a piece."""
        return next((column for column in columns(self.record) if column.key == part), None)


ACCOUNTS = ExportKind(
    name="accounts",
    one="account",
    record=Account,
    headings={
        "id": ("Account ID", "Account ID (18)", "Company ID", "Record ID", "Id"),
        "name": ("Account Name", "Company name", "Company", "Name"),
        "industry": ("Industry",),
        "telephone": ("Phone", "Phone Number", "Account Phone"),
        "fax": ("Fax", "Account Fax"),
        "website": ("Website", "Website URL", "Company Domain Name"),
        "street": ("Billing Street", "Billing Address Line 1", "Street Address", "Shipping Street"),
        "postcode": ("Billing Zip/Postal Code", "Billing Postal Code", "Postal Code", "Shipping Zip/Postal Code"),
        "city": ("Billing City", "City", "Shipping City"),
        "state": ("Billing State/Province", "Billing State", "State/Region", "Shipping State/Province"),
        "country": ("Billing Country", "Country/Region", "Country", "Shipping Country"),
        "fin_revenue": ("Annual Revenue",),
        "currency": ("Account Currency", "Company Currency", "Currency", "CurrencyIsoCode"),
    },
    marks=("name",),
    owned=frozenset({"telephone", "fax", "website", "office_address"}),
)

OPPORTUNITIES = ExportKind(
    name="opportunities",
    one="opportunity",
    record=Opportunity,
    headings={
        "id": ("Opportunity ID", "Opportunity ID (18)", "Deal ID", "Record ID", "Id"),
        "name": ("Opportunity Name", "Deal Name", "Opportunity", "Deal", "Name"),
        "account_id": ("Account ID", "Account ID (18)", "Associated Company IDs (Primary)", "Associated Company IDs"),
        "account_name": (
            "Account Name",
            "Associated Company (Primary)",
            "Associated Company",
            "Associated Companies",
            "Company name",
        ),
        "stage": ("Stage", "Deal Stage", "Stage Name"),
        "amount": ("Amount",),
        "currency": ("Opportunity Currency", "Amount Currency", "Deal Currency", "Currency", "CurrencyIsoCode"),
        "opened": ("Created Date", "Create Date"),
        "close_date": ("Close Date",),
        "competitor": ("Competitor", "Competitors", "Main Competitor(s)", "Primary Competitor"),
        "outcome_reason": (
            "Loss Reason",
            "Lost Reason",
            "Closed Lost Reason",
            "Closed Won Reason",
            "Reason Lost",
            "Win/Loss Reason",
        ),
    },
    marks=("name", "stage"),
    owned=frozenset({"stage", "amount", "close_date"}),
)

CONTACTS = ExportKind(
    name="contacts",
    one="contact",
    record=Stakeholder,
    headings={
        "id": ("Contact ID", "Contact ID (18)", "Record ID", "Id"),
        "name": ("Full Name", "Contact Name", "Name"),
        "first_name": ("First Name",),
        "last_name": ("Last Name",),
        "account_id": ("Account ID", "Account ID (18)", "Associated Company IDs (Primary)", "Associated Company IDs"),
        "account_name": (
            "Account Name",
            "Associated Company (Primary)",
            "Associated Company",
            "Associated Companies",
            "Company name",
        ),
        "title": ("Title", "Job Title"),
        "unit": ("Department",),
        "reports_to": ("Reports To ID", "Reports To", "Reports To: Full Name", "Manager"),
    },
    marks=("last_name", "first_name", "name"),
    owned=frozenset(),
)

# In the order in which an export is held against them: every export may name the account, only contacts a person.
KINDS = (OPPORTUNITIES, CONTACTS, ACCOUNTS)

_GENERAL = frozenset({"name", "id"})  # headings that say nothing of the kind


def bare(heading: str) -> str:
    """A heading as it is compared: "CloseDate" and "Close Date" are the same."""
    return fold(heading).replace(" ", "")


def with_headings(kind: ExportKind, own: Headings) -> ExportKind:
    """The kind with headings of another system, which come before the known ones."""
    merged = {part: (*own.get(part, ()), *names) for part, names in kind.headings.items()}
    return ExportKind(kind.name, kind.one, kind.record, merged, kind.marks, kind.owned)


def parts_of(kind: ExportKind, headings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The headings, of those given, that feed each part of the kind, the one that counts first."""
    given = {bare(heading): heading for heading in headings}
    found = {
        part: tuple(given[bare(name)] for name in names if bare(name) in given) for part, names in kind.headings.items()
    }
    return {part: tuple(dict.fromkeys(names)) for part, names in found.items() if names}


def kind_of(kinds: Iterable[ExportKind], headings: Iterable[str]) -> ExportKind | None:
    """The first of the kinds that a heading speaks for; a heading such as "Name" alone speaks for accounts."""
    given = {bare(heading) for heading in headings}
    listed = tuple(kinds)
    for kind in listed:
        marks = {bare(name) for mark in kind.marks for name in kind.headings.get(mark, ())} - _GENERAL
        if marks & given:
            return kind
    return listed[-1] if "name" in given else None
