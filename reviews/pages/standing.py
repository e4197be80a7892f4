"""Pages that stand whatever is published: how the desk works, from its own data, and who it is."""

from django.conf import settings

from claims.models import HousePolicy
from reviews.models import Rating
from reviews.pages import selfcheck
from reviews.pages.jsonld import as_script
from reviews.pages.page import Page, html
from reviews.publishing.organisation import organisation


def methodology() -> Page:
    """Rating scale and policies, as the desk keeps them."""
    policies = HousePolicy.objects.order_by("-in_force", "-is_own", "name").prefetch_related("clauses")
    in_force = next((policy for policy in policies if policy.in_force), None)
    context = {
        "ratings": list(Rating.objects.filter(scale__is_default=True).order_by("order")),
        "policy": in_force,
        "clauses": in_force.clauses.order_by("order") if in_force else [],
        "others": [policy for policy in policies if not policy.in_force],
        "profile": settings.DESK_PROFILE,
        "blocks": [as_script(organisation(desk=settings.DESK_NAME, origin=settings.PUBLIC_ORIGIN))],
    }
    return html("pages/methodology.html", context)


def about() -> Page:
    """Who the desk is, and its own check against the code of principles, with what is missing."""
    found = selfcheck.checked()
    context = {
        "profile": settings.DESK_PROFILE,
        "principles": found,
        "missing": [each for principle in found for each in principle.commitments if not each.is_met],
        "blocks": [as_script(organisation(desk=settings.DESK_NAME, origin=settings.PUBLIC_ORIGIN))],
    }
    return html("pages/about.html", context)
