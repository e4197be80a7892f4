"""Background work of the review side. Tasks carry nothing: what is due stands in the database."""

from celery import shared_task
from django.db import transaction

from reviews import cascading, following, notices, opinions, subscriptions, workflow
from reviews.models import Publication
from reviews.pages import writing
from reviews.publishing import showing


@shared_task
def deliver_notices() -> None:
    """Send what is due to people and to other systems, and tell of new flags. Runs by schedule."""
    notices.deliver()
    subscriptions.send_messages()


@shared_task
def forget_experts_calls() -> None:
    """What the limit of the experts' page counted is kept for a day."""
    opinions.forget_old_calls()


@shared_task
def follow_basis_changes() -> None:
    """Reopen what is published and has moved on, flag it and tell readers. Runs by schedule; twice does no harm."""
    cascading.follow_basis_changes()
    following.follow()


@shared_task
def write_pages() -> None:
    """Write every public page that is older than what it shows. Also runs by schedule; running twice does no harm."""
    writing.drain()


@shared_task
def write_standing_pages() -> None:
    """Scale, policies and self-check as they are now. Runs by schedule."""
    showing.mark_standing()
    writing.drain()


def take_away(publication: Publication) -> None:
    """Once a retraction is committed, its page is not sent any longer, whether or not a worker is there."""
    transaction.on_commit(lambda: writing.take_away(publication))


@shared_task
def remind_reviewers() -> None:
    """Tell whoever owes a verdict. Runs by schedule; telling twice is impossible."""
    workflow.remind()
