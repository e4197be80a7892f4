"""What the desk writes down about itself holds no words of people (P4, P6)."""

import logging
import sys
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.views.debug import ExceptionReporter, get_exception_reporter_filter

from factcheck.recording import OneLine
from tests.promises.encodings import NAMES, found_in

JANE = NAMES[0]


def line(message: str, *args: object, error: BaseException | None = None) -> str:
    info: Any = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("desk", logging.WARNING, __file__, 1, message, args, info)
    return OneLine("{levelname} {message}", style="{").format(record)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\x85", "\u2028", "\x1b[2K"])
def test_p04_an_address_cannot_begin_a_line_of_its_own(end: str) -> None:
    written = line("Not Found: %s", f"/x{end}ERROR all is well")
    assert len(written.splitlines()) == 1
    assert "\x1b" not in written


def test_p04_what_postgresql_says_of_a_rows_values_is_left_out() -> None:
    error = IntegrityError(f"duplicate key\nDETAIL:  Key (name)=({JANE}) already exists.\n")
    assert found_in(line("Task failed: %r", error).encode()) == set()
    written = line("failed", error=error)
    assert found_in(written.encode()) == set()
    assert "duplicate key" in written  # what happened is still told


def test_p04_a_traceback_is_set_off_from_the_lines_of_the_log() -> None:
    written = line("failed", error=ValueError("x\n2026-01-01 ERROR all is well"))
    assert all(each.startswith("  | ") for each in written.splitlines()[1:])


@pytest.mark.parametrize("debug", [True, False])
def test_p06_error_report_names_the_place_and_no_value(debug: bool, settings: Any, rf: RequestFactory) -> None:  # noqa: FBT001 - a parameter of the test
    settings.DEBUG = debug
    request = rf.post("/desk/vault/1/entrust/", {"name": JANE})
    assert found_in(request.POST.urlencode().encode()) == {JANE}
    report = _report(request)
    assert "_fail" in report
    assert found_in(report.encode()) == set()


def _report(request: HttpRequest) -> str:
    try:
        _fail(JANE, request.POST)
    except RuntimeError:
        reporter = ExceptionReporter(request, *sys.exc_info())
        assert type(get_exception_reporter_filter(request)).__name__ == "NothingConfidential"
        return reporter.get_traceback_text() + reporter.get_traceback_html()
    return ""


def _fail(identity: str, posted: QueryDict) -> None:
    also_here = [identity, dict(posted)]
    raise RuntimeError("no value here") from (KeyError("inner") if also_here else None)


def test_p06_no_fault_is_mailed(settings: Any) -> None:
    handlers = {handler.__class__.__name__ for handler in logging.getLogger("django").handlers}
    assert "AdminEmailHandler" not in handlers
    assert settings.ADMINS == []
    assert mail.outbox == []
