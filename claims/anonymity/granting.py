"""A grant of anonymity: asked for, changed, approved by somebody else, ended. One guarded function per event.

Each locks the grant, writes it, grades it and writes the history in one transaction. The history says which fields
were changed, never what stands in them.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from claims.anonymity.facts import facts_of, with_surroundings
from claims.anonymity.grading import grade, level_needed
from claims.anonymity.standing import clauses_of, policy_in_force, regrade
from claims.enums import ApprovalLevel, Naming
from claims.models import AnonymityGrant, Attribution, Event, RecordAttempt, User
from claims.refusals import NotNow, NotSo, NotYours, Refused

FIELDS: tuple[str, ...] = (
    "statement_kind", "weight", "is_vital", "why_vital", "only_this_way", "is_attack", "seriousness", "referred_to",
    "referred_on", "knowledge", "how_they_know", "position_to_know", "reliability", "motive", "people",
    "corroboration", "corroborated_how", "other_side", "no_comment_checked", "ground_rules", "agreed_descriptor",
    "promised_by", "promised_on", "terms", "ends_on", "ends_when", "reason", "told_readers",
)  # fmt: skip
APPROVE = {
    ApprovalLevel.DESK: "claims.approve_anonymitygrant",
    ApprovalLevel.SENIOR: "claims.approve_central_anonymitygrant",
}


class Attempt(NamedTuple):
    """One attempt to get the source on the record."""

    made_on: date
    how: str
    answer: str = ""


@transaction.atomic
def request_grant(
    *,
    attribution: Attribution,
    by: User,
    fields: Mapping[str, Any],
    identity_known_by: Collection[User] = (),
    attempts: Iterable[Attempt] = (),
    jigsaw_checked: bool = False,
    at: datetime | None = None,
) -> AnonymityGrant:
    """Ask that the source stay unnamed at this place. `fields` are those of FIELDS; what is left out comes later."""
    found = Attribution.objects.select_for_update(of=("self",)).select_related("source", "claim")
    attribution = found.get(pk=attribution.pk)
    if not by.has_perm("claims.add_anonymitygrant"):
        raise NotYours(f"{by} may not ask for anonymity for a source.")
    if attribution.source.naming == Naming.NAMED:
        raise NotNow("The source is named; there is nothing to grant.")
    if AnonymityGrant.objects.filter(attribution=attribution).exists():
        raise NotNow("A grant is on record for this source at this place; amend that one.")
    at = at or timezone.now()
    grant = AnonymityGrant(attribution=attribution, requested_by=by, requested_at=at)
    _fill(grant, fields)
    if jigsaw_checked:
        grant.jigsaw_checked_by, grant.jigsaw_checked_on = by, at.date()
    grant.save()
    _add(grant, identity_known_by, attempts, by)
    return _done(grant, "request_grant", by, fields=sorted(fields))


@transaction.atomic
def amend_grant(
    *,
    grant: AnonymityGrant,
    by: User,
    version: int,
    fields: Mapping[str, Any],
    identity_known_by: Collection[User] | None = None,
    attempts: Iterable[Attempt] = (),
    jigsaw_checked: bool = False,
    at: datetime | None = None,
) -> AnonymityGrant:
    """Change what is on record. An approval lapses: it was given to what stood there before."""
    grant = _locked(grant)
    if not by.has_perm("claims.change_anonymitygrant"):
        raise NotYours(f"{by} may not change grants of anonymity.")
    if grant.version != version:
        raise NotNow("The grant has been changed since you opened it; look at it again.")
    if grant.ended_at is not None:
        raise NotNow("The promise has ended; what was on record stays as it was.")
    at = at or timezone.now()
    attempts = list(attempts)
    known = {person.pk for person in grant.identity_known_by.all()}
    changed = _fill(grant, fields)
    if identity_known_by is not None and {person.pk for person in identity_known_by} != known:
        changed.append("identity_known_by")
    if attempts:
        changed.append("attempts")
    if "agreed_descriptor" in changed:  # what was put together before is no longer what is printed
        grant.jigsaw_checked_by = grant.jigsaw_checked_on = None
    if jigsaw_checked and grant.jigsaw_checked_by_id is None:
        grant.jigsaw_checked_by, grant.jigsaw_checked_on = by, at.date()
        changed.append("jigsaw_checked_on")
    if not changed:
        raise NotSo("Nothing was changed.")
    lapsed = grant.approved_by_id is not None
    grant.approved_by = grant.approved_at = grant.approval_level = None
    grant.amended_by, grant.amended_at, grant.version = by, at, grant.version + 1
    grant.save()
    _add(grant, identity_known_by, attempts, by)
    return _done(grant, "amend_grant", by, fields=sorted(changed), approval_lapsed=lapsed)


@transaction.atomic
def approve_grant(*, grant: AnonymityGrant, by: User, version: int, at: datetime | None = None) -> AnonymityGrant:
    """Sign what is on record, at the level that its weight demands. Nobody approves his own grant."""
    grant = _locked(grant)
    if grant.version != version:
        raise NotNow("The grant has been changed since you opened it; look at it again.")
    refused = approval_refusal(grant, by=by)
    if refused:
        raise refused
    grant.approved_by, grant.approved_at, grant.approval_level = by, at or timezone.now(), level_of(by)
    grant.save(update_fields=["approved_by", "approved_at", "approval_level"])
    return _done(grant, "approve_grant", by, level=int(grant.approval_level or 0))


def approval_refusal(grant: AnonymityGrant, *, by: User) -> Refused | None:
    """Why this person may not approve this grant now; None if he may. Button and answer both come from it."""
    level = level_of(by)
    if level is None:
        return NotYours(f"{by} may not approve grants of anonymity.")
    if grant.ended_at is not None:
        return NotNow("The promise has ended.")
    if grant.approved_by_id is not None:
        return NotNow("It is approved already.")
    if by.pk in (grant.requested_by_id, grant.amended_by_id, grant.promised_by_id):
        return NotYours("You asked for it, changed it or gave the promise, and nobody approves his own grant.")
    needed = level_needed(grant.weight, grant.seriousness)
    if level < needed:
        return NotYours(f"It takes a {needed.label.lower()}: the story rests on it, or the allegation is serious.")
    return _incomplete(grant, by, level)


def _incomplete(grant: AnonymityGrant, by: User, level: ApprovalLevel) -> Refused | None:
    """What would still be missing if this person approved it."""
    policy = policy_in_force()
    if policy is None:
        return NotNow("No house policy is in force.")
    facts = facts_of(grant).approved(by=by.pk, level=level)
    unmet = [each.clause.demand for each in grade(clauses_of(policy), facts) if each.is_unmet]
    return NotNow(f"Not met, by {policy}: {' '.join(unmet)}") if unmet else None


def level_of(person: User) -> ApprovalLevel | None:
    """The highest level at which this person may approve."""
    held = [level for level, permission in APPROVE.items() if person.is_active and person.has_perm(permission)]
    return max(held, default=None)


@transaction.atomic
def end_promise(*, grant: AnonymityGrant, by: User, why: str, at: datetime | None = None) -> AnonymityGrant:
    """The promise no longer binds: the source released the desk from it, its day has come, or it was broken."""
    grant = _locked(grant)
    if not by.has_perm("claims.change_anonymitygrant"):
        raise NotYours(f"{by} may not end a promise of anonymity.")
    if grant.ended_at is not None:
        raise NotNow("The promise has ended already.")
    if not why.strip():
        raise NotSo("Say why the promise ends.", field="why")
    grant.ended_by, grant.ended_at, grant.end_reason = by, at or timezone.now(), why.strip()
    grant.version += 1
    grant.save(update_fields=["ended_by", "ended_at", "end_reason", "version"])
    return _done(grant, "end_promise", by)


def _locked(grant: AnonymityGrant) -> AnonymityGrant:
    found: AnonymityGrant = with_surroundings(AnonymityGrant.objects.select_for_update(of=("self",))).get(pk=grant.pk)
    return found


def _fill(grant: AnonymityGrant, fields: Mapping[str, Any]) -> list[str]:
    """Set the fields; returns the names of those that changed. A value that cannot be is refused at its field."""
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise NotSo(f"A grant has no field “{unknown[0]}”.", field=unknown[0])
    changed = [name for name, value in fields.items() if getattr(grant, name) != value]
    for name, value in fields.items():
        setattr(grant, name, value)
    if (grant.referred_to is None) != (grant.referred_on is None):
        raise NotSo("A referral names its person and its day, both.", field="referred_on")
    if grant.people is not None and grant.people < 1:
        raise NotSo("There is at least one person behind it.", field="people")
    try:
        grant.clean_fields(exclude=[field.name for field in grant._meta.fields if field.name not in FIELDS])
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise NotSo(problems[0], field=name) from None
    return changed


def _add(grant: AnonymityGrant, known_by: Collection[User] | None, attempts: Iterable[Attempt], by: User) -> None:
    if known_by is not None:
        grant.identity_known_by.set(known_by)
    rows = [
        RecordAttempt(grant=grant, made_on=each.made_on, how=each.how.strip(), answer=each.answer.strip(), added_by=by)
        for each in attempts
    ]
    if any(not row.how for row in rows):
        raise NotSo("Say how the attempt was made.", field="attempt_how")
    RecordAttempt.objects.bulk_create(rows)


def _done(grant: AnonymityGrant, what: str, by: User, **details: Any) -> AnonymityGrant:
    regrade(AnonymityGrant.objects.filter(pk=grant.pk))
    Event.record(subject=grant.attribution.claim, what=what, by=by, grant=grant.pk, **details)
    return AnonymityGrant.objects.select_related("attribution").get(pk=grant.pk)
