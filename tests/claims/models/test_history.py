"""The history is chained and append-only, in the database, against everybody."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import InternalError, NotSupportedError, ProgrammingError

from claims.models import Event
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def written() -> list[Event]:
    claim = ClaimFactory()
    for what in ("first", "second", "third"):
        Event.record(subject=claim, what=what, by=None)
    return list(Event.objects.order_by("position"))


def test_each_entry_carries_the_digest_of_the_one_before() -> None:
    first, second, third = written()
    assert (first.previous, second.previous, third.previous) == ("", first.digest, second.digest)
    call_command("verify_history")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_event SET what = 'other'",
        "DELETE FROM claims_event",
        "TRUNCATE claims_event",
    ],
)
def test_entry_cannot_be_changed_or_taken_out(statement: str) -> None:
    written()
    with pytest.raises((InternalError, ProgrammingError, NotSupportedError)), transaction.atomic():
        cursor = connection.cursor()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert Event.objects.count() == 3


@pytest.mark.parametrize(
    "statement",
    ["UPDATE claims_event SET what = 'other' WHERE position = 2", "DELETE FROM claims_event WHERE position = 2"],
)
def test_entry_changed_past_the_triggers_is_named(statement: str, cast: SimpleNamespace) -> None:
    events = written()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
    at = 2 if "UPDATE" in statement else 3
    with pytest.raises(CommandError, match=f"The history of {events[0].subject} is broken at entry {at}.") as broken:
        call_command("verify_history")
    assert broken.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_entries_about_one_subject_at_the_same_instant_are_chained_one_after_the_other() -> None:
    claim = ClaimFactory()
    gate = threading.Barrier(4)

    def write(number: int) -> None:
        gate.wait()
        try:
            Event.record(subject=claim, what=f"entry_{number}", by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            list(pool.map(write, range(4)))
    positions = Event.objects.filter(subject=Event.subject_of(claim)).order_by("position")
    assert list(positions.values_list("position", flat=True)) == list(range(1, 21))
    call_command("verify_history", stdout=StringIO())
