"""The provider says who somebody is, the desk who works there; a provider that lies lets nobody in."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from pytest_socket import enable_socket, socket_allow_hosts

from claims import accounts
from claims.models import User
from tests.claims.accounts.provider import CLIENT, Provider, key
from tests.claims.accounts.test_second_factor import CODE, HOME, LOGIN, code_of, enrolled, is_in

pytestmark = pytest.mark.django_db
SSO, CALLBACK = reverse("admin:sso"), reverse("admin:sso_callback")


@pytest.fixture
def provider(cast: SimpleNamespace) -> Iterator[Provider]:
    User.objects.filter(pk=cast.editor.pk).update(email="editor@desk.example")
    cast.editor.refresh_from_db()
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    made = Provider()
    backends = [*settings.AUTHENTICATION_BACKENDS, "claims.accounts.single_sign_on.ProviderBackend"]
    with override_settings(AUTHENTICATION_BACKENDS=backends, **made.settings()):
        yield made
    made.stop()


def go(client: Client, provider: Provider, *, to: str = "") -> Any:
    """To the provider and back, as a browser would."""
    sent = client.get(SSO, {"next": to} if to else {})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent.url).query).items()}
    provider.nonce = asked["nonce"]
    return client.get(CALLBACK, {"code": "one", "state": asked["state"]})


def test_person_with_the_verified_address_is_let_in(client: Client, provider: Provider) -> None:
    assert go(client, provider, to="/desk/claims/claim/").url == "/desk/claims/claim/"
    assert is_in(client)
    asked = provider.asked[0]
    assert (asked["grant_type"], asked["client_id"], len(asked["code_verifier"][0])) == (
        ["authorization_code"],
        [CLIENT],
        64,
    )


@pytest.mark.parametrize(
    "lie",
    [
        {"info": {"email": "stranger@desk.example"}},
        {"info": {"email_verified": False}},
        {"info": {"email_verified": "true"}},
        {"info": {"email": None}},
        {"info": {"sub": "2"}},
        {"token": {"iss": "https://other.example"}},
        {"token": {"aud": "another client"}},
        {"token": {"aud": [CLIENT, "another client"]}},
        {"token": {"nonce": "another"}},
        {"token": {"exp": 1}},
        {"token": {"exp": None}},
        {"token": {"sub": None}},
    ],
    ids=str,
)
def test_answer_that_is_not_right_lets_nobody_in(lie: dict[str, Any], client: Client, provider: Provider) -> None:
    for name, value in lie.items():
        setattr(provider, name, value)
    people = User.objects.count()
    assert go(client, provider).url == LOGIN
    assert not is_in(client)
    assert User.objects.count() == people
    assert "did not let you in" in client.get(LOGIN).content.decode()


def test_token_signed_by_somebody_else_lets_nobody_in(client: Client, provider: Provider) -> None:
    provider.signs_with = key("another")
    assert go(client, provider).url == LOGIN
    assert not is_in(client)


def test_answer_that_was_not_asked_for_is_refused(client: Client, provider: Provider) -> None:
    assert client.get(CALLBACK, {"code": "one", "state": "made-up"}).url == LOGIN
    client.get(SSO)
    assert client.get(CALLBACK, {"code": "one", "state": "made-up"}).status_code == 400
    assert provider.asked == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_left_the_desk_is_not_let_in(change: dict[str, bool], client: Client, provider: Provider) -> None:
    User.objects.filter(username="editor").update(**change)
    assert go(client, provider).url == LOGIN


def test_address_that_two_people_have_lets_neither_in(client: Client, provider: Provider) -> None:
    User.objects.filter(username="reviewer").update(email="EDITOR@desk.example")
    assert go(client, provider).url == LOGIN


def test_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it(
    client: Client, provider: Provider, cast: SimpleNamespace
) -> None:
    enrolled(cast.editor)
    assert go(client, provider).url == CODE
    assert not is_in(client)
    client.post(CODE, {"code": code_of(cast.editor)})
    assert is_in(client)
    with override_settings(SSO_SECOND_FACTOR=True, SECOND_FACTOR_FOR=["desk editor"]):
        other = Client()
        assert go(other, provider).url == HOME
        assert is_in(other)
    assert accounts.factor_of(cast.editor) is not None


def test_provider_that_is_away_is_told(client: Client, provider: Provider) -> None:
    with override_settings(OIDC_OP_TOKEN_ENDPOINT="http://127.0.0.1:9/token"):
        assert go(client, provider).url == LOGIN


def test_without_configuration_there_is_none(client: Client) -> None:
    assert (client.get(SSO).status_code, client.get(CALLBACK).status_code) == (404, 404)
    assert "Sign in with" not in client.get(LOGIN).content.decode()


def test_button_is_there_with_it(client: Client, provider: Provider) -> None:
    page = client.get(f"{LOGIN}?next=/desk/").content.decode()
    assert "Sign in with your organisation’s account" in page
