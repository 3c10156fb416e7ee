"""Finished Word files of the default templates, for tests: rendered, read and laid out."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pipeline.analysis.analyse import analyse
from pipeline.documents.compiling.compile import compile_template
from pipeline.documents.rendering.render import render
from pipeline.model.account import KeyAccount
from pipeline.views.context import client_view, internal_view
from tests.builders import AS_OF, PERIOD, shipped_standards
from tests.commands import need
from tests.views.decks import given

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def for_the_client(template: Path, account: KeyAccount) -> bytes:
    """The document that a client template gives for an account."""
    return render(compile_template(template.read_bytes(), template.name, "client"), client_view(*given(account)))


def for_the_team(template: Path, account: KeyAccount) -> bytes:
    """The document that an internal template gives for an account."""
    standards, about = shipped_standards(), given(account)[3]
    view = internal_view(account, analyse(account, standards, PERIOD, AS_OF), standards, about)
    return render(compile_template(template.read_bytes(), template.name, "internal"), view)


def body(content: bytes) -> Any:
    """The body of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (found,) = ElementTree.fromstring(package.read("word/document.xml"))
    return found


def text(element: Any) -> str:
    """All words of an element, with ordinary spaces."""
    return "".join(element.itertext()).replace("\u00a0", " ")


def paragraphs(content: bytes, style: str) -> list[str]:
    """The paragraphs of one style."""
    return [
        text(paragraph)
        for paragraph in body(content).iter(f"{W}p")
        if any(found.get(f"{W}val") == style for found in paragraph.iter(f"{W}pStyle"))
    ]


def pages(folder: Path, **files: bytes) -> dict[str, int]:
    """How many pages LibreOffice gives each file, by its name."""
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [need("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    sources = [f"{name}.docx" for name in files]
    subprocess.run([*command, *sources], cwd=folder, check=True, capture_output=True, timeout=240)
    return {name: len(re.findall(rb"/Type\s*/Page\b", (folder / f"{name}.pdf").read_bytes())) for name in files}
