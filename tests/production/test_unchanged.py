"""Runs that follow each other: what has not changed is left alone, and all that is there is as a fresh run makes it."""

import datetime
import io
import json
import os
import random
import shutil
from pathlib import Path

import pytest
from PIL import Image

from pipeline.production.processes import HOST
from tests.commands import PERIOD
from tests.documents.office import deck, paragraphs, titled
from tests.production.incremental import ACCOUNTS, TEMPLATES, World, a_world, packed_anew, workbook

PLAN, NOTES, DECK, SHEET, GERMAN = (f"{name}" for name in TEMPLATES)
ENGLISH = {"contoso", "northwind"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = a_world(tmp_path_factory.mktemp("built") / "world")
    assert world.run().statuses == dict.fromkeys(ACCOUNTS, "built")
    return world


@pytest.fixture
def world(built: World, tmp_path: Path) -> World:
    """A workspace in which everything was built an hour ago."""
    shutil.copytree(built.folder, tmp_path / "world")
    for path in (tmp_path / "world").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return World(tmp_path / "world")


def anew(world: World) -> set[tuple[str, str]]:
    """The account and the template of each document that the next run writes."""
    outcomes = world.run().outcomes
    return {
        (one.account_id, file.template)
        for one in outcomes
        for file in one.files
        if (world.out / file.path).stat().st_mtime > 1_700_000_000
    }


def everything() -> set[tuple[str, str]]:
    sheets = {(account, GERMAN if account == "fabrikam" else SHEET) for account in ACCOUNTS}
    return sheets | {(account, name) for account in ACCOUNTS for name in (PLAN, NOTES, DECK)}


def of(account: str) -> set[tuple[str, str]]:
    return {one for one in everything() if one[0] == account}


def picture(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(file, "PNG")
    return file.getvalue()


def test_a_second_run_does_nothing_and_tells_the_same(world: World):
    before = world.files()
    first = json.loads((world.records / "contoso.json").read_text(encoding="utf-8"))
    run = world.run()

    assert run.statuses == dict.fromkeys(ACCOUNTS, "unchanged")
    assert run.done == ()
    assert world.files() == before
    assert all(path.stat().st_mtime == 1_700_000_000 for path in world.out.glob("*/*/*.*"))
    assert json.loads((world.records / "contoso.json").read_text(encoding="utf-8")) == first
    again, _ = world.fresh()
    assert [(one.problems, [file.sha256 for file in one.files]) for one in run.outcomes] == [
        (one.problems, [file.sha256 for file in one.files]) for one in again.outcomes
    ]
    assert any(one.problems for one in run.outcomes)


def test_what_a_run_that_was_cut_off_left_beside_an_earlier_period_goes_with_the_next_run(world: World):
    left = world.folder / "history" / "contoso" / f".keyplan-{HOST}-{2**22 + 1}-abc"
    left.write_bytes(b"half a snapsh")

    assert world.run().statuses == dict.fromkeys(ACCOUNTS, "unchanged")
    assert not left.exists()


def test_force_builds_everything(world: World):
    assert world.run(force=True).statuses == dict.fromkeys(ACCOUNTS, "built")
    assert anew(world) == everything()


def test_one_changed_workbook_is_built_alone(world: World):
    world.workbook("contoso").write_bytes(workbook("contoso", "First in its market."))
    run = world.run()

    assert run.done == ("contoso",)
    assert run.statuses == {"contoso": "built", "fabrikam": "unchanged", "northwind": "unchanged"}


def test_a_workbook_with_a_new_date_is_not_even_read(world: World):
    world.workbook("contoso").touch()

    assert world.run().done == ()


def test_a_workbook_saved_again_with_the_same_cells_is_read_and_nothing_is_written(world: World):
    packed_anew(world.workbook("contoso"))

    assert (run := world.run()).done == ("contoso",)
    assert run.statuses["contoso"] == "unchanged"
    assert anew(world) == set()
    assert world.run().done == ()


CHANGES = {
    "a template": (lambda w: w.template(DECK).write_bytes(deck(titled("{{ account.name }}"))), {DECK}, set(ACCOUNTS)),
    "a template of another language": (
        lambda w: w.template(GERMAN).write_bytes(paragraphs("Neu {{ account.name }}")),
        {GERMAN},
        {"fabrikam"},
    ),
    "a new template": (
        lambda w: w.template("client/one.docx").write_bytes(paragraphs("One")),
        {"client/one.docx"},
        set(ACCOUNTS),
    ),
    "the copy in their language gone": (lambda w: w.template(GERMAN).unlink(), {SHEET}, {"fabrikam"}),
    "a copy in their language": (
        lambda w: w.template("client/deck.de.pptx").write_bytes(deck(titled("Für {{ account.name }}"))),
        {"client/deck.de.pptx"},
        {"fabrikam"},
    ),
    "a template gone": (lambda w: w.template(NOTES).unlink(), set(), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_templates_builds_what_is_made_from_them(world: World, change: str):
    make, templates, accounts = CHANGES[change]
    make(world)

    assert anew(world) == {(account, name) for account in accounts for name in templates}
    assert world.files() == world.fresh()[1]
    assert world.run().done == ()


ALL_CHANGED = {
    "the standards": lambda w: (w.folder / "standards.toml").write_text(
        (w.folder / "standards.toml").read_text(encoding="utf-8").replace("name = ", 'name = "Us" # ', 1),
        encoding="utf-8",
    ),
    "the day": lambda w: setattr(w, "as_of", datetime.date(2026, 9, 29)),
}


@pytest.mark.parametrize("change", ALL_CHANGED)
def test_what_all_are_made_from_builds_all(world: World, change: str):
    ALL_CHANGED[change](world)

    assert anew(world) == everything()
    assert world.files() == world.fresh()[1]


def test_a_comment_in_the_standards_builds_nothing(world: World):
    path = world.folder / "standards.toml"
    path.write_text(f"# Agreed in May\n{path.read_text(encoding='utf-8')}", encoding="utf-8")

    assert world.run().done == ()


def test_a_picture_and_an_earlier_period_build_their_account(world: World):
    (world.folder / "accounts" / "contoso").mkdir()
    (world.folder / "accounts" / "contoso" / "client_logo.png").write_bytes(picture("red"))
    (world.folder / "history" / "fabrikam" / "2026-Q2.json").write_text("{}", encoding="utf-8")

    assert anew(world) == of("contoso") | of("fabrikam")


def test_a_file_that_is_not_as_it_was_made_is_made_again_and_that_is_told(world: World):
    first, second = (world.out / file for file in files_of(world, "contoso")[:2])
    first.unlink()
    second.write_bytes(b"by hand")
    run = world.run()

    (contoso, *_) = run.outcomes
    assert run.done == ("contoso",)
    assert contoso.remarks == tuple(
        f"{path.relative_to(world.out).as_posix()} was changed or deleted since it was built, and is built anew."
        for path in (first, second)
    )
    assert world.files() == world.fresh()[1]


def files_of(world: World, account: str) -> list[str]:
    return sorted(path.relative_to(world.out).as_posix() for path in (world.out / account).glob("*/*"))


def test_documents_of_a_template_that_is_gone_are_removed_unless_somebody_changed_them(world: World):
    world.template(DECK).unlink()
    gone = {account: f"{account}/client/{name} - Deck - {PERIOD}.pptx" for account, name in ACCOUNTS.items()}
    (world.out / gone["contoso"]).write_bytes(b"by hand")
    contoso, fabrikam, _ = world.run().outcomes

    assert [file.path for file in contoso.former] == [gone["contoso"]]
    assert contoso.remarks == ()
    assert fabrikam.former == ()
    assert fabrikam.remarks == (f"{gone['fabrikam']} is made no more, and was removed.",)
    assert gone["contoso"] in world.files()
    assert gone["fabrikam"] not in world.files()
    assert [file.path for file in world.run().outcomes[0].former] == [gone["contoso"]]  # told until it is gone
    (world.out / gone["contoso"]).unlink()
    assert world.run().outcomes[0].former == ()


def test_an_account_with_another_name_leaves_no_file_of_the_old_one(world: World):
    world.workbook("contoso").write_bytes(workbook("contoso", name="Contoso Fine Foods"))
    world.run()

    assert all("Contoso Fine Foods" in path for path in files_of(world, "contoso"))


def test_a_refused_account_tells_the_same_again_unread_and_names_what_earlier_runs_left(world: World):
    before = files_of(world, "contoso")
    world.workbook("contoso").write_bytes(workbook("contoso", ""))
    first, second = world.run(), world.run()

    assert (
        first.statuses == second.statuses == {"contoso": "refused", "fabrikam": "unchanged", "northwind": "unchanged"}
    )
    assert (first.done, second.done) == (("contoso",), ())
    assert first.outcomes[0].problems == second.outcomes[0].problems == world.fresh()[0].outcomes[0].problems
    assert sorted(file.path for file in second.outcomes[0].former) == before == files_of(world, "contoso")
    world.workbook("contoso").write_bytes(workbook("contoso"))
    third = world.run()
    assert third.outcomes[0].former == ()
    assert world.files() == world.fresh()[1]


def test_a_new_account_has_the_others_searched_for_its_name_and_not_built(world: World):
    world.workbook("northwind").unlink()
    world.run()
    world.workbook("northwind").write_bytes(workbook("northwind", name="Tailspin"))
    run = world.run()

    assert run.done == ("contoso", "fabrikam", "northwind")
    assert run.statuses == {"contoso": "unchanged", "fabrikam": "unchanged", "northwind": "built"}
    assert world.run().done == ()


def test_the_name_of_a_new_account_takes_away_the_client_files_that_hold_it(world: World):
    world.workbook("northwind").unlink()
    world.template(DECK).write_bytes(deck(titled("{{ account.name }}, as at Tailspin Toys")))
    assert set(world.run().statuses.values()) == {"built"}
    world.workbook("northwind").write_bytes(workbook("northwind", name="Tailspin Toys"))
    run = world.run()

    assert run.statuses == {"contoso": "failed", "fabrikam": "failed", "northwind": "built"}
    assert not any("Deck" in path for path in files_of(world, "contoso"))
    again, files = world.fresh()
    former = [file.path for one in run.outcomes for file in one.former]
    assert former == [
        file for account in ("contoso", "fabrikam") for file in files_of(world, account) if "client" in file
    ]
    assert {path: content for path, content in world.files().items() if path not in former} == files
    assert [one.problems for one in run.outcomes] == [one.problems for one in again.outcomes]
    assert world.run().done == ("contoso", "fabrikam")  # what failed is tried again
    world.template(DECK).write_bytes(TEMPLATES[DECK])
    assert set(world.run().statuses.values()) == {"built"}
    assert world.files() == world.fresh()[1]


def test_two_workbooks_with_one_id_are_refused_though_each_was_built_before(world: World):
    shutil.copy(world.workbook("contoso"), world.workbook("contoso - copy"))
    assert world.run().statuses["contoso"] == "refused"
    world.workbook("contoso - copy").unlink()
    run = world.run()

    assert run.statuses["contoso"] == "unchanged"
    assert run.done == ()


@pytest.mark.parametrize("damage", ["missing", "cut off", "of another"])
def test_without_its_record_an_account_is_built(world: World, damage: str):
    path = world.records / "contoso.json"
    content = path.read_bytes()
    path.unlink()
    if damage == "cut off":
        path.write_bytes(content[:100])
    elif damage == "of another":
        shutil.copy(world.records / "fabrikam.json", path)

    assert anew(world) == of("contoso")


def test_a_workbook_saved_while_it_is_built_is_built_again(world: World, monkeypatch: pytest.MonkeyPatch):
    from pipeline.production import work

    publish_together = work.publish_together

    def saved_meanwhile(folder: Path, files: dict[str, bytes]) -> dict[str, str]:
        world.workbook("contoso").write_bytes(workbook("contoso", "Third in its market."))
        return publish_together(folder, files)

    world.workbook("contoso").write_bytes(workbook("contoso", "First in its market."))
    monkeypatch.setattr(work, "publish_together", saved_meanwhile)
    world.run()
    monkeypatch.undo()

    assert world.run().statuses["contoso"] == "built"
    assert world.files() == world.fresh()[1]


def edits(chance: random.Random) -> dict[str, object]:
    """What may happen between two runs."""
    account = chance.choice(list(ACCOUNTS))
    said = chance.choice(["Second in its market.", "First in its market.", ""])
    name = chance.choice(["", "", "Tailspin Toys"])
    words = chance.choice(["what we agreed", "next steps", "as at Tailspin Toys"])

    def output(world: World, content: bytes | None) -> None:
        files = files_of(world, account)
        if files:
            path = world.out / chance.choice(files)
            path.unlink() if content is None else path.write_bytes(content)

    def record(world: World) -> None:
        (world.records / f"{account}.json").unlink(missing_ok=True)

    def standards(world: World) -> None:
        path = world.folder / "standards.toml"
        lines = path.read_text(encoding="utf-8").splitlines()
        place = next(number for number, line in enumerate(lines) if line.startswith("name = "))
        lines[place] = f'name = "{chance.choice(["Us", "Our company"])}"'
        path.write_text("\n".join(lines), encoding="utf-8")

    def earlier(world: World) -> None:
        path = world.folder / "history" / account / "2026-Q2.json"
        path.parent.mkdir(exist_ok=True)
        now = path.with_name(f"{PERIOD}.json")
        path.write_text(now.read_text().replace(PERIOD, "2026-Q2") if now.exists() else "{", encoding="utf-8")

    def logo(world: World) -> None:
        path = world.folder / "accounts" / account / "client_logo.png"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(chance.choice([picture("red"), picture("blue"), b"none"]))

    return {
        f"{account} says {said!r} of {name!r}": lambda w: w.workbook(account).write_bytes(
            workbook(account, said, name)
        ),
        f"{account} is saved again": lambda w: w.workbook(account).exists() and packed_anew(w.workbook(account)),
        f"{account} is gone": lambda w: w.workbook(account).unlink(missing_ok=True),
        f"{account} is back": lambda w: w.workbook(account).write_bytes(workbook(account)),
        f"a logo for {account}": logo,
        f"no logo for {account}": lambda w: shutil.rmtree(w.folder / "accounts" / account, ignore_errors=True),
        f"an earlier period of {account}": earlier,
        f"the deck says {words!r}": lambda w: w.template(DECK).write_bytes(
            deck(titled(f"{{{{ account.name }}}}, {words}"))
        ),
        "no German sheet": lambda w: w.template(GERMAN).unlink(missing_ok=True),
        "a German sheet": lambda w: w.template(GERMAN).write_bytes(TEMPLATES[GERMAN]),
        "no notes": lambda w: w.template(NOTES).unlink(missing_ok=True),
        "notes": lambda w: w.template(NOTES).write_bytes(TEMPLATES[NOTES]),
        "the standards": standards,
        "the day": lambda w: setattr(w, "as_of", datetime.date(2026, 9, chance.randint(28, 30))),
        f"a file of {account} deleted": lambda w: output(w, None),
        f"a file of {account} changed": lambda w: output(w, b"by hand"),
        f"no record of {account}": record,
    }


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_everything_is_as_a_fresh_run_makes_it(world: World, seed: int):
    """Only files that are told to be of an earlier run may be there besides, and those of accounts that are gone."""
    chance, past = random.Random(seed), []
    for _ in range(5):
        for _ in range(chance.choice([1, 1, 2])):
            found = edits(chance)
            what = chance.choice(list(found))
            past.append(what)
            found[what](world)  # type: ignore[operator]
        run = world.run()
        past.append(str(run.statuses))
        fresh, expected = world.fresh()
        former = {file.path for one in run.outcomes for file in one.former}
        accounts = {one.account_id for one in run.outcomes}
        mine = {
            path: content
            for path, content in world.files().items()
            if path not in former and path.removeprefix("history/").partition("/")[0] in accounts
        }
        current = {one.account_id for one in run.outcomes if one.status in ("built", "unchanged")}
        kept = {path for path in mine if path.startswith("history/") and path.removeprefix("history/") not in current}
        assert {path: content for path, content in mine.items() if path not in kept} == expected, past
        for one, other in zip(run.outcomes, fresh.outcomes, strict=True):
            assert one.status == other.status or (one.status, other.status) == ("unchanged", "built"), past
            assert [(file.path, file.sha256) for file in one.files] == [(f.path, f.sha256) for f in other.files], past
            assert told(one.problems) == told(other.problems), past


def told(problems: tuple[object, ...]) -> list[str]:
    """Problems without the folder that files of earlier periods were read from."""
    return [str(problem).replace("\\", "/").rpartition("/history/")[2] for problem in problems]
