"""Which account each row of the exports belongs to, and which workbook is that account's."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from pipeline.model.people import Account
from pipeline.problems import Problem, fold, nearest
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.crm import CrmRow, Export, case_safe
from pipeline.workbook.crm_columns import ACCOUNTS, CONTACTS, OPPORTUNITIES
from pipeline.workbook.crm_mapping import CrmMapping
from pipeline.workbook.parser import Reading

_ALIKE = 0.9  # similarity from which two names are probably one customer, 1 being the same
_LEGAL_FORMS = re.compile(
    r"\b(?:as|asa|ab|aps|a/s|oy|oyj|gmbh|ag|kg|kgaa|se|ohg|mbh|co|ltd|limited|plc|llp|llc|inc|corp|corporation|company|"
    r"sa|sas|sarl|srl|spa|bv|nv|s a|b v|sp z o o|the|group|holding)\b"
)


class Customer(Struct):
    """One account of the exports or of the workbooks, with the rows about it.

    `workbook` is the reading of the workbook it has, or None; `row` is its row among the accounts, or None.
    """

    account_id: str
    name: str
    workbook: Reading | None = None
    row: CrmRow | None = None
    opportunities: list[CrmRow] = field(default_factory=list)
    contacts: list[CrmRow] = field(default_factory=list)


class Sorted(Struct, frozen=True):
    """The customers that the exports tell something about, and a problem for each row that belongs to none."""

    customers: tuple[Customer, ...]
    problems: tuple[Problem, ...]


def sort_rows(exports: Iterable[Export], workbooks: Iterable[Reading], mapping: CrmMapping) -> Sorted:
    """Every row of the exports beside the customer it belongs to.

    An account is known by the mapping, else by its name or the id that its name gives. Opportunities and contacts are
    known by their account's id, else by its name. A name that only looks like a known one decides nothing.
    """
    listed = tuple(exports)
    found = _Customers(tuple(workbooks), mapping)
    for row in _rows(listed, ACCOUNTS.name):
        found.add_account(row)
    for row in _rows(listed, OPPORTUNITIES.name):
        if owner := found.owner(row):
            owner.opportunities.append(row)
    for row in _rows(listed, CONTACTS.name):
        if owner := found.owner(row):
            owner.contacts.append(row)
    told = [one for one in found.customers if one.row or one.opportunities or one.contacts]
    return Sorted(tuple(told), tuple(found.problems))


def _rows(exports: Iterable[Export], kind: str) -> Iterator[CrmRow]:
    for export in exports:
        if export.kind.name == kind:
            yield from export.rows


class _Customers:
    """The customers known so far, by account id, by name and by their id in the CRM."""

    def __init__(self, workbooks: tuple[Reading, ...], mapping: CrmMapping) -> None:
        self.customers: list[Customer] = []
        self.problems: list[Problem] = []
        self._mapping = mapping
        self._by_id: dict[str, list[Customer]] = defaultdict(list)
        self._by_name: dict[str, list[Customer]] = defaultdict(list)
        self._by_crm_id: dict[str, Customer] = {}
        self._left_out: set[str] = set()  # ids in the CRM of accounts that were told
        for reading in workbooks:
            self._add(Customer(account_id_of(reading.account_id), reading.name, reading))

    def add_account(self, row: CrmRow) -> None:
        """Take a row of accounts for a customer that is known, or for a new one; or tell why it is neither."""
        mapped = self._mapped(row.id, row.name)
        account_id = mapped or account_id_of(row.name)
        if not account_id:
            fix = f'Say one in the mapping file: [accounts] "{row.name}" = "an-account-id".'
            self._tell(row, f"No account id can be made from {row.name!r}.", fix)
            return
        known = self._with_id(mapped) if mapped else self._named(row.name)
        if len(known) > 1:
            paths = " and ".join(_file(one) for one in known)
            self._tell(row, f"{row.name!r} has two workbooks, {paths}.", "Move one of them to another folder.")
            return
        if not known:
            similar = "" if mapped else self._similar(row.name)
            if similar:
                self._tell_similar(row, similar, account_id)
                return
            known = [Customer(account_id, row.name)]
            self._add(known[0])
        self._take(known[0], row)

    def owner(self, row: CrmRow) -> Customer | None:
        """The customer that an opportunity or a contact belongs to; None, and told why, if there is not exactly one."""
        ids = [case_safe(part.strip()) for part in row.text("account_id").split(";") if part.strip()]
        name = row.text("account_name")
        if self._left_out & set(ids):
            self._tell(row, f"The account of the {row.kind.one} {row.name!r} was left out.", "See what is told of it.")
            return None
        found = self._named_by_ids(ids) or self._named(name)
        if not found and ";" in name:
            found = [one for part in name.split(";") for one in self._named(part.strip())]
        distinct = list({id(one): one for one in found}.values())
        if len(distinct) == 1:
            return distinct[0]
        self._tell_owner(row, distinct, name or ", ".join(ids))
        return None

    def _take(self, customer: Customer, row: CrmRow) -> None:
        """Let a row speak for a customer; the same account listed twice, as in joined reports, is one."""
        first = customer.row
        if first and (first.id, fold(first.name)) != (row.id, fold(row.name)):
            message = f"{row.name!r} and {first.name!r} in row {first.number} are both account {customer.account_id!r}."
            which = row.id or row.name
            fix = f'Join them in the CRM, or give this one its own id in the mapping file: [accounts] "{which}" = "..."'
            self._tell(row, message, f"{fix}.")
            return
        customer.row = first or row
        self._by_name[fold(row.name)] = [*self._by_name[fold(row.name)], customer]
        if row.id:
            self._by_crm_id[row.id] = customer

    def _add(self, customer: Customer) -> None:
        self.customers.append(customer)
        self._by_id[customer.account_id].append(customer)
        self._by_name[fold(customer.name)].append(customer)

    def _mapped(self, crm_id: str, name: str) -> str:
        known = self._mapping.accounts
        return (known.get(fold(crm_id), "") if crm_id else "") or known.get(fold(name), "")

    def _named_by_ids(self, ids: list[str]) -> list[Customer]:
        found: list[Customer] = []
        for one in ids:
            found += [self._by_crm_id[one]] if one in self._by_crm_id else self._with_id(self._mapped(one, one))
        return found

    def _with_id(self, account_id: str) -> list[Customer]:
        return self._by_id.get(account_id, [])

    def _named(self, name: str) -> list[Customer]:
        if not name:
            return []
        if mapped := self._with_id(self._mapped("", name)):
            return mapped
        by_name = list({id(one): one for one in self._by_name.get(fold(name), [])}.values())
        return by_name or self._with_id(account_id_of(name))

    def _similar(self, name: str) -> str:
        """The name of a customer with a workbook that is probably the one called `name`, or ""."""
        core = _core(name)
        for one in self.customers:
            if one.workbook and difflib.SequenceMatcher(None, core, _core(one.name)).ratio() >= _ALIKE:
                return one.name
        return ""

    def _tell_similar(self, row: CrmRow, similar: str, account_id: str) -> None:
        same = next(one.account_id for one in self.customers if one.name == similar)
        message = f"{row.name!r} has no workbook, but looks like {similar!r}, which has one; nothing was made."
        which = row.id or row.name
        fix = f'Say in the mapping file [accounts] "{which}" = "{same}" if they are the same, else = "{account_id}".'
        self._tell(row, message, fix)

    def _tell_owner(self, row: CrmRow, found: list[Customer], wanted: str) -> None:
        what = f"{row.kind.one} {row.name!r}"
        if found:
            names = " and ".join(repr(one.name) for one in found)
            fix = "Leave it with one account in the CRM, or name one in the export."
            self._tell(row, f"The {what} belongs to {names}; it was left out.", fix)
        elif not wanted:
            self._tell(
                row, f"The {what} names no account; it was left out.", "Export it with its account's name or id."
            )
        else:
            near = nearest(wanted, [one.name for one in self.customers])
            message = f"The {what} belongs to {wanted!r}, which is neither in the exports nor has a workbook."
            fix = f"Did you mean {near!r}? " if near else ""
            fix += "Import its account too"
            close = next((one.account_id for one in self.customers if one.name == near), "")
            fix += f', or say in the mapping file [accounts] "{wanted}" = "{close}".' if near else "."
            self._tell(row, message, fix)

    def _tell(self, row: CrmRow, message: str, fix: str) -> None:
        if row.kind.name == ACCOUNTS.name and row.id:
            self._left_out.add(row.id)
        self.problems.append(
            Problem(
                code="import-not-matched",
                severity="error",
                message=message,
                fix=fix,
                found=row.name,
                file=row.file,
                place=f"row {row.number}",
            )
        )


def _core(name: str) -> str:
    """A name without its legal form and punctuation: "Havnes Meieri AS" is "havnes meieri"."""
    words = _LEGAL_FORMS.sub(" ", re.sub(r"[.,&+()]", " ", fold(name)))
    return " ".join(words.split())


def _file(customer: Customer) -> str:
    return Path(customer.workbook.path).name if customer.workbook else Account.sheet.name
