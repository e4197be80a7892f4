"""What the workbench of one claim shows: its words, what it rests on, where it stands, and what may be done next."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from claims import anonymity, sourcing
from claims.admin.captures import with_copies
from claims.enums import EvidenceKind, Knowledge, Naming, SourceKind, Stance
from claims.models import Attribution, Claim, ClaimEvidence, Event, Flag, Source, User
from reviews import discussion, publishing, visibility, workflow
from reviews.admin.marking import Piece, marked
from reviews.admin.opinions import opinions_shown
from reviews.admin.similar import similar
from reviews.enums import Confidence, DisputeRule, Means, Role, State
from reviews.models import Comment, DeskRules, PanelVote, PublicationException, Rating, Review
from reviews.publishing.snapshot import word_end, word_start

AROUND = 400  # code points of the article on either side
BUTTONS = (
    ("assign", "Assign reviewers"),
    ("submit_verdict", "Submit verdict"),
    ("withdraw_verdict", "Withdraw your verdict"),
    ("hand_back", "Hand back"),
    ("take_off", "Take a reviewer off"),
    ("adjudicate", "Decide"),
    ("vote", "Vote"),
    ("mark_serious", "Mark as serious"),
    ("ask_exception", "Ask for an exception"),
    ("sign_exception", "Sign the exception"),
    ("rewrite_explanation", "Save explanation"),
    ("approve", "Sign for publication"),
    ("publish", "Publish"),
    ("correct", "Correct the page"),
    ("retract", "Retract"),
    ("return_to_desk", "Return to the desk"),
)
STEPS = ("Queued", "With reviewers", "Settled", "Approved", "Published")
EVENT_WORDS = {
    "open_review": "Put into the queue",
    "assign": "Reviewers assigned",
    "hand_back": "Handed back",
    "submit_verdict": "A verdict submitted",
    "take_off": "A reviewer taken off",
    "withdraw_verdict": "A verdict withdrawn",
    "vote": "The panel votes",
    "settle_by_vote": "Decided by the panel",
    "ask_exception": "An exception asked for",
    "sign_exception": "The exception signed by a second person",
    "mark_serious": "Marked as a serious allegation",
    "mark_not_serious": "No serious allegation",
    "ask_reply": "A reply asked for",
    "record_reply": "A reply on record",
    "agree": "The reviewers agree",
    "dispute": "The reviewers differ",
    "settle": "Settled by agreement",
    "adjudicate": "Decided by a third person",
    "rewrite_explanation": "Explanation for readers rewritten",
    "approve": "Signed for publication",
    "publish": "Published",
    "correct": "The page corrected",
    "retract": "The page retracted",
    "return_to_desk": "Returned to the desk",
    "add_claim": "Marked in the article",
    "correct_claim": "Statement corrected",
    "mark_source": "The words that name the source marked",
    "mark_cue": "The words of saying marked",
    "reanchor_claim": "Tied to other words of the article",
    "split_claim": "Made two claims of one",
    "merge_claims": "Made one claim of two",
    "discard_claim": "Discarded",
    "add_evidence": "Evidence brought",
    "keep_copy": "A copy kept",
    "dismiss_flag": "Flag dismissed",
    "end_promise": "Promise of anonymity ended",
    "approve_grant": "Anonymity approved",
    "amend_grant": "Grant of anonymity changed",
    "request_grant": "Anonymity asked for",
    "ask_expert": "An expert asked",
    "revoke_link": "The expert’s link revoked",
    "give_opinion": "An expert has answered",
}
SETTLED = (State.SETTLED, State.APPROVED, State.PUBLISHED, State.CORRECTED, State.RETRACTED)


def workbench(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """The context of the page; what a person may not see is not in it."""
    rounds = list(claim.reviews.select_related("settlement__rating", "claim").order_by("-round"))
    review = rounds[0] if rounds else None
    explanation = sourcing.explain(claim)
    events = history(request.user, claim, review)
    return {
        "claim": claim,
        "passage": passage(claim),
        "explanation": explanation,
        "says_more": claim.says_more(),
        "attributions": _attributions(request, claim),
        "flags": list(Flag.objects.filter(claim=claim).select_related("dismissed_by").order_by("-cleared_at", "pk")),
        "evidence": _evidence(request, claim),
        "similar": similar(claim),
        "may_fetch": settings.FETCH_EVIDENCE,
        "known_sources": Source.objects.filter(attributions__claim__revision=claim.revision_id, merged_into=None)
        .distinct()
        .order_by("name"),
        "choices": _choices(),
        "history": [{"event": event, "words": in_words(event)} for event in events],
        "corrections": [event for event in events if event.what == "correct_claim"],
        "comments": _comments(request, claim),
        **opinions_shown(claim),
        "may": _may(request),
        **_replies(request, claim),
        **(_review(request, review) if review else {"review": None, "can_open": True}),
    }


def passage(claim: Claim) -> list[Piece]:
    """The claim's paragraph and what stands around it."""
    text = claim.revision.text
    start, end = word_start(text, max(0, claim.start - AROUND)), word_end(text, min(len(text), claim.end + AROUND))
    moved = Claim(pk=claim.pk, segments=[[left - start, right - start] for left, right in claim.segments])
    return marked(text[start:end], [moved])


