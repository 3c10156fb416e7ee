"""Sixty workbooks, twelve of them poisoned: the other forty-eight come out as if they had been alone."""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

from tests.commands import PERIOD
from tests.production.poisoned import HARM, RUN
from tests.production.small import BUILD, a_small_workspace, begin, digests, ended, leftovers

GOOD = [f"account-{number:02}" for number in range(48)]
HARMFUL = [f"{deed}-account" for deed in HARM]


def bomb() -> bytes:
    """A workbook that would unpack to a gigabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(bytes(2**20))
        archive.writestr("[Content_Types].xml", "<Types/>")
    return file.getvalue()


def test_forty_eight_of_sixty_are_built_as_in_a_run_of_their_own(tmp_path: Path):
    clean = a_small_workspace(tmp_path / "clean", GOOD)
    poisoned = a_small_workspace(tmp_path / "poisoned", [*GOOD, *HARMFUL])
    accounts = poisoned / "accounts"
    whole = (accounts / "account-00.xlsx").read_bytes()
    garbage = {
        "bomb": bomb(),
        "empty": b"",
        "garbage": bytes(range(256)) * 40,
        "half": whole[: len(whole) // 2],
        "holed": whole[:2000] + bytes(2000) + whole[4000:],
    }
    for name, content in garbage.items():
        (accounts / f"{name}.xlsx").write_bytes(content)

    runs = begin(clean, *BUILD, "--jobs", "1"), begin(poisoned, "-c", RUN, *BUILD[2:], "--jobs", "2")
    (code, _, _), (poisoned_code, out, err) = map(ended, runs)

    assert (code, poisoned_code) == (0, 1), err
    assert "Traceback" not in err
    report = json.loads((poisoned / "out" / PERIOD / "report.json").read_text())
    assert Counter(one["status"] for one in report["accounts"]) == {"built": 48, "failed": 7, "refused": 5}
    assert {one["account_id"] for one in report["accounts"] if one["status"] == "failed"} == set(HARMFUL)
    assert [Path(one["workbook"]).name for one in report["accounts"]] == sorted(
        path.name for path in accounts.iterdir()
    )
    assert "60 accounts: 48 built, 5 refused, 7 failed." in out
    assert "longer than 4 seconds" in err
    assert "more memory than one account may take" in err
    assert "(SIGSEGV)" in err
    assert leftovers(poisoned) == []
    assert digests(poisoned / "out") == digests(clean / "out")
