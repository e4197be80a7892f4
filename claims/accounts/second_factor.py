"""Set up, check and take away a second factor. The history of the person says that it happened."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from claims.models import Event, SecondFactor, User
from claims.refusals import NotNow, NotSo, NotYours

RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without l, i, o, 0 and 1, which look alike
ADMINISTRATOR = "administrator"  # the name that superusers have in SECOND_FACTOR_FOR


def factor_of(person: User) -> SecondFactor | None:
    """The confirmed second factor of a person."""
    found: SecondFactor | None = SecondFactor.objects.filter(user=person, confirmed=True).first()
    return found


def must_have(person: User) -> bool:
    """Whether one of this person's roles is to be held with a second factor only (SECOND_FACTOR_FOR)."""
    roles = set(settings.SECOND_FACTOR_FOR)
    if not roles:
        return False
    return (person.is_superuser and ADMINISTRATOR in roles) or person.groups.filter(name__in=roles).exists()


@transaction.atomic
def begin(*, by: User) -> SecondFactor:
    """A new secret, which is none until it is confirmed. One that was begun before is forgotten."""
    if factor_of(by):
        raise NotNow("You have a second factor already.")
    SecondFactor.objects.filter(user=by, confirmed=False).delete()
    made: SecondFactor = SecondFactor.objects.create(
        user=by, name="authenticator", confirmed=False, sealed=SecondFactor.sealed_secret()
    )
    return made


@transaction.atomic
def confirm(*, by: User, code: str) -> list[str]:
    """The app shows the right codes: from now on they are asked for. Returns the recovery codes, shown this once."""
    factor = SecondFactor.objects.select_for_update(of=("self",)).filter(user=by, confirmed=False).first()
    if factor is None:
        raise NotNow("Begin anew: there is nothing to confirm.")
    _verify(factor, code)
    factor.confirmed = True
    codes = _recovery_codes(factor)
    factor.save(update_fields=["confirmed", "recovery_digests"])
    _mark(by, timezone.now())
    Event.record(subject=by, what="enrol_second_factor", by=by)
    return codes


def check(*, person: User, code: str) -> bool:
    """Whether the code is right. Each wrong one doubles the wait until the next is looked at."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update(of=("self",)).filter(user=person, confirmed=True).first()
        return factor is not None and factor.verify_token(code)


def wait_for(person: User) -> datetime | None:
    """Until when no code of this person is looked at; None if one would be now."""
    factor = SecondFactor.objects.filter(user=person).first()
    if factor is None:
        return None
    allowed, why = factor.verify_is_allowed()
    return None if allowed else why["locked_until"]


def new_recovery_codes(*, by: User, code: str) -> list[str]:
    """Ten new ones; the old ones are good no more."""
    if not check(person=by, code=code):
        raise NotSo("The code is not right.", field="code")
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update(of=("self",)).get(user=by)
        codes = _recovery_codes(factor)
        factor.save(update_fields=["recovery_digests"])
        Event.record(subject=by, what="renew_recovery_codes", by=by)
    return codes


def remove(*, person: User, by: User | None, code: str = "") -> None:
    """Take it away. The person himself gives a code; an administrator and the command (`by` None) give none."""
    if by == person:
        if must_have(person):
            raise NotNow("Your role is held with a second factor only.")
        if not check(person=person, code=code):
            raise NotSo("The code is not right.", field="code")
    elif by is not None and not by.is_superuser:
        raise NotYours(f"{by} may not take away the second factor of somebody else.")
    with transaction.atomic():
        if not SecondFactor.objects.filter(user=person).delete()[0]:
            raise NotNow(f"{person} has no second factor.")
        _mark(person, None)
        Event.record(subject=person, what="remove_second_factor", by=by)


def _mark(person: User, since: datetime | None) -> None:
    """With another second factor every session of the person ends but the one that goes on knowingly."""
    person.second_factor_since = since
    person.save(update_fields=["second_factor_since"])


def _verify(factor: SecondFactor, code: str) -> None:
    if not factor.verify_token(code):
        raise NotSo("The code is not right. Is the clock of your device right?", field="code")


def _recovery_codes(factor: SecondFactor) -> list[str]:
    """Each has 49 bits, in two groups of five letters."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    factor.recovery_digests = [SecondFactor.digest_of(code) for code in codes]
    return [f"{code[:5]}-{code[5:]}" for code in codes]