def _attributions(request: HttpRequest, claim: Claim) -> list[tuple[Attribution, anonymity.Jigsaw | None]]:
    """Who says it; of an unnamed source also what everything printed about it tells, put together."""
    found = list(claim.attributions.select_related("source", "relayed_by__source", "grant").order_by("pk"))
    unnamed = [each.source for each in found if not each.source.is_named]
    put_together = anonymity.jigsaws(unnamed, with_code=request.user.has_perm("claims.view_pseudonym"))
    return [(each, put_together.get(each.source_id)) for each in found]


def _evidence(request: HttpRequest, claim: Claim) -> list[ClaimEvidence]:
    """What was brought, each piece with `copies` and `requested`: see `claims.admin.captures`."""
    links = claim.evidence_links.select_related("evidence", "added_by").order_by("pk")
    found = list(links.prefetch_related("evidence__origin_links__source", "evidence__citations"))
    with_copies([link.evidence for link in found], User.of(request.user))
    return found


def _comments(request: HttpRequest, claim: Claim) -> list[tuple[Comment, list[tuple[str, bool]]]]:
    """What was said about the claim, in pieces: whether a piece is the name of somebody who was told."""
    if not request.user.has_perm("reviews.view_comment"):
        return []
    comments = visibility.comments_visible_to(User.of(request.user), claim).prefetch_related("mentioned")
    return [(comment, in_pieces(comment)) for comment in comments]


def in_pieces(comment: Comment) -> list[tuple[str, bool]]:
    names = {f"@{person.username}" for person in comment.mentioned.all()}
    pieces, end = [], 0
    for match in discussion.MENTION.finditer(comment.words):
        if match.group() in names:
            pieces += [(comment.words[end : match.start()], False), (match.group(), True)]
            end = match.end()
    return [*pieces, (comment.words[end:], False)]


def in_words(event: Event) -> str:
    return EVENT_WORDS.get(event.what, event.what.replace("_", " ").capitalize())


def way(review: Review) -> list[tuple[str, bool]]:
    """The steps of the review in the words that everybody may hear, and which of them is now."""
    now = visibility.shown_state(review)
    steps = list(STEPS)
    if now in (State.AGREED.label, State.DISPUTED.label):
        steps.insert(2, now)
    elif now not in steps:
        steps.append(now)
    return [(step, step == now) for step in steps]


def _choices() -> dict[str, Any]:
    return {
        "kinds": EvidenceKind.choices,
        "stances": Stance.choices,
        "knowledge": Knowledge.choices,
        "source_kinds": SourceKind.choices,
        "namings": Naming.choices,
        "confidence": Confidence.choices,
        "means": Means.choices,
        "ratings": list(Rating.objects.filter(scale__is_default=True).order_by("order")),
    }


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        "correct": request.user.has_perm("claims.change_claim"),
        "bring": request.user.has_perm("claims.add_evidence"),
        "dismiss": request.user.has_perm("claims.dismiss_flag"),
        "see_grants": request.user.has_perm("claims.view_anonymitygrant"),
        "open": request.user.has_perm("reviews.assign_review"),
        "comment": request.user.has_perm("reviews.add_comment"),
        "declare": request.user.has_perm("reviews.add_conflictofinterest"),
        "keep_replies": request.user.has_perm("reviews.add_replyrequest"),
        "ask_expert": request.user.has_perm("reviews.ask_expert"),
        "read_comments": request.user.has_perm("reviews.view_comment"),
    }


