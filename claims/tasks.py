"""Background work of the claims side. Tasks carry nothing: what is due stands in the database."""

import logging
import time
from datetime import timedelta

from celery import Task, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from claims import anonymity, bulk, captures, intake, sourcing
from claims.models import AnonymityGrant, RememberedAnswer, TokenCalls

log = logging.getLogger(__name__)

PAUSE_AFTER_FAILURE = 10.0  # seconds in which no further nudge is tried, so that a hung broker delays one request only
ANSWERS_KEPT = timedelta(hours=25)  # an hour more than is promised
CALLS_KEPT = timedelta(days=31)
_broker_away_until = 0.0


@shared_task
def drain_stale_claims() -> None:
    """Decide every claim whose grounds have changed."""
    sourcing.drain()


@shared_task
def sweep_stale_claims() -> None:
    """Find and decide whatever the nudges missed. Runs by schedule; running twice does no harm."""
    sourcing.sweep()


@shared_task
def check_sourcing() -> None:
    """Once a day, decide the whole desk again if anything was written: what was changed past every trigger, as by a
    repair by hand, is found here."""
    sourcing.decide_all_if_written()


@shared_task
def regrade_grants() -> None:
    """Grade every grant of anonymity again: a source may have been merged, or an article have got its byline."""
    anonymity.regrade(AnonymityGrant.objects.all())


@shared_task
def run_imports() -> None:
    """Read the articles that wait. Also runs by schedule: what a lost message missed is read then."""
    if intake.run_imports():
        sourcing.drain()


@shared_task
def run_bulk() -> None:
    """Take in the files of rows that wait. Also runs by schedule."""
    if bulk.run_bulk():
        sourcing.drain()


@shared_task
def run_captures() -> None:
    """Fetch the copies of evidence that wait. Also runs by schedule."""
    captures.run_captures()


@shared_task
def forget_old_calls() -> None:
    """Answers to repeat are kept for a day, counts of calls for a month."""
    now = timezone.now()
    RememberedAnswer.objects.filter(made_at__lt=now - ANSWERS_KEPT).delete()
    TokenCalls.objects.filter(minute__lt=now - CALLS_KEPT).delete()


def nudge(task: "Task[[], None] | None" = None) -> None:
    """Tell a worker that there may be stale rows, or what else is due. A broker that is away loses the nudge, never
    the work."""
    global _broker_away_until  # noqa: PLW0603 - one clock per process is what is meant
    if time.monotonic() < _broker_away_until:
        return
    try:
        (task or drain_stale_claims).apply_async(retry=False)
    except (OperationalError, OSError):
        _broker_away_until = time.monotonic() + PAUSE_AFTER_FAILURE
        log.warning("The broker is away; the next sweep decides what is stale.")
