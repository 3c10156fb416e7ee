"""Gives templates another brand: the colours and fonts of their theme and the company's logo, and nothing else.

python -m output_templates.authoring.rebrand BRAND FOLDER writes the templates of output_templates/ into FOLDER in the
brand of the folder BRAND, which holds brand.toml and logo.png; docs/brand.md says more.
"""

import io
import posixpath
import re
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

from output_templates.authoring.theme import PALETTE
from pipeline.run.templates import template_files

TEMPLATES = Path(__file__).resolve().parents[1]
_LOGO = re.compile(r'descr="\{\{ about\.company \}\}"(?:(?!descr=").)*?r:embed="([^"]+)"', re.DOTALL)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Brand:
    """The twelve colours of a theme as six hexadecimal digits by slot, its two fonts, and a logo as PNG."""

    colours: Mapping[str, str]
    heading_font: str
    body_font: str
    logo: bytes


def read_brand(folder: Path) -> Brand:
    """The brand in a folder; ValueError, with a sentence, where a colour is missing, unknown or not six digits."""
    told = tomllib.loads((folder / "brand.toml").read_text(encoding="utf-8"))
    colours = told["colours"]
    if colours.keys() != PALETTE.keys():
        missing, unknown = PALETTE.keys() - colours.keys(), colours.keys() - PALETTE.keys()
        raise ValueError(f"brand.toml: colours missing: {sorted(missing)}, unknown: {sorted(unknown)}.")
    for slot, colour in colours.items():
        if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
            raise ValueError(f"brand.toml: {slot} is {colour!r}; write six hexadecimal digits such as 6A2C70.")
    return Brand(colours, told["heading_font"], told["body_font"], (folder / "logo.png").read_bytes())


def rebranded(template: bytes, brand: Brand) -> bytes:
    """The template of a Word or PowerPoint file in another brand; every other part is as it was, byte for byte."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        logos = {logo for name in old.namelist() for logo in _logos(old, name)}
        for name in old.namelist():
            content = old.read(name)
            if re.search(r"/theme/theme\d+\.xml$", name):
                content = _theme(content.decode(), brand).encode()
            elif name in logos:
                content = _in_place_of(content, brand.logo)
            new.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _logos(package: zipfile.ZipFile, name: str) -> list[str]:
    """The pictures in a part whose alternative text is the company's name."""
    if not name.endswith(".xml"):
        return []
    found = _LOGO.findall(package.read(name).decode("utf-8"))
    if not found:
        return []
    folder, base = posixpath.split(name)
    relations = package.read(f"{folder}/_rels/{base}.rels").decode()
    targets = {
        number[1]: target[1]
        for one in re.findall(r"<Relationship\b[^>]*>", relations)
        if (number := re.search(r'\bId="([^"]*)"', one)) and (target := re.search(r'\bTarget="([^"]*)"', one))
    }
    return [posixpath.normpath(posixpath.join(folder, targets[number])) for number in found]


def _theme(xml: str, brand: Brand) -> str:
    for slot, colour in brand.colours.items():
        written = f'<a:{slot}><a:srgbClr val="{colour.upper()}"/></a:{slot}>'
        xml = re.sub(rf"<a:{slot}>.*?</a:{slot}>", written, xml, flags=re.DOTALL)
    for kind, font in (("major", brand.heading_font), ("minor", brand.body_font)):
        face = escape(font, {'"': "&quot;"})
        xml = re.sub(rf'(<a:{kind}Font>\s*<a:latin typeface=")[^"]*', lambda match, face=face: match[1] + face, xml)
    return xml


def _in_place_of(old: bytes, logo: bytes) -> bytes:
    """The logo as large as it can be in the proportions of the old one, so that no frame changes; at its left."""
    before, given = Image.open(io.BytesIO(old)), Image.open(io.BytesIO(logo)).convert("RGBA")
    scale = max(given.width / before.width, given.height / before.height)
    ground = Image.new("RGBA", (round(before.width * scale), round(before.height * scale)), (255, 255, 255, 0))
    ground.paste(given, (0, (ground.height - given.height) // 2))
    file = io.BytesIO()
    ground.save(file, "PNG", optimize=True)
    return file.getvalue()


def write_rebranded(folder: Path, target: Path) -> list[Path]:
    """Write every template of output_templates/ into `target` in the brand of `folder`; the files written."""
    brand, written = read_brand(folder), []
    for path in template_files(TEMPLATES):
        file = target / path.parent.name / path.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(rebranded(path.read_bytes(), brand))
        written.append(file)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m output_templates.authoring.rebrand BRAND FOLDER")
    try:
        for one in write_rebranded(Path(sys.argv[1]), Path(sys.argv[2])):
            print(one)
    except (OSError, KeyError, ValueError) as error:
        sys.exit(f"{error}")
