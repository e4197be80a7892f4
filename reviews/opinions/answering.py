"""The expert's statement: recorded once, signed by the desk, and made evidence if somebody there wants."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims import identity
from claims.enums import EvidenceKind, Knowledge, Naming, SourceKind
from claims.intake import add_evidence
from claims.models import ClaimEvidence, Event, User, wording_digest
from claims.refusals import NotNow, NotSo
from reviews.enums import NoticeKind
from reviews.models import Opinion, OpinionRequest
from reviews.notices import notify
from reviews.opinions.asking import opened
from reviews.opinions.signing import sign

LONGEST = {"name": 200, "affiliation": 300, "interests": 2000, "words": 20_000}  # letters


@transaction.atomic
def answer(
    *, key: str, name: str, affiliation: str, interests: str, words: str, at: datetime | None = None
) -> Opinion | None:
    """Record what the holder of the key says, under his name. None if nobody was given this key.

    Raises NotNow for a link that is good no more, NotSo for a field that is empty or too long.
    """
    digest = OpinionRequest.digest_of(key)
    OpinionRequest.objects.select_for_update(of=("self",)).filter(key_digest=digest).first()
    at = at or timezone.now()
    request = opened(key, at=at)
    if request is None:
        return None
    given = {"name": name, "affiliation": affiliation, "interests": interests, "words": words}
    said = {field: _checked(field, value) for field, value in given.items()}
    content = {
        **said,
        "claim": request.claim_id,
        "statement": request.statement,
        "statement_digest": wording_digest(request.statement),
        "quote": request.claim.quote,
        "evidence": [
            {"id": piece.pk, "title": piece.title, "sha256": piece.sha256} for piece in request.evidence.order_by("pk")
        ],
        "given_at": at.isoformat(),
    }
    signed = sign(content)
    opinion = Opinion.objects.create(request=request, content=content, given_at=at, **vars(signed))
    Event.record(
        subject=request.claim,
        what="give_opinion",
        by=None,
        opinion=opinion.pk,
        digest=signed.digest,
        public_key=signed.public_key,
    )
    notify(NoticeKind.OPINION, claim=request.claim, by=None, to=[request.asked_by])
    return opinion


def _checked(field: str, value: str) -> str:
    value = value.strip()
    if not value:
        raise NotSo("This cannot be left empty.", field=field)
    if len(value) > LONGEST[field]:
        raise NotSo(f"This is longer than {LONGEST[field]:,} letters.", field=field)
    return value


@transaction.atomic
def bring(*, opinion: Opinion, by: User, stance: str, knowledge: str = Knowledge.UNKNOWN) -> ClaimEvidence:
    """Make it evidence on its claim: an interview, with the expert as a named source."""
    opinion = Opinion.objects.select_for_update(of=("self",)).select_related("request__claim").get(pk=opinion.pk)
    if opinion.evidence_id is not None:
        raise NotNow("The opinion has been brought as evidence already.")
    said = opinion.content
    link = add_evidence(
        claim=opinion.request.claim,
        by=by,
        kind=EvidenceKind.INTERVIEW,
        title=f"Opinion of {said['name']}, {said['affiliation']}"[:300],
        stance=stance,
        text=f"{said['words']}\n\nDeclared interests: {said['interests']}",
        published_on=opinion.given_at.date(),
        origin=identity.find_or_make_source(kind=SourceKind.PERSON, naming=Naming.NAMED, name=said["name"]),
        origin_knowledge=knowledge,
    )
    opinion.evidence = link.evidence
    opinion.save(update_fields=["evidence"])
    return link
