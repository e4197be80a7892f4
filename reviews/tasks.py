"""Background work of the review side. Tasks carry nothing: what is due stands in the database."""

from celery import shared_task

from reviews import notices, opinions


@shared_task
def deliver_notices() -> None:
    """Send what is due by mail and webhook, and tell of new flags. Runs by schedule."""
    notices.deliver()


@shared_task
def forget_experts_calls() -> None:
    """What the limit of the experts' page counted is kept for a day."""
    opinions.forget_old_calls()
