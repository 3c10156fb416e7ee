"""A team's own brand: colours, fonts and logo are changed in the template alone, and every document follows."""

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from pipeline.model.account import KeyAccount
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents
from pipeline.run.templates import read_templates, template_files
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import PROJECT, SAMPLES

TEMPLATES = PROJECT / "output_templates"
FILES = [path.name for path in template_files(TEMPLATES)]
SLOTS = (
    "dk1",
    "lt1",
    "dk2",
    "lt2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)
OURS = {slot: f"{number:02X}7E3{number % 10}" for number, slot in enumerate(SLOTS, 16)}
FONTS = ("Georgia", "Verdana")
SYMBOLS = {"Arial"}  # has the shapes that show a status, which a brand's font may lack
COLOUR = re.compile(r"<a:srgbClr\b[^>]*>|<w:[^>]*\b(?:fill|color|val)=\"[0-9A-Fa-f]{6}\"[^>]*>")
FOLLOWS = re.compile(r"\bw:theme(?:Color|Fill)=")
FACE = re.compile(r'\b(?:typeface|w:(?:ascii|hAnsi|cs|eastAsia))="([^"+]+)"')


def rebranded(blob: bytes) -> bytes:
    """The template with other theme colours, theme fonts and pictures, and nothing else changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if "/theme/theme1" in name:
                content = theme(content.decode()).encode()
            elif "/media/" in name:
                content = picture(content)
            new.writestr(name, content)
    return file.getvalue()


def theme(xml: str) -> str:
    for slot, colour in OURS.items():
        xml = re.sub(
            rf"<a:{slot}>.*?</a:{slot}>", f'<a:{slot}><a:srgbClr val="{colour}"/></a:{slot}>', xml, flags=re.DOTALL
        )
    for kind, font in zip(("major", "minor"), FONTS, strict=True):
        xml = re.sub(rf'(<a:{kind}Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", xml)
    return xml


def picture(content: bytes) -> bytes:
    """A picture of the same size in one colour."""
    file = io.BytesIO()
    Image.new("RGB", Image.open(io.BytesIO(content)).size, "#7E3123").save(file, "PNG")
    return file.getvalue()


@cache
def made(folder: Path) -> dict[str, bytes]:
    """A document of each template of a folder, by its name: of the German sample where it is in German."""
    found = {}
    for sample in ("kaltenbrueck-pharma", "havnes-meieri"):
        account = read_and_check(SAMPLES / f"{sample}.xlsx", shipped_standards()).account
        assert isinstance(account, KeyAccount)
        for one in documents(account, shipped_standards(), read_templates(folder), Review(period=PERIOD, as_of=AS_OF)):
            found[Path(one.template).name] = one.content
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("brand")
    for path in template_files(TEMPLATES):
        target = place / path.parent.name / path.name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(rebranded(path.read_bytes()))
    return place


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def drawn(content: bytes) -> dict[str, str]:
    """The parts that say what a document looks like, without its themes."""
    return {
        name: xml.decode()
        for name, xml in parts(content).items()
        if name.endswith(".xml") and "/theme/" not in name and not name.startswith(("docProps/", "[", "customXml/"))
    }


@pytest.mark.parametrize("file", FILES)
def test_the_document_has_the_theme_and_the_pictures_of_its_template(folder, file):
    before, after = parts(made(TEMPLATES)[file]), parts(made(folder)[file])
    (main,) = (name for name in after if name.endswith("/theme/theme1.xml"))
    found = after[main].decode()

    assert dict(re.findall(r'<a:(\w+)><a:srgbClr val="(\w+)"/></a:\1>', found)).items() >= OURS.items()
    assert tuple(re.findall(r'<a:(?:major|minor)Font>\s*<a:latin typeface="([^"]*)"', found)) == FONTS
    pictures = {name for name in before if "/media/" in name}
    assert {name for name in after if "/media/" in name} == pictures
    assert not [name for name in pictures if before[name] == after[name]]


@pytest.mark.parametrize("file", FILES)
def test_every_colour_is_one_of_the_theme(folder, file):
    """A colour of Word carries a number too, for programs that know no themes; Word takes the theme's."""
    fixed = {
        (name, found)
        for name, xml in drawn(made(folder)[file]).items()
        for found in COLOUR.findall(xml)
        if not FOLLOWS.search(found)
    }

    assert fixed == set()


@pytest.mark.parametrize("file", FILES)
def test_every_font_is_one_of_the_theme_but_that_of_the_status_shapes(folder, file):
    faces = {
        face
        for name, xml in drawn(made(folder)[file]).items()
        if not name.endswith("fontTable.xml")
        for face in FACE.findall(re.sub("<w:lang [^>]*>", "", xml))
    }

    assert faces <= SYMBOLS


def test_the_documents_hold_charts_so_that_their_colours_are_looked_at(folder):
    assert sum("/charts/chart" in name for content in made(folder).values() for name in drawn(content)) >= 8
