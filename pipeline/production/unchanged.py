"""What need not be built again: accounts of which all they were made from, and all that was made, is as recorded."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from pipeline.production.fingerprints import UNREADABLE, Basis, basis_of, file_digest, inputs_of
from pipeline.production.history_folders import files_before, folders, kept_file
from pipeline.production.order import Order, Unit
from pipeline.production.records import Record, forget_names, read_names, read_record, read_records
from pipeline.production.report import Outcome
from pipeline.production.standing import altered, still_there
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.identify import Identity


class Memory(Struct, frozen=True):
    """What a run knows when it begins: what everything is made from now, and the account id and the name that
    workbooks gave in earlier runs, by the digest of the workbook."""

    basis: Basis
    claims: Mapping[str, tuple[str, str]]


def remember(order: Order) -> Memory:
    """What the records in the folder of the period tell of their workbooks, as far as this Keyplan has read them."""
    basis = basis_now(order)
    claims: dict[str, tuple[str, str]] = {}
    searched: set[str] = set()
    for record in read_records(order.folder):
        searched.add(record.searched)
        if record.inputs.get("keyplan") == basis.keyplan:
            claims[record.inputs["workbook"]] = (record.claimed_id, record.claimed_name)
    forget_names(order.folder, searched)
    return Memory(basis, claims)


def basis_now(order: Order) -> Basis:
    """What every account of an order is made from, as it stands now."""
    return basis_of(order.standards, order.templates, order.period, order.as_of)


def identity(memory: Memory, workbook: Path) -> Identity | None:
    """Whose an account's workbook is, if an earlier run has read it and it is as it was."""
    claims = memory.claims.get(file_digest(workbook))
    return Identity(workbook, "account", *claims) if claims else None


def inputs_now(order: Order, basis: Basis, unit: Unit) -> dict[str, str]:
    """All that the account of a unit is made from, as it stands now."""
    account_id = unit.account_id or account_id_of(unit.workbook.stem)
    history = files_before(folders(unit.workbook, order.history), account_id, order.period)
    return inputs_of(basis, unit.workbook, account_id, history)


def unchanged(order: Order, memory: Memory, unit: Unit) -> Outcome | None:
    """What became of an account that has nothing new to it, as told before; None for one that has to be built."""
    record = known(order, unit, inputs_now(order, memory.basis, unit))
    return told(record, order, unit) if record and not new_names(order, record, unit) else None


def known(order: Order, unit: Unit, inputs: Mapping[str, str]) -> Record | None:
    """The record of an account that would come out as it did: all that it was made from, and all that was made, is as
    it was. None for any other, and for one that failed. Names that its files were not searched for are not looked at.
    """
    record = None if order.force or unit.sharing else record_of(order, unit)
    if record is None or record.inputs != inputs or inputs["workbook"] == UNREADABLE:
        return None
    if record.status == "refused":
        return record
    as_it_was = (
        record.status == "built" and not altered(order.folder, record.files) and record.kept == kept_now(order, unit)
    )
    return record if as_it_was else None


def record_of(order: Order, unit: Unit) -> Record | None:
    """What earlier runs remember of an account."""
    return read_record(order.folder, unit.account_id, unit.workbook.name)


def told(record: Record, order: Order, unit: Unit) -> Outcome:
    """What became of an account of which everything is as it was."""
    return Outcome(
        workbook=str(unit.workbook),
        account_id=record.account_id,
        name=record.name,
        status="unchanged" if record.status == "built" else record.status,
        problems=(*record.problems, *(problem for file in record.files for problem in file.problems)),
        files=record.files,
        former=still_there(order.folder, record.former),
    )


def others(order: Order, account_id: str) -> dict[str, str]:
    """The names that the client files of an account may not hold, each with its workbook."""
    return {one.name: one.workbook for one in order.accounts if one.account_id != account_id}


def new_names(order: Order, record: Record, unit: Unit) -> dict[str, str]:
    """The names of other accounts that this account's client files were not searched for yet."""
    if record.status == "refused" or record.searched == order.searched:
        return {}
    searched = read_names(order.folder, record.searched)
    return {name: workbook for name, workbook in others(order, unit.account_id).items() if name not in searched}


def kept_now(order: Order, unit: Unit) -> str:
    """The digest of the account's snapshot for later periods; "" where none is kept."""
    return file_digest(kept_file(order.history, unit.account_id, order.period)) if order.history else ""
