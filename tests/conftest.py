"""What tests share: how property tests run, and the documents of all samples, built once."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.commands import PERIOD, SAMPLES, keyplan

# Few examples, the same ones each time, and no limit on the time of one.
settings.register_profile("keyplan", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("keyplan")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the period with the documents of all samples."""
    out = tmp_path_factory.mktemp("out")
    result = keyplan("build", SAMPLES, "--out", out, "--period", PERIOD)
    assert result.exit_code == 0, result.output
    return out / PERIOD
