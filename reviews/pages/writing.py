"""Stale pages become files. What is due stands in the table; doing it twice changes nothing."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.db.models import F

from reviews.models import Publication, StalePage
from reviews.models.pages import MAX_ATTEMPTS
from reviews.pages import files, kinds
from reviews.publishing import showing

BATCH = 100  # pages that are locked at a time: whoever publishes meanwhile waits for no more than these
log = logging.getLogger(__name__)


def drain(*, told: Callable[[int], object] = lambda _: None) -> int:
    """Write every stale page; gives how many were written. `told` hears of each batch. Several may run at once."""
    written = 0
    for path_like in (r"\.(atom|rss|json|xml|txt)$|/$", r"\.png$"):  # pictures after all words
        while done := _batch(path_like):
            written += done
            told(done)
    return written


@transaction.atomic
def _batch(path_like: str) -> int:
    """Lock some rows, write their pages, take the rows away. A page that cannot be written stays, with its trouble."""
    due = StalePage.objects.filter(attempts__lt=MAX_ATTEMPTS, path__regex=path_like).order_by("attempts", "since")
    rows = list(due.select_for_update(skip_locked=True)[:BATCH])
    written = [row.path for row in rows if _write(row)]
    StalePage.objects.filter(path__in=written).delete()
    return len(rows)


def _write(row: StalePage) -> bool:
    try:
        with transaction.atomic():
            files.write(row.path, kinds.render(row.path))
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("The page %s cannot be written.", row.path)
        StalePage.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1, trouble=f"{type(error).__name__}: {error}"[:200]
        )
        return False
    return True


def mark_everything() -> int:
    """Every page that there is, and every file that should not be there, is to be written again; gives how many."""
    paths = {*kinds.every_path(), *files.every_path()}
    StalePage.mark(paths)
    return len(paths)


def take_away(publication: Publication) -> None:
    """Unlink what shows this publication alone; until it is written anew the desk answers for it from the rows."""
    for path in showing.own_pages(publication):
        files.withdraw(path)
