"""PDF files of the finished documents, made by LibreOffice: a batch for each core, with a profile of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from time import monotonic

from msgspec import Struct

from pipeline.production.executor import Stopping, never

_BATCH = 20  # documents for which LibreOffice is begun once
_GLANCE = 0.2  # seconds between two looks at whether the run is to stop
_PROGRAMS = (
    *("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


class Patience(Struct, frozen=True):
    """The seconds that LibreOffice may take to begin, and for each document."""

    begins: float = 60
    each: float = 30


def libreoffice() -> str | None:
    """The program that makes PDF files, if it is installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def pdfs_of(
    program: str, documents: Sequence[Path], jobs: int, stopping: Stopping = never, patience: Patience | None = None
) -> Iterator[tuple[Path, bytes | None]]:
    """Each document with the bytes of its PDF, None where none could be made of it.

    LibreOffice says that all is well also when it made nothing, so what it made is counted, and a document that gave
    none in its batch is tried once more alone.
    """
    maker = _Maker(program, jobs, stopping, patience or Patience())
    alone = []
    for document, content in maker.made(_batches(documents, jobs)):
        if content is None:
            alone.append(document)
        else:
            yield document, content
    yield from maker.made([[document] for document in alone])


def pdf_of(document: Path) -> Path:
    """Where the PDF of a document lies: beside it. "Plan.docx" and "Plan.pptx" of one account would share it; the
    name of each kind of document is its own, whatever its ending."""
    return document.with_name(f"{document.stem}.pdf")


def _batches(documents: Sequence[Path], jobs: int) -> list[Sequence[Path]]:
    """The documents in batches of equal length, as many as keep all jobs at work."""
    number = max(min(jobs, len(documents)), -(-len(documents) // _BATCH))
    return [documents[place::number] for place in range(number)]


class _Maker(Struct, frozen=True):
    program: str
    jobs: int
    stopping: Stopping
    patience: Patience

    def made(self, batches: Sequence[Sequence[Path]]) -> Iterator[tuple[Path, bytes | None]]:
        """Each document with its PDF, None where there is none; nothing of batches that were not begun or broken off
        because the run is to stop."""
        with ThreadPoolExecutor(self.jobs) as threads:
            for future in as_completed([threads.submit(self._batch, batch) for batch in batches]):
                yield from future.result()

    def _batch(self, batch: Sequence[Path]) -> list[tuple[Path, bytes | None]]:
        """What LibreOffice made of each document. They go by numbers: two accounts may have one name."""
        if self.stopping():
            return []
        with tempfile.TemporaryDirectory(prefix="keyplan-pdf-", ignore_cleanup_errors=True) as place:
            folder = Path(place)
            copies = [folder / f"{number}{document.suffix}" for number, document in enumerate(batch)]
            for document, copy in zip(batch, copies, strict=True):
                shutil.copyfile(document, copy)
            profile = (folder / "profile").as_uri()
            options = [f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf"]
            command = [self.program, *options, "--outdir", str(folder), *map(str, copies)]
            self._run(command, folder, self.patience.begins + self.patience.each * len(batch))
            made = [(document, _content(pdf_of(copy))) for document, copy in zip(batch, copies, strict=True)]
        return [(document, content) for document, content in made if content is not None or not self.stopping()]

    def _run(self, command: list[str], folder: Path, seconds: float) -> None:
        """Runs LibreOffice to its end, which tells nothing; with all it started it is ended once its time is over."""
        nothing = subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                command, cwd=folder, start_new_session=True, stdin=nothing, stdout=nothing, stderr=nothing
            )
        except OSError:  # what is called soffice is no program: nothing is made, and that is counted
            return
        end = monotonic() + seconds
        try:
            while process.poll() is None and monotonic() < end and not self.stopping():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_GLANCE)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program with all it started."""
    if os.name == "nt":
        if process.poll() is None:
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _content(pdf: Path) -> bytes | None:
    """The PDF, if it is a whole one."""
    try:
        content = pdf.read_bytes()
    except OSError:
        return None
    return content if content.startswith(b"%PDF-") and b"%%EOF" in content[-64:] else None
