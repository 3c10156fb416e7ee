"""When two texts that people typed are the same words."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """The text for comparing: case and the number of spaces do not matter, "Line  stops " is "line stops"."""
    return " ".join(text.casefold().split())
