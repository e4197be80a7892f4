"""Merges of two sources: proposed with their grounds, confirmed or rejected by a person, and undone without loss."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from claims.enums import MergeState, Naming, SourceKind
from claims.identity.sources import find_or_make_source, is_short_form
from claims.models import Article, Attribution, Event, EvidenceOrigin, Source, SourceMerge, SourceName, User
from claims.refusals import NotNow, NotYours, Refused
from claims.text.records import NameVariants, Reading


def propose_merges(reading: Reading, article: Article) -> list[SourceMerge]:
    """Propose what the reading found: each other spelling of a name as one merge into the fullest name."""
    return [merge for cluster in reading.names for merge in _propose_cluster(cluster, article)]


def _propose_cluster(cluster: NameVariants, article: Article) -> list[SourceMerge]:
    kept = _person(cluster.canonical, article)
    own = [spelling for spelling in cluster.spellings if is_short_form(spelling, cluster.canonical)]
    for spelling in own:
        SourceName.objects.get_or_create(source=kept, spelling=spelling, article=article)
    others = sorted({spelling for spelling in cluster.spellings if spelling not in own})
    return [
        merge
        for spelling in others
        if (merge := _propose(kept, _person(spelling, article), _grounds(cluster, spelling))) is not None
    ]


def _person(name: str, article: Article) -> Source:
    return find_or_make_source(kind=SourceKind.PERSON, naming=Naming.NAMED, name=name, article=article)


def _grounds(cluster: NameVariants, spelling: str) -> list[str]:
    about = [ground for ground in cluster.grounds if spelling in ground]
    return about or list(cluster.grounds)


def _propose(kept: Source, dropped: Source, grounds: list[str]) -> SourceMerge | None:
    pair = Q(kept=kept, dropped=dropped) | Q(kept=dropped, dropped=kept)
    if kept == dropped or SourceMerge.objects.filter(pair).exists():
        return None
    return SourceMerge.objects.create(kept=kept, dropped=dropped, grounds=grounds)


def merge_refusal(merge: SourceMerge, *, by: User, to: MergeState) -> Refused | None:
    """Why this person may not confirm, reject or undo this merge now; None if he may."""
    if not by.has_perm("claims.decide_merge"):
        return NotYours(f"{by} may not decide on merges of sources.")
    before = MergeState.CONFIRMED if to == MergeState.UNDONE else MergeState.PROPOSED
    if merge.state != before:
        return NotNow(f"The merge is {_in_words(merge.state)}; only a {_in_words(before)} one can be {_in_words(to)}.")
    if to == MergeState.CONFIRMED and (merge.kept.merged_into_id or merge.dropped.merged_into_id):
        return NotNow("One of the two has been merged with another source meanwhile.")
    if to == MergeState.CONFIRMED and merge.dropped.merged.exists():
        return NotNow(f"Other spellings were merged into {merge.dropped}; undo those first.")
    return None


@transaction.atomic
def confirm_merge(*, merge: SourceMerge, by: User, at: datetime | None = None) -> SourceMerge:
    """The two are one: attributions, origins and spellings move to the kept source; what moved is recorded."""
    merge = _locked(merge)
    _guard(merge, by, MergeState.CONFIRMED)
    kept, dropped = merge.kept, merge.dropped
    double = EvidenceOrigin.objects.filter(source=kept).values("evidence_id")
    moved = {
        "attributions": _move(Attribution.objects.filter(source=dropped), kept),
        "origins": _move(EvidenceOrigin.objects.filter(source=dropped).exclude(evidence_id__in=double), kept),
        "names": _copy_names(dropped, kept),
    }
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])
    return _decide(merge, MergeState.CONFIRMED, by, at, moved=moved)


@transaction.atomic
def reject_merge(*, merge: SourceMerge, by: User, at: datetime | None = None) -> SourceMerge:
    """They are two; the same merge is not proposed again."""
    merge = _locked(merge)
    _guard(merge, by, MergeState.REJECTED)
    return _decide(merge, MergeState.REJECTED, by, at)


@transaction.atomic
def undo_merge(*, merge: SourceMerge, by: User, at: datetime | None = None) -> SourceMerge:
    """Exactly the rows that moved go back."""
    merge = _locked(merge)
    _guard(merge, by, MergeState.UNDONE)
    dropped = merge.dropped
    dropped.merged_into = None
    dropped.save(update_fields=["merged_into"])
    Attribution.objects.filter(pk__in=merge.moved["attributions"]).update(source=dropped)
    EvidenceOrigin.objects.filter(pk__in=merge.moved["origins"]).update(source=dropped)
    SourceName.objects.filter(pk__in=merge.moved["names"]).delete()
    return _decide(merge, MergeState.UNDONE, by, at)


def _in_words(state: str) -> str:
    return MergeState(state).label.lower()


def _locked(merge: SourceMerge) -> SourceMerge:
    merge = SourceMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    both = Source.objects.select_for_update(of=("self",)).filter(pk__in=[merge.kept_id, merge.dropped_id])
    list(both.order_by("pk"))
    return merge


def _guard(merge: SourceMerge, by: User, to: MergeState) -> None:
    refused = merge_refusal(merge, by=by, to=to)
    if refused:
        raise refused


def _move(rows: QuerySet[Attribution] | QuerySet[EvidenceOrigin], kept: Source) -> list[int]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(source=kept)
    return ids


def _copy_names(dropped: Source, kept: Source) -> list[int]:
    """Give the kept source the spellings of the dropped one; the ids of those that it did not have."""
    new = []
    for name in SourceName.objects.filter(source=dropped).order_by("pk"):
        copy, is_new = SourceName.objects.get_or_create(source=kept, spelling=name.spelling, article=name.article)
        if is_new:
            new.append(copy.pk)
    return new


def _decide(
    merge: SourceMerge,
    state: MergeState,
    by: User,
    at: datetime | None,
    *,
    moved: dict[str, list[int]] | None = None,
) -> SourceMerge:
    merge.state, merge.decided_by, merge.decided_at = state, by, at or timezone.now()
    if moved is not None:
        merge.moved = moved
    merge.save(update_fields=["state", "decided_by", "decided_at", "moved"])
    Event.record(subject=merge.kept, what=f"merge_{state}", by=by, merge=merge.pk, dropped=merge.dropped_id)
    return merge
