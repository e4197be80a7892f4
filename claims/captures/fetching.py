"""Copies fetched from an address by a worker, through the guard of `claims.outbound`. Off unless the desk allows it.

`ask_for_copy` only writes the row. `run_captures` takes the rows on a lease; an attempt is counted before it is made.
"""

import logging
from http import HTTPStatus

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims import leasing, outbound
from claims.captures.keeping import keep_copy
from claims.models import CaptureRequest, Evidence, User
from claims.refusals import NotNow, NotSo, NotYours, Refused

log = logging.getLogger(__name__)

LEASE_SECONDS = 120
MOST_ATTEMPTS = 3
MOST_AT_ONCE = 50  # in one run, so that a long queue does not outlast the task
ACCEPT = "text/html, application/pdf, image/png, image/jpeg, image/webp"


def ask_for_copy(*, evidence: Evidence, by: User, address: str) -> CaptureRequest:
    """Ask a worker to fetch a copy. Raises Refused; then nothing is asked."""
    if not by.has_perm("claims.add_evidence"):
        raise NotYours(f"{by} may not add evidence.")
    if not settings.FETCH_EVIDENCE:
        raise NotSo("This desk does not fetch copies by their address: give the file instead.", field="address")
    outbound.accept(address, field="address")  # the worker looks it up
    try:
        with transaction.atomic():
            return CaptureRequest.objects.create(evidence=evidence, address=address, asked_by=by)
    except IntegrityError:
        raise NotNow("A copy of this address is being fetched already.") from None


def run_captures() -> int:
    """Fetch whatever waits; returns how many were taken in hand. Several workers share the queue."""
    done = 0
    while done < MOST_AT_ONCE and (asked := _take()):
        _run(asked)
        done += 1
    return done


def _take() -> CaptureRequest | None:
    waiting = CaptureRequest.objects.filter(state=CaptureRequest.State.WAITING).order_by("pk")
    return leasing.take_one(waiting, seconds=LEASE_SECONDS)


def _run(asked: CaptureRequest) -> None:
    if asked.attempts > MOST_ATTEMPTS:
        _finish(asked, trouble=f"The copy could not be kept in {MOST_ATTEMPTS} attempts.")
        return
    try:
        answer = outbound.get(asked.address, accept=ACCEPT)
        if answer.status != HTTPStatus.OK:
            _finish(asked, trouble=f"The server of the address answers {answer.status}.")
            return
        keep_copy(evidence=asked.evidence, by=asked.asked_by, content=answer.body, address=asked.address)
    except Refused as refused:
        _finish(asked, trouble=refused.sentence)
    except outbound.RefusedError as error:
        _finish(asked, trouble=str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the evidence, and the others go on
        log.error("The copy %d failed: %s", asked.pk, type(error).__name__)  # noqa: TRY400 - a message may quote it
        _finish(asked, trouble=f"The copy could not be kept ({type(error).__name__}).")
    else:
        _finish(asked)


def _finish(asked: CaptureRequest, *, trouble: str = "") -> None:
    asked.state = CaptureRequest.State.FAILED if trouble else CaptureRequest.State.DONE
    asked.trouble, asked.taken_until, asked.finished_at = trouble, None, timezone.now()
    asked.save(update_fields=["state", "trouble", "taken_until", "finished_at"])
