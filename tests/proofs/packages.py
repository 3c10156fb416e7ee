"""Produced files taken apart: which there are, and the parts of one."""

import io
import zipfile
from pathlib import Path

from lxml import etree


def documents(built: Path, *kinds: str) -> list[Path]:
    """The produced documents of these kinds (".docx", ".pptx"), of every sample."""
    return sorted(path for path in built.glob("*/*/*") if path.suffix in kinds)


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of an Office file by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml_parts(path: Path, folder: str) -> dict[str, etree._Element]:
    """The parsed parts of one folder ("word/", "ppt/slides/") of a produced document, by name."""
    found = parts(path.read_bytes())
    return {
        name: etree.fromstring(content)
        for name, content in found.items()
        if name.startswith(folder) and name.endswith(".xml") and "/" not in name.removeprefix(folder)
    }


def embedded_workbooks(path: Path) -> dict[str, bytes]:
    """The workbooks inside a produced document, by the name of their part."""
    return {name: content for name, content in parts(path.read_bytes()).items() if name.endswith(".xlsx")}


def with_part(source: Path, target: Path, name: str, content: bytes) -> None:
    """Writes `source` anew as `target`, one part with other content."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            after.writestr(member, content if member == name else before.read(member))
