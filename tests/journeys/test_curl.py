"""The ten calls of the how-to page run as they stand there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from claims.models import ApiToken, Claim, Scope, User
from reviews.models import Verdict
from tests.conftest import make_cast, make_scale

PAGE = Path(settings.BASE_DIR) / "docs" / "how-to" / "ten-calls-with-curl.md"


def key_of(person: User) -> str:
    return ApiToken.make(person=person, label="curl", scopes=Scope.values)[1]


@pytest.mark.worker
def test_ten_calls_with_curl_work_as_they_are_written(live_desk: str) -> None:
    if shutil.which("curl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("curl is missing, and CI may not skip the calls")
        pytest.skip("curl is not installed")
    cast = make_cast()
    make_scale()
    blocks = re.findall(r"```bash\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 11
    run = subprocess.run(
        ["bash", "-c", "set -euo pipefail\n" + "\n".join(blocks)],
        env={
            "PATH": os.environ["PATH"],
            "DESK": live_desk,
            "EDITOR_KEY": key_of(cast.editor),
            "REVIEWER_KEY": key_of(cast.reviewer),
            "REVIEWERS": '["reviewer", "other_reviewer"]',
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.rstrip().endswith("304")
    claim = Claim.objects.get(basis__kind="documentary")
    assert Verdict.objects.get().review.claim == claim
