"""The pictures of an account: from the folder beside its workbook into its documents, or a sentence that says why."""

import shutil
from pathlib import Path

import pytest

from tests.commands import PERIOD, SAMPLES, a_workspace, keyplan, keyplan_json
from tests.documents.figures.test_pictures import image, slide_picture, word_picture
from tests.documents.office import part_names


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One account, and two templates that show its logo."""
    folder = a_workspace(tmp_path)
    for template in (folder / "output_templates").rglob("*.*x"):
        template.unlink()
    (folder / "output_templates" / "client" / "deck.pptx").write_bytes(slide_picture())
    (folder / "output_templates" / "internal" / "plan.docx").write_bytes(word_picture())
    (folder / "accounts").mkdir()
    shutil.copy(SAMPLES / "havnes-meieri.xlsx", folder / "accounts" / "Havnes 2026.xlsx")
    return folder


def built(workspace: Path) -> list[list[str]]:
    """The pictures in each document of the account."""
    done = keyplan("build", "accounts", "--period", PERIOD, folder=workspace)
    assert done.exit_code == 0, done.output
    files = sorted((workspace / "out" / PERIOD / "havnes-meieri").rglob("*.*x"))
    return [[name for name in part_names(file.read_bytes()) if "/media/" in name] for file in files]


@pytest.mark.parametrize("beside", ["havnes-meieri", "Havnes 2026"])
def test_a_logo_beside_the_workbook_is_in_every_document(workspace: Path, beside: str):
    folder = workspace / "accounts" / beside
    folder.mkdir()
    (folder / "client_logo.png").write_bytes(image())

    assert built(workspace) == [["ppt/media/client_logo.png"], ["word/media/client_logo.png"]]


def test_without_a_logo_the_documents_are_made_without_it(workspace: Path):
    assert built(workspace) == [[], []]


def test_a_picture_that_cannot_be_used_stops_its_account_with_a_sentence(workspace: Path):
    folder = workspace / "accounts" / "havnes-meieri"
    folder.mkdir()
    (folder / "client_logo.png").write_bytes(image(kind="GIF"))
    done = keyplan("check", "accounts", folder=workspace)

    assert done.exit_code == 1
    assert "havnes-meieri/client_logo.png is not a PNG or JPEG picture." in " ".join(done.output.split())
    assert keyplan("build", "accounts", "--period", PERIOD, folder=workspace).exit_code == 1


def test_the_pictures_that_templates_may_show_are_listed_by_audience():
    every, client = (
        {row["path"] for row in keyplan_json("fields", *arguments) if row["type"] == "picture"}
        for arguments in ((), ("--audience", "client"))
    )

    assert every == {"pictures.client_logo", "pictures.cover", "pictures.org_chart"}
    assert client == {"pictures.client_logo", "pictures.cover"}
