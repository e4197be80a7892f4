"""What the buttons and forms of the workbench do: each reads its POST and calls the one function of its event."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest

from claims import identity, sourcing
from claims.intake import add_evidence, correct_claim, discard_claim
from claims.models import Article, Claim, Evidence, Flag, Source, User
from claims.refusals import NotNow, NotSo
from reviews import discussion, opinions, publishing, tasks, workflow
from reviews.models import Opinion, OpinionRequest, Rating, Review

Act = Callable[[HttpRequest, Claim], str]  # returns the sentence that says what was done


def _number(request: HttpRequest, field: str) -> int | None:
    value = request.POST.get(field, "").strip()
    if not value:
        return None
    if not value.isdecimal() or len(value) > 18:  # noqa: PLR2004 - what a bigint can hold
        raise NotSo(f"“{value}” is not a number.", field=field)
    return int(value)


def _row(model: Any, request: HttpRequest, field: str) -> Any:
    pk = _number(request, field)
    if pk is None:
        return None
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise NotSo(f"There is no {model._meta.verbose_name} {pk}.", field=field)
    return found


def _date(request: HttpRequest, field: str) -> date | None:
    value = _text(request, field)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise NotSo(f"“{value}” is not a date (year-month-day).", field=field) from None


def _text(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "").strip()


def _review(claim: Claim) -> Review:
    review = claim.reviews.order_by("-round").first()
    if review is None:
        raise NotNow("The claim has no review yet.")
    return review


def _rating(request: HttpRequest) -> Rating:
    rating = Rating.objects.filter(scale__is_default=True, slug=_text(request, "rating")).first()
    if rating is None:
        raise NotSo("Choose a rating.", field="rating")
    return rating


def open_review(request: HttpRequest, claim: Claim) -> str:
    workflow.open_review(claim=claim, by=User.of(request.user))
    return "Put into the queue."


def assign(request: HttpRequest, claim: Claim) -> str:
    reviewers = User.objects.filter(pk__in=[pk for pk in request.POST.getlist("reviewers") if pk.isdecimal()])
    workflow.assign(
        review=_review(claim), reviewers=reviewers, by=User.of(request.user), due_on=_date(request, "due_on")
    )
    return "Assigned."


def hand_back(request: HttpRequest, claim: Claim) -> str:
    workflow.hand_back(review=_review(claim), by=User.of(request.user), why=_text(request, "why"))
    return "Handed back."


def submit_verdict(request: HttpRequest, claim: Claim) -> str:
    workflow.submit_verdict(
        review=_review(claim),
        by=User.of(request.user),
        rating=_rating(request),
        rationale=_text(request, "rationale"),
        confidence=_text(request, "confidence") or "medium",
        evidence=Evidence.objects.filter(pk__in=[pk for pk in request.POST.getlist("evidence") if pk.isdecimal()]),
        no_evidence="no_evidence" in request.POST,
    )
    return "Your verdict is on record."


def adjudicate(request: HttpRequest, claim: Claim) -> str:
    workflow.adjudicate(
        review=_review(claim),
        by=User.of(request.user),
        rating=_rating(request),
        explanation=_text(request, "explanation"),
    )
    return "Decided."


def rewrite_explanation(request: HttpRequest, claim: Claim) -> str:
    workflow.rewrite_explanation(
        review=_review(claim), by=User.of(request.user), explanation=_text(request, "explanation")
    )
    return "The explanation for readers is saved."


def approve(request: HttpRequest, claim: Claim) -> str:
    publishing.sign(review=_review(claim), by=User.of(request.user), seen=_text(request, "digest"))
    return "Signed."


def publish(request: HttpRequest, claim: Claim) -> str:
    publication = publishing.publish(review=_review(claim), by=User.of(request.user))
    return f"Published at {publication.get_absolute_url()}"


def correct(request: HttpRequest, claim: Claim) -> str:
    publishing.correct(
        publication=_publication(claim),
        by=User.of(request.user),
        reason=_text(request, "reason"),
        explanation=_text(request, "explanation"),
    )
    return "Corrected; readers see what was changed and why."


def retract(request: HttpRequest, claim: Claim) -> str:
    tasks.take_away(
        publishing.retract(publication=_publication(claim), by=User.of(request.user), reason=_text(request, "reason"))
    )
    return "Retracted; a note with the reason stays at the address."


def _publication(claim: Claim) -> Any:
    publication = _review(claim).publications.filter(shown_until=None).first()
    if publication is None:
        raise NotNow("Nothing is published about this claim.")
    return publication


def return_to_desk(request: HttpRequest, claim: Claim) -> str:
    workflow.return_to_desk(review=_review(claim), by=User.of(request.user), why=_text(request, "why"))
    return "Returned to the desk."


def reword(request: HttpRequest, claim: Claim) -> str:
    corrected = correct_claim(
        claim=claim,
        by=User.of(request.user),
        statement=_text(request, "statement"),
        why=_text(request, "why"),
        expected_version=_number(request, "version"),
    )
    if corrected.says_more():
        return "The statement is corrected. It says more than the quote now: see “The words in the article”."
    return "The statement is corrected."


def discard(request: HttpRequest, claim: Claim) -> str:
    discard_claim(claim=claim, by=User.of(request.user), why=_text(request, "why"))
    return "Discarded."


def bring_evidence(request: HttpRequest, claim: Claim) -> str:
    name = _text(request, "origin_name")
    origin: Source | None = _row(Source, request, "origin")
    if origin is None and name:
        origin = identity.find_or_make_source(
            kind=_text(request, "origin_kind") or "person",
            naming=_text(request, "origin_naming") or "named",
            name=name,
        )
    add_evidence(
        claim=claim,
        by=User.of(request.user),
        kind=_text(request, "kind"),
        title=_text(request, "title"),
        stance=_text(request, "stance"),
        url=_text(request, "url"),
        text=_text(request, "text"),
        excerpt=_text(request, "excerpt"),
        locator=_text(request, "locator"),
        is_primary="is_primary" in request.POST,
        published_on=_date(request, "published_on"),
        origin=origin,
        origin_knowledge=_text(request, "origin_knowledge") or "unknown",
        cites_evidence=_row(Evidence, request, "cites_evidence"),
        cites_claim=_row(Claim, request, "cites_claim"),
        cites_article=_row(Article, request, "cites_article"),
    )
    return "The evidence is on record; on what the claim rests is being decided again."


def dismiss_flag(request: HttpRequest, claim: Claim) -> str:
    flag: Flag | None = _row(Flag, request, "flag")
    if flag is None or flag.claim_id != claim.pk:
        raise NotSo("Choose a flag of this claim.", field="flag")
    sourcing.dismiss_flag(flag=flag, by=User.of(request.user), why=_text(request, "why"))
    return "Dismissed; it comes back if its grounds change."


def comment(request: HttpRequest, claim: Claim) -> str:
    words = _text(request, "words")
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
    asked: OpinionRequest | None = _row(OpinionRequest, request, "request")
    if asked is None or asked.claim_id != claim.pk:
        raise NotSo("Choose a link of this claim.", field="request")
    opinions.revoke(request=asked, by=User.of(request.user))
    return "The link leads nowhere any more."


def bring_opinion(request: HttpRequest, claim: Claim) -> str:
    opinion: Opinion | None = _row(Opinion, request, "opinion")
    if opinion is None or opinion.request.claim_id != claim.pk:
        raise NotSo("Choose an opinion on this claim.", field="opinion")
    opinions.bring(
        opinion=opinion,
        by=User.of(request.user),
        stance=_text(request, "stance"),
        knowledge=_text(request, "knowledge") or "unknown",
    )
    return "The opinion is evidence now; on what the claim rests is being decided again."


ACTS: dict[str, Act] = {
    "revoke_link": revoke_link,
    "bring_opinion": bring_opinion,
    "comment": comment,
    "open_review": open_review,
    "assign": assign,
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
    "dismiss_flag": dismiss_flag,
}
