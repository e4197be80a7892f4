"""Messages are nudges: without a broker nothing waits and nothing is lost; garbage in the queue harms nobody."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from kombu import Connection

from claims import sourcing, tasks
from claims.models import Attribution, Basis, Flag, Scope, StaleClaim
from factcheck.embedded import Places, desk
from tests.claims.sourcing.graphs import Rows, draw
from tests.conftest import Service, make_cast, wait_until
from tests.factcheck.api.test_api import Caller
from tests.factories import AttributionFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.worker
DOCUMENT = {
    "kind": "document",
    "title": "Minutes",
    "stance": "supports",
    "is_primary": True,
    "url": "https://r.example",
}


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tasks, "_broker_away_until", 0.0)
    yield
    tasks._broker_away_until = 0.0


def test_flag_follows_a_change_within_two_seconds(worker: Service) -> None:
    wait_until(lambda: tasks.drain_stale_claims.app.control.ping(timeout=0.5))
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    began = time.monotonic()
    tasks.nudge()
    wait_until(lambda: Flag.objects.filter(claim=claim, rule="only_anonymous", cleared_at=None).exists())
    assert time.monotonic() - began < 2


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_change_is_quick_and_the_sweep_decides_it(broker: Service, no_pause: None) -> None:
    cast = make_cast()
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    caller = Caller(cast.reviewer, *Scope.values)
    broker.kill()
    try:
        began = time.monotonic()
        assert caller.post(f"claims/{claim.pk}/evidence/", DOCUMENT).status_code == 201
        assert caller.post(f"claims/{claim.pk}/evidence/", {**DOCUMENT, "title": "More"}).status_code == 201
        assert time.monotonic() - began < 2
        assert StaleClaim.objects.filter(claim=claim).exists()
        tasks.sweep_stale_claims()
        assert Basis.objects.get(claim=claim).kind == "documentary"
    finally:
        broker.start()
        wait_until(lambda: desk.answers(Places(settings.FACTCHECK_DATA)))


@pytest.mark.django_db(transaction=True)
def test_hung_broker_delays_one_nudge_by_a_few_seconds_and_no_second_one(broker: Service, no_pause: None) -> None:
    assert broker.child.process is not None
    os.kill(broker.child.process.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        tasks.nudge()
        first = time.monotonic() - began
        tasks.nudge()
        assert first < 5
        assert time.monotonic() - began - first < 0.1
    finally:
        os.kill(broker.child.process.pid, signal.SIGCONT)


def test_garbage_in_the_queue_is_refused_and_the_work_goes_on(worker: Service) -> None:
    wait_until(lambda: tasks.drain_stale_claims.app.control.ping(timeout=0.5))
    with Connection(settings.CELERY_BROKER_URL) as connection:
        queue = connection.default_channel.client
        good = {"content-type": "application/json", "content-encoding": "utf-8", "properties": {}, "headers": {}}
        queue.lpush("celery", json.dumps({**good, "body": "e30="}))
        queue.lpush("celery", json.dumps({**good, "headers": {"task": "no.such.task", "id": "1"}, "body": "W10="}))
    claim = ClaimFactory(own_voice=True)
    for _ in range(20):
        tasks.nudge()
        if Basis.objects.filter(claim=claim).exists():
            break
        time.sleep(0.5)
        if worker.child.status is not None:  # what the supervisor of the desk would do
            worker.start()
    assert Basis.objects.get(claim=claim).kind == "unattributed"


def test_queue_holds_no_names(broker: Service, transactional_db: None, no_pause: None) -> None:
    AttributionFactory(source=SourceFactory(name="Jane Q Unheardofelsewhere"))  # no other test may leave it there
    tasks.nudge()
    kept = [path.read_bytes() for path in Path(Places(settings.FACTCHECK_DATA).broker).rglob("*") if path.is_file()]
    assert any(b"drain_stale_claims" in each for each in kept)  # what was sent is there to be found
    assert not any(b"Unheardofelsewhere" in each for each in kept)


def test_worker_killed_at_twenty_random_moments_leaves_what_a_fresh_decision_finds(worker: Service) -> None:
    wait_until(lambda: tasks.drain_stale_claims.app.control.ping(timeout=0.5))
    Rows([draw(seed) for seed in range(150)])
    dice = random.Random(9)  # noqa: S311 - a drawing, not a secret
    for _ in range(20):
        Attribution.objects.filter(pk__gte=0).update(knowledge=dice.choice(["unknown", "second_hand", "first_hand"]))
        tasks.nudge()
        time.sleep(dice.random() * 0.3)
        kill_the_one_that_works(worker)
    StaleClaim.objects.update(taken_until=None)  # the leases of those that were killed, run out
    wait_until(lambda: tasks.nudge() or not StaleClaim.objects.exists(), every=0.5, seconds=40)
    left = decided()
    Basis.objects.all().delete()
    Flag.objects.all().delete()
    sourcing.decide_all()
    assert left == decided()
    assert len(left[0]) > 300


def kill_the_one_that_works(worker: Service) -> None:
    """kill -9 the process that runs the tasks; Celery's own main process starts another."""
    assert worker.child.process is not None
    main = worker.child.process.pid
    for pid in Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def decided() -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    bases = Basis.objects.values_list("claim", "kind", "origins_low", "origins_high", "inherited", "circular", "paths")
    return set(bases), set(Flag.objects.filter(cleared_at=None).values_list("claim", "rule", "grounds"))
