"""The rows behind the public pages: publications that are shown now, and nothing else."""

from typing import Any

from django.db.models import Q, QuerySet

from reviews.models import Publication

PAGE = 20


def shown_now() -> QuerySet[Publication]:
    """What the public sees at this moment, newest first."""
    return Publication.objects.filter(shown_until=None, retracted_at=None).order_by("-shown_from", "-pk")


def search(publications: QuerySet[Publication], words: str) -> QuerySet[Publication]:
    """Every word must occur in the statement, the explanation or the article's title."""
    for word in words.split()[:8]:
        publications = publications.filter(
            Q(shown__claim__statement__icontains=word)
            | Q(shown__explanation__icontains=word)
            | Q(shown__article__title__icontains=word)
        )
    return publications


def marked(shown: dict[str, Any]) -> list[tuple[str, bool]]:
    """The passage in pieces, with whether each is among the claimed words."""
    passage = shown["claim"]["passage"]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in shown["claim"]["marks"]:
        pieces += [(passage[at:start], False), (passage[start:end], True)]
        at = end
    return [(text, is_mark) for text, is_mark in [*pieces, (passage[at:], False)] if text]
