"""What a custodian sees of the vault as a whole: public labels, and what is open to him. Nothing is decrypted here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Now

from claims.models import IdentityVault, Source, User, VaultRecord
from claims.vault.people import require_custodian

Act = VaultRecord.Act


@dataclass(frozen=True)
class Held:
    """One identity in the list. `source` is None where the source itself is gone."""

    source_id: int
    source: Source | None
    entrusted_at: datetime
    open_until: datetime | None


def held(*, by: User) -> list[Held]:
    """Everything in the vault in the order in which the sources came, for a custodian."""
    require_custodian(by)
    rows = list(IdentityVault.sealed.order_by("pk").values_list("source_id", "entrusted_at"))
    sources = Source.objects.select_related("article").in_bulk([pk for pk, _ in rows])
    mine = _open_to(by)
    return [Held(pk, sources.get(pk), entrusted_at, mine.get(pk)) for pk, entrusted_at in rows]


def label(source_id: int) -> str:
    """How a source is called before the public; its number where it is gone."""
    source = Source.objects.filter(pk=source_id).first()
    return str(source) if source else f"source {source_id}"


def _open_to(person: User) -> dict[int, datetime | None]:
    """The openings of this person that are in force, by source."""
    mine = VaultRecord.objects.filter(who=person, act__in=[Act.OPENED, Act.CLOSED])
    last = mine.order_by("source_id", "-pk").distinct("source_id").values("pk")
    return {opened.source_id: opened.until for opened in VaultRecord.objects.filter(pk__in=last, until__gt=Now())}
