"""Claims marked, corrected and set aside by a person."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.intake.changing import locked_to_change
from claims.intake.storing import selectors
from claims.models import ArticleRevision, Claim, Event, User
from claims.refusals import NotNow, NotSo, NotYours
from claims.text.records import Mode


@transaction.atomic
def add_claim(*, revision: ArticleRevision, start: int, end: int, statement: str, by: User) -> Claim:
    """Mark words of an article as a claim. Offsets are code points; the statement must stand on its own."""
    if not by.has_perm("claims.add_claim"):
        raise NotYours(f"{by} may not add claims.")
    if not 0 <= start < end <= len(revision.text):
        raise NotSo(f"The article has no words from {start} to {end}: it ends at {len(revision.text)}.", field="start")
    claim = save_once(
        Claim(
            revision=revision,
            **selectors(revision.text, start, end),
            segments=[[start, end]],
            statement=the_statement(statement),
            mode=Mode.INDIRECT.value,
            own_voice=True,
            added_by=by,
        )
    )
    Event.record(subject=claim, what="add_claim", by=by)
    return claim


@transaction.atomic
def correct_claim(*, claim: Claim, statement: str, by: User, why: str, expected_version: int | None = None) -> Claim:
    """Reword the statement. Verdicts on the old wording become visibly stale; the quote stays as printed."""
    claim = locked_to_change(claim, by=by, expected_version=expected_version)
    if not why.strip():
        raise NotSo("Say why the wording is changed.", field="why")
    before, after = claim.statement, the_statement(statement)
    if before == after:
        raise NotSo("The wording is the same as before.", field="statement")
    claim.statement = after
    claim.version += 1
    save_once(claim, update_fields=["statement", "version"])
    told = [finding.sentence for finding in claim.says_more()]
    Event.record(subject=claim, what="correct_claim", by=by, why=why.strip(), before=before, after=after, told=told)
    return claim


@transaction.atomic
def discard_claim(*, claim: Claim, by: User, why: str, at: datetime | None = None) -> Claim:
    """Set aside what is no checkable claim. It stays on record and leaves the lists."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if not by.has_perm("claims.change_claim"):
        raise NotYours(f"{by} may not discard claims.")
    if claim.discarded_at:
        raise NotNow("The claim has been discarded already.")
    if not why.strip():
        raise NotSo("Say why the claim is discarded.", field="why")
    claim.discarded_at = at or timezone.now()
    claim.version += 1
    claim.save(update_fields=["discarded_at", "version"])
    Event.record(subject=claim, what="discard_claim", by=by, why=why.strip())
    return claim


def the_statement(given: str) -> str:
    """The wording as it is stored; raises NotSo where there is none."""
    statement = " ".join(given.split())
    if not statement:
        raise NotSo("The statement is empty.", field="statement")
    return statement


def save_once(claim: Claim, update_fields: list[str] | None = None) -> Claim:
    """Save, or raise NotSo where the same words with the same statement are a claim already."""
    try:
        with transaction.atomic():
            claim.save(update_fields=update_fields)
    except IntegrityError as error:
        if "claim_stands_once_per_revision" not in str(error):
            raise
        raise NotSo("The same words with the same statement are a claim already.", field="statement") from None
    return claim
