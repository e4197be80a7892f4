"""Articles taken in by a worker: asked for, read, looked at where wished, stored. Each step leaves a row behind it.

`ask_for_import` and `confirm_import` only write the row. `run_imports` takes the rows one after the other on a lease;
an attempt is counted before it runs, so that an article which kills its worker is given up after three attempts.
"""

import logging
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from claims import leasing, outbound
from claims.intake.articles import Imported, import_article, read_head
from claims.intake.formats import Format, format_of, receive
from claims.models import ImportJob, User
from claims.refusals import NotNow, NotSo, NotYours, Refused
from claims.text import jsonlines
from claims.text.extraction import extract

log = logging.getLogger(__name__)

LEASE_SECONDS = 330  # longer than a task may run
MOST_ATTEMPTS = 3
ACCEPT = "text/html, text/plain;q=0.9"
RUNNING = 0x696D706F  # the advisory lock: one article is read at a time, so that decisions never wait for a long one


def ask_for_import(
    *,
    by: User,
    content: bytes | None = None,
    address: str = "",
    file_name: str = "",
    preview: bool = False,
    **given: Any,
) -> ImportJob:
    """Put an article into the queue: its bytes, or (where the desk allows it) the address to fetch it from.

    `given` may hold title, publisher, byline, language, url, published_on. Raises Refused; then nothing is queued.
    """
    if not by.has_perm("claims.add_article"):
        raise NotYours(f"{by} may not import articles.")
    if (content is None) == (not address):
        raise NotSo("Give the text, a file or an address: one of them.", field="content")
    if content is not None:
        _look_at(content)
    elif not settings.FETCH_ARTICLES:
        raise NotSo("This desk does not fetch articles by their address: paste the text instead.", field="address")
    else:
        outbound.accept(address, field="address")  # the worker looks it up
    words = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items() if value}
    return ImportJob.objects.create(
        content=content, address=address, file_name=file_name[:200], preview=preview, given=words, asked_by=by
    )


def _look_at(content: bytes) -> None:
    """What can be told at once: size and format; a page and a document are taken apart by the worker."""
    if len(content) > settings.ARTICLE_MAX_BYTES or format_of(content) is Format.TEXT:
        read_head(receive(content).text)


@transaction.atomic
def confirm_import(*, job: ImportJob, by: User) -> ImportJob:
    """Store what the preview showed."""
    job = _locked(job, by)
    if job.state != ImportJob.State.PREVIEWED:
        raise NotNow(f"Only what waits for confirmation can be confirmed; this import is: {job.get_state_display()}.")
    job.state, job.preview, job.attempts, job.taken_until = ImportJob.State.WAITING, False, 0, None
    job.save(update_fields=["state", "preview", "attempts", "taken_until"])
    return job


@transaction.atomic
def cancel_import(*, job: ImportJob, by: User) -> ImportJob:
    """Leave an article out that has not been stored yet."""
    job = _locked(job, by)
    if job.state not in (ImportJob.State.WAITING, ImportJob.State.PREVIEWED):
        raise NotNow(f"The import cannot be cancelled any more; it is: {job.get_state_display()}.")
    job.state, job.found, job.finished_at = ImportJob.State.CANCELLED, None, timezone.now()
    job.save(update_fields=["state", "found", "finished_at"])
    return job


def _locked(job: ImportJob, by: User) -> ImportJob:
    if not by.has_perm("claims.add_article"):
        raise NotYours(f"{by} may not import articles.")
    return ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)


def run_imports() -> int:
    """Read whatever waits; returns how many were read. What another worker is at already is left to that one."""
    done = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RUNNING])
        if not cursor.fetchone()[0]:
            return 0
    try:
        while job := _take():
            _run(job)
            done += 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RUNNING])
    return done


def _take() -> ImportJob | None:
    waiting = ImportJob.objects.filter(state=ImportJob.State.WAITING).order_by("pk")
    return leasing.take_one(waiting, seconds=LEASE_SECONDS)


def _run(job: ImportJob) -> None:
    if job.attempts > MOST_ATTEMPTS:
        _fail(job, f"The article could not be read in {MOST_ATTEMPTS} attempts.")
        return
    try:
        _read(job)
    except Refused as refused:
        _fail(job, refused.sentence, refused.field)
    except outbound.RefusedError as error:
        _fail(job, str(error), "address")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the job, and the others go on
        log.error("Import %d failed: %s", job.pk, type(error).__name__)  # noqa: TRY400 - a message may quote the text
        _fail(job, f"The article could not be read ({type(error).__name__}).")


def _read(job: ImportJob) -> None:
    if job.content is None:
        _tell(job, "fetching")
        answer = outbound.get(job.address, accept=ACCEPT)
        if answer.status != HTTPStatus.OK:
            raise NotSo(f"The server of the address answers {answer.status}.", field="address")
        job.content = answer.body
        job.save(update_fields=["content"])
    content = bytes(job.content)
    if job.preview:
        _tell(job, "reading")
        _finish(job, ImportJob.State.PREVIEWED, found=_preview(job, content))
        return
    given = {"url": job.address, **job.given, "published_on": _published_on(job)}
    imported = import_article(content=content, by=job.asked_by, progress=partial(_tell, job), **given)
    _finish(job, ImportJob.State.DONE, imported=imported)


def _published_on(job: ImportJob) -> date | None:
    told = job.given.get("published_on")
    return date.fromisoformat(told) if told else None


def _preview(job: ImportJob, content: bytes) -> dict[str, Any]:
    """What would be stored, in the extraction format, with what the article says of itself."""
    received = receive(content)
    header = read_head(received.text)
    published_on = _published_on(job) or received.published_on or header.published_on
    reading = extract(received.text, published_on=published_on)
    about = {
        "title": job.given.get("title") or received.title or header.title,
        "publisher": job.given.get("publisher") or received.publisher or header.publisher,
        "byline": job.given.get("byline") or received.byline or header.byline,
        "published_on": published_on.isoformat() if published_on else None,
    }
    return {**jsonlines.document_line(str(job), received.text, reading), "about": about}


def _tell(job: ImportJob, step: str, done: int = 0, of: int = 0) -> None:
    if step != job.step or done == of:
        job.step, job.steps_done, job.steps_of = step, done, of
        job.save(update_fields=["step", "steps_done", "steps_of"])


def _finish(
    job: ImportJob, state: ImportJob.State, *, imported: Imported | None = None, found: dict[str, Any] | None = None
) -> None:
    job.state, job.found, job.step, job.taken_until, job.finished_at = state, found, "", None, timezone.now()
    if imported is not None:
        job.article, job.was_known = imported.article, not imported.created
    job.save(update_fields=["state", "found", "step", "taken_until", "finished_at", "article", "was_known"])


def _fail(job: ImportJob, trouble: str, field: str = "") -> None:
    job.state, job.trouble, job.trouble_field = ImportJob.State.FAILED, trouble, field
    job.step, job.taken_until, job.finished_at = "", None, timezone.now()
    job.save(update_fields=["state", "trouble", "trouble_field", "step", "taken_until", "finished_at"])
