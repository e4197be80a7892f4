"""Separation of duties: nobody has two in one round, superusers too. The rule is the SQL function `duty_bar`."""

from collections.abc import Collection

from django.db import connection

from claims.models import User
from claims.refusals import NotYours, Refused
from reviews.models import Review

ACTS = {
    "judge": "reviews",
    "decide": "decides",
    "vote": "votes on",
    "approve": "approves",
    "except": "signs an exception for",
}
SENTENCES = {
    "proposed": "{person} added this claim, and nobody {act} what he proposed.",
    "tied": "{person} has declared a conflict of interest with a source of this claim.",
    "judged": "{person} judged this claim, and nobody {act} his own verdict: a third person must.",
    "decided": "{person} decided this review, and nobody {act} his own decision.",
    "signed": "{person} has signed this review, and nobody {act} what he signed.",
}


def bar(review: Review, person: User, duty: str) -> Refused | None:
    """Why this person may not have this duty (judge, decide, vote, approve, except) in this round; None if he may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT duty_bar(%s, %s, %s)", [review.pk, person.pk, duty])
        (code,) = cursor.fetchone()
    return NotYours(SENTENCES[code].format(person=person, act=ACTS[duty])) if code else None


def free_of_other_duties(review: Review, people: Collection[User], duty: str) -> list[User]:
    """Those of these people who may have this duty in this round, in the order given; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::bigint[]) AS id WHERE duty_bar(%s, id, %s) IS NULL",
            [[person.pk for person in people], review.pk, duty],
        )
        free = {pk for (pk,) in cursor.fetchall()}
    return [person for person in people if person.pk in free]
