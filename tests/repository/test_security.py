"""SECURITY.md names tests that exist, and every promise."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def defined_tests() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)}


def test_every_promise_has_its_row_and_every_row_tests_that_exist() -> None:
    words = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (P\d+|F\d+) \|(.*)$", words, re.MULTILINE))
    assert {f"P{number}" for number in range(1, 29)} <= set(rows)
    named = {row: re.findall(r"`(test_\w+)`", told) for row, told in rows.items()}
    assert [row for row, tests in named.items() if not tests] == []
    assert {name for tests in named.values() for name in tests} - defined_tests() == set()
