"""What the workbench of one claim shows: its words, what it rests on, where it stands, and what may be done next."""

from typing import Any

from django.http import HttpRequest

from claims import sourcing
from claims.enums import EvidenceKind, Knowledge, Naming, SourceKind, Stance
from claims.models import Claim, Event, Flag, User
from claims.sourcing.explain import origins_in_words
from reviews import publishing, visibility, workflow
from reviews.admin.marking import Piece, marked
from reviews.enums import Confidence, Role, State
from reviews.models import Rating, Review
from reviews.publishing.snapshot import word_end, word_start

AROUND = 400  # code points of the article on either side
BUTTONS = (
    # event, label, needs words
    ("assign", "Assign reviewers"),
    ("submit_verdict", "Submit verdict"),
    ("hand_back", "Hand back"),
    ("adjudicate", "Decide"),
    ("rewrite_explanation", "Save explanation"),
    ("approve", "Sign for publication"),
    ("publish", "Publish"),
    ("correct", "Correct the page"),
    ("retract", "Retract"),
    ("return_to_desk", "Return to the desk"),
)
SETTLED = (State.SETTLED, State.APPROVED, State.PUBLISHED, State.CORRECTED, State.RETRACTED)


def workbench(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """The context of the page; what a person may not see is not in it."""
    rounds = list(claim.reviews.select_related("settlement__rating", "claim").order_by("-round"))
    review = rounds[0] if rounds else None
    explanation = sourcing.explain(claim)
    basis = explanation.basis
    return {
        "claim": claim,
        "passage": passage(claim),
        "explanation": explanation,
        "origins": origins_in_words(basis.origins_low, basis.origins_high) if basis else "",
        "attributions": claim.attributions.select_related("source", "relayed_by__source").order_by("pk"),
        "flags": Flag.objects.filter(claim=claim).order_by("cleared_at", "pk"),
        "evidence": claim.evidence_links.select_related("evidence", "added_by").prefetch_related("evidence__origins"),
        "choices": _choices(),
        "history": history(request.user, claim, review),
        "may": _may(request),
        **(_review(request, review) if review else {"review": None, "can_open": True}),
    }


def passage(claim: Claim) -> list[Piece]:
    """The claim's paragraph and what stands around it."""
    text = claim.revision.text
    start, end = word_start(text, max(0, claim.start - AROUND)), word_end(text, min(len(text), claim.end + AROUND))
    moved = Claim(pk=claim.pk, segments=[[left - start, right - start] for left, right in claim.segments])
    return marked(text[start:end], [moved])


def _choices() -> dict[str, Any]:
    return {
        "kinds": EvidenceKind.choices,
        "stances": Stance.choices,
        "knowledge": Knowledge.choices,
        "source_kinds": SourceKind.choices,
        "namings": Naming.choices,
        "confidence": Confidence.choices,
        "ratings": Rating.objects.filter(scale__is_default=True).order_by("order"),
    }


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        "correct": request.user.has_perm("claims.change_claim"),
        "bring": request.user.has_perm("claims.add_evidence"),
        "dismiss": request.user.has_perm("claims.dismiss_flag"),
        "open": request.user.has_perm("reviews.assign_review"),
    }


def _review(request: HttpRequest, review: Review) -> dict[str, Any]:
    buttons = {}
    for event, label in BUTTONS:
        refused = workflow.refusal(event, review=review, by=User.of(request.user))
        buttons[event] = {"label": label, "refused": refused.sentence if refused else "", "allowed": refused is None}
    is_settled = review.state in SETTLED
    shown = publishing.snapshot(review) if review.state == State.SETTLED else None
    publication = review.publications.filter(shown_until=None).first()
    return {
        "review": review,
        "state": visibility.shown_state(review),
        "verdicts": visibility.verdicts_visible_to(User.of(request.user), review).prefetch_related("evidence"),
        "settlement": review.settlement if is_settled else None,
        "buttons": buttons,
        "next_steps": [button for button in buttons.values() if button["allowed"]],
        "gate": workflow.gate(review) if review.state in (State.SETTLED, State.APPROVED) else None,
        "digest": publishing.digest(shown) if shown else "",
        "publication": publication,
        "reviewers": _reviewers(review) if buttons["assign"]["allowed"] else [],
        "assigned": [each.reviewer for each in review.assignments.filter(ended_at=None).select_related("reviewer")],
        "can_open": review.state in (State.RETURNED, State.PUBLISHED, State.CORRECTED, State.RETRACTED),
    }


def _reviewers(review: Review) -> list[User]:
    people = User.objects.filter(is_active=True, groups__name__in=[Role.REVIEWER.value, Role.PARTNER.value]).distinct()
    return [person for person in people.order_by("username") if workflow.bar(review.claim, person) is None]


def history(user: Any, claim: Claim, review: Review | None) -> list[Event]:
    """The claim's events; while a round is blind, not those that would tell of another's verdict."""
    events = Event.objects.filter(subject=Event.subject_of(claim)).select_related("who").order_by("-position")
    if review is not None and review.state in visibility.BLIND_STATES:
        hidden = events.filter(what__in=("submit_verdict", "hand_back"), details__review=review.pk).exclude(who=user)
        events = events.exclude(pk__in=hidden.values("pk"))
    return list(events[:100])
