"""Publish the checked draft of an article: the act, and the content that it stores.

The content holds the article's words, where its claims stand, and what the article itself gives as their sources. It
holds nothing of the desk's work: no statement, no evidence, no verdict, no state of a review. Whether a claim has been
checked is read from its publication when the page is written, so that a claim still under review looks like one that
nobody has looked at.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims.enums import BasisKind, Naming
from claims.models import Article, Claim, Event, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews.models import CheckedDraft, StalePage
from reviews.publishing.snapshot import about_article, digest

PERMISSION = "reviews.publish_review"
VERSION = 1  # of the shape of `shown`

Shown = dict[str, Any]


def draft_snapshot(article: Article) -> Shown:
    """{version, article, text, claims: [{claim, segments, basis, sources}]} of the latest revision, in reading order.

    `claim` is the row's number, never shown; `segments` are code points into `text`; `basis` is what the article alone
    gives: named, only_anonymous, mixed or unattributed.
    """
    revision = article.latest
    claims = revision.claims.filter(discarded_at=None).order_by("start", "pk").prefetch_related("attributions__source")
    return {
        "version": VERSION,
        "article": about_article(article),
        "text": revision.text,
        "claims": [_claim(claim) for claim in claims],
    }


def _claim(claim: Claim) -> Shown:
    speaking = [each for each in claim.attributions.all() if each.relayed_by_id is None]
    return {
        "claim": claim.pk,
        "segments": claim.segments,
        "basis": _printed_basis({each.source.naming == Naming.NAMED for each in speaking}),
        "sources": sorted({each.printed or each.source.name for each in speaking}),
    }


def _printed_basis(named: set[bool]) -> str:
    if not named:
        return BasisKind.UNATTRIBUTED.value
    if len(named) > 1:
        return BasisKind.MIXED.value
    return BasisKind.NAMED.value if named == {True} else BasisKind.ONLY_ANONYMOUS.value


@transaction.atomic
def publish_draft(*, article: Article, by: User, at: datetime | None = None) -> CheckedDraft:
    """Show the public the article's whole text with its claims marked; an earlier version is replaced."""
    article = _locked(article, by)
    shown = draft_snapshot(article)
    before = CheckedDraft.objects.filter(article=article, shown_until=None).first()
    if before is not None and before.digest == digest(shown):
        raise NotNow("The checked draft that is shown is the same.")
    if not shown["claims"]:
        raise NotSo("The article has no claims to show.")
    at = at or timezone.now()
    if before is not None:
        _end(before, at)
    draft = CheckedDraft.objects.create(
        article=article, slug=article.slug, shown=shown, digest=digest(shown), shown_from=at, published_by=by
    )
    _note(article, "publish_draft", by=by, digest=draft.digest)
    return draft


@transaction.atomic
def withdraw_draft(*, article: Article, by: User, why: str, at: datetime | None = None) -> CheckedDraft:
    """Take the article's text from the public again; what was published about its claims stays."""
    article = _locked(article, by)
    draft = CheckedDraft.objects.filter(article=article, shown_until=None).first()
    if draft is None:
        raise NotNow("No checked draft of this article is shown.")
    if not why.strip():
        raise NotSo("Say why it is withdrawn.", field="why")
    _end(draft, at or timezone.now())
    _note(article, "withdraw_draft", by=by, why=why.strip())
    return draft


def _locked(article: Article, by: User) -> Article:
    if not by.is_active or not by.has_perm(PERMISSION):
        raise NotYours(f"{by} may not publish a checked draft: it takes the permission “{PERMISSION}”.")
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def _end(draft: CheckedDraft, at: datetime) -> None:
    draft.shown_until = at
    draft.save(update_fields=["shown_until"])


def _note(article: Article, what: str, *, by: User, why: str = "", **details: object) -> None:
    Event.record(subject=article, what=what, by=by, why=why, **details)
    StalePage.mark([reverse("pages:article", args=[article.slug]), reverse("pages:sitemap_standing")])
