"""A person dismisses a flag, with a reason. The dismissal lapses when the grounds change."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import Event, Flag, User
from claims.refusals import NotNow, NotSo, NotYours


@transaction.atomic
def dismiss_flag(*, flag: Flag, by: User, why: str, at: datetime | None = None) -> Flag:
    """Set a standing flag aside. Raises Refused without permission, without a reason, or if it no longer stands."""
    flag = Flag.objects.select_for_update(of=("self",)).select_related("claim").get(pk=flag.pk)
    if not by.has_perm("claims.dismiss_flag"):
        raise NotYours(f"{by} may not dismiss flags.")
    if not flag.stands:
        raise NotNow("The flag no longer stands.")
    if not why.strip():
        raise NotSo("Say why the flag is dismissed.", field="why")
    flag.dismissed_at, flag.dismissed_by, flag.dismissal_reason = at or timezone.now(), by, why.strip()
    flag.save(update_fields=["dismissed_at", "dismissed_by", "dismissal_reason"])
    Event.record(subject=flag.claim, what="dismiss_flag", by=by, why=why.strip(), rule=flag.rule)
    return flag
