"""What a form of the workbench has posted, read field by field; what cannot be read is refused by the field's name."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from claims.models import Claim
from claims.refusals import NotNow, NotSo
from reviews.models import Rating, Review


def number(request: HttpRequest, field: str) -> int | None:
    value = request.POST.get(field, "").strip()
    if not value:
        return None
    if not is_id(value):
        raise NotSo(f"“{value}” is not a number.", field=field)
    return int(value)


def ids(request: HttpRequest, field: str) -> list[int]:
    """The rows that were ticked; what can be no id was not."""
    return [int(each) for each in request.POST.getlist(field) if is_id(each)]


def is_id(given: str) -> bool:
    return given.isdecimal() and len(given) <= 18  # noqa: PLR2004 - what a bigint can hold


def row(model: Any, request: HttpRequest, field: str) -> Any:
    pk = number(request, field)
    if pk is None:
        return None
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise NotSo(f"There is no {model._meta.verbose_name} {pk}.", field=field)
    return found


def day(request: HttpRequest, field: str) -> date | None:
    value = text(request, field)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise NotSo(f"“{value}” is not a date (year-month-day).", field=field) from None


def text(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "").strip()


def file(request: HttpRequest, field: str) -> bytes | None:
    """The bytes of a file, one more than are kept at most; its name is not looked at."""
    given = request.FILES.get(field)
    return given.read(settings.CAPTURE_MAX_BYTES + 1) if given else None


def review_of(claim: Claim) -> Review:
    review = claim.reviews.order_by("-round").first()
    if review is None:
        raise NotNow("The claim has no review yet.")
    return review


def rating(request: HttpRequest) -> Rating:
    rating = Rating.objects.filter(scale__is_default=True, slug=text(request, "rating")).first()
    if rating is None:
        raise NotSo("Choose a rating.", field="rating")
    return rating