def _replies(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """Who was asked for a reply and what came of it; for whoever keeps the log, the days that a form proposes."""
    found: dict[str, Any] = {"replies": list(claim.reply_requests.select_related("asked_by").order_by("pk"))}
    if request.user.has_perm("reviews.add_replyrequest"):
        today: date = timezone.now().date()
        found |= {"today": today, "reply_by": today + timedelta(days=DeskRules.current().days_to_reply)}
    return found


def _review(request: HttpRequest, review: Review) -> dict[str, Any]:
    buttons = {}
    for event, label in BUTTONS:
        refused = workflow.refusal(event, review=review, by=User.of(request.user))
        buttons[event] = {
            "event": event,
            "label": label,
            "refused": refused.sentence if refused else "",
            "allowed": refused is None,
        }
    is_settled, may_judge = review.state in SETTLED, buttons["submit_verdict"]["allowed"]
    shown = publishing.snapshot(review) if review.state == State.SETTLED else None
    publication = review.publications.filter(shown_until=None).first()
    assigned = [each.reviewer for each in review.assignments.filter(ended_at=None).select_related("reviewer")]
    open_places = max(0, review.reviewers_needed - len(assigned)) if buttons["assign"]["allowed"] else 0
    return {
        "review": review,
        "way": way(review),
        "exception": _exception(review) if is_settled else None,
        "votes": _votes(review),
        "open_places": open_places,
        "suggested": workflow.suggest(review) if open_places else [],
        "blocked": [button for button in buttons.values() if not button["allowed"]],
        "state": visibility.shown_state(review),
        "verdicts": visibility.verdicts_visible_to(User.of(request.user), review).prefetch_related("evidence"),
        "settlement": review.settlement if is_settled else None,
        "buttons": buttons,
        "draft": workflow.draft_of(review=review, by=User.of(request.user)) if may_judge else None,
        "next_steps": [button for button in buttons.values() if button["allowed"]],
        "gate": workflow.gate(review) if review.state in (State.SETTLED, State.APPROVED) else None,
        "digest": publishing.digest(shown) if shown else "",
        "publication": publication,
        "reviewers": _reviewers(review) if buttons["assign"]["allowed"] else [],
        "assigned": assigned,
        "can_open": review.state in (State.RETURNED, State.PUBLISHED, State.CORRECTED, State.RETRACTED),
    }


def _exception(review: Review) -> PublicationException | None:
    return PublicationException.objects.filter(review=review).select_related("first_signer", "second_signer").first()


def _votes(review: Review) -> list[PanelVote]:
    """The panel's votes, once they decide or cannot: until then each votes on the verdicts alone."""
    if review.disputes_go_to != DisputeRule.PANEL:
        return []
    votes = list(review.votes.select_related("voter", "rating").order_by("pk"))
    return votes if review.state in SETTLED or workflow.is_hung(review) else []


def _reviewers(review: Review) -> list[User]:
    return workflow.free_of_other_duties(review, list(reviewers_of_the_desk()), "judge")


def reviewers_of_the_desk() -> QuerySet[User]:
    """Everybody who may be asked to judge some claim."""
    people = User.objects.filter(is_active=True, groups__name__in=[Role.REVIEWER.value, Role.PARTNER.value])
    return people.distinct().order_by("username")


def history(user: Any, claim: Claim, review: Review | None) -> list[Event]:
    """The claim's events; while a round is blind, not those that would tell of another's verdict.

    A verdict set aside when its reviewer is taken off is no withdrawal by whoever took him off, so it hides from both.
    """
    events = Event.objects.filter(subject=Event.subject_of(claim)).select_related("who").order_by("-position")
    if review is not None and review.state in visibility.BLIND_STATES:
        hidden = events.filter(
            what__in=("submit_verdict", "hand_back", "withdraw_verdict"), details__review=review.pk
        ).exclude(Q(who=user) & (~Q(what="withdraw_verdict") | Q(details__has_key="verdict")))
        events = events.exclude(pk__in=hidden.values("pk"))
    return list(events[:100])
