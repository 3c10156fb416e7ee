"""Finished files are whole: the old one or the new one, never a part."""

import errno
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest

from pipeline.problems import RunStopped
from pipeline.production import publish as publishing
from pipeline.production.processes import HOST
from pipeline.production.publish import (
    KEPT_BACK,
    NotPublished,
    publish,
    publish_together,
    settle,
    settle_all,
)


def test_a_file_is_written_with_its_digest_and_nothing_beside_it(tmp_path: Path):
    path = tmp_path / "contoso" / "client" / "deck.pptx"

    assert publish(path, b"slides") == hashlib.sha256(b"slides").hexdigest()
    assert path.read_bytes() == b"slides"
    assert [child.name for child in path.parent.iterdir()] == ["deck.pptx"]


def test_a_folder_that_cannot_be_made_stops_the_run_with_the_path_and_a_way_out(tmp_path: Path):
    (tmp_path / "out").write_text("a file where the folder should be")

    with pytest.raises(RunStopped, match=r"deck\.pptx cannot be written .*Choose another folder with --out"):
        publish(tmp_path / "out" / "deck.pptx", b"slides")


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_what_stood_there_stays_when_writing_fails(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "deck.pptx"
    publish(path, b"last quarter")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)

    with pytest.raises(RunStopped, match="disk is full"):
        publish(path, b"this quarter")
    assert path.read_bytes() == b"last quarter"
    assert [child.name for child in tmp_path.iterdir()] == ["deck.pptx"]


# The files of one account, put in place together.

FORMER = {"internal/plan.docx": b"plan of last week", "client/deck.pptx": b"deck of last week"}
LATEST = {"internal/plan.docx": b"plan of today", "client/deck.pptx": b"deck of today", "client/note.docx": b"note"}
STEPS = ("_write", "_sync_folder", "_replace", "_keep_former")


class Killed(BaseException):
    """What stands for kill -9: nothing that was going to be done is done."""


def under(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def failing_at(number: int, fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Has the step of that number fail, half done if it is a writing, and gives the steps as they are taken."""
    taken: list[str] = []

    def watched(name: str, step: Callable[..., None]) -> Callable[..., None]:
        def take(path: Path, *rest: Any) -> None:
            taken.append(name)
            if len(taken) != number:
                step(path, *rest)
            elif name == "_write":
                path.write_bytes(rest[0][:3])
                raise fault
            else:
                raise fault

        return take

    for name in STEPS:
        monkeypatch.setattr(publishing, name, watched(name, getattr(publishing, name)))
    return taken


def every_step(folder: Path, fault: Callable[[], BaseException]) -> Iterator[tuple[str, Path, BaseException | None]]:
    """Publishes the latest files over the former ones, again and again, each time with another step that fails."""
    for number in count(1):
        account = folder / str(number) / "contoso"
        publish_together(account, FORMER)
        with pytest.MonkeyPatch.context() as patch:
            taken = failing_at(number, fault(), patch)
            try:
                publish_together(account, LATEST)
            except (NotPublished, RunStopped, Killed) as raised:
                yield taken[-1], account, raised
                continue
        assert number > len(taken)
        assert under(account) == LATEST
        return


def test_files_of_an_account_are_put_in_place_with_their_digests_and_nothing_beside_them(tmp_path: Path):
    digests = publish_together(tmp_path, LATEST)

    assert digests == {place: hashlib.sha256(content).hexdigest() for place, content in LATEST.items()}
    assert under(tmp_path) == LATEST


@pytest.mark.parametrize(("number", "refusal"), [(errno.ENOSPC, RunStopped), (errno.EACCES, NotPublished)])
def test_whatever_step_fails_the_former_files_are_all_there(number: int, refusal: type, tmp_path: Path):
    failed = []
    for step, account, raised in every_step(tmp_path, lambda: OSError(number, os.strerror(number))):
        failed.append(step)
        assert isinstance(raised, refusal), (step, raised)
        kept = account / KEPT_BACK
        found = {place: content for place, content in under(account).items() if not place.startswith(KEPT_BACK)}
        assert found == FORMER, (len(failed), step)
        assert not kept.exists() or under(kept) == LATEST
    assert Counter(failed) == {"_write": 4, "_sync_folder": 5, "_keep_former": 3, "_replace": 3}


def test_a_run_killed_at_any_step_leaves_old_files_or_new_ones_and_never_both(tmp_path: Path):
    ends = []
    for step, account, _ in every_step(tmp_path, Killed):
        assert not [path for path in (account / "client").iterdir() if path.name not in ("deck.pptx", "note.docx")]
        settle(account)
        assert under(account) in (FORMER, LATEST), step
        ends.append(under(account) == LATEST)
    assert ends == sorted(ends), "from some step on the new files win"
    assert True in ends
    assert False in ends


def test_a_settling_that_is_killed_too_is_finished_by_the_next(tmp_path: Path):
    publish_together(tmp_path, FORMER)
    for first, second in product((11, 12, 13), (1, 2)):
        for number, act in ((first, lambda: publish_together(tmp_path, LATEST)), (second, lambda: settle(tmp_path))):
            with pytest.MonkeyPatch.context() as patch, suppress(Killed):
                failing_at(number, Killed(), patch)
                act()
        settle(tmp_path)
        assert under(tmp_path) == LATEST


def test_a_file_that_is_open_elsewhere_fails_the_account_and_keeps_the_new_files_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    account = tmp_path / "contoso"
    publish_together(account, FORMER)
    replace = os.replace

    def held_open(path: Path, target: Path) -> None:
        if Path(target) == account / "client" / "deck.pptx" and Path(path).read_bytes() == LATEST["client/deck.pptx"]:
            raise PermissionError(13, "Permission denied")
        replace(path, target)

    monkeypatch.setattr(os, "replace", held_open)

    with pytest.raises(NotPublished) as raised:
        publish_together(account, LATEST)

    assert str(raised.value) == (
        f"{account / 'client' / 'deck.pptx'} could not be replaced (permission denied); none of the account's files "
        "was. If it is open in another program, close it there and build again. "
        f"The new files are in {account / KEPT_BACK}."
    )
    assert under(account / KEPT_BACK) == LATEST
    monkeypatch.undo()
    publish_together(account, LATEST)
    assert {place for place in under(account) if not place.startswith(KEPT_BACK)} == set(LATEST)


def test_temporary_files_of_a_dead_run_go_and_those_of_others_stay(tmp_path: Path):
    dead = tmp_path / f".keyplan-{HOST}-{2**22 + 1}-abc"
    alive = tmp_path / f".keyplan-{HOST}-{os.getpid()}-abc"
    elsewhere = tmp_path / ".keyplan-otherhost-1-abc"
    theirs = tmp_path / ".hidden"
    for path in (dead, alive, elsewhere, theirs):
        path.write_bytes(b"")

    settle_all(tmp_path)

    assert sorted(tmp_path.iterdir()) == sorted((alive, elsewhere, theirs))
