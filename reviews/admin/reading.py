"""The reading view: an article with its claims marked in the text, the claim in hand, and what is done to it there."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from claims import intake
from claims.enums import BasisKind, Naming, SourceKind
from claims.models import Article, ArticleRevision, Attribution, Claim, Flag, Source, User
from claims.refusals import NotNow, NotSo, Refused
from reviews import publishing, workflow
from reviews.admin import posted, queue
from reviews.admin.marking import marked
from reviews.models import CheckedDraft, Review

Act = Callable[[HttpRequest, ArticleRevision], tuple[Claim, str]]  # the claim in hand afterwards, and what was done
WORD_ACTS = (  # what can be done with selected words; all but the first need a claim in hand
    ("add", "Add a claim"),
    ("source", "Who says it"),
    ("cue", "Words of saying"),
    ("reanchor", "Tie the claim here"),
    ("split", "Split"),
)
NEIGHBOURS = 8  # claims on either side that are offered for a merge


def reading_view(request: HttpRequest, article: Article) -> dict[str, Any]:
    """The context of the page; `?claim=` names the claim in hand."""
    revision = article.latest
    claims = list(claims_of(revision))
    states = {claim.pk: queue.state_words(claim) for claim in claims}
    may_publish = bool(request.user.has_perm(publishing.drafts.PERMISSION))
    return {
        "article": article,
        "revision": revision,
        "claims": [(claim, states[claim.pk]) for claim in claims],
        "key": _key(claims),
        "may_publish": may_publish,
        "draft": CheckedDraft.objects.filter(article=article, shown_until=None).first() if may_publish else None,
        "pieces": [
            (piece, states.get(piece.claim.pk) if piece.claim else "") for piece in marked(revision.text, claims)
        ],
        "word_acts": WORD_ACTS,
        **in_hand(request, revision, claims, request.GET.get("claim", "")),
    }


def claims_of(revision: ArticleRevision) -> QuerySet[Claim]:
    """The claims that stand, in the order of the text, with what the page shows of each."""
    flags = Flag.objects.filter(cleared_at=None, dismissed_at=None)
    return (
        Claim.objects.filter(revision=revision, discarded_at=None)
        .select_related("basis", "stale")
        .prefetch_related(
            Prefetch("flags", flags, to_attr="standing"),
            Prefetch("reviews", Review.objects.order_by("-round"), to_attr="rounds"),
            "attributions__source",
        )
        .order_by("start", "pk")
    )


def in_hand(request: HttpRequest, revision: ArticleRevision, claims: Sequence[Claim], wanted: str) -> dict[str, Any]:
    """The claim in hand and the choices of its forms; asks the database nothing more."""
    at = next((n for n, claim in enumerate(claims) if str(claim.pk) == wanted), None)
    hand = claims[at] if at is not None else None
    if hand is not None:
        hand.revision = revision
    sources = {
        each.source.pk: each.source
        for claim in claims
        for each in claim.attributions.all()
        if each.source.merged_into_id is None
    }
    return {
        "revision": revision,
        "article": revision.article,
        "hand": hand,
        "place": (at or 0) + 1,
        "of": len(claims),
        "state": queue.state_words(hand) if hand else "",
        "neighbours": _neighbours(claims, at, hand),
        "sources": sorted(sources.values(), key=lambda source: source.name.lower()),
        "kinds": SourceKind.choices,
        "namings": Naming.choices,
        "may_add": request.user.has_perm("claims.add_claim"),
        "may_change": request.user.has_perm("claims.change_claim"),
    }


def _neighbours(claims: Sequence[Claim], at: int | None, hand: Claim | None) -> list[Claim]:
    """Those near the claim in hand that can be merged with it."""
    if at is None or hand is None:
        return []
    near = [*claims[max(0, at - NEIGHBOURS) : at], *claims[at + 1 : at + 1 + NEIGHBOURS]]
    return [claim for claim in near if _is_beside(hand, claim)]


def _is_beside(one: Claim, other: Claim) -> bool:
    try:
        intake.refuse_apart(one, other)
    except Refused:
        return False
    return True


def add(request: HttpRequest, revision: ArticleRevision) -> tuple[Claim, str]:
    start, end = intake.place(revision=revision, **_words(request))
    statement = posted.text(request, "statement")
    claim = intake.add_claim(revision=revision, start=start, end=end, statement=statement, by=User.of(request.user))
    return claim, "The claim is marked; on what it rests is being decided."


def source(request: HttpRequest, revision: ArticleRevision) -> tuple[Claim, str]:
    claim = _claim(request, revision)
    who, _, number = posted.text(request, "who").partition(":")
    attribution = _attribution(claim, number) if who == "attribution" else None
    known = _source(revision, number) if who == "source" else None
    intake.mark_source(
        claim=claim,
        by=User.of(request.user),
        attribution=attribution,
        source=known,
        kind=posted.text(request, "kind"),
        naming=posted.text(request, "naming"),
        expected_version=posted.number(request, "version"),
        **_words(request),
    )
    return claim, "The words that name the source are marked; on what the claim rests is being decided again."


def cue(request: HttpRequest, revision: ArticleRevision) -> tuple[Claim, str]:
    claim = _claim(request, revision)
    intake.mark_cue(
        claim=claim,
        by=User.of(request.user),
        attribution=_attribution(claim, posted.text(request, "attribution")),
        expected_version=posted.number(request, "version"),
        **_words(request),
    )
    return claim, "The words of saying are marked."


def reanchor(request: HttpRequest, revision: ArticleRevision) -> tuple[Claim, str]:
    claim = workflow.reanchor_claim(
        claim=_claim(request, revision),
        by=User.of(request.user),
        why=posted.text(request, "why"),
        expected_version=posted.number(request, "version"),
        **_words(request),
    )
    return claim, "The claim stands on these words now."


def split(request: HttpRequest, revision: ArticleRevision) -> tuple[Claim, str]:
    parts = tuple(
        intake.Part(statement=posted.text(request, f"statement{number}"), **_words(request, number))
        for number in ("", "2")
    )
    claim, other = workflow.split_claim(
        claim=_claim(request, revision),
        by=User.of(request.user),
        parts=parts,
        why=posted.text(request, "why"),
        expected_version=posted.number(request, "version"),
    )
    return claim, f"Two claims now: {claim.pk} and {other.pk}, both with the same sources and evidence."


def merge(request: HttpRequest, revision: ArticleRevision) -> tuple[Claim, str]:
    kept, number = _claim(request, revision), posted.number(request, "other")
    other = Claim.objects.filter(pk=number, revision=revision).first() if number else None
    if other is None:
        raise NotSo("Choose a claim beside this one.", field="other")
    claim = workflow.merge_claims(
        kept=kept,
        dropped=other,
        by=User.of(request.user),
        statement=posted.text(request, "statement"),
        why=posted.text(request, "why"),
        expected_version=posted.number(request, "version"),
    )
    return claim, f"One claim now; claim {other.pk} is set aside with its history."


READING_ACTS: dict[str, Act] = {
    "add": add,
    "source": source,
    "cue": cue,
    "reanchor": reanchor,
    "split": split,
    "merge": merge,
}


def done(request: HttpRequest, article: Article, act: str) -> tuple[Claim, str]:
    """Do one act on the text that the form was filled in for. Raises Refused."""
    number = posted.number(request, "revision")
    revision = article.revisions.select_related("article").filter(pk=number).first() if number else None
    if revision is None:
        raise NotNow("The article has a newer text; open it again and select the words there.")
    return READING_ACTS[act](request, revision)


def _words(request: HttpRequest, number: str = "") -> dict[str, Any]:
    """The fields `quote`, `start` and `end`, as `claims.intake.place` takes them."""
    return {
        "quote": request.POST.get(f"quote{number}", ""),
        "start": posted.number(request, f"start{number}"),
        "end": posted.number(request, f"end{number}"),
    }


def _claim(request: HttpRequest, revision: ArticleRevision) -> Claim:
    number = posted.number(request, "claim")
    claim = Claim.objects.filter(pk=number, revision=revision).first() if number else None
    if claim is None:
        raise NotSo("Take a claim of this article in hand first.", field="claim")
    return claim


def _attribution(claim: Claim, number: str) -> Attribution:
    found = claim.attributions.filter(pk=int(number)).first() if posted.is_id(number) else None
    if found is None:
        raise NotSo("Choose a source of this claim.", field="attribution")
    return found


def _source(revision: ArticleRevision, number: str) -> Source:
    known = Source.objects.filter(attributions__claim__revision=revision, merged_into=None)
    found = known.filter(pk=int(number)).first() if posted.is_id(number) else None
    if found is None:
        raise NotSo("Choose a source of this article.", field="who")
    return found


def _key(claims: Iterable[Claim]) -> list[tuple[str, str, int]]:
    """The kinds of basis that occur in the text, with their words and how often."""
    counted = Counter(claim.basis.kind for claim in claims if hasattr(claim, "basis"))
    return [(kind.value, kind.label, counted[kind]) for kind in BasisKind if counted[kind]]
