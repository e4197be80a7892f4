"""The complete content of a public page, as plain JSON: what the approver signs and what the page is written from.

Nothing else reaches a page. Names of confidential sources are not in the rows that this reads; an unnamed source is
its descriptor as printed.
"""

import hashlib
import json
from typing import Any

from claims import anonymity, sourcing
from claims.enums import BasisKind, Knowledge, Naming, Stance
from claims.models import Article, Attribution, Claim, ClaimEvidence
from claims.sourcing.explain import origins_in_words
from reviews.enums import SettledBy
from reviews.models import Rating, ReplyRequest, Review

PASSAGE = 240  # code points of the article that are shown on either side of the claim
COPY = 1_500  # code points of a captured copy that readers are shown
VERSION = 3  # of this shape

Shown = dict[str, Any]


def digest(shown: Shown) -> str:
    """sha256 over the content in one canonical form; the order of keys does not matter."""
    canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def snapshot(review: Review) -> Shown:
    """What a page about this review would show now. The review must be settled.

    {version, claim, article, sources, rating, explanation, basis, evidence, review, recheck_on, exception, serious,
    right_of_reply}; see the functions below for each.
    """
    claim = review.claim
    article = claim.revision.article
    settlement = review.settlement
    return {
        "version": VERSION,
        "claim": {
            **_passage(claim),
            "statement": review.statement,
            "own_voice": claim.own_voice,
            "topic": claim.topic,
        },
        "article": about_article(article),
        "sources": [_source(attribution) for attribution in _attributions(claim)],
        "rating": _rating(settlement.rating),
        "explanation": settlement.explanation,
        "basis": _basis(claim),
        "evidence": [_evidence(link) for link in _evidence_links(claim)],
        "review": {
            "round": review.round,
            "reviewers": review.verdicts.standing().count(),
            "small_desk": review.reviewers_needed == 1,
            "agreed": settlement.settled_by == SettledBy.AGREEMENT,
            "settled_by": settlement.settled_by,
            "settled_on": settlement.settled_at.date().isoformat(),
        },
        "recheck_on": review.recheck_on.isoformat() if review.recheck_on else None,
        "exception": _exception(review),
        "serious": review.serious,
        "right_of_reply": [_reply(request) for request in claim.reply_requests.order_by("pk")],
    }


def _exception(review: Review) -> Shown | None:
    """Who took the responsibility for publishing against the gate, and why."""
    exception = getattr(review, "exception", None)
    if exception is None or not exception.is_signed:
        return None
    names = [str(exception.first_signer), str(exception.second_signer)]
    return {"reason": exception.reason, "signed_by": names, "signed_on": exception.second_signed_at.date().isoformat()}


def _reply(request: ReplyRequest) -> Shown:
    return {
        "asked": request.asked,
        "asked_on": request.asked_on.isoformat(),
        "means": request.get_means_display(),
        "reply_by": request.reply_by.isoformat(),
        "answer": request.answer,
        "declined": request.declined,
        "answered_on": request.answered_on.isoformat() if request.answered_on else None,
    }


def about_article(article: Article) -> Shown:
    """What a page tells of an article, beside its words."""
    return {
        "title": article.title,
        "slug": article.slug,
        "publisher": article.publisher,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
        "published_on": article.published_on.isoformat() if article.published_on else None,
    }


def _passage(claim: Claim) -> Shown:
    """The words and their surroundings; `marks` are offsets into `passage`."""
    text = claim.revision.text
    start = word_start(text, max(0, claim.start - PASSAGE))
    end = word_end(text, min(len(text), claim.end + PASSAGE))
    return {
        "quote": claim.quote,
        "passage": text[start:end],
        "marks": [[left - start, right - start] for left, right in claim.segments],
        "cut_before": start > 0,
        "cut_after": end < len(text),
    }


def word_start(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at - 1].isspace():
        at += 1
    return at


def word_end(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at].isspace():
        at -= 1
    return at


def _attributions(claim: Claim) -> list[Attribution]:
    found = claim.attributions.select_related("source", "grant__policy").order_by("pk")
    return list(found.prefetch_related("grant__grades__clause"))


def _source(attribution: Attribution) -> Shown:
    source = attribution.source
    grant = getattr(attribution, "grant", None)
    named = source.naming == Naming.NAMED
    return {
        "name": source.name,
        "slug": source.slug if named else None,
        "about": source.about,
        "kind": source.kind,
        "naming": source.naming,
        "printed": attribution.printed,
        "cue": attribution.cue,
        "knowledge": Knowledge(attribution.knowledge).label,
        "knowledge_kind": attribution.knowledge,
        "passed_on": attribution.relayed_by_id is not None,
        "why_unnamed": "" if named or grant is None else grant.reason,
        "grant": None if named or grant is None else anonymity.for_readers(grant),
    }


def _rating(rating: Rating) -> Shown:
    steps = list(rating.scale.ratings.order_by("order"))
    values = [step.value for step in steps if step.value is not None]
    return {
        "slug": rating.slug,
        "name": rating.name,
        "reader_words": rating.reader_words,
        "colour": rating.colour,
        "value": rating.value,
        "best": max(values, default=None),
        "worst": min(values, default=None),
        "scale": [{"slug": step.slug, "name": step.name, "on_line": step.on_line} for step in steps],
    }


def _basis(claim: Claim) -> Shown:
    explanation = sourcing.explain(claim)
    basis = explanation.basis
    if basis is None:
        return {"kind": None, "label": "", "origins": "", "sentences": explanation.sentences, "paths": []}
    return {
        "kind": basis.kind,
        "label": BasisKind(basis.kind).label,
        "origins": origins_in_words(basis.origins_low, basis.origins_high),
        "origins_low": basis.origins_low,
        "origins_high": basis.origins_high,
        "inherited": basis.inherited,
        "circular": basis.circular,
        "sentences": explanation.sentences,
        "paths": explanation.paths,
        "changes": [
            {"before": change.before, "after": change.after, "on": change.at.date().isoformat()}
            for change in claim.basis_changes.order_by("at", "pk")
        ],
    }


def _evidence_links(claim: Claim) -> list[ClaimEvidence]:
    return list(
        claim.evidence_links.select_related("evidence").prefetch_related("evidence__origins").order_by("stance", "pk")
    )


def _evidence(link: ClaimEvidence) -> Shown:
    evidence = link.evidence
    return {
        "stance": link.stance,
        "stance_label": Stance(link.stance).label,
        "kind": evidence.get_kind_display(),
        "title": evidence.title,
        "url": evidence.url,
        "excerpt": link.excerpt,
        "locator": link.locator,
        "is_primary": evidence.is_primary,
        "origins": [source.name for source in evidence.origins.all()],
        "published_on": evidence.published_on.isoformat() if evidence.published_on else None,
        "captured_on": evidence.captured_at.date().isoformat() if evidence.captured_at else None,
        "sha256": evidence.sha256,
        # Only of what can be shown to readers anyway; what was told to the desk, or given by somebody unnamed, stays.
        "copy": evidence.outward_text[:COPY] if evidence.is_primary else "",
    }
