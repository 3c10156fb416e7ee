"""Opening a template: the parts of a Word or PowerPoint file, or one sentence that says why it is none."""

from msgspec.structs import replace

from pipeline.documents.packaging.damage import damage_in
from pipeline.documents.packaging.package import Part, read_package
from pipeline.documents.templates.tags import Findings
from pipeline.documents.templates.template import Place
from pipeline.guard import Unfit
from pipeline.problems import Problem, TemplateRefused

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SLIDES_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_MAIN_TYPES = {
    ".docx": {WORD_MAIN: WORD_MAIN, WORD_MAIN.replace("document.main", "template.main"): WORD_MAIN},
    ".pptx": {
        _SLIDES_MAIN: _SLIDES_MAIN,
        _SLIDES_MAIN.replace("presentation.main", "template.main"): _SLIDES_MAIN,
        _SLIDES_MAIN.replace("presentation.main", "slideshow.main"): _SLIDES_MAIN,
    },
}
_KNOWN = {kind: (suffix, document) for suffix, kinds in _MAIN_TYPES.items() for kind, document in kinds.items()}
_NAMES = {".docx": "a Word document", ".pptx": "a PowerPoint presentation"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_OFFICE = ", as .docx or .pptx"
_SAVE_AGAIN = "Open it in Word or PowerPoint and save it once more."
_TAKE_OFF = "In File, Info, Protect Document take the password off, and save it."
_FIXES = {
    "not-found": "Check the name and the folder.",
    "not-a-file": "Put the template itself there, a .docx or .pptx.",
    "not-readable": "Check who may read it, and try again.",
    "empty": "Copy it once more.",
    "too-large": "Take out pictures and other content that does not belong to the design, and save it again.",
    "damaged": _SAVE_AGAIN,
    "password": _TAKE_OFF,
    "unsafe": _SAVE_AGAIN,
}


def opened(blob: bytes, findings: Findings) -> dict[str, Part]:
    """The parts of the file, the main one with the content type of a document; TemplateRefused for no template."""
    try:
        parts = read_package(blob)
    except Unfit as unfit:
        message, fix = _told_apart(blob) or (unfit.message, _FIXES[unfit.reason])
        raise _refusal(findings, message, fix) from unfit
    except ValueError as error:
        message, fix = _told_apart(blob) or (f"It cannot be read: {error}.", "Save it again in Office.")
        raise _refusal(findings, message, fix) from error
    main = next((one.target for one in parts[""].relations if one.kind == "officeDocument"), "")
    found = parts[main].content_type if main else ""
    suffix, content_type = _KNOWN.get(found, ("", ""))
    if not content_type:
        message, fix = "It is neither a Word document nor a PowerPoint presentation.", "Save it as .docx or .pptx."
        if "macroEnabled" in found:
            message, fix = "It may hold macros.", f"Save it without macros{_AS_OFFICE}."
        raise _refusal(findings, message, fix)
    named = next((one for one in _NAMES if findings.file.lower().endswith(one)), suffix)
    if named != suffix:
        message = f"It is {_NAMES[suffix]}, and its name ends with {named}."
        raise _refusal(findings, message, f"Let its name end with {suffix}, or put {_NAMES[named]} there.")
    for name, sentence in damage_in(parts):
        findings.add("template-unreadable", Place(name, ""), sentence, "Save it again in Office.")
    if findings.problems:
        raise TemplateRefused(*findings.problems)
    return {**parts, main: replace(parts[main], content_type=content_type)}


def refused(name: str, unfit: Unfit) -> Problem:
    """What is told of the template `name` that may not be opened."""
    return _problem(name, unfit.message, _FIXES[unfit.reason])


def contradictory(name: str, error: Exception) -> Problem:
    """What is told of the template `name` whose parts do not fit together, as `error` showed."""
    what = f"{type(error).__name__}: {error}"
    return _problem(name, f"It is damaged: its parts contradict each other ({what}).", _SAVE_AGAIN)


def _refusal(findings: Findings, message: str, fix: str) -> TemplateRefused:
    findings.problems.append(_problem(findings.file, message, fix))
    return TemplateRefused(*findings.problems)


def _problem(name: str, message: str, fix: str) -> Problem:
    return Problem(code="template-unreadable", severity="error", message=message, fix=fix, file=name)


def _told_apart(blob: bytes) -> tuple[str, str] | None:
    """What a file is that is no package of Office, and what to do; None if that cannot be told."""
    if blob.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in blob:
            return "It is protected with a password, so it cannot be read.", _TAKE_OFF
        return "It is a file of an old Word or PowerPoint (.doc, .ppt).", f"Open it and choose Save As{_AS_OFFICE}."
    if b"application/vnd.oasis.opendocument" in blob[:200]:
        return "It is a file in LibreOffice's own format.", f"Open it in LibreOffice and choose Save As{_AS_OFFICE}."
    if blob and not blob.startswith(b"PK"):
        return "It is neither a Word document nor a PowerPoint presentation.", "Save it as .docx or .pptx."
    return None
