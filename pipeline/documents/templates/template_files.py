"""Which files are output templates: the Office files in the folders of the two audiences."""

from pathlib import Path

AUDIENCES = ("internal", "client")
EXTENSIONS = (".docx", ".pptx")


def template_files(folder: Path) -> tuple[Path, ...]:
    """The output templates of a folder, internal ones first, by name; lock files and hidden files are passed over."""
    return tuple(
        path
        for audience in AUDIENCES
        for path in sorted((folder / audience).glob("*"))
        if path.suffix in EXTENSIONS and not path.name.startswith(("~$", "."))
    )
