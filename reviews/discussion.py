"""People at the desk talk about a claim, and name each other with @username."""

import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews import visibility
from reviews.enums import NoticeKind
from reviews.models import Comment
from reviews.notices import notify

LONGEST = 5000  # letters of one comment
MOST_MENTIONS = 20
MENTION = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")  # not in an address: "a@desk.example"


@transaction.atomic
def comment(*, claim: Claim, by: User, words: str, at: datetime | None = None) -> Comment:
    """Say something about a claim. Whoever is named is told that he is, not what was said.

    Names that nobody at the desk has are left as words: see `unknown`.
    """
    if not by.has_perm("reviews.add_comment"):
        raise NotYours(f"{by} may not comment: it takes the permission “reviews.add_comment”.")
    words = words.strip()
    if not words:
        raise NotSo("Write something.", field="words")
    if len(words) > LONGEST:
        raise NotSo(f"The comment is longer than {LONGEST:,} letters.", field="words")
    people = _mentioned(words)
    for person in people:
        _check(person, claim, by)
    said = Comment.objects.create(claim=claim, author=by, words=words, at=at or timezone.now())
    said.mentioned.set(people)
    notify(NoticeKind.MENTION, claim=claim, by=by, to=people, at=said.at)
    return said


def unknown(words: str) -> list[str]:
    """Names with @ that nobody at the desk has."""
    names = set(MENTION.findall(words))
    known = {person.username for person in _people(names)}
    return sorted(name for name in names if name not in known)


def _people(names: set[str]) -> list[User]:
    return list(User.objects.filter(username__in=names, is_active=True).order_by("username"))


def _mentioned(words: str) -> list[User]:
    names = set(MENTION.findall(words))
    if len(names) > MOST_MENTIONS:
        raise NotSo(f"A comment names {MOST_MENTIONS} people at most.", field="words")
    return _people(names)


def _check(person: User, claim: Claim, by: User) -> None:
    if not person.has_perm("reviews.view_comment"):
        raise NotSo(f"@{person.username} may not read comments, so would not see this one.", field="words")
    if visibility.are_blind_to_each_other(by, person, claim):
        raise NotNow(
            f"You and {person} judge this claim without seeing each other’s verdict: "
            "write to each other once both verdicts are in."
        )
