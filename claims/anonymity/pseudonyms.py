"""Codes of the desk (“S-014”) for unnamed sources that it knows to be one, across articles.

Who they are is not said here, and that they are one is confidential too: only who holds `view_pseudonym` sees a code,
nothing that others see changes when one is given, and the history does not say to which source.
"""

from datetime import date

from django.db import transaction
from django.db.models import IntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast, Now, Substr

from claims.enums import Naming
from claims.models import Event, GroupSize, Pseudonym, PseudonymLink, Source, User
from claims.refusals import NotNow, NotSo, NotYours


@transaction.atomic
def give_code(*, source: Source, by: User, code: str = "") -> Pseudonym:
    """Say that an unnamed source is the one of this code; without a code it is a new one."""
    if not by.has_perm("claims.give_pseudonym"):
        raise NotYours(f"{by} may not give codes to sources.")
    source = Source.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)
    if source.naming == Naming.NAMED:
        raise NotNow("The source is named; a code is for those who are not.")
    if PseudonymLink.objects.filter(source=source, ended_at=None).exists():
        raise NotNow("The source bears a code already; take that one back first.")
    pseudonym = _known(code) if code.strip() else _new(by)
    PseudonymLink.objects.create(pseudonym=pseudonym, source=source, given_by=by)
    Event.record(subject=pseudonym, what="give_code", by=by)
    return pseudonym


@transaction.atomic
def take_code(*, source: Source, by: User) -> None:
    """Take a code back; the record of who gave it to whom stays."""
    if not by.has_perm("claims.give_pseudonym"):
        raise NotYours(f"{by} may not take codes from sources.")
    link = PseudonymLink.objects.select_for_update().filter(source=source, ended_at=None).first()
    if link is None:
        raise NotNow("The source bears no code.")
    PseudonymLink.objects.filter(pk=link.pk).update(ended_by=by, ended_at=Now())
    Event.record(subject=link.pseudonym, what="take_code", by=by)


def code_of(source: Source, *, seen_by: User) -> Pseudonym | None:
    """The code of a source, for who may see it."""
    if not seen_by.has_perm("claims.view_pseudonym"):
        return None
    return Pseudonym.objects.filter(links__source=source, links__ended_at=None).first()


def bearers(pseudonym: Pseudonym) -> QuerySet[Source]:
    """The sources of a code; one that was merged is the source that took it in."""
    linked = PseudonymLink.objects.filter(pseudonym=pseudonym, ended_at=None).values("source")
    return Source.objects.filter(Q(pk__in=linked) | Q(merged__in=linked)).distinct()


def _known(code: str) -> Pseudonym:
    found = Pseudonym.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise NotSo(f"There is no code “{code.strip()}”; leave it empty to make a new one.", field="code")
    return found


def _new(by: User) -> Pseudonym:
    """The next number. Two at once meet the unique constraint, and the later one is told to try again."""
    number = Cast(Substr("code", 3), IntegerField())
    last = Pseudonym.objects.aggregate(last=Max(number))["last"] or 0
    made, is_new = Pseudonym.objects.get_or_create(code=f"S-{last + 1:03}", defaults={"made_by": by})
    if not is_new:
        raise NotNow("Another code was made in the same moment; try again.")
    return made


@transaction.atomic
def record_group_size(
    *, group: str, about: int, grounds: str, as_of: date, by: User, organisation: str = ""
) -> GroupSize:
    """How many people a group has, as far as the public can know, for the jigsaw warning."""
    if not by.has_perm("claims.add_groupsize"):
        raise NotYours(f"{by} may not record the size of a group.")
    if not group.strip() or not grounds.strip():
        raise NotSo("Give the group and the grounds.", field="group" if not group.strip() else "grounds")
    if about < 1:
        raise NotSo("A group has somebody in it.", field="about")
    size = GroupSize.objects.create(
        group=" ".join(group.split()), organisation=organisation.strip(), about=about, grounds=grounds.strip(),
        as_of=as_of, added_by=by,
    )  # fmt: skip
    Event.record(subject=size, what="record_group_size", by=by)
    return size
