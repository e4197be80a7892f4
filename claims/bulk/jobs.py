"""A bulk import from the file to the rows: checked in pieces that each are kept, written in one transaction.

Whoever is interrupted while checking goes on behind the last line that is kept. Written is all or nothing: without
`per_row` a single row that cannot be used keeps everything out, and the rows of the job tell which and why.
"""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from psycopg.types.json import Jsonb

from claims import leasing
from claims.bulk import writing
from claims.bulk.files import Row, UnreadableFileError, Wrong, rows
from claims.bulk.markup import row_of
from claims.bulk.shapes import check, columns_of
from claims.models import BulkJob, BulkRow, Event, User
from claims.refusals import NotSo, NotYours

log = logging.getLogger(__name__)

PIECE = 2000  # rows that are checked and kept at a time
LEASE_SECONDS = 330
MOST_ATTEMPTS = 3
MOST_BYTES = 200 * 1024 * 1024
NEEDED = {
    BulkJob.Kind.CLAIMS: "claims.add_claim",
    BulkJob.Kind.EVIDENCE: "claims.add_evidence",
    BulkJob.Kind.FACT_CHECKS: "claims.add_claim",
}


def ask_for_bulk(*, by: User, kind: str, form: str, file: "UploadedFile[bytes]", per_row: bool = False) -> BulkJob:
    """Put a file of rows into the queue. Raises Refused for a person who may not, and for a file that is too large."""
    if kind not in BulkJob.Kind.values:
        raise NotSo(f"“{kind}” is not one of: {', '.join(BulkJob.Kind.values)}.", field="kind")
    if form not in BulkJob.Format.values:
        raise NotSo(f"“{form}” is not one of: {', '.join(BulkJob.Format.values)}.", field="format")
    if form == BulkJob.Format.CLAIM_REVIEW and kind != BulkJob.Kind.FACT_CHECKS:
        raise NotSo("ClaimReview tells of fact-checks; choose that kind.", field="format")
    if not by.has_perm(NEEDED[BulkJob.Kind(kind)]):
        raise NotYours(f"{by} may not import {kind.replace('_', '-')}.")
    if (file.size or 0) > MOST_BYTES:
        raise NotSo(f"The file has more than {MOST_BYTES // (1024 * 1024)} MB.", field="file")
    job = BulkJob(kind=kind, format=form, per_row=per_row, file_name=(file.name or "")[:200], asked_by=by)
    job.file.save(f"{timezone.now():%Y%m%d%H%M%S%f}", file, save=False)
    job.save()
    return job


def run_bulk() -> int:
    """Work off what waits; returns how many jobs were ended."""
    done = 0
    while job := _take():
        _run(job)
        done += 1
    return done


def _take() -> BulkJob | None:
    waiting = BulkJob.objects.filter(state__in=[BulkJob.State.WAITING, BulkJob.State.CHECKED]).order_by("pk")
    return leasing.take_one(waiting, seconds=LEASE_SECONDS)


def _run(job: BulkJob) -> None:
    if job.attempts > MOST_ATTEMPTS:
        _end(job, BulkJob.State.FAILED, f"The file could not be taken in in {MOST_ATTEMPTS} attempts.")
        return
    try:
        if job.state == BulkJob.State.WAITING:
            _check(job)
        _write(job)
    except UnreadableFileError as error:
        _end(job, BulkJob.State.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the job, and the others go on
        log.error("Bulk import %d failed: %s", job.pk, type(error).__name__)  # noqa: TRY400 - a message may quote a row
        _end(job, BulkJob.State.FAILED, f"The rows could not be written ({type(error).__name__}).")


def _check(job: BulkJob) -> None:
    """Read, check and keep the rows, piece by piece, behind the last line that is kept already."""
    kept = job.rows.order_by("-line").values_list("line", flat=True).first() or 0
    with job.file.open("rb") as file, closing(rows(file.file, job.format, columns_of(job.kind))) as every:
        found = (row for row in every if row.line > kept)
        while piece := list(islice(found, PIECE)):
            _keep(job, piece)
    job.state = BulkJob.State.CHECKED
    job.save(update_fields=["state"])


def _keep(job: BulkJob, piece: list[Row]) -> None:
    checked = [(row.line, _checked(job, row.data)) for row in piece]
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy('COPY claims_bulkrow (job_id, line, data, code, "column", detail) FROM STDIN') as copy:
            for line, found in checked:
                wrong = found if isinstance(found, Wrong) else Wrong("", "", "")
                copy.write_row((job.pk, line, Jsonb({} if isinstance(found, Wrong) else found), *_cut(wrong)))
        job.read += len(checked)
        job.wrong += sum(isinstance(found, Wrong) for _, found in checked)
        BulkJob.objects.filter(pk=job.pk).update(read=job.read, wrong=job.wrong, taken_until=_lease())


def _checked(job: BulkJob, data: dict[str, Any] | Wrong) -> dict[str, Any] | Wrong:
    if isinstance(data, Wrong):
        return data
    return check(job.kind, row_of(data) if job.format == BulkJob.Format.CLAIM_REVIEW else data)


def _cut(wrong: Wrong) -> Iterator[str]:
    return iter((wrong.code[:40], wrong.column[:100], wrong.detail[:500]))


def _lease() -> Any:
    return Now() + timedelta(seconds=LEASE_SECONDS)


@transaction.atomic
def _write(job: BulkJob) -> None:
    """Everything that is good becomes rows of the desk; without `per_row` only if everything is."""
    writing.run(writing.RESOLVE[job.kind], job=job.pk, person=job.asked_by_id)
    job.wrong = BulkRow.objects.filter(job=job).exclude(code="").count()
    if job.wrong and not job.per_row:
        _end(job, BulkJob.State.FAILED, f"{job.wrong:,} of {job.read:,} rows cannot be used; nothing was written.")
        return
    writing.run(writing.STEPS[job.kind], job=job.pk, person=job.asked_by_id)
    job.written = BulkRow.objects.filter(job=job, row__isnull=False).count()
    Event.record(
        subject=job, what="bulk_import", by=job.asked_by, kind=job.kind, written=job.written, left_out=job.wrong
    )
    _end(job, BulkJob.State.DONE)


def _end(job: BulkJob, state: BulkJob.State, trouble: str = "") -> None:
    job.state, job.trouble, job.finished_at, job.taken_until = state, trouble, timezone.now(), None
    job.save(update_fields=["state", "trouble", "finished_at", "taken_until", "wrong", "written"])
