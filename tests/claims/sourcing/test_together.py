"""Several workers and two schedulers at once: each stale claim is decided once, nobody waits for ever, and what is
left is what a fresh decision finds."""

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import close_old_connections, connection

from claims import sourcing, tasks
from claims.models import Attribution, Basis, Flag, StaleClaim
from claims.sourcing import stale
from tests.claims.sourcing.graphs import Rows, draw
from tests.promises.logins import logged_in

pytestmark = pytest.mark.django_db(transaction=True)
BATCH = 25
Left = tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]


def left() -> Left:
    bases = Basis.objects.values_list("claim", "kind", "origins_low", "origins_high", "inherited", "circular", "paths")
    return set(bases), set(Flag.objects.filter(cleared_at=None).values_list("claim", "rule", "grounds"))


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Each in a thread with a connection of its own, begun together; what they raised."""
    ready, raised = threading.Barrier(len(acts)), list[BaseException]()

    def act(each: Callable[[], object]) -> None:
        try:
            ready.wait(10)
            each()
        except BaseException as error:  # noqa: BLE001 - told to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(each,)) for each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return raised


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[int]]:
    """How often each claim was decided."""
    times, decide = Counter[int](), stale.decide

    def counted(claims: Any) -> int:
        times.update(list(claims))  # a mapping would be added up
        done = decide(claims)
        time.sleep(0.02)  # others come meanwhile
        return done

    monkeypatch.setattr(stale, "decide", counted)
    yield times
    close_old_connections()


def workers_and_schedulers() -> list[Callable[[], object]]:
    return [*[lambda: sourcing.drain(batch=BATCH)] * 4, *[tasks.sweep_stale_claims] * 2]


def test_f32_each_stale_claim_is_decided_once_by_all_workers_and_schedulers_together(
    decided: Counter[int], caplog: pytest.LogCaptureFixture
) -> None:
    Rows([draw(seed) for seed in range(200)])
    waiting = set(StaleClaim.objects.values_list("claim_id", flat=True))
    with caplog.at_level(logging.WARNING):
        assert at_once(*workers_and_schedulers()) == []
    assert caplog.messages == []  # no deadlock made anybody try again
    assert len(waiting) > 300
    assert decided == Counter(waiting)
    assert not StaleClaim.objects.exists()
    found = left()
    sourcing.decide_all()
    assert left() == found


def test_without_a_lease_they_would_decide_the_same_claims_twice(
    decided: Counter[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    Rows([draw(seed) for seed in range(100)])
    waiting = set(StaleClaim.objects.values_list("claim_id", flat=True))
    monkeypatch.setattr(stale, "LEASE_SECONDS", -1)
    at_once(*workers_and_schedulers())
    assert decided.total() > len(waiting)


def test_f11_changes_while_all_of_them_work_leave_what_a_fresh_decision_finds(
    decided: Counter[int], caplog: pytest.LogCaptureFixture
) -> None:
    Rows([draw(seed) for seed in range(120)])
    rows = list(Attribution.objects.values_list("pk", flat=True))
    done = threading.Event()

    def change() -> None:
        """An editor: many rows in one order, then in another."""
        dice = random.Random(3)  # noqa: S311 - a drawing, not a secret
        for _ in range(25):
            some = dice.sample(rows, 12)
            Attribution.objects.filter(pk__in=some).update(
                knowledge=dice.choice(["unknown", "second_hand", "first_hand"])
            )
        done.set()

    def work() -> None:
        while not done.is_set():
            sourcing.drain(batch=BATCH)

    def whole() -> None:
        while not done.is_set():
            sourcing.decide_all()

    with caplog.at_level(logging.WARNING):
        assert at_once(change, work, work, tasks.sweep_stale_claims, tasks.sweep_stale_claims, whole) == []
    assert caplog.messages == []
    sourcing.drain()
    assert not StaleClaim.objects.exists()
    found = left()
    sourcing.decide_all()
    assert left() == found


def test_what_another_holds_is_left_to_him() -> None:
    """A worker that has taken its batch, and not yet committed, keeps nobody waiting."""
    Rows([draw(1)])
    StaleClaim.objects.update(attempts=0)
    with logged_in("worker") as other, other.transaction(force_rollback=True):
        other.execute("SELECT 1 FROM claims_staleclaim FOR UPDATE")
        assert sourcing.drain() == 0
    assert sourcing.drain() > 0
