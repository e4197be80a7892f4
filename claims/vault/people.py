"""Who may open the vault: members of a group that may, and nobody else. Being a superuser opens nothing."""

from claims.models import User
from claims.refusals import NotYours


def is_custodian(person: User) -> bool:
    """Whether this person is in the custodians' group. `has_perm` is not asked: it says yes to every superuser."""
    custodians = User.objects.filter(
        pk=person.pk,
        is_active=True,
        groups__permissions__content_type__app_label="claims",
        groups__permissions__codename="open_identity",
    )
    return custodians.exists()


def require_custodian(person: User) -> None:
    """Raises NotYours for everybody else."""
    if not is_custodian(person):
        raise NotYours("Only a custodian may open, replace or destroy an identity.")
