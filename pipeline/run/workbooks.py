"""Input workbooks written, filled from exports and moved onto today's template."""

# What a build does not need is loaded by the function that does: to compile templates, to write workbooks and to take
# over exports needs libraries that take as long to load as two accounts to build.

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.model.account import KeyAccount
from pipeline.model.portfolio import Portfolio
from pipeline.run.reading import read_and_check
from pipeline.standards import Standards
from pipeline.workbook.account_ids import account_id_of
from pipeline.workbook.parser import AnyReading

if TYPE_CHECKING:
    from pipeline.workbook.crm import Export
    from pipeline.workbook.crm_mapping import CrmMapping
    from pipeline.workbook.imports import Imports
    from pipeline.workbook.upgrade import Upgrade

INPUT_TEMPLATES = Path("input_templates")


def account_id(name: str) -> str:
    """The account id that a customer's name gives, "contoso-ltd"; "" for a name without Latin letters and digits."""
    return account_id_of(name)


def new_workbook(standards: Standards, name: str, account_id: str, path: Path) -> None:
    """Writes a fresh workbook for one account, its name and id filled in. Raises FileExistsError if `path` is there."""
    from pipeline.workbook.template import write_template

    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_template(standards, path, name=name, account_id=account_id)


def renew_input_templates(standards: Standards) -> tuple[Path, ...]:
    """Writes the empty input workbooks of the working folder anew and returns their paths."""
    from pipeline.workbook.template import write_portfolio_template, write_template

    account, portfolio = (INPUT_TEMPLATES / f"{kind.kind}.xlsx" for kind in (KeyAccount, Portfolio))
    write_template(standards, account)
    write_portfolio_template(standards, portfolio)
    return account, portfolio


def crm_exports(
    paths: Iterable[Path], mapping_file: Path | None, standards: Standards, decimal: str = "", date_order: str = ""
) -> tuple[tuple[Export, ...], CrmMapping]:
    """The CRM exports in the files `paths`, and the mapping they are read with. Raises Refused with every problem.

    `decimal` ("point", "comma") and `date_order` ("day-first", "month-first") decide columns that leave two readings.
    """
    from pipeline.workbook.crm import Asked, read_exports
    from pipeline.workbook.crm_mapping import CrmMapping, read_mapping

    mapping = read_mapping(mapping_file, standards) if mapping_file else CrmMapping()
    return read_exports(paths, mapping, Asked(decimal, date_order)), mapping


def preview_import(
    exports: tuple[Export, ...], mapping: CrmMapping, workbooks: Iterable[Path], folder: Path, standards: Standards
) -> Imports:
    """What the exports would make of the `workbooks`, and of new ones in `folder`; nothing is written."""
    from pipeline.workbook.imports import plan_imports

    with tempfile.TemporaryDirectory() as place:
        return plan_imports(exports, workbooks, folder, Path(place) / "fresh.xlsx", standards, mapping)


def import_exports(
    exports: tuple[Export, ...], mapping: CrmMapping, workbooks: Iterable[Path], folder: Path, standards: Standards
) -> Imports:
    """Refreshes the `workbooks` from the exports and makes new ones in `folder`; the plans as they came out."""
    from pipeline.workbook.imports import carry_out, plan_imports

    with tempfile.TemporaryDirectory() as place:
        found = plan_imports(exports, workbooks, folder, Path(place) / "fresh.xlsx", standards, mapping)
        return replace(found, plans=tuple(map(carry_out, found.plans)))


def upgrade(path: Path, standards: Standards) -> tuple[Upgrade, AnyReading]:
    """Moves the workbook `path` onto today's template and `standards`, and checks it as it is then."""
    from pipeline.workbook.upgrade import upgrade_workbook

    upgraded = upgrade_workbook(path, standards)
    return upgraded, read_and_check(upgraded.path, standards)
