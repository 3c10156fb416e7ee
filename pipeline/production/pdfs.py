"""The PDF files beside the documents of a run: made where they are missing or old, taken away where they mislead."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.production.executor import Stopping
from pipeline.production.fingerprints import file_digest
from pipeline.production.publish import NotPublished, publish_together
from pipeline.production.records import read_pdfs, write_pdfs_made
from pipeline.production.report import Outcome, Published
from pipeline.production.standing import take_away

if TYPE_CHECKING:
    from pipeline.production.pdf import Patience

MISSING = (
    "No PDF is made, as LibreOffice is not installed here. Install it, or open the documents in Word and PowerPoint "
    "and save them as PDF there. The documents themselves are complete."
)
_SOURCE = "document"  # what a PDF is made from: the digest of the document beside it


class Pdfs(Struct, frozen=True):
    """What a run did about PDF files: those that stand beside its documents now, by the path of the document.

    `lacking` are sentences for a person who waits for a PDF, `remarks` tell which were taken away.
    """

    files: Mapping[str, Published]
    lacking: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def without_old_pdfs(folder: Path, outcomes: Collection[Outcome]) -> Pdfs:
    """The PDF files of earlier runs that show the documents as they are now; ours that do not are removed.

    One that somebody changed since it was made is never removed, but told.
    """
    before = read_pdfs(folder)
    if not before:
        return Pdfs({})
    current = {file.path: file.sha256 for outcome in outcomes for file in outcome.files}
    accounts = {outcome.account_id for outcome in outcomes if outcome.account_id}
    left, remarks = {}, []
    for document, pdf in before.items():
        if document.partition("/")[0] not in accounts:
            left[document] = pdf
        elif pdf.made_from[_SOURCE] == (current.get(document) or file_digest(folder / document)):
            if file_digest(folder / pdf.path) == pdf.sha256:
                left[document] = pdf
        elif take_away(folder, [pdf]):
            remarks.append(f"{pdf.path} was of an earlier document, and was removed.")
        elif (folder / pdf.path).exists():
            remarks.append(f"{pdf.path} is of an earlier document and not current: do not send it.")
            left[document] = pdf
    if left != before:
        write_pdfs_made(folder, left)
    return Pdfs(left, remarks=tuple(remarks))


def with_pdfs(
    folder: Path,
    outcomes: Collection[Outcome],
    found: Pdfs,
    jobs: int,
    stopping: Stopping,
    patience: "Patience | None" = None,
) -> Pdfs:
    """As `found`, with a PDF beside every document that was built or is unchanged. Raises RunStopped if one cannot be
    written."""
    wanted = {
        file.path: file
        for outcome in outcomes
        if outcome.status in ("built", "unchanged")
        for file in outcome.files
        if not _is_of(found.files.get(file.path), file)
    }
    if not wanted:
        return found
    from pipeline.production.pdf import libreoffice, pdfs_of  # most runs make none

    program = libreoffice()
    if program is None:
        return replace(found, lacking=(MISSING,))
    files, lacking = dict(found.files), []
    # What is begun is written down first: after a run that was killed, a PDF of an old document is told at least.
    write_pdfs_made(folder, files | {path: _pdf(file, "") for path, file in wanted.items()})
    try:
        documents = {folder / path: file for path, file in wanted.items()}
        for document, content in pdfs_of(program, tuple(documents), jobs, stopping, patience):
            file = documents[document]
            if content is None:
                lacking.append(f"{file.path}: no PDF could be made of it. {_by_hand(file)}")
                continue
            try:
                files[file.path] = _pdf(file, _put_beside(folder, file, content))
            except NotPublished as refusal:
                lacking.append(str(refusal))
    finally:
        write_pdfs_made(folder, files)
    return replace(found, files=files, lacking=tuple(sorted(lacking)))


def with_their_pdfs(outcome: Outcome, pdfs: Pdfs) -> Outcome:
    """The outcome of an account with the PDF files of its documents among its files."""
    found = (pdfs.files.get(file.path) for file in outcome.files)
    of_these = zip(outcome.files, found, strict=True)
    return replace(outcome, files=(*outcome.files, *(pdf for file, pdf in of_these if pdf and _is_of(pdf, file))))


def _is_of(pdf: Published | None, document: Published) -> bool:
    return pdf is not None and pdf.made_from[_SOURCE] == document.sha256


def _put_beside(folder: Path, document: Published, content: bytes) -> str:
    """Puts the PDF of a document into place and gives its SHA-256."""
    account, _, place = _place_of(document).partition("/")
    return publish_together(folder / account, {place: content})[place]


def _place_of(document: Published) -> str:
    from pipeline.production.pdf import pdf_of

    return pdf_of(Path(document.path)).as_posix()


def _pdf(document: Published, sha256: str) -> Published:
    return Published(_place_of(document), sha256, document.template, {_SOURCE: document.sha256})


def _by_hand(document: Published) -> str:
    program = "PowerPoint" if document.path.endswith(".pptx") else "Word"
    return f"Open it in {program} and save it as PDF there."
