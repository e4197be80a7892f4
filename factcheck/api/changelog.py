"""/api/v1/changelog/: what changed in the API for those who call it, and how long what is deprecated stays."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

CHANGES = Path(__file__).with_name("changelog.md")


@require_safe
def changelog(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CHANGES.read_bytes(), content_type="text/markdown; charset=utf-8")
