"""What is measured of Keyplan: one sample from its workbook to its documents, and what stands beside it."""

import datetime
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.derived import Derived, derived_deck, derived_plan
from pipeline.documents.templates.template import Template
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Audience
from pipeline.production.gate import faults_of, leaks_in
from pipeline.run.reading import pictures, read_and_check
from pipeline.run.stages import Document, Review, Reviewed, documents_of, view
from pipeline.run.templates import read_templates
from pipeline.standards import Standards, read_standards
from pipeline.views.pictures import shown_pictures
from pipeline.workbook.parser import Reading

ROOT = Path(__file__).parents[1]
REVIEW = Review("2026-Q3", datetime.date(2026, 9, 30))
AUDIENCES: tuple[Audience, ...] = ("internal", "client")
Shown = Mapping[str, dict[str, Any]]
PLAN, DECK = "internal/account_plan.docx", "client/quarterly_review.pptx"


class Keyplan(Struct, frozen=True):
    """Keyplan ready to work: its standards and compiled templates; `both` are those of the plan and the deck."""

    standards: Standards
    templates: tuple[Template, ...]
    both: tuple[Template, ...]

    def template(self, name: str) -> Template:
        return next(one for one in self.templates if one.name == name)


class Sample(Struct, frozen=True):
    """One account: its workbook, our two documents, and the usual script's templates."""

    path: Path
    plan: bytes
    deck: bytes
    usual_plan: Derived
    usual_deck: Derived


def keyplan() -> Keyplan:
    """The shipped standards and templates."""
    templates = read_templates(ROOT / "output_templates")
    both = tuple(one for one in templates if one.name in (PLAN, DECK))
    return Keyplan(read_standards(ROOT / "input_templates" / "standards.toml"), templates, both)


def sample(name: str, ready: Keyplan) -> Sample:
    """The sample `name`, and the usual script's templates derived from what we make of it."""
    path = ROOT / "samples" / f"{name}.xlsx"
    plan, deck = (one.content for one in whole_account(path, ready, ready.both))
    return Sample(
        path=path,
        plan=plan,
        deck=deck,
        usual_plan=derived_plan(plan, template_bytes(PLAN)),
        usual_deck=derived_deck(deck, template_bytes(DECK)),
    )


def whole_account(path: Path, ready: Keyplan, templates: tuple[Template, ...]) -> tuple[Document, ...]:
    """All that production does for an account but writing its files: read, check, render, gate, lint, snapshot."""
    account, reading = _account(path, ready)
    reviewed = Reviewed(account, ready.standards, REVIEW)
    made = documents_of(reviewed, templates, reading.problems, pictures(reading)[0])
    if leaks_in(reviewed, templates, made, {}) or faults_of(templates, made, (account, ready.standards)):
        raise ValueError(f"{path.name} may not be published")
    if reviewed.snapshot.period != REVIEW.period:
        raise ValueError(f"{path.name} has no snapshot")
    return made


def floor(template: bytes, made: bytes) -> bytes:
    """The least that zlib leaves: the template inflated, members that differ deflated, all of them put together."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    pieces = []
    for name, data in unpacked(made).items():
        if before.get(name) != data and not name.endswith((".xlsx", ".png", ".jpeg")):
            compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
            data = compressor.compress(data) + compressor.flush()
        zlib.crc32(data)
        pieces.append(data)
    return b"".join(pieces)


_UNPACKED: dict[int, dict[str, bytes]] = {}


def unpacked(made: bytes) -> dict[str, bytes]:
    """The members of a finished document, unpacked once and before the clock starts."""
    if id(made) not in _UNPACKED:
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            _UNPACKED[id(made)] = {name: archive.read(name) for name in archive.namelist()}
    return _UNPACKED[id(made)]


def _account(path: Path, ready: Keyplan) -> tuple[KeyAccount, Reading]:
    reading = read_and_check(path, ready.standards)
    if not isinstance(reading, Reading) or reading.account is None:
        raise ValueError(f"{path.name} has errors")
    return reading.account, reading


def shown_of(path: Path, ready: Keyplan) -> Shown:
    """What the documents of an account say, by audience."""
    account, reading = _account(path, ready)
    drawn = pictures(reading)[0]
    return {
        audience: {
            **view(account, ready.standards, REVIEW, audience, reading.problems),
            "pictures": shown_pictures(drawn, audience, account.account.name),
        }
        for audience in AUDIENCES
    }


def template_bytes(name: str) -> bytes:
    """A shipped output template as it lies in its folder."""
    return (ROOT / "output_templates" / name).read_bytes()
