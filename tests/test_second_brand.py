"""The example of a second brand: it changes theme and logo of every template and nothing else, and it can be read."""

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from docs.authoring.second_brand import TARGET, logo_png
from output_templates.authoring.rebrand import TEMPLATES, read_brand, rebranded
from pipeline.run.templates import template_files
from tests.commands import PROJECT

FOLDER = PROJECT / "docs" / "second-brand"
FILES = list(template_files(TEMPLATES))
THEME = re.compile(r"/theme/theme\d+\.xml$")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_template_in_another_brand_differs_in_theme_and_logo_alone(file):
    before, after = parts(file.read_bytes()), parts(rebranded(file.read_bytes(), read_brand(FOLDER)))
    changed = {name for name in before if before[name] != after[name]}
    pictures = {name for name in changed if "/media/" in name}

    assert list(before) == list(after)
    assert pictures
    assert {name for name in changed if THEME.search(name)} == {name for name in before if THEME.search(name)}
    assert all("/media/" in name or THEME.search(name) for name in changed)
    for name in pictures:
        old, new = (Image.open(io.BytesIO(one[name])) for one in (before, after))
        assert new.width / new.height == pytest.approx(old.width / old.height, rel=0.02)


def test_what_is_no_logo_keeps_its_picture():
    deck = next(file for file in FILES if file.suffix == ".pptx").read_bytes()
    before, after = parts(deck), parts(rebranded(deck, read_brand(FOLDER)))
    same = [name for name in before if "/media/" in name and before[name] == after[name]]

    assert len(same) == 1, "the stand-in for the client's logo"


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("slot", ["dk1", "dk2", "accent1", "accent3", "accent4", "accent5"])
@pytest.mark.parametrize("ground", ["lt1", "lt2"])
def test_text_in_the_second_brand_has_enough_contrast(slot, ground):
    colours = read_brand(FOLDER).colours
    light, dark = luminance(colours[ground]), luminance(colours[slot])

    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('accent1 = "6A2C70"', 'accent1 = "purple"', "accent1 is 'purple'; write six hexadecimal digits"),
        ('accent1 = "6A2C70"', 'acent1 = "6A2C70"', "colours missing: ['accent1'], unknown: ['acent1']"),
    ],
)
def test_a_mistake_in_a_brand_is_told_in_a_sentence(tmp_path: Path, old, new, said):
    shutil.copytree(FOLDER, tmp_path / "brand")
    file = tmp_path / "brand" / "brand.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    command = [sys.executable, "-m", "output_templates.authoring.rebrand", str(tmp_path / "brand"), str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_logo_is_what_its_script_draws():
    drawn, committed = Image.open(io.BytesIO(logo_png())), Image.open(TARGET)

    assert hashlib.sha256(drawn.tobytes()).digest() == hashlib.sha256(committed.tobytes()).digest()
