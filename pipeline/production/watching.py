"""Waiting until something that documents are made from is saved: workbooks, pictures, templates, standards, history."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from pipeline.production.executor import Stopping
from pipeline.production.history_folders import HISTORY
from pipeline.production.order import Order
from pipeline.production.workbooks import find_workbooks, is_workbook

_PICTURES = (".png", ".jpg", ".jpeg")
_TEMPLATES = (".docx", ".pptx")
_QUIET = 300  # milliseconds without another save, after which a burst of them is over
_LONGEST = 3000  # milliseconds after which a burst is not waited for any more
_GLANCE = 250  # milliseconds until the first round


class Watched(Struct, frozen=True):
    """What a run reads: the paths it was given, and what its order names."""

    paths: tuple[Path, ...]
    order: Order

    def workbooks(self) -> tuple[Path, ...]:
        """The workbooks that are there now: one that is just being saved may not be."""
        return find_workbooks(path for path in self.paths if path.exists())

    def folders(self) -> tuple[Path, ...]:
        """The folders that are watched, with all below them; those that are there."""
        named = [path if path.is_dir() else path.parent for path in self.paths]
        found = [*named, self.order.templates, self.order.standards.parent]
        found += [self.order.history] if self.order.history else []
        return tuple(dict.fromkeys(folder.resolve() for folder in found if folder.is_dir()))

    def counts(self, path: Path) -> bool:
        """Is this file one that documents are made from? Those that we write, and editors' own, are not."""
        if path.name.startswith(("~", ".")) or path.is_relative_to(self.order.folder.resolve().parent):
            return False
        if path == self.order.standards.resolve():
            return True
        if path.is_relative_to(self.order.templates.resolve()):
            return path.suffix.lower() in _TEMPLATES
        if self._is_history(path):
            return path.suffix == ".json" and path.stem < self.order.period
        return self._is_named(path) or path.suffix.lower() in _PICTURES

    def _is_history(self, path: Path) -> bool:
        kept = self.order.history
        return HISTORY.name in path.parts or (kept is not None and path.is_relative_to(kept.resolve()))

    def _is_named(self, path: Path) -> bool:
        """Is it a workbook that was named, or one that lies in a folder that was?"""
        named = {one.resolve() for one in self.paths}
        return path in named or (path.parent in named and is_workbook(path))


def saves(watched: Watched, stopping: Stopping) -> Iterator[None]:
    """Once at the beginning, and then after each burst of saves; what is saved in between is not missed. Ends once the
    run is to stop.
    """
    from watchfiles import watch

    begun = False
    # All changes are let through, those that do not count too: in a folder where something is always written, only
    # they make the next look at whether the run is to stop.
    for changes in watch(
        *watched.folders(),
        watch_filter=None,
        debounce=_LONGEST,
        step=_QUIET,
        rust_timeout=_GLANCE,
        yield_on_timeout=True,
    ):
        if stopping():
            return
        if not begun or any(watched.counts(Path(path)) for _, path in changes):
            begun = True
            yield
