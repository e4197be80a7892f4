"""A person chooses which events reach him by which way."""

import secrets
from collections.abc import Collection

from django.db import transaction

from claims import outbound
from claims.models import User
from claims.refusals import NotSo
from reviews.enums import NoticeKind
from reviews.models import Preferences

HOURS = 24


def preferences_of(person: User) -> Preferences:
    """As they stand, or the defaults, unsaved."""
    return Preferences.objects.filter(person=person).first() or Preferences(person=person)


@transaction.atomic
def prefer(
    *,
    by: User,
    desk: Collection[str],
    mail: Collection[str],
    hook: Collection[str],
    digest_hour: int,
    hook_url: str = "",
    resolve: outbound.Resolve = outbound.resolve,
) -> Preferences:
    """Keep a person's own choice. A new address for webhooks is checked, and gets a new secret."""
    for field, kinds in (("desk", desk), ("mail", mail), ("hook", hook)):
        if unknown := sorted(set(kinds) - set(NoticeKind.values)):
            raise NotSo(f"There is no event “{unknown[0]}”.", field=field)
    if not 0 <= digest_hour < HOURS:
        raise NotSo("The hour of the mail is from 0 to 23.", field="digest_hour")
    if hook and not hook_url:
        raise NotSo("Give the address that the webhook is sent to.", field="hook_url")
    before = preferences_of(by)
    salt = before.hook_salt if hook_url == before.hook_url else ""
    if hook_url and not salt:
        outbound.accept(hook_url, field="hook_url", resolve=resolve)
        salt = secrets.token_hex(16)
    kept, _ = Preferences.objects.update_or_create(
        person=by,
        defaults={
            "desk_kinds": _ordered(desk),
            "mail_kinds": _ordered(mail),
            "hook_kinds": _ordered(hook),
            "digest_hour": digest_hour,
            "hook_url": hook_url,
            "hook_salt": salt,
        },
    )
    return kept


def _ordered(kinds: Collection[str]) -> list[str]:
    return [kind for kind in NoticeKind.values if kind in kinds]
