"""Who may do what: one table. `manage.py apply_roles` writes it into the desk's groups.

A superuser has every permission of this table; the separation of duties in `reviews.workflow` binds him all the same.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from reviews.enums import Role

READS = (
    "claims.view_article",
    "claims.view_claim",
    "claims.view_source",
    "claims.view_evidence",
    "claims.view_flag",
    "claims.view_event",
    "reviews.view_review",
    "reviews.view_publication",
    "reviews.view_rating",
)

TALKS = ("reviews.view_comment", "reviews.add_comment")

ROLE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.EDITOR: (
        *READS,
        *TALKS,
        "claims.add_article",
        "claims.add_claim",
        "claims.change_claim",
        "claims.add_source",
        "claims.change_source",
        "claims.decide_merge",
        "claims.view_sourcemerge",
        "claims.add_evidence",
        "claims.dismiss_flag",
        "claims.add_anonymitygrant",
        "claims.change_anonymitygrant",
        "claims.view_anonymitygrant",
        "claims.approve_anonymitygrant",
        "claims.view_pseudonym",
        "claims.give_pseudonym",
        "claims.add_groupsize",
        "claims.entrust_identity",
        "reviews.assign_review",
        "reviews.adjudicate_review",
        "reviews.publish_review",
        "reviews.sign_exception",
        "reviews.add_replyrequest",
        "reviews.view_deskrules",
        "reviews.change_deskrules",
        "reviews.add_conflictofinterest",
        "reviews.ask_expert",
        "reviews.view_subscription",
        "reviews.add_subscription",
        "reviews.oversee_subscription",
    ),
    Role.REVIEWER: (*READS, *TALKS, "claims.add_evidence", "reviews.judge_review", "reviews.add_conflictofinterest"),
    Role.APPROVER: (
        *READS,
        *TALKS,
        "claims.view_anonymitygrant",
        "claims.approve_anonymitygrant",
        "claims.approve_central_anonymitygrant",
        "claims.adopt_housepolicy",
        "reviews.approve_review",
        "reviews.sign_exception",
        "reviews.add_conflictofinterest",
    ),
    Role.CUSTODIAN: (
        *READS,
        *TALKS,
        "claims.view_anonymitygrant",
        "claims.change_anonymitygrant",
        "claims.view_pseudonym",
        "claims.give_pseudonym",
        "claims.open_identity",
    ),
    Role.PARTNER: (
        *READS,
        "reviews.judge_review",
        "reviews.add_conflictofinterest",
        "reviews.view_subscription",
        "reviews.add_subscription",
    ),
}


def apply_roles() -> None:
    """Make the groups of the desk hold exactly what the table says. Running it again changes nothing."""
    for role, names in ROLE_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.set(_permissions(names))


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for name in names:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(wanted).select_related("content_type"))
    missing = set(names) - {f"{each.content_type.app_label}.{each.codename}" for each in found}
    if missing:
        raise LookupError(f"The role table names permissions that do not exist: {', '.join(sorted(missing))}.")
    return found
