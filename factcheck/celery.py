"""The Celery application. Tasks carry row ids only; what is due stands in the database, a message is a nudge.

The broker is not trusted: a message whose body is no call is refused like an unknown task. Celery itself would end the
worker over it, put the message back, and end again at the next start.
"""

from typing import Any

from celery import Celery, Task
from celery.exceptions import InvalidTaskError
from celery.worker.request import Request


class CarefulRequest(Request):
    """A message that has become a call, or an error that costs only the message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(*args, **kwargs)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidTaskError(f"The message is no call of a task: {type(error).__name__}.") from None


class CarefulTask(Task):  # type: ignore[type-arg]  # it takes its parameters at run time only
    Request = "factcheck.celery:CarefulRequest"


app = Celery("factcheck", task_cls=CarefulTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
