"""Loaded once into the process that workers are forked from, so that each begins with everything at hand."""

import gc
import os
import signal
from contextlib import suppress
from pathlib import Path

# Ctrl-C reaches every process of a terminal; only the one that started the run answers it.
signal.signal(signal.SIGINT, signal.SIG_IGN)

# All that is loaded here stays: to look through it for what may go takes a tenth of the loading, and again of each
# account in every worker, which would then hold a copy of its own.
gc.disable()

from pipeline.production import work  # noqa: E402
from pipeline.production.workers import TEMPLATES  # noqa: E402

# Whatever is wrong here is found again, and told, by the worker that needs it.
with suppress(Exception):
    work.compiled_templates(Path(os.environ[TEMPLATES]))

gc.freeze()
gc.enable()
