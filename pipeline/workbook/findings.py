"""What reading one cell may come to: a value with remarks, or the reason why it has no single meaning."""

from msgspec import Struct

from pipeline.problems import Severity


class Remark(Struct, frozen=True):
    """Something to tell about a value that was read: a sentence that goes on after what was found, and the fix."""

    code: str
    text: str
    fix: str
    severity: Severity = "note"


class Found(Struct, frozen=True):
    """A value, None for a blank, and what is to be told about how it was read."""

    value: object
    remarks: tuple[Remark, ...] = ()


class NotReadable(Exception):
    """A cell without one certain meaning: a sentence that goes on after what was found, and the fix."""

    def __init__(self, code: str, text: str, fix: str) -> None:
        super().__init__(text)
        self.code, self.text, self.fix = code, text, fix
