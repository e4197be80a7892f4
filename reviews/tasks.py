"""Background work of the review side. Tasks carry nothing: what is due stands in the database."""

from celery import shared_task

from reviews import notices


@shared_task
def deliver_notices() -> None:
    """Send what is due by mail and webhook, and tell of new flags. Runs by schedule."""
    notices.deliver()
