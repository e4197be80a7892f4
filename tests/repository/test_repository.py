"""The repository keeps its own promises."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

from reviews import drawing

ROOT = Path(settings.BASE_DIR)
OWN = ("factcheck", "claims", "reviews")


def sources(suffix: str) -> list[Path]:
    return [path for package in OWN for path in (ROOT / package).rglob(f"*{suffix}") if "migrations" not in path.parts]


def test_every_setting_read_from_the_environment_is_documented() -> None:
    documented = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    read = set()
    for path in sources(".py"):
        text = path.read_text(encoding="utf-8")
        read |= set(re.findall(r'env\.(?:text|flag|number|words|folder|choice)\("(\w+)"', text))
        read |= set(re.findall(r'environ\.get\("(FACTCHECK_\w+)"', text))
    internal = {"FACTCHECK_THROWAWAY"}  # the tests' own
    assert {name for name in read - internal if f"`{name}`" not in documented} == set()


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("review-states.md", drawing.states),
        ("roles.md", drawing.roles),
        ("house-policies.md", drawing.policies),
    ],
)
def test_generated_reference_is_in_step_with_its_table(name: str, drawn: object) -> None:
    assert callable(drawn)
    assert (ROOT / "docs/reference" / name).read_text(encoding="utf-8") == drawn()


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_commands_and_targets_that_the_docs_name_are_real() -> None:
    docs = "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", docs, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py (\w+)", docs)) <= set(get_commands())


def test_links_in_the_docs_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} → {target}"


def test_templates_never_switch_escaping_off() -> None:
    for path in sources(".html"):
        assert not re.search(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8")), path


def test_rows_have_no_logic_in_save_and_no_order_of_their_own() -> None:
    for path in sources(".py"):
        if "models" in path.parts:
            text = path.read_text(encoding="utf-8")
            assert "def save(" not in text, path
            assert not re.search(r"^\s+ordering =", text, re.MULTILINE), path


def test_every_dependency_carries_its_reason() -> None:
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.search(r"  # \w", line), line


def test_lock_files_name_no_address() -> None:
    for path in ROOT.glob("*.lock"):
        assert "://" not in path.read_text(encoding="utf-8"), path


def test_the_article_is_as_received() -> None:
    digest = subprocess.run(
        ["sha256sum", ROOT / "fixtures/openai-safety-team.txt"], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    assert digest == "d7a9382bfa6d7642349020ce337da0ad03db9aa6a1ac4465984a474115449b85"
