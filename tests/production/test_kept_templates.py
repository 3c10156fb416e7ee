"""Compiled templates kept between runs: the same documents, never another's, and nothing that a run could trip over."""

import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import asdict, replace

from pipeline.documents.fitting.slide_text import Sizes
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.kept import template_from_bytes, template_to_bytes
from pipeline.documents.templates.template import Template
from pipeline.problems import TemplateRefused
from pipeline.production import kept_templates, work
from pipeline.production.kept_templates import FOLDER, LONGEST_UNUSED, MOST
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents
from pipeline.run.templates import compile_template, template_files
from pipeline.standards import read_standards
from tests.commands import ACCOUNTS, PERIOD, PROJECT, SAMPLES
from tests.documents.office import data, paragraphs, word_lines

NOTE = paragraphs("{{ account.name }}", "{% for one in objectives %}{{ one.title }}{% endfor %}")
NO_SIZES = Sizes()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which templates are kept, empty; nothing is known to this process."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    monkeypatch.setattr(work, "_KNOWN", {})
    return tmp_path / "cache" / "templates"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder of output templates with one of a few tags."""
    for audience in ("internal", "client"):
        (tmp_path / "output_templates" / audience).mkdir(parents=True)
    (tmp_path / "output_templates" / "internal" / "note.docx").write_bytes(NOTE)
    return tmp_path / "output_templates"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that were compiled, as they are."""
    names: list[str] = []

    def told(path: Path) -> object:
        names.append(path.name)
        return compile_template(path)

    monkeypatch.setattr(work, "compile_template", told)
    return names


def in_a_new_process(templates: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Template, ...]:
    """The compiled templates of a folder, for a process that knows none yet."""
    monkeypatch.setattr(work, "_KNOWN", {})
    return work.compiled_templates(templates)


def lines(template: Template) -> list[str]:
    return word_lines(render(template, data(account={"name": "Acme"}, objectives=[{"title": "Grow"}])))


