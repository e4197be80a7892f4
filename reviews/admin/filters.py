"""Saved filters of the claim list: kept by their owner, shared where he wants, applied as the list's own address."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.http import QueryDict

from claims.models import User
from claims.refusals import NotNow, NotSo
from reviews.models import SavedFilter

MOST = 50  # of one person
LONGEST_NAME, LONGEST_QUERY = 80, 1000


def saved_for(person: User) -> QuerySet[SavedFilter]:
    """His own and what others share, by name."""
    return (
        SavedFilter.objects.filter(Q(owner=person) | Q(is_shared=True)).select_related("owner").order_by("name", "pk")
    )


def save_filter(*, by: User, name: str, query: str, is_shared: bool, known: Collection[str]) -> SavedFilter:
    """Keep the filters in a query string under a name; the same name again replaces it.

    Only parameters that the list knows are kept. Raises Refused.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise NotSo(f"Give the filter a name of at most {LONGEST_NAME} characters.", field="name")
    if len(query) > LONGEST_QUERY:
        raise NotSo("The filter is too long to be kept.", field="query")
    given = QueryDict(query.lstrip("?"))
    kept = QueryDict(mutable=True)
    for parameter in sorted(given):
        if parameter in known and given[parameter]:
            kept[parameter] = given[parameter]
    if not kept:
        raise NotSo("Filter or search the list first: there is nothing to keep.", field="query")
    if SavedFilter.objects.filter(owner=by).exclude(name=name).count() >= MOST:
        raise NotNow(f"You keep {MOST} filters already; remove one first.")
    values = {"query": kept.urlencode(), "is_shared": is_shared}
    return SavedFilter.objects.update_or_create(owner=by, name=name, defaults=values)[0]


def remove_filter(*, by: User, pk: int) -> None:
    """Only the owner removes his own."""
    if not SavedFilter.objects.filter(owner=by, pk=pk).delete()[0]:
        raise NotNow("You have no such filter.")
