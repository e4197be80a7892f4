"""What a claim rested on when it was judged, so that a change of it is noticed."""

from claims import sourcing
from claims.models import Basis, Claim, StaleClaim


def in_words(basis: Basis | None) -> str:
    """The decision in one short line; two are the same when nothing that readers are told has changed."""
    if basis is None:
        return ""
    most = "" if basis.origins_high is None else basis.origins_high
    marks = f"{' inherited' if basis.inherited else ''}{' circular' if basis.circular else ''}"
    return f"{basis.kind} {basis.origins_low}-{most}{marks}"


def grounds_of(claim: Claim) -> str:
    """As they are now: what waits for its decision is decided first. Part of the caller's transaction."""
    if StaleClaim.objects.filter(claim=claim).exists() or not Basis.objects.filter(claim=claim).exists():
        sourcing.decide([claim.pk])
    return in_words(Basis.objects.filter(claim=claim).first())
