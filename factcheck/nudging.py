"""After a request that may have changed something, one nudge to the worker. Never an error for the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from claims import tasks
from reviews.models.pages import marked
from reviews.tasks import write_pages

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
FIRST_ERROR = 400

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class NudgeAfterChange:
    """Middleware, outermost around the views: by then the request's transactions are committed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        marked.set(False)
        response = self.get_response(request)
        if request.method not in SAFE and response.status_code < FIRST_ERROR:
            tasks.nudge()
            if marked.get():
                tasks.nudge(write_pages)
        return response
