"""The HTML and the styles of every kind of public page, through the Nu checker."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.test import Client

from reviews.pages import kinds, writing
from tests.journeys.test_accessibility import world

JAR = settings.BASE_DIR / ".venv" / "nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CSS = settings.BASE_DIR / "reviews" / "static" / "pages" / "pages.css"


@pytest.fixture
def nu() -> Path:
    """The checker. In CI it may not be missing."""
    if JAR.exists() and shutil.which("java"):
        return JAR
    if os.environ.get("CI") == "true":
        pytest.fail("The Nu checker or Java is missing, and CI may not skip it: make check-pages")
    return pytest.skip("The Nu checker is not installed: make check-pages")


def complaints(nu: Path, *words: str) -> list[str]:
    told = subprocess.run(
        ["java", "-jar", nu, "--errors-only", *words], capture_output=True, text=True, check=False, timeout=180
    ).stderr  # fmt: skip
    return [line for line in told.splitlines() if line]


@pytest.mark.django_db
def test_every_kind_of_page_is_valid_html(nu: Path, tmp_path: Path, settings: LazySettings, client: Client) -> None:
    settings.PAGES_ROOT = tmp_path
    world()
    writing.mark_everything()
    writing.drain()
    (tmp_path / "found.html").write_bytes(client.get("/search/?q=brdige&rating=true").content)
    written = [str(place) for place in tmp_path.rglob("*.html")]
    assert {place.split("/")[-3] for place in written} >= {
        "claims",
        "embed",
        "articles",
        "sources",
        "topics",
        "reviews",
    }
    assert len(written) == len([path for path in kinds.every_path() if path.endswith("/")]) + 1
    assert complaints(nu, *written) == []


def test_styles_are_valid(nu: Path) -> None:
    assert complaints(nu, "--css", str(CSS)) == []
