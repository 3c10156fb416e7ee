"""A compiled template as bytes and back, so that it need not be compiled anew by the next run."""

import io
import marshal
import pickle
from types import CodeType
from typing import Any

from msgspec.structs import replace

from pipeline.documents.templates.template import Template


class _Pickler(pickle.Pickler):
    """Writes the code of scripts as Python writes it beside its modules."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, CodeType):
            return marshal.loads, (marshal.dumps(value),)
        return NotImplemented


def template_to_bytes(template: Template) -> bytes:
    """The template without its source, which whoever asks for it has; it can be read by the same code and Python."""
    written = io.BytesIO()
    _Pickler(written, protocol=5).dump(replace(template, source=b""))
    return written.getvalue()


def template_from_bytes(content: bytes, source: bytes) -> Template:
    """What `template_to_bytes` wrote, compiled from the file `source`.

    Only for bytes that this user alone can have written: they hold code, as the files in `__pycache__` do. Whatever
    else is given raises an exception of any kind.
    """
    template: Template = pickle.loads(content)
    return replace(template, source=source)
