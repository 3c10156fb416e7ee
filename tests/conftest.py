"""What tests share: how property tests run, where templates are kept, and the documents of all samples, built once."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipeline.production.kept_templates import FOLDER
from tests.commands import PERIOD, SAMPLES, keyplan

# Few examples, the same ones each time, and no limit on the time of one or of making them: a computer that is busy with
# something else is no fault of what is tested.
settings.register_profile(
    "keyplan", max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("keyplan")

if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker has that of the process that began it
    _KEPT = tempfile.TemporaryDirectory(prefix="keyplan-tests-")
    os.environ[FOLDER] = _KEPT.name


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the period with the documents of all samples."""
    out = tmp_path_factory.mktemp("out")
    result = keyplan("build", SAMPLES, "--out", out, "--period", PERIOD)
    assert result.exit_code == 0, result.output
    return out / PERIOD
