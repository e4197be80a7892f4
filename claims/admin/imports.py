"""Imports on their way: how far each is, what a preview has found, and the two buttons under it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from claims import tasks
from claims.admin.base import DeskAdmin
from claims.intake import cancel_import, confirm_import
from claims.models import ImportJob, User
from claims.refusals import Refused

LONGEST = 500  # claims of a preview that are shown
UNSURE = 0.6  # below it a part of the reading is marked as one to look at
KINDS = {
    "named": "Named",
    "organisation": "Organisation",
    "document": "Document",
    "unnamed": "Unnamed",
    "group": "Unnamed, several",
    "other": "Other",
    "none": "The article itself",
}


@admin.register(ImportJob)
class ImportJobAdmin(DeskAdmin):
    """The page of an import looks again by itself until the import is read; it can be left and come back to."""

    list_display = ["__str__", "state", "asked_by", "asked_at", "finished_at"]
    list_select_related = ["asked_by"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportJob]:
        jobs: QuerySet[ImportJob] = super().get_queryset(request)
        return jobs.defer("content", "found")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("claims.add_article"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        job = self.get_object(request, object_id)
        if job is None or not self.has_view_permission(request, job):
            raise Http404
        if request.method == "POST":
            return self._act(request, job)
        if job.state == ImportJob.State.DONE:
            if job.was_known:
                messages.info(request, "The same text was imported before; here it is.")
            return redirect("admin:claims_article_change", job.article_id)
        found = _found(job) if job.state == ImportJob.State.PREVIEWED else []
        context = {
            **self.admin_site.each_context(request),
            "title": str(job),
            "opts": self.opts,
            "job": job,
            "waits": job.state == ImportJob.State.WAITING,
            "found": found[:LONGEST],
            "number": len(found),
            "unsure": sum(claim["unsure"] for claim in found),
        }
        return TemplateResponse(request, "desk/import_job.html", context)

    def _act(self, request: HttpRequest, job: ImportJob) -> HttpResponse:
        """Confirm or cancel, by the button that was pressed."""
        act = confirm_import if request.POST.get("act") == "confirm" else cancel_import
        try:
            act(job=job, by=User.of(request.user))
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            tasks.nudge(tasks.run_imports)
        return redirect("admin:claims_importjob_change", job.pk)


def _found(job: ImportJob) -> list[dict[str, Any]]:
    """What the preview shows of each claim: its words, its source and how sure the reading is, as percentages."""
    shown = []
    for claim in (job.found or {}).get("claims", []):
        sure = {part: round(100 * value) for part, value in (claim["confidence"] or {}).items() if value is not None}
        shown.append(
            {
                "statement": claim["statement"],
                "words": claim["content_text"],
                "source": claim["source_text"],
                "cue": claim["cue_text"],
                "kind": KINDS[claim["source_kind"]],
                "unnamed": claim["source_kind"] in {"unnamed", "group"},
                "sure": min(sure.values(), default=100),
                "parts": ", ".join(f"{part} {value} %" for part, value in sure.items()),
                "unsure": min(sure.values(), default=100) < 100 * UNSURE,
            }
        )
    return shown
