"""Reviewers are reminded of their deadlines, once before and once after. Runs by schedule; twice does no harm."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from reviews.enums import NoticeKind, State
from reviews.models import Assignment, DeskRules, Verdict
from reviews.notices import notify


def remind(*, on: date | None = None) -> int:
    """Tell everybody whose verdict is due soon or overdue. Returns how many were told now."""
    today = on or timezone.now().date()
    soon = today + timedelta(days=DeskRules.current().remind_days_before)
    given = Verdict.objects.standing().filter(review=OuterRef("review"), reviewer=OuterRef("reviewer"))
    due = Assignment.objects.filter(
        ~Exists(given), ended_at=None, due_on__lte=soon, review__state__in=(State.ASSIGNED, State.IN_REVIEW)
    )
    told = 0
    for assignment in due.select_related("review", "reviewer").order_by("pk"):
        key = "overdue" if assignment.due_on and assignment.due_on < today else "due"
        told += len(
            notify(
                NoticeKind.REMINDER,
                review=assignment.review,
                by=None,
                to=[assignment.reviewer],
                once=f"{key}-{assignment.pk}",
            )
        )
    return told
