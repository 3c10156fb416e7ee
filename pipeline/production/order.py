"""What a run is asked for, and one piece of it: plain values that can be sent to another process or machine."""

import datetime
from pathlib import Path

from msgspec import Struct

# Where they lie in a workspace.
STANDARDS = Path("input_templates/standards.toml")
TEMPLATES = Path("output_templates")


class Named(Struct, frozen=True):
    """An account of the run, as the gate of every other one must know it: its id, its name and its workbook's name."""

    account_id: str
    name: str
    workbook: str


class Order(Struct, frozen=True, kw_only=True):
    """What every account of a run shares: where standards and templates lie, what is reviewed, where files go.

    `folder` is that of the period. `history` is the folder that snapshots are kept in; with None they are only read,
    from beside the workbooks. `accounts` are all accounts of the run, also those that are not built, and `searched` is
    the digest of their names. `force` builds everything, as if no earlier run were remembered.
    """

    standards: Path
    templates: Path
    period: str
    as_of: datetime.date
    folder: Path
    history: Path | None = None
    accounts: tuple[Named, ...] = ()
    searched: str = ""
    force: bool = False


class Unit(Struct, frozen=True):
    """One piece of work: the workbook of one account.

    `account_id` and `name` are what it said of itself when the run began, "" where that takes a whole reading.
    `sharing` are the other workbooks of the run that claim the same account id.
    """

    workbook: Path
    account_id: str = ""
    name: str = ""
    sharing: tuple[Path, ...] = ()
