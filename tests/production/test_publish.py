"""Finished files are whole: the old one or the new one, never a part."""

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.problems import RunStopped
from pipeline.production.publish import publish


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
