"""One claim made two, two made one, and a claim tied to other words of its article. Nothing is lost on the way.

What a review forbids is not known here: `reviews.workflow` asks for these acts and refuses what would leave a verdict
on words that nobody judged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from claims.intake.changing import locked_to_change
from claims.intake.claims import save_once, the_statement
from claims.intake.placing import place
from claims.intake.storing import selectors
from claims.models import Attribution, Citation, Claim, ClaimEvidence, Event, User
from claims.refusals import NotSo, NotYours

WORD = re.compile(r"\w+(?:['’]\w+)*")
MOST_BETWEEN = 1  # words that may stand between two adjacent claims: “and”, “but”


@dataclass(frozen=True)
class Part:
    """One of the two claims that a split leaves: its words, their offsets (both or neither), and its statement."""

    quote: str
    statement: str
    start: int | None = None
    end: int | None = None


@transaction.atomic
def reanchor_claim(
    *,
    claim: Claim,
    by: User,
    quote: str,
    why: str,
    start: int | None = None,
    end: int | None = None,
    expected_version: int | None = None,
) -> Claim:
    """Tie a claim to other words of its article; its statement, sources and evidence stay."""
    claim = locked_to_change(claim, by=by, expected_version=expected_version)
    span = place(revision=claim.revision, quote=quote, start=start, end=end)
    reason = _reason(why)
    if [list(span)] == claim.segments:
        raise NotSo("The claim stands on these words already.", field="quote")
    before = _anchor(claim)
    _tie(claim, [span])
    _keep(claim)
    Event.record(subject=claim, what="reanchor_claim", by=by, why=reason, before=before, after=_anchor(claim))
    return claim


@transaction.atomic
def split_claim(
    *, claim: Claim, parts: tuple[Part, Part], by: User, why: str, expected_version: int | None = None
) -> tuple[Claim, Claim]:
    """Make two claims of one. The first part keeps the claim's number; both have its sources and its evidence.

    A grant of anonymity stays with the first: what was approved was approved for one place.
    """
    claim = locked_to_change(claim, by=by, expected_version=expected_version)
    if not by.has_perm("claims.add_claim"):
        raise NotYours(f"{by} may not add claims.")
    reason = _reason(why)
    spans = [place(revision=claim.revision, quote=each.quote, start=each.start, end=each.end) for each in parts]
    for start, end in spans:
        if start < claim.start or end > claim.end:
            raise NotSo(
                f"The words from {start} to {end} are not the claim's: those stand from {claim.start} to {claim.end}.",
                field="start",
            )
    first, second = (the_statement(each.statement) for each in parts)
    if spans[0] == spans[1] and first == second:
        raise NotSo("The two parts are the same.", field="statement")
    before = {**_anchor(claim), "statement": claim.statement}
    other = Claim(
        revision=claim.revision,
        mode=claim.mode,
        own_voice=claim.own_voice,
        parent=claim.parent,
        topic=claim.topic,
        checkworthy=claim.checkworthy,
        checkworthy_grounds=claim.checkworthy_grounds,
        added_by=by,
        statement=second,
    )
    _tie(other, [spans[1]])
    other.statement_changes = _changes_within(claim.statement_changes, other.quote)
    claim.statement = first
    _tie(claim, [spans[0]])
    _keep(claim)
    save_once(other)
    _copy(claim, other)
    parts_now = {str(each.pk): {**_anchor(each), "statement": each.statement} for each in (claim, other)}
    for each in (claim, other):
        Event.record(subject=each, what="split_claim", by=by, why=reason, before=before, of=claim.pk, parts=parts_now)
    return claim, other


@transaction.atomic
def merge_claims(
    *,
    kept: Claim,
    dropped: Claim,
    statement: str,
    by: User,
    why: str,
    expected_version: int | None = None,
    expected_dropped_version: int | None = None,
) -> Claim:
    """Make one claim of two that overlap or stand side by side in one text.

    Sources, evidence, nested claims and what cites the claim move to the one that is kept; the other is set aside
    with its history, and with whatever the kept one has word for word.
    """
    if kept.pk == dropped.pk:
        raise NotSo("A claim cannot be merged with itself.", field="other")
    # In one order, whichever is kept, so that two who merge crosswise do not wait for each other.
    for each in sorted((kept, dropped), key=lambda claim: claim.pk):
        Claim.objects.select_for_update(of=("self",)).filter(pk=each.pk).first()
    kept = locked_to_change(kept, by=by, expected_version=expected_version)
    dropped = locked_to_change(dropped, by=by, expected_version=expected_dropped_version)
    reason = _reason(why)
    refuse_apart(kept, dropped)
    before = {str(each.pk): {**_anchor(each), "statement": each.statement} for each in (kept, dropped)}
    kept.statement = the_statement(statement)
    changes = [*kept.statement_changes, *(c for c in dropped.statement_changes if c not in kept.statement_changes)]
    _tie(kept, _joined(kept.revision.text, [*kept.segments, *dropped.segments]), changes=changes)
    kept.own_voice = kept.own_voice and dropped.own_voice
    dropped.discarded_at = timezone.now()
    dropped.version += 1
    dropped.save(update_fields=["discarded_at", "version"])
    _keep(kept)
    moved = {"attributions": _move_attributions(dropped, kept), "evidence": _move_evidence(dropped, kept)}
    Claim.objects.filter(parent=dropped).exclude(pk=kept.pk).update(parent=kept)
    if kept.parent_id == dropped.pk:
        kept.parent = dropped.parent if dropped.parent_id != kept.pk else None
        kept.save(update_fields=["parent"])
    Citation.objects.filter(cited_claim=dropped).update(cited_claim=kept)
    told = {"kept": kept.pk, "dropped": dropped.pk, "before": before, "moved": moved}
    Event.record(subject=kept, what="merge_claims", by=by, why=reason, **told)
    Event.record(subject=dropped, what="merge_claims", by=by, why=reason, **told)
    return kept


def refuse_apart(one: Claim, other: Claim) -> None:
    """Raise NotSo unless the two stand in one text and overlap or are adjacent there."""
    if one.revision_id != other.revision_id:
        raise NotSo("The two claims are of different texts.", field="other")
    first, second = sorted((one, other), key=lambda claim: (claim.start, claim.end))
    between = one.revision.text[first.end : second.start]
    if len(WORD.findall(between)) > MOST_BETWEEN:
        raise NotSo(
            f"The two claims stand apart: from {first.end} to {second.start} there are other words.", field="other"
        )


def _reason(why: str) -> str:
    if not why.strip():
        raise NotSo("Say why.", field="why")
    return why.strip()


def _anchor(claim: Claim) -> dict[str, object]:
    return {"segments": claim.segments, "quote": claim.quote, "statement_changes": claim.statement_changes}


def _tie(
    claim: Claim, spans: Sequence[tuple[int, int]], *, changes: Sequence[dict[str, object]] | None = None
) -> None:
    """Set the selectors; recorded changes of the statement stay where their words are still quoted."""
    text = claim.revision.text
    for name, value in selectors(text, min(start for start, _ in spans), max(end for _, end in spans)).items():
        setattr(claim, name, value)
    claim.segments = [list(span) for span in spans]
    claim.statement_changes = _changes_within(claim.statement_changes if changes is None else changes, claim.quote)


def _changes_within(changes: Sequence[dict[str, object]], quote: str) -> list[dict[str, object]]:
    return [change for change in changes if str(change.get("quoted", "")) in quote]


def _keep(claim: Claim) -> None:
    claim.version += 1
    names = ("start", "end", "segments", "quote", "prefix", "suffix", "statement", "statement_changes", "own_voice")
    save_once(claim, update_fields=[*names, "version"])


def _joined(text: str, segments: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The segments in order, those that overlap or have only white space between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((int(start), int(end)) for start, end in segments):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _copy(claim: Claim, other: Claim) -> None:
    """Give the other claim the same sources and the same evidence."""
    copies: dict[int, Attribution] = {}
    for each in claim.attributions.order_by("pk"):
        copies[each.pk] = Attribution.objects.create(
            claim=other,
            source_id=each.source_id,
            cue=each.cue,
            printed=each.printed,
            spans=each.spans,
            mode=each.mode,
            knowledge=each.knowledge,
            anonymity_phrase=each.anonymity_phrase,
            certainty=each.certainty,
        )
    for each in claim.attributions.exclude(relayed_by=None):
        copies[each.pk].relayed_by = copies.get(each.relayed_by_id or 0)
        copies[each.pk].save(update_fields=["relayed_by"])
    ClaimEvidence.objects.bulk_create(
        ClaimEvidence(
            claim=other,
            evidence_id=link.evidence_id,
            stance=link.stance,
            excerpt=link.excerpt,
            locator=link.locator,
            added_by_id=link.added_by_id,
            added_at=link.added_at,
        )
        for link in claim.evidence_links.order_by("pk")
    )


def _move_attributions(dropped: Claim, kept: Claim) -> list[int]:
    """Those that the kept claim has in the same words stay behind, unless a grant hangs on them."""
    same = {_said(each): each for each in kept.attributions.all()}
    stays: dict[int, Attribution] = {}
    moving: list[Attribution] = []
    for each in dropped.attributions.select_related("grant").order_by("pk"):
        twin = same.get(_said(each))
        if twin is not None and not hasattr(each, "grant"):
            stays[each.pk] = twin
        else:
            moving.append(each)
    for each in moving:
        each.claim = kept
        each.relayed_by = stays.get(each.relayed_by_id or 0, each.relayed_by)
        each.save(update_fields=["claim", "relayed_by"])
    Attribution.objects.filter(pk__in=stays, relayed_by__in=[each.pk for each in moving]).update(relayed_by=None)
    return [each.pk for each in moving]


def _said(attribution: Attribution) -> tuple[object, ...]:
    spans = sorted((name, tuple(map(tuple, pairs))) for name, pairs in attribution.spans.items())
    relayed = attribution.relayed_by.source_id if attribution.relayed_by else None
    return (attribution.source_id, attribution.printed, attribution.cue, attribution.knowledge, relayed, tuple(spans))


def _move_evidence(dropped: Claim, kept: Claim) -> list[int]:
    """What both have with the same stance is one link of the kept claim, with the excerpts and places of both."""
    own = {(link.evidence_id, link.stance): link for link in kept.evidence_links.all()}
    moved = []
    for link in dropped.evidence_links.order_by("pk"):
        twin = own.get((link.evidence_id, link.stance))
        if twin is None:
            link.claim = kept
            link.save(update_fields=["claim"])
            moved.append(link.pk)
            continue
        twin.excerpt = _both(twin.excerpt, link.excerpt, " … ")
        twin.locator = _both(twin.locator, link.locator, "; ")[: ClaimEvidence._meta.get_field("locator").max_length]
        twin.save(update_fields=["excerpt", "locator"])
    return moved


def _both(one: str, other: str, between: str) -> str:
    return between.join(dict.fromkeys(filter(None, (one, other))))
