"""The commands as a person runs them."""

import json
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims import sourcing
from claims.models import Article, Claim

REAL = str(settings.BASE_DIR / "fixtures" / "openai-safety-team.txt")


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_import_then_import_again(capsys: pytest.CaptureFixture[str]) -> None:
    first = run("import_article", REAL, "--title", "Safety", "--publisher", "The Paper")
    article = Article.objects.get()
    claims = Claim.objects.count()
    assert first == f"Imported “Safety” as article {article.pk}: {claims} claims.\n"
    assert run("import_article", REAL) == f"Known already: “Safety” is article {article.pk}, with {claims} claims.\n"


def test_dry_run_prints_and_touches_no_database() -> None:
    document = json.loads(run("import_article", REAL, "--dry-run", "--format", "jsonl"))
    assert len(document["claims"]) > 40


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (b"", (), "The article is empty."),
        (b"a\x00b", (), "NUL at byte 1"),
        (b"\xff", (), "byte 0 cannot be read"),
        (
            b"The mayor said it rained.",
            ("--date", "2024-13-45"),
            "--date: “2024-13-45” is not a date; write YYYY-MM-DD.",
        ),
        (None, (), "No such file or directory."),
    ],
)
def test_input_that_cannot_be_used(
    content: bytes | None, words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "article.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")) as refused:
        run("import_article", str(file), *words)
    assert refused.value.returncode == 2
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_check_sourcing_decides_and_explains() -> None:
    run("import_article", REAL)
    claims = Claim.objects.count()
    assert run("check_sourcing") == f"{claims} claims decided, {claims} changed.\n"
    assert run("check_sourcing") == f"{claims} claims decided, 0 changed.\n"
    claim = Claim.objects.get(quote__startswith="trust is gradually collapsing")
    lines = run("check_sourcing", "--explain", str(claim.pk)).splitlines()
    assert lines[1] == "This claim rests only on anonymous sources: nobody answers for it by name."
    assert lines[-1].endswith("→ not named")
    with pytest.raises(CommandError, match="There is no claim 999999"):
        run("check_sourcing", "--explain", "999999")
    assert sourcing.drain() == 0


def test_unknown_option_is_named_with_status_2(manage: Callable[..., "subprocess.CompletedProcess[str]"]) -> None:
    done = manage("import_article", REAL, "--colour", "red")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unrecognized arguments: --colour red" in done.stderr
