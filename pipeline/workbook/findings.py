"""What reading one cell may come to: a value with remarks, or the reason why it has no single meaning."""

from dataclasses import dataclass

from pipeline.problems import Severity


@dataclass(frozen=True)
class Remark:
    """Something to tell about a value that was read: a sentence that goes on after what was found, and the fix."""

    code: str
    text: str
    fix: str
    severity: Severity = "note"


@dataclass(frozen=True)
class Found:
    """A value, None for a blank, and what is to be told about how it was read."""

    value: object
    remarks: tuple[Remark, ...] = ()


class NotReadable(Exception):
    """A cell without one certain meaning: a sentence that goes on after what was found, and the fix."""

    def __init__(self, code: str, text: str, fix: str) -> None:
        super().__init__(text)
        self.code, self.text, self.fix = code, text, fix
