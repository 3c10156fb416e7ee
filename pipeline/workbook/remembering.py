"""What workbooks made from one template have in common is read once: what bytes came to is kept by the bytes."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

_KEPT = 2**16  # bytes that are worth remembering

T = TypeVar("T")


def remembering(most: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """A reading of bytes that are alike in many workbooks: what came of `most` of them is kept at once; of many bytes,
    of which a workbook may hold megabytes, nothing is. What is read may depend on nothing but what is handed over."""

    def remembered(reading: Callable[..., T]) -> Callable[..., T]:
        known = lru_cache(maxsize=most)(reading)

        def read(content: bytes, *others: bytes | str) -> T:
            return known(content, *others) if len(content) <= _KEPT else reading(content, *others)

        return read

    return remembered
