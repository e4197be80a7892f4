"""What stands between a settled review and the public."""

from claims.enums import BasisKind
from claims.models import Basis, StaleClaim
from claims.refusals import NotNow, Refused
from reviews.models import Review


def gate(review: Review) -> Refused | None:
    """What stands between a settled review and the public: its wording, its basis, and how they fit the rating."""
    claim = review.claim
    if review.is_stale:
        return NotNow("The claim has been reworded since it was judged: a new round is needed.")
    if StaleClaim.objects.filter(claim=claim).exists():
        return NotNow("On what the claim rests is being decided again; try again in a moment.")
    basis = Basis.objects.filter(claim=claim).first()
    if basis is None:
        return NotNow("On what the claim rests has not been decided yet; try again in a moment.")
    rating = review.settlement.rating
    if basis.kind == BasisKind.ONLY_ANONYMOUS and rating.on_line:
        return NotNow(
            f"The claim rests only on anonymous sources, so it cannot be rated “{rating.name}”, which lies on the "
            "true–false line. Missing: a named person or organisation speaking from its own knowledge, or a primary "
            "document that a reader can be shown. Add such evidence, or settle it with a rating off the line."
        )
    return None
