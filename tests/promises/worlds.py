"""A desk with confidential sources, and the same desk with other identities behind them.

The two differ in nothing but the sealed identities, the reasons in the vault's record, the fields of a grant that are
not for readers, and which two of the three sources bear one code; the order of the three identities flips.
"""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection

from claims import anonymity, captures, sourcing, vault
from claims.models import AnonymityGrant, Event, Flag, IdentityVault, PseudonymLink, Source, SourceMerge
from claims.vault import Identity
from claims.vault.keys import ring
from claims.vault.sealing import seal
from reviews import subscriptions
from reviews.models import Message, Rating
from tests.factories import AttributionFactory, EvidenceFactory, SourceFactory
from tests.factories.reviews import published, review_at

ONE = [Identity("Aaron Adams", "a@example.org"), Identity("Jane Q"), Identity("Zoë O'Brien", note="z" * 300)]
OTHER = [Identity("Zacharias Zorn", "z@example.org"), Identity("Mallory Mo", note="m" * 900), Identity("Ann")]
PRIVATE = ("how_they_know", "motive", "position_to_know", "reliability", "terms")  # of a grant: not for readers


def make(cast: SimpleNamespace, ratings: dict[str, Rating], identities: list[Identity] = ONE) -> SimpleNamespace:
    """Three confidential sources with a claim each: one not reviewed, one under review, one published."""
    sources = [SourceFactory(unnamed=True, name=f"a person familiar with matter {number}") for number in (1, 2, 3)]
    said = [AttributionFactory(source=source) for source in sources]
    for source, identity in zip(sources, identities, strict=True):
        vault.entrust(source=source, identity=identity, by=cast.editor)
    grant = AnonymityGrant.objects.create(
        attribution=said[2], reason="She would lose her job.", requested_by=cast.editor
    )
    together = anonymity.give_code(source=sources[0], by=cast.editor)
    anonymity.give_code(source=sources[1], by=cast.editor, code=together.code)
    alone = anonymity.give_code(source=sources[2], by=cast.editor)
    vault.open_identity(source_id=sources[0].pk, by=cast.custodian, reason="A reason of the first world.")
    sourcing.drain()
    review = review_at("in_review", cast, ratings, claim=said[1].claim)
    subscription = subscriptions.subscribe(
        by=cast.partner,
        label="Hook",
        url="https://hook.example/in",
        events=["published"],
        resolve=lambda *_: ["1.1.1.1"],
    )
    publication = published(cast, ratings, claim=said[2].claim, rating="unproven")
    merge = SourceMerge.objects.create(kept=SourceFactory(), dropped=SourceFactory(), grounds=["They sound alike."])
    evidence = EvidenceFactory()
    Event.record(subject=sources[0], what="noted", by=cast.editor)
    world = SimpleNamespace(
        sources=sources,
        claims=[each.claim for each in said],
        grant=grant,
        codes=(together.pk, alone.pk),
        grant_id=grant.pk,
        slug=publication.slug,
        article_slug=publication.shown["article"]["slug"],
        ids={
            "source": sources[0].pk,
            "sourcemerge": merge.pk,
            "merges": merge.pk,
            "pseudonym": together.pk,
            "claim": said[0].claim_id,
            "article": said[1].claim.revision.article_id,
            "evidence": evidence.pk,
            "evidence/copies": captures.keep_copy(evidence=evidence, by=cast.editor, words="What the page said.").pk,
            "attribution": said[0].pk,
            "flag": Flag.objects.order_by("pk")[0].pk,
            "review": review.pk,
            "publication": publication.pk,
            "user": cast.outsider.pk,
            "anonymitygrant": grant.pk,
            "group": Group.objects.order_by("pk")[0].pk,
            "rating": ratings["true"].pk,
            "subscription": subscription.pk,
            "deliveries": Message.objects.latest("pk").pk,
            "conflicts": 1,
            "comments": 1,
            "subscription/again": Message.objects.latest("pk").pk,
        },
    )
    tell(world, identities, word="first")
    return world


def tell(world: SimpleNamespace, identities: list[Identity], *, word: str) -> None:
    """Put other confidential values in place, past every function and trigger, so that nothing else changes."""
    keys = ring()
    for source, identity in zip(world.sources, identities, strict=True):
        sealed = seal(source.pk, identity, keys)
        IdentityVault.sealed.filter(pk=source.pk).update(ciphertext=sealed)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE claims_vaultrecord SET reason = %s WHERE act = 'opened'", [f"A reason, the {word}."])
        if world.grant is not None:
            private: dict[str, Any] = dict.fromkeys(PRIVATE, f"Private words of the {word} world.")
            AnonymityGrant.objects.filter(pk=world.grant.pk).update(**private)
            AnonymityGrant.objects.filter(pk=world.grant.pk).update(people=len(word))
        if world.codes:
            _share_a_code(world, with_first=world.sources[1 if word == "first" else 2])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _share_a_code(world: SimpleNamespace, *, with_first: Source) -> None:
    """The first source and one of the others bear one code, the third another."""
    together, alone = world.codes
    others = PseudonymLink.objects.filter(source__in=world.sources[1:])
    others.update(pseudonym=alone)
    others.filter(source=with_first).update(pseudonym=together)
