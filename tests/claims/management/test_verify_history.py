"""The history is verified as a person does it, with heads that were kept elsewhere."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims import chains
from claims.models import Event
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def verify(**options: Path) -> str:
    out = StringIO()
    call_command("verify_history", stdout=out, **options)
    return out.getvalue()


def past_the_triggers(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def subjects() -> list[str]:
    """Two claims with three entries each."""
    claims = [ClaimFactory(), ClaimFactory()]
    for what in ("first", "second", "third"):
        for claim in claims:
            Event.record(subject=claim, what=what, by=None)
    return [Event.subject_of(claim) for claim in claims]


@pytest.fixture
def heads(subjects: list[str], tmp_path: Path) -> Path:
    file = tmp_path / "heads.json"
    verify(export_head=file)
    return file


def test_heads_are_the_newest_entry_of_every_subject(subjects: list[str], heads: Path) -> None:
    written = json.loads(heads.read_text(encoding="utf-8"))
    newest = {event.subject: [3, event.digest] for event in Event.objects.filter(position=3)}
    assert (written["heads"], set(newest), len(written["digest"])) == (newest, set(subjects), 64)
    assert [path.name for path in heads.parent.iterdir()] == ["heads.json"]


def test_history_that_goes_on_still_stands_against_older_heads(subjects: list[str], heads: Path) -> None:
    Event.record(subject=ClaimFactory(), what="later", by=None)
    assert verify(against=heads) == f"7 entries in 3 chains: unbroken.\n2 heads of {heads}: all stand.\n"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM claims_event WHERE subject = '{}' AND position = 3",
        "DELETE FROM claims_event WHERE subject = '{}'",
        "TRUNCATE claims_event",
    ],
)
def test_newest_entries_cut_off_are_noticed_against_the_heads_alone(
    statement: str, subjects: list[str], heads: Path
) -> None:
    past_the_triggers(statement.format(subjects[1]))
    verify()
    with pytest.raises(CommandError) as broken:
        verify(against=heads)
    assert str(broken.value) == f"The history of {subjects[1]} had entry 3, which is gone."
    assert broken.value.returncode == 1


def test_entry_made_anew_with_its_digest_is_noticed_against_the_heads(subjects: list[str], heads: Path) -> None:
    past_the_triggers(
        f"UPDATE claims_event SET what = 'other' WHERE subject = '{subjects[0]}' AND position = 3;"
        f"UPDATE claims_event e SET digest = event_digest(e) WHERE subject = '{subjects[0]}' AND position = 3"
    )
    verify()
    with pytest.raises(CommandError, match=f"Entry 3 of the history of {subjects[0]} is another than it was."):
        verify(against=heads)


def test_no_heads_are_written_of_a_broken_history(subjects: list[str], tmp_path: Path) -> None:
    past_the_triggers("UPDATE claims_event SET what = 'other' WHERE position = 2")
    with pytest.raises(CommandError, match="is broken at entry 2"):
        verify(export_head=tmp_path / "heads.json")
    assert list(tmp_path.iterdir()) == []


def test_heads_of_an_empty_history_are_read_again(tmp_path: Path) -> None:
    verify(export_head=tmp_path / "heads.json")
    assert verify(against=tmp_path / "heads.json").endswith("0 heads of " + str(tmp_path / "heads.json: all stand.\n"))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('"claim:', '"claim:9', "is not the digest of the heads before it"),
        ("[3, ", '["3", ', "line 2 is not a head"),
        ("history heads 1", "something else", "line 1 does not open an export of heads"),
        ('}, "digest"', '} "digest"', "line 4 is not the digest"),
    ],
)
def test_heads_that_cannot_be_used_are_refused(before: str, after: str, sentence: str, heads: Path) -> None:
    text = heads.read_text(encoding="utf-8")
    assert before in text
    heads.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CommandError, match=sentence) as refused:
        verify(against=heads)
    assert refused.value.returncode == 2


def test_heads_cut_short_and_no_file_are_refused(heads: Path) -> None:
    heads.write_text("".join(heads.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    for file in (heads, heads.parent / "none.json", heads.parent):
        with pytest.raises(CommandError) as refused:
            verify(against=file)
        assert refused.value.returncode == 2


def test_signed_words_are_what_the_database_digests(subjects: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE"
            f" encode(sha256(convert_to({chains.SIGNED}, 'UTF8')), 'hex') = e.digest) FROM claims_event e"
        )
        assert cursor.fetchone() == (6, 6)
