"""The composition root: settings, addresses, tasks, the API's manners, and the services of `make run`."""

from factcheck.celery import app as celery_app

__all__ = ["celery_app"]
