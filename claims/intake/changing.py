"""What every change of a claim by a person looks at first."""

from claims.models import Claim, User
from claims.refusals import NotNow, NotYours


def locked_to_change(claim: Claim, *, by: User, expected_version: int | None = None) -> Claim:
    """The claim, its row locked, if this person may change it and it is as he has seen it."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("revision__article").get(pk=claim.pk)
    if not by.has_perm("claims.change_claim"):
        raise NotYours(f"{by} may not correct claims.")
    if claim.discarded_at:
        raise NotNow("The claim has been discarded.")
    if expected_version is not None and claim.version != expected_version:
        raise NotNow("The claim has been changed since you opened it; look at it again.")
    return claim
