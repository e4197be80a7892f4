"""What the buttons and forms of the workbench do: each reads its POST and calls the one function of its event."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from claims import captures, identity, sourcing
from claims.intake import add_evidence, correct_claim, discard_claim
from claims.models import Article, Claim, Evidence, Flag, Source, User
from claims.refusals import NotNow, NotSo
from claims.tasks import nudge, run_captures
from reviews import discussion, opinions, publishing, tasks, workflow
from reviews.admin import posted
from reviews.admin.rounds import ROUND_ACTS
from reviews.models import Opinion, OpinionRequest

Act = Callable[[HttpRequest, Claim], str]  # returns the sentence that says what was done


def open_review(request: HttpRequest, claim: Claim) -> str:
    workflow.open_review(claim=claim, by=User.of(request.user))
    return "Put into the queue."


def hand_back(request: HttpRequest, claim: Claim) -> str:
    workflow.hand_back(review=posted.review_of(claim), by=User.of(request.user), why=posted.text(request, "why"))
    return "Handed back."


def submit_verdict(request: HttpRequest, claim: Claim) -> str:
    workflow.submit_verdict(
        review=posted.review_of(claim),
        by=User.of(request.user),
        rating=posted.rating(request),
        rationale=posted.text(request, "rationale"),
        confidence=posted.text(request, "confidence") or "medium",
        evidence=Evidence.objects.filter(pk__in=posted.ids(request, "evidence")),
        no_evidence="no_evidence" in request.POST,
    )
    return "Your verdict is on record."


def adjudicate(request: HttpRequest, claim: Claim) -> str:
    workflow.adjudicate(
        review=posted.review_of(claim),
        by=User.of(request.user),
        rating=posted.rating(request),
        explanation=posted.text(request, "explanation"),
    )
    return "Decided."


def rewrite_explanation(request: HttpRequest, claim: Claim) -> str:
    workflow.rewrite_explanation(
        review=posted.review_of(claim), by=User.of(request.user), explanation=posted.text(request, "explanation")
    )
    return "The explanation for readers is saved."


def approve(request: HttpRequest, claim: Claim) -> str:
    publishing.sign(review=posted.review_of(claim), by=User.of(request.user), seen=posted.text(request, "digest"))
    return "Signed."


def publish(request: HttpRequest, claim: Claim) -> str:
    publication = publishing.publish(review=posted.review_of(claim), by=User.of(request.user))
    return f"Published at {publication.get_absolute_url()}"


def correct(request: HttpRequest, claim: Claim) -> str:
    publishing.correct(
        publication=_publication(claim),
        by=User.of(request.user),
        reason=posted.text(request, "reason"),
        explanation=posted.text(request, "explanation"),
    )
    return "Corrected; readers see what was changed and why."


def retract(request: HttpRequest, claim: Claim) -> str:
    tasks.take_away(
        publishing.retract(
            publication=_publication(claim), by=User.of(request.user), reason=posted.text(request, "reason")
        )
    )
    return "Retracted; a note with the reason stays at the address."


def _publication(claim: Claim) -> Any:
    publication = posted.review_of(claim).publications.filter(shown_until=None).first()
    if publication is None:
        raise NotNow("Nothing is published about this claim.")
    return publication


def return_to_desk(request: HttpRequest, claim: Claim) -> str:
    workflow.return_to_desk(review=posted.review_of(claim), by=User.of(request.user), why=posted.text(request, "why"))
    return "Returned to the desk."


def reword(request: HttpRequest, claim: Claim) -> str:
    corrected = correct_claim(
        claim=claim,
        by=User.of(request.user),
        statement=posted.text(request, "statement"),
        why=posted.text(request, "why"),
        expected_version=posted.number(request, "version"),
    )
    if corrected.says_more():
        return "The statement is corrected. It says more than the quote now: see “The words in the article”."
    return "The statement is corrected."


def discard(request: HttpRequest, claim: Claim) -> str:
    discard_claim(claim=claim, by=User.of(request.user), why=posted.text(request, "why"))
    return "Discarded."


@transaction.atomic
def bring_evidence(request: HttpRequest, claim: Claim) -> str:
    """A copy that is refused keeps the evidence out as well."""
    name = posted.text(request, "origin_name")
    origin: Source | None = posted.row(Source, request, "origin")
    if origin is None and name:
        origin = identity.find_or_make_source(
            kind=posted.text(request, "origin_kind") or "person",
            naming=posted.text(request, "origin_naming") or "named",
            name=name,
        )
    link = add_evidence(
        claim=claim,
        by=User.of(request.user),
        kind=posted.text(request, "kind"),
        title=posted.text(request, "title"),
        stance=posted.text(request, "stance"),
        url=posted.text(request, "url"),
        text=posted.text(request, "text"),
        excerpt=posted.text(request, "excerpt"),
        locator=posted.text(request, "locator"),
        is_primary="is_primary" in request.POST,
        published_on=posted.day(request, "published_on"),
        origin=origin,
        origin_knowledge=posted.text(request, "origin_knowledge") or "unknown",
        cites_evidence=posted.row(Evidence, request, "cites_evidence"),
        cites_claim=posted.row(Claim, request, "cites_claim"),
        cites_article=posted.row(Article, request, "cites_article"),
    )
    if (copy := posted.file(request, "copy")) is not None:
        captures.keep_copy(evidence=link.evidence, by=User.of(request.user), content=copy)
    elif "fetch" in request.POST:
        captures.ask_for_copy(evidence=link.evidence, by=User.of(request.user), address=link.evidence.url)
        transaction.on_commit(lambda: nudge(run_captures))
    return "The evidence is on record; on what the claim rests is being decided again."


def keep_copy(request: HttpRequest, claim: Claim) -> str:
    """By file, by pasted text, or from an address, which a worker fetches."""
    evidence: Evidence | None = posted.row(Evidence, request, "evidence")
    if evidence is None or not claim.evidence_links.filter(evidence=evidence).exists():
        raise NotSo("Choose a piece of evidence of this claim.", field="evidence")
    by, content, address = User.of(request.user), posted.file(request, "copy"), posted.text(request, "address")
    words = posted.text(request, "words")
    if sum(map(bool, (content is not None, words, address))) != 1:
        raise NotSo("Give a file, a link or the text: one of them.", field="copy")
    if address:
        captures.ask_for_copy(evidence=evidence, by=by, address=address)
        nudge(run_captures)
        return "The copy is being fetched; it is there in a moment, or the reason why not."
    captures.keep_copy(evidence=evidence, by=by, content=content, words=words)
    return "The copy is kept."


def dismiss_flag(request: HttpRequest, claim: Claim) -> str:
    flag: Flag | None = posted.row(Flag, request, "flag")
    if flag is None or flag.claim_id != claim.pk:
        raise NotSo("Choose a flag of this claim.", field="flag")
    sourcing.dismiss_flag(flag=flag, by=User.of(request.user), why=posted.text(request, "why"))
    return "Dismissed; it comes back if its grounds change."


def comment(request: HttpRequest, claim: Claim) -> str:
    words = posted.text(request, "words")
    said = discussion.comment(claim=claim, by=User.of(request.user), words=words)
    told = [str(person) for person in said.mentioned.order_by("username")]
    nobody = [f"@{name}" for name in discussion.unknown(words)]
    sentences = ["Your comment stands."]
    if told:
        sentences.append(f"Told: {', '.join(told)}.")
    if nobody:
        sentences.append(f"Nobody at the desk is called {', '.join(nobody)}.")
    return " ".join(sentences)


def revoke_link(request: HttpRequest, claim: Claim) -> str:
    asked: OpinionRequest | None = posted.row(OpinionRequest, request, "request")
    if asked is None or asked.claim_id != claim.pk:
        raise NotSo("Choose a link of this claim.", field="request")
    opinions.revoke(request=asked, by=User.of(request.user))
    return "The link leads nowhere any more."


def bring_opinion(request: HttpRequest, claim: Claim) -> str:
    opinion: Opinion | None = posted.row(Opinion, request, "opinion")
    if opinion is None or opinion.request.claim_id != claim.pk:
        raise NotSo("Choose an opinion on this claim.", field="opinion")
    opinions.bring(
        opinion=opinion,
        by=User.of(request.user),
        stance=posted.text(request, "stance"),
        knowledge=posted.text(request, "knowledge") or "unknown",
    )
    return "The opinion is evidence now; on what the claim rests is being decided again."


ACTS: dict[str, Act] = {
    **ROUND_ACTS,
    "revoke_link": revoke_link,
    "bring_opinion": bring_opinion,
    "comment": comment,
    "open_review": open_review,
    "hand_back": hand_back,
    "submit_verdict": submit_verdict,
    "adjudicate": adjudicate,
    "rewrite_explanation": rewrite_explanation,
    "approve": approve,
    "publish": publish,
    "correct": correct,
    "retract": retract,
    "return_to_desk": return_to_desk,
    "reword": reword,
    "discard": discard,
    "bring_evidence": bring_evidence,
    "keep_copy": keep_copy,
    "dismiss_flag": dismiss_flag,
}
