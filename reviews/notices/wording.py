"""A notice in words: the kind of event and the claim's address at the desk. Nothing of the claim itself."""

from django.conf import settings
from django.urls import reverse

from claims.models import User
from reviews.enums import NoticeKind
from reviews.models import Notice


def link(notice: Notice) -> str:
    """The claim's workbench; whoever follows the link must sign in, and sees what his role may see."""
    return settings.PUBLIC_ORIGIN + reverse("admin:claims_claim_change", args=[notice.claim_id])


def line(notice: Notice) -> str:
    return f"{NoticeKind(notice.kind).label}: {link(notice)}"


def may_be_told(person: User) -> bool:
    """Whether this person may still see claims at all."""
    return person.is_active and person.has_perm("claims.view_claim")
