"""P2, P7: who a source is cannot be inferred by filters, orders, searches, lookups; P27: no address is kept."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.test import Client

from claims.models import Claim, IdentityVault, Source, VaultRecord
from reviews.models import Rating
from tests.promises import worlds
from tests.promises.asking import Asker

pytestmark = pytest.mark.django_db
JANE = worlds.ONE[0].name
PATHS = (
    "identityvault__ciphertext", "identity__name", "source__identity__name", "attributions__source__vault__name",
    "vault", "ciphertext", "key_id", "source__id", "attributions__source__id__exact", "grant__motive",
    "attributions__grant__motive", "private_note", "order_by", "ordering", "search", "o__name",
)  # fmt: skip
LOOKUPS = ("", "__startswith")
API = ("articles", "claims", "sources", "attributions", "evidence", "flags", "reviews", "publications", "merges")
DESK = ("claims/claim", "claims/source", "claims/article", "claims/evidence", "reviews/publication")


@pytest.fixture
def world(cast: SimpleNamespace, ratings: dict[str, Rating]) -> SimpleNamespace:
    return worlds.make(cast, ratings)


@pytest.mark.parametrize("resource", API)
def test_p02_the_api_takes_no_filter_that_leads_to_an_identity(
    resource: str, world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    asker = Asker(cast.editor)
    asked = [f"/api/v1/{resource}/?{path}{lookup}={JANE[:3]}" for path in PATHS for lookup in LOOKUPS]
    assert {path: asker.ask(path)[0] for path in asked} == dict.fromkeys(asked, 400)


def test_p02_every_prefix_of_a_name_is_answered_like_any_other_words(
    world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    for person in (AnonymousUser(), cast.reviewer, cast.administrator):
        asker = Asker(person)
        for length in (3, 5, len(JANE)):
            name, other = JANE[:length], "Qxzvwkq Jjqxz"[:length]
            for path in ("/api/v1/sources/?q={}", "/api/v1/claims/?q={}", "/?q={}", "/desk/claims/source/?q={}"):
                found, nothing = (asker.ask(path.format(words))[2] for words in (name, other))
                assert _without(found, name) == _without(nothing, other), (path, person)


def _without(body: bytes, words: str) -> bytes:
    for written in (words, quote(words), quote_plus(words)):
        body = body.replace(written.encode(), b"WORDS")
    return body


@pytest.mark.parametrize("page", DESK)
def test_p07_the_desk_takes_no_lookup_that_leads_to_an_identity(
    page: str, world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    asker = Asker(cast.administrator)
    asked = [f"/desk/{page}/?{path}{lookup}={JANE[:3]}" for path in PATHS[:12] for lookup in LOOKUPS]
    refused = {path: asker.ask(path)[0] for path in asked}
    assert set(refused.values()) <= {400, 302}, (
        refused
    )  # 302 is the admin's own way to say that it knows no such filter
    assert all(
        b"e=1" in dict(asker.ask(path)[1])["Location"].encode() for path, code in refused.items() if code == 302
    )


def test_p07_no_autocomplete_popup_history_or_deletion_tells_of_the_vault(
    world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    asker, source = Asker(cast.administrator), world.sources[0].pk
    for path in (
        "/desk/autocomplete/?term=A&app_label=claims&model_name=identityvault&field_name=source_id",
        "/desk/autocomplete/?term=A&app_label=claims&model_name=vaultrecord&field_name=who",
        f"/desk/claims/identityvault/{source}/change/",
        f"/desk/claims/vaultrecord/{source}/history/",
        f"/desk/claims/source/{source}/history/",
        f"/desk/claims/source/{source}/delete/",
        "/desk/claims/identityvault/?_popup=1",
    ):
        status, _, body = asker.ask(path)
        assert status in {200, 302, 403, 404}, path
        assert JANE.encode() not in body


def test_p02_no_relation_of_the_orm_leads_into_the_vault() -> None:
    vault = {IdentityVault, VaultRecord}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=False):
            if model not in vault:
                assert field.related_model not in vault, field
    assert [field for field in IdentityVault._meta.get_fields() if field.is_relation] == []
    for start in (Claim, Source):
        with pytest.raises(Exception, match="Cannot resolve keyword"):
            start.objects.filter(identityvault__ciphertext="x")
    assert not isinstance(IdentityVault._meta.get_field("source_id"), models.ForeignKey)


def test_p27_a_failed_sign_in_keeps_nothing_of_the_address_that_was_wanted(
    client: Client, cast: SimpleNamespace
) -> None:
    from axes.models import AccessAttempt  # noqa: PLC0415 - it wants the apps

    address = f"/desk/login/?next=/desk/claims/source/?q={JANE}"
    form: dict[str, Any] = {"username": "editor", "password": "wrong"}
    assert client.post(address, form).status_code == 200
    (attempt,) = AccessAttempt.objects.all()
    assert JANE not in attempt.get_data + attempt.post_data + attempt.path_info
