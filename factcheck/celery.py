"""The Celery application. Tasks carry row ids only; what is due stands in the database, a message is a nudge."""

from celery import Celery

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
