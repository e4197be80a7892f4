"""How often a source that the desk knows by a code alone was right, by what is published now; without identity."""

import math
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from claims.anonymity.pseudonyms import bearers
from claims.models import Claim, Pseudonym
from reviews.models import Publication

CONFIRMED_FROM = 0.75  # of the way from false to true: “mostly true” on a scale of five
REFUTED_TO = 0.25
Z = 1.959964  # 95 %


class Turned(TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    REFUTED = "refuted", "Refuted"
    OPEN = "open", "Open"


@dataclass(frozen=True)
class TrackRecord:
    """`share` is confirmed of those that are not open, between `low` and `high` with 95 % (Wilson); None while nothing
    is decided. `claims` are (claim, what it turned out to be, publication or None)."""

    confirmed: int
    refuted: int
    open: int
    share: float | None
    low: float
    high: float
    claims: tuple[tuple[Claim, Turned, Publication | None], ...]

    @property
    def in_words(self) -> str:
        decided = self.confirmed + self.refuted
        if self.share is None:
            return "Nothing that this source said has been confirmed or refuted in what is published."
        return (
            f"{self.confirmed} of {decided} decided claim{'' if decided == 1 else 's'} confirmed: {self.share:.0%}, "
            f"and with 95 % certainty between {self.low:.0%} and {self.high:.0%}."
        )


def track_record(pseudonym: Pseudonym) -> TrackRecord:
    """Over every claim that the sources of this code make to the reader. Two queries."""
    made = Claim.objects.filter(
        attributions__source__in=bearers(pseudonym), attributions__relayed_by=None, discarded_at=None
    ).distinct()
    claims = list(made.select_related("revision__article").order_by("revision__article__published_on", "pk"))
    shown = Publication.objects.filter(shown_until=None, retracted_at=None, review__claim__in=claims)
    pages = {page.review.claim_id: page for page in shown.select_related("review")}
    turned = [(claim, turned_out(pages.get(claim.pk)), pages.get(claim.pk)) for claim in claims]
    counted = {kind: sum(how == kind for _, how, _ in turned) for kind in Turned}
    decided = counted[Turned.CONFIRMED] + counted[Turned.REFUTED]
    low, high = wilson(counted[Turned.CONFIRMED], decided)
    return TrackRecord(
        confirmed=counted[Turned.CONFIRMED],
        refuted=counted[Turned.REFUTED],
        open=counted[Turned.OPEN],
        share=counted[Turned.CONFIRMED] / decided if decided else None,
        low=low,
        high=high,
        claims=tuple(turned),
    )


def turned_out(page: Publication | None) -> Turned:
    """By the rating that readers see: its place on the line from false to true. Off the line, or in the middle, is
    open."""
    rating: dict[str, Any] = page.shown["rating"] if page else {}
    value, best, worst = rating.get("value"), rating.get("best"), rating.get("worst")
    if value is None or best is None or worst is None or best == worst:
        return Turned.OPEN
    place = (value - worst) / (best - worst)
    if place >= CONFIRMED_FROM:
        return Turned.CONFIRMED
    return Turned.REFUTED if place <= REFUTED_TO else Turned.OPEN


def wilson(right: int, of: int) -> tuple[float, float]:
    """The score interval of a proportion, which stays honest for few trials: (0, 1) for none.

    Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if of == 0:
        return 0.0, 1.0
    share = right / of
    middle = (share + Z**2 / (2 * of)) / (1 + Z**2 / of)
    half = Z / (1 + Z**2 / of) * math.sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    return max(0.0, middle - half), min(1.0, middle + half)
