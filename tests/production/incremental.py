"""A small workspace for tests of runs that follow each other, built in this process by tiny templates."""

import datetime
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from pipeline.production import tasks
from pipeline.production.build import build_accounts
from pipeline.production.order import Order
from pipeline.production.outcomes import Outcomes
from pipeline.production.report import Outcome
from pipeline.production.workbooks import find_workbooks
from tests.builders import STANDARDS_FILE
from tests.commands import PERIOD
from tests.documents.office import deck, paragraphs, titled
from tests.workbooks import a_workbook

ACCOUNTS = {"contoso": "Contoso Foods", "fabrikam": "Fabrikam Werke", "northwind": "Northwind Dairy"}
LOCALES = {"contoso": "en-GB", "fabrikam": "de-DE", "northwind": "nb-NO"}
TEMPLATES = {
    "internal/plan.docx": paragraphs(
        "{{ account.name }}, {{ document.date|date }}: {{ account.position_summary }}",
        "{% for gap in about.gaps %}{{ gap.where }} {{ gap.message }}{% endfor %}",
    ),
    "internal/notes.docx": paragraphs("{{ document.author }}, {{ score.value }}"),
    "client/deck.pptx": deck(titled("{{ account.name }}, what we agreed")),
    "client/sheet.docx": paragraphs("{% for one in objectives %}{{ one.title }}{% endfor %}"),
    "client/sheet.de.docx": paragraphs("Ziele {{ account.name }}"),
}


@dataclass
class Here:
    """An executor that does everything in this process; `done` are the workbooks that were worked on."""

    done: list[str] = field(default_factory=list)

    elsewhere = False

    def each(self, task: Callable[[Any, Any], Any], shared: Any, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """One after the other."""
        for item in items:
            if task is tasks.do:
                self.done.append(item.workbook.stem)
            yield item, task(shared, item)

    def close(self) -> None:
        """Nothing was begun."""


@dataclass(frozen=True)
class Run:
    """What one run came to: its outcomes, and the workbooks that were worked on."""

    outcomes: tuple[Outcome, ...]
    done: tuple[str, ...]

    @property
    def statuses(self) -> dict[str, str]:
        """The status of each account, by its workbook."""
        return {Path(one.workbook).stem: one.status for one in self.outcomes}


@dataclass
class World:
    """A workspace: workbooks, templates, standards, earlier periods, and the folder that everything is built into."""

    folder: Path
    as_of: datetime.date = datetime.date(2026, 9, 30)

    @property
    def out(self) -> Path:
        """The folder of the period."""
        return self.folder / "out" / PERIOD

    @property
    def records(self) -> Path:
        """The folder of what is remembered of the period."""
        return self.folder / "out" / ".keyplan" / PERIOD

    def run(self, *, out: Path | None = None, history: Path | None = None, **order: Any) -> Run:
        """Builds all accounts."""
        given = Order(
            standards=self.folder / "standards.toml",
            templates=self.folder / "templates",
            period=PERIOD,
            as_of=self.as_of,
            folder=out or self.out,
            history=history or self.folder / "history",
        )
        here, workbooks = Here(), find_workbooks([self.folder / "accounts"])
        outcomes = Outcomes(workbooks)
        for outcome in build_accounts(workbooks, replace(given, **order), here):
            outcomes.add(outcome)
        return Run(tuple(outcomes), tuple(here.done))

    def fresh(self) -> tuple[Run, dict[str, bytes]]:
        """What a run into an empty folder gives, with its files."""
        with TemporaryDirectory() as empty:
            history = Path(empty, "history")
            if (self.folder / "history").is_dir():
                shutil.copytree(self.folder / "history", history, ignore=shutil.ignore_patterns(f"{PERIOD}.json"))
            found = self.run(out=Path(empty, "out"), history=history)
            return found, files_in(Path(empty, "out")) | kept_in(history)

    def files(self) -> dict[str, bytes]:
        """Every file that was made, by its path, and every snapshot of the period."""
        return files_in(self.out) | kept_in(self.folder / "history")

    def workbook(self, account: str) -> Path:
        """Where the workbook of an account lies."""
        return self.folder / "accounts" / f"{account}.xlsx"

    def template(self, name: str) -> Path:
        """Where an output template lies."""
        return self.folder / "templates" / name


def a_world(folder: Path) -> World:
    """A workspace with three accounts, the templates TEMPLATES, and the standards as shipped."""
    for name in ("accounts", "history", "templates/internal", "templates/client"):
        (folder / name).mkdir(parents=True)
    world = World(folder)
    for account in ACCOUNTS:
        world.workbook(account).write_bytes(workbook(account))
    for name, content in TEMPLATES.items():
        world.template(name).write_bytes(content)
    shutil.copy(STANDARDS_FILE, folder / "standards.toml")
    return world


@cache
def workbook(account: str, said: str = "Second in its market.", name: str = "") -> bytes:
    """The workbook of an account with one text of its own, "" for one that may not be blank and is."""
    form = {
        "Account id": account,
        "Name": name or ACCOUNTS[account],
        "Locale": LOCALES[account],
        "Position in their industries": said,
        **({} if said else {"Industry": None}),
    }
    with TemporaryDirectory() as place:
        return a_workbook(Path(place), account=form).read_bytes()


def packed_anew(path: Path) -> None:
    """Gives a workbook other bytes with the same cells in them, as a program that saves it again does."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
        way = zipfile.ZIP_STORED if package.infolist()[0].compress_type else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", way) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def files_in(out: Path) -> dict[str, bytes]:
    """The documents of all accounts in the folder of a period."""
    found = (path for audience in ("internal", "client") for path in out.glob(f"*/{audience}/*"))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


def kept_in(history: Path) -> dict[str, bytes]:
    """The snapshots of the period."""
    return {f"history/{path.parent.name}": path.read_bytes() for path in history.glob(f"*/{PERIOD}.json")}