def only_file(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def test_a_template_is_compiled_once_for_all_runs(cache, templates, compiled, monkeypatch):
    first, second = (in_a_new_process(templates, monkeypatch) for _ in range(2))
    assert compiled == ["note.docx"]
    assert lines(first[0]) == lines(second[0]) == ["Acme", "Grow"]
    assert second[0].source == NOTE


def test_only_this_user_may_read_what_is_kept(cache, templates, monkeypatch):
    in_a_new_process(templates, monkeypatch)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert only_file(cache).stat().st_mode & 0o022 == 0


def as_plain_data(template: Template) -> tuple[Template, list[dict[str, object]]]:
    """A template without the sizes of its slides, and what they hold: as objects, no two of them are equal."""
    slides = tuple(replace(slide, sizes=NO_SIZES) for slide in template.slides)
    return replace(template, slides=slides), [asdict(slide.sizes) for slide in template.slides]


def is_same(one: object, other: object) -> bool:
    """Asked in a function, as to tell where two templates differ takes pytest a quarter of an hour."""
    return one == other


def test_the_same_documents_whether_compiled_or_kept():
    standards = read_standards(PROJECT / "input_templates" / "standards.toml")
    compiled = tuple(compile_template(path)[0] for path in template_files(PROJECT / "output_templates"))
    assert len(compiled) >= 6
    kept = tuple(template_from_bytes(template_to_bytes(one), one.source) for one in compiled)
    assert all(map(is_same, map(as_plain_data, kept), map(as_plain_data, compiled)))
    review = Review(PERIOD, datetime.date(2026, 9, 30))
    for name in ACCOUNTS:
        account = read_and_check(SAMPLES / f"{name}.xlsx", standards).account
        assert is_same(documents(account, standards, kept, review), documents(account, standards, compiled, review))


def test_another_template_is_never_taken_for_it(cache, templates, compiled, monkeypatch):
    in_a_new_process(templates, monkeypatch)
    path = templates / "internal" / "note.docx"
    path.write_bytes(paragraphs("{{ account.name }}!"))
    (edited,) = in_a_new_process(templates, monkeypatch)
    assert lines(edited) == ["Acme!"]
    path.rename(templates / "client" / "note.docx")
    (moved,) = in_a_new_process(templates, monkeypatch)
    assert (moved.name, moved.audience) == ("client/note.docx", "client")
    assert len(compiled) == 3


def test_another_version_of_the_code_compiles_anew(cache, templates, compiled, monkeypatch):
    in_a_new_process(templates, monkeypatch)
    monkeypatch.setattr(kept_templates, "code_digest", lambda: "another version")
    in_a_new_process(templates, monkeypatch)
    assert compiled == ["note.docx"] * 2


def test_a_template_with_a_fault_is_told_by_every_run(cache, templates, monkeypatch):
    (templates / "internal" / "note.docx").write_bytes(paragraphs("{{ account.nmae }}"))
    for _ in range(2):
        with pytest.raises(TemplateRefused, match="nmae"):
            in_a_new_process(templates, monkeypatch)
    assert list(cache.iterdir()) == []


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def with_another_checksum(path: Path) -> None:
    path.write_bytes(bytes(32) + path.read_bytes()[32:])


def of_another_template(path: Path) -> None:
    kept_templates.keep_template("0" * 64, compile_template_in(path))
    (path.parent / f"{'0' * 64}.template").replace(path)


def compile_template_in(path: Path) -> Template:
    place = path.parents[2] / "internal" / "other.docx"
    place.parent.mkdir()
    place.write_bytes(paragraphs("another one"))
    template = compile_template(place)[0]
    assert template
    return template


def written_by_others(path: Path) -> None:
    path.chmod(0o666)


def a_link(path: Path) -> None:
    path.rename(path.parents[1] / "elsewhere")
    path.symlink_to(path.parents[1] / "elsewhere")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def whole_but_no_template(path: Path) -> None:
    written = b"a checksum makes no template"
    path.write_bytes(kept_templates._checksum(path.stem, written) + written)


SPOILT = (
    *(cut_off, emptied, flipped, with_another_checksum, of_another_template, written_by_others, a_link, a_pipe),
    whole_but_no_template,
)


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_what_cannot_be_trusted_is_passed_over_and_written_anew(cache, templates, compiled, monkeypatch, spoil):
    in_a_new_process(templates, monkeypatch)
    file = only_file(cache)
    spoil(file)
    (template,) = in_a_new_process(templates, monkeypatch)
    assert lines(template) == ["Acme", "Grow"]
    assert compiled == ["note.docx"] * 2
    assert only_file(cache).is_file()
    assert not file.is_symlink()
    in_a_new_process(templates, monkeypatch)
    assert compiled == ["note.docx"] * 2


def no_folder(cache: Path) -> None:
    cache.parent.write_text("a file stands in its place")


def open_to_others(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o770)


def another_users(cache: Path) -> None:
    cache.mkdir(parents=True, mode=0o700)
    if os.geteuid() == 0:
        os.chown(cache, 65534, 65534)


def linked(cache: Path) -> None:
    (cache.parent.parent / "elsewhere").mkdir(mode=0o700)
    cache.parent.mkdir()
    cache.symlink_to(cache.parent.parent / "elsewhere")


@pytest.mark.parametrize("spoil", [no_folder, open_to_others, another_users, linked], ids=lambda spoil: spoil.__name__)
def test_a_folder_that_is_not_this_users_alone_keeps_nothing(cache, templates, compiled, monkeypatch, spoil):
    spoil(cache)
    if spoil is another_users and os.geteuid():  # only root can give a folder away: another user asks instead
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    for _ in range(2):
        (template,) = in_a_new_process(templates, monkeypatch)
        assert lines(template) == ["Acme", "Grow"]
    assert compiled == ["note.docx"] * 2
    assert not cache.is_dir() or list(cache.iterdir()) == []


def test_a_full_disk_is_no_reason_not_to_build(cache, templates, compiled, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    for _ in range(2):
        in_a_new_process(templates, monkeypatch)
    assert compiled == ["note.docx"] * 2
    assert list(cache.iterdir()) == []


def test_an_empty_name_keeps_nothing(templates, compiled, monkeypatch):
    monkeypatch.setenv(FOLDER, "")
    for _ in range(2):
        in_a_new_process(templates, monkeypatch)
    assert compiled == ["note.docx"] * 2


def test_the_usual_folder_is_the_users_own(tmp_path, templates, monkeypatch):
    monkeypatch.delenv(FOLDER)
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    in_a_new_process(templates, monkeypatch)
    assert len(list((tmp_path / "home").rglob("*.template"))) == 1


def test_what_was_not_used_for_long_goes(cache, templates, monkeypatch):
    in_a_new_process(templates, monkeypatch)
    used = only_file(cache)
    long_ago = time.time() - LONGEST_UNUSED - 60
    for name in ("old", "newer"):
        (cache / f"{name}.template").write_bytes(b"")
    os.utime(cache / "old.template", (long_ago, long_ago))
    os.utime(used, (long_ago, long_ago))
    in_a_new_process(templates, monkeypatch)  # which uses it
    (templates / "internal" / "note.docx").write_bytes(paragraphs("{{ account.name }}!"))
    in_a_new_process(templates, monkeypatch)
    assert {used.name, "newer.template"} < {path.name for path in cache.iterdir()}
    assert not (cache / "old.template").exists()


def test_no_more_are_kept_than_the_limit(cache, templates, monkeypatch):
    cache.mkdir(parents=True, mode=0o700)
    for number in range(MOST + 5):
        (cache / f"{number}.template").write_bytes(b"")
        os.utime(cache / f"{number}.template", (time.time() - 1000 + number,) * 2)
    in_a_new_process(templates, monkeypatch)
    left = {path.name for path in cache.iterdir()}
    assert len(left) == MOST
    assert "5.template" not in left
    assert f"{MOST + 4}.template" in left


def test_two_processes_at_once_disturb_neither(cache, templates):
    for number in range(8):
        (templates / "internal" / f"{number}.docx").write_bytes(paragraphs(f"{number} {{{{ account.name }}}}"))
    program = (
        "import sys; from pathlib import Path; from pipeline.production.work import compiled_templates as compiled;"
        "print(*(one.name for one in compiled(Path(sys.argv[1]))))"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(templates)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=60)[0].split() for process in both]
    assert told[0] == told[1]
    assert len(told[0]) == len(list(cache.iterdir())) == 9
