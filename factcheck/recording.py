"""What the desk writes down about itself: logs and error reports, without the words of people.

A log line is one line, whatever a visitor put into an address; a traceback is set off from the lines; and what
PostgreSQL adds about the values of a row (DETAIL) is taken out wherever it stands.
"""

import logging
import re
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

DETAIL = re.compile(r"DETAIL:.*?(?=\\n|\n|$)")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class OneLine(logging.Formatter):
    """One line for each record; tracebacks behind a bar, so that no text in them can look like a line of the log."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - its name
        line = CONTROL.sub(lambda found: ascii(found[0])[1:-1], super().formatMessage(record))
        return DETAIL.sub("DETAIL left out", line)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - its name
        lines = DETAIL.sub("DETAIL left out", super().formatException(ei)).splitlines()
        return "\n".join(f"  | {line}" for line in lines)


class NothingConfidential(SafeExceptionReporterFilter):
    """Error reports name the place of the fault and nothing that was in it: no variable, no posted value, no setting.

    Active under DEBUG too: the page that a developer sees is a page that he may paste somewhere.
    """

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        posted = request.POST if request is not None else {}
        return dict.fromkeys(posted, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]
