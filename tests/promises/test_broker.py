"""P23: whoever can write to the broker can disturb it, and can make the worker do nothing but its own tasks."""

import base64
import json
import pickle
import uuid
from typing import Any

import pytest
import redis
from django.conf import settings

from claims import tasks
from claims.models import Basis, Claim
from factcheck.embedded import Places
from factcheck.embedded.supervisor import Supervisor
from tests.conftest import Service, wait_until
from tests.factories import AttributionFactory

pytestmark = pytest.mark.worker


class Mark:
    """What a pickle would do if anybody opened it."""

    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return open, (str(settings.FACTCHECK_DATA / "pickle-was-opened"), "w")


def message(task: str, body: bytes, *, kind: str = "application/json") -> bytes:
    number = str(uuid.uuid4())
    properties = {
        "correlation_id": number, "delivery_tag": number, "delivery_mode": 2, "body_encoding": "base64",
        "delivery_info": {"exchange": "", "routing_key": "celery"}, "priority": 0, "reply_to": "",
    }  # fmt: skip
    headers = {"lang": "py", "task": task, "id": number, "root_id": number, "argsrepr": "()", "kwargsrepr": "{}"}
    words = {"body": base64.b64encode(body).decode(), "content-encoding": "binary", "content-type": kind,
             "headers": headers, "properties": properties}  # fmt: skip
    return json.dumps(words).encode()


NOTHING = json.dumps([[], {}, {}]).encode()
REFUSED = (
    message("claims.tasks.drain_stale_claims", pickle.dumps(Mark()), kind="application/x-python-serialize"),
    message("claims.tasks.drain_stale_claims", b"{broken"),
    message("os.system", json.dumps([["true"], {}, {}]).encode()),
    message("claims.tasks.drain_stale_claims", json.dumps([["not", "asked", "for"], {"x": 1}, {}]).encode()),
    message("claims.tasks.drain_stale_claims", b"[]"),
    message("claims.tasks.drain_stale_claims", b'"words"'),
    message("claims.tasks.of_an_older_release", NOTHING),
)
FATAL = b"raw words, no message at all"


def put(*messages: bytes) -> None:
    broker: Any = redis.Redis(unix_socket_path=str(Places(settings.FACTCHECK_DATA).broker_socket))
    for each in messages:
        broker.lpush("celery", each)


def test_p23_worker_outlives_whatever_is_put_into_its_queue_and_does_none_of_it(worker: Service) -> None:
    put(*REFUSED)
    claim: Claim = AttributionFactory().claim
    tasks.nudge()
    wait_until(lambda: Basis.objects.filter(claim=claim).exists(), seconds=60)
    assert worker.child.status is None  # the same process still
    assert not (settings.FACTCHECK_DATA / "pickle-was-opened").exists()

    # What Celery itself does not survive ends the process; the supervisor starts it again, and nothing is lost.
    supervisor = Supervisor(lambda line: None)
    supervisor.children.append(worker.child)
    put(FATAL)
    another: Claim = AttributionFactory().claim
    tasks.nudge()

    def decided() -> bool:
        supervisor._look_after(worker.child)
        tasks.nudge()
        return Basis.objects.filter(claim=another).exists()

    wait_until(decided, seconds=90, every=0.5)
