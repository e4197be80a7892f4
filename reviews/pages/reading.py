"""The rows behind the public pages: publications that are shown now, and nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils.text import slugify

from reviews.models import Correction, Publication

NEWEST = 20


def shown_now() -> QuerySet[Publication]:
    """What the public sees at this moment, newest first."""
    return _without_search_words(Publication.objects.filter(shown_until=None, retracted_at=None)).order_by(
        "-shown_from", "-pk"
    )


def standing(slug: str) -> Publication | None:
    """The last version of one page, shown or retracted; None if there never was one."""
    return _without_search_words(Publication.objects.filter(slug=slug, shown_until=None)).first()


def retracted() -> QuerySet[Publication]:
    rows = Publication.objects.filter(shown_until=None, retracted_at__isnull=False)
    return _without_search_words(rows).order_by("-retracted_at", "-pk")


def corrections() -> QuerySet[Correction]:
    """Newest first. What was retracted stays unread, and so do its corrections."""
    rows = Correction.objects.exclude(after__slug__in=retracted().values("slug"))
    return rows.select_related("before", "after").defer(*_deferred("before__"), *_deferred("after__")).order_by("-pk")


def history(slug: str) -> QuerySet[Correction]:
    return Correction.objects.filter(after__slug=slug).select_related("before", "after").order_by("-pk")


def of_month(month: str) -> QuerySet[Publication]:
    """The pages that first stood there in this month (2026-11), newest first; none if that is no month."""
    try:
        start = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        return Publication.objects.none()
    end = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    found = shown_now().filter(first_published_at__gte=start, first_published_at__lt=end)
    return found.order_by("-first_published_at", "-pk")


def months() -> list[str]:
    """Every month in which a page that is shown first stood there, newest first."""
    found = shown_now().order_by().datetimes("first_published_at", "month", order="DESC", tzinfo=UTC)
    return [f"{month:%Y-%m}" for month in found]


def of_source(slug: str) -> QuerySet[Publication]:
    return shown_now().filter(sources__contains=[slug])


def of_article(slug: str) -> QuerySet[Publication]:
    return shown_now().filter(article=slug)


def of_topic(slug: str) -> QuerySet[Publication]:
    """A topic is one word of the desk; several spellings may share an address."""
    return shown_now().filter(topic__in=[topic for topic in topics() if slugify(topic) == slug])


def topics() -> list[str]:
    return sorted(shown_now().exclude(topic="").order_by().values_list("topic", flat=True).distinct())


def slugs() -> Iterable[str]:
    """Every page that there ever was, the retracted ones too."""
    return Publication.objects.filter(shown_until=None).order_by("pk").values_list("slug", flat=True)


def _without_search_words(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    return publications.defer(*_deferred(""))


def _deferred(prefix: str) -> tuple[str, str]:
    return f"{prefix}text", f"{prefix}words"
