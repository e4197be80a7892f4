"""How an operation of the API is taken out of use: said in the schema and in every answer, long before it ends.

`@deprecated` on the method of a view marks the operation in the schema and has each of its answers, errors too, carry
`Deprecation` (RFC 9745: since when), `Sunset` (RFC 8594: from when it may be gone) and a `Link` to the changelog.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

NOTICE = timedelta(days=180)  # at least, from the announcement to the end
CHANGELOG = "/api/v1/changelog/"
Act = TypeVar("Act", bound=Callable[..., Any])


@dataclass(frozen=True)
class Deprecation:
    """Since when an operation should not be used any more, and from when it may be gone; midnight UTC."""

    since: date
    sunset: date

    def headers(self) -> dict[str, str]:
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.sunset)),
            "Link": f'<{CHANGELOG}>; rel="deprecation"; type="text/markdown"',
        }


def deprecated(*, since: date, sunset: date) -> Callable[[Act], Act]:
    """Mark an operation. Raises ValueError where callers get less than `NOTICE`."""
    if sunset - since < NOTICE:
        raise ValueError(f"An operation ends {NOTICE.days} days after it was deprecated, at the earliest.")

    def mark(act: Act) -> Act:
        act.deprecation = Deprecation(since, sunset)  # type: ignore[attr-defined] # read by `deprecation_of`
        return act

    return mark


def deprecation_of(view: object) -> Deprecation | None:
    """Of the operation that this view is asked for."""
    act = getattr(view, getattr(view, "action", None) or "", None)
    found: Deprecation | None = getattr(act, "deprecation", None)
    return found


class TellsDeprecation(APIView):
    """Adds the headers to whatever the view answers."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        if found := deprecation_of(self):
            before = answer.get("Link")
            for name, value in found.headers().items():
                answer[name] = f"{before}, {value}" if name == "Link" and before else value
        return answer


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
