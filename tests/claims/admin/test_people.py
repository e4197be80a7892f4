"""Tokens at the desk: made by an administrator, shown once, revoked at once."""

from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import ApiToken

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_key_is_shown_once_and_works_until_it_is_revoked(client: Client, cast: SimpleNamespace) -> None:
    client.force_login(cast.administrator, backend=BACKEND)
    form = {
        "person": cast.partner.pk, "label": "Partner", "scopes": "claims:read,verdicts:write",
        "expires_at_0": "2099-01-01", "expires_at_1": "00:00",
    }  # fmt: skip
    answer = client.post(reverse("admin:claims_apitoken_add"), form)
    assert answer.status_code == 302
    shown = [str(message) for message in get_messages(answer.wsgi_request)]
    key = next(word for sentence in shown for word in sentence.split() if word.startswith(ApiToken.PREFIX))
    token = ApiToken.in_force(key, at=timezone.now())
    assert token is not None
    assert (token.person, token.scopes) == (cast.partner, ["claims:read", "verdicts:write"])
    client.get(reverse("admin:claims_apitoken_changelist"))  # shows the message, once
    assert key not in client.get(reverse("admin:claims_apitoken_changelist")).content.decode()
    client.post(reverse("admin:claims_apitoken_changelist"), {"action": "revoke", "_selected_action": [token.pk]})
    assert ApiToken.in_force(key, at=timezone.now()) is None


@pytest.mark.parametrize("role", ["editor", "reviewer", "approver", "custodian", "partner"])
def test_person_makes_and_revokes_tokens_for_himself_alone(role: str, client: Client, cast: SimpleNamespace) -> None:
    person = getattr(cast, role)
    client.force_login(person, backend=BACKEND)
    form = {
        "person": cast.administrator.pk, "label": "Mine", "scopes": "claims:read", "expires_at_0": "2099-01-01",
        "expires_at_1": "00:00",
    }  # fmt: skip
    assert client.post(reverse("admin:claims_apitoken_add"), form).status_code == 302
    token = ApiToken.objects.get(label="Mine")
    assert token.person == person
    foreign, _ = ApiToken.make(person=cast.administrator, label="Not his", scopes=["claims:read"])
    page = client.get(reverse("admin:claims_apitoken_changelist")).content.decode()
    assert ("Mine" in page, "Not his" in page) == (True, False)
    chosen = {"action": "revoke", "_selected_action": [token.pk, foreign.pk]}
    client.post(reverse("admin:claims_apitoken_changelist"), chosen)
    assert set(ApiToken.objects.exclude(revoked_at=None)) == {token}


def test_outsider_makes_no_token(client: Client, cast: SimpleNamespace) -> None:
    client.force_login(cast.outsider, backend=BACKEND)
    assert client.get(reverse("admin:claims_apitoken_add")).status_code == 302
    assert client.get(reverse("admin:claims_apitoken_changelist")).status_code == 302
