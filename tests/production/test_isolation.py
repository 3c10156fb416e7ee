"""Sixty workbooks, twelve of them poisoned: the other forty-eight come out as if they had been alone."""

import io
import json
import os
import zipfile
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

from tests.commands import PERIOD
from tests.production.poisoned import HARM, RUN
from tests.production.small import BUILD, a_small_workspace, begin, digests, ended, leftovers

ACCOUNTS = int(os.environ.get("KEYPLAN_ISOLATED_ACCOUNTS", "60"))  # make soak sets more; every fifth is poisoned
POISONS = list(islice(enumerate(cycle((*HARM, "bomb", "empty", "garbage", "half", "holed"))), ACCOUNTS // 5))
GOOD = [f"account-{number:03}" for number in range(ACCOUNTS - len(POISONS))]
HARMFUL = [f"{poison}-{number:03}" for number, poison in POISONS if poison in HARM]


def bomb() -> bytes:
    """A workbook that would unpack to a gigabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(bytes(2**20))
        archive.writestr("[Content_Types].xml", "<Types/>")
    return file.getvalue()


def test_all_but_the_poisoned_are_built_as_in_a_run_of_their_own(tmp_path: Path):
    clean = a_small_workspace(tmp_path / "clean", GOOD)
    poisoned = a_small_workspace(tmp_path / "poisoned", [*GOOD, *HARMFUL])
    accounts = poisoned / "accounts"
    whole = (accounts / "account-000.xlsx").read_bytes()
    garbage = {
        "bomb": bomb(),
        "empty": b"",
        "garbage": bytes(range(256)) * 40,
        "half": whole[: len(whole) // 2],
        "holed": whole[:2000] + bytes(2000) + whole[4000:],
    }
    for number, poison in POISONS:
        if poison in garbage:
            (accounts / f"{poison}-{number:03}.xlsx").write_bytes(garbage[poison])

    runs = begin(clean, *BUILD, "--jobs", "1"), begin(poisoned, "-c", RUN, *BUILD[2:], "--jobs", "2")
    (code, _, _), (poisoned_code, out, err) = map(ended, runs)

    assert (code, poisoned_code) == (0, 1), err
    assert "Traceback" not in err
    report = json.loads((poisoned / "out" / PERIOD / "report.json").read_text())
    built, failed, refused = len(GOOD), len(HARMFUL), len(POISONS) - len(HARMFUL)
    counted = Counter(one["status"] for one in report["accounts"])
    assert counted == {"built": built, "failed": failed, "refused": refused}
    assert {one["account_id"] for one in report["accounts"] if one["status"] == "failed"} == set(HARMFUL)
    assert [Path(one["workbook"]).name for one in report["accounts"]] == sorted(
        path.name for path in accounts.iterdir()
    )
    assert f"{ACCOUNTS} accounts: {built} built, {refused} refused, {failed} failed." in out
    assert "longer than 10 seconds" in err
    assert "more memory than one account may take" in err
    assert "(SIGSEGV)" in err
    assert leftovers(poisoned) == []
    assert digests(poisoned / "out") == digests(clean / "out")
