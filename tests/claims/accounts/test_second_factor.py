"""A second factor: asked for after the password, throttled, used once; sessions and tokens that die in time."""

import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django_otp.oath import TOTP

from claims import accounts
from claims.models import ApiToken, Event, SecondFactor, User
from claims.refusals import NotNow, NotSo, NotYours
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, CODE, OWN, HOME = (reverse(f"admin:{name}") for name in ("login", "second_factor", "sign_in", "index"))
EVERYBODY = ["desk editor", "administrator"]


def code_of(person: User, *, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds later."""
    totp = TOTP(SecondFactor.objects.get(user=person).secret())
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def enrolled(person: User) -> list[str]:
    accounts.begin(by=person)
    return accounts.confirm(by=person, code=code_of(person, steps=-1))


def password(client: Client, name: str = "editor", *, to: str = "") -> Any:
    return client.post(f"{LOGIN}?next={to}" if to else LOGIN, {"username": name, "password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_without_a_second_factor_the_password_signs_in(client: Client, cast: SimpleNamespace) -> None:
    assert password(client).url == HOME
    assert is_in(client)


def test_with_one_the_password_alone_opens_nothing(client: Client, cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    assert password(client, to="/desk/claims/claim/").url == CODE
    assert not is_in(client)
    answer = client.post(CODE, {"code": code_of(cast.editor)})
    assert answer.url == "/desk/claims/claim/"
    assert is_in(client)


def test_code_is_good_once(client: Client, cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    code = code_of(cast.editor)
    password(client)
    client.post(CODE, {"code": code})
    other = Client()
    password(other)
    assert "The code is not right." in other.post(CODE, {"code": code}).content.decode()
    assert not is_in(other)


def test_recovery_code_is_good_once(client: Client, cast: SimpleNamespace) -> None:
    codes = enrolled(cast.editor)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert re.fullmatch(r"[a-z0-9]{5}-[a-z0-9]{5}", codes[0])
    for _ in range(2):
        fresh = Client()
        password(fresh)
        fresh.post(CODE, {"code": codes[0].upper()})
        client, last = fresh, client
    assert (is_in(last), is_in(client)) == (True, False)
    assert len(SecondFactor.objects.get().recovery_digests) == 9


def test_p18_secret_and_recovery_codes_are_in_no_table(cast: SimpleNamespace) -> None:
    codes = enrolled(cast.editor)
    row = str(SecondFactor.objects.values()[0])
    assert SecondFactor.objects.get().secret().hex() not in row
    assert not any(code in row or code.replace("-", "") in row for code in codes)


def test_each_wrong_code_doubles_the_wait(client: Client, cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    password(client)
    assert "The code is not right." in client.post(CODE, {"code": "000000"}).content.decode()
    page = client.post(CODE, {"code": code_of(cast.editor)}).content.decode()
    assert re.search(r"After a wrong code the next is looked at in \d seconds\.", page)
    assert not is_in(client)
    with time_machine.travel(time.time() + 3):
        client.post(CODE, {"code": code_of(cast.editor)})
        assert is_in(client)


def test_ten_wrong_codes_lock_as_ten_wrong_passwords_do(client: Client, cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    password(client)
    for _ in range(10):
        SecondFactor.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        client.post(CODE, {"code": "000000"})
    SecondFactor.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    page = client.post(CODE, {"code": code_of(cast.editor)}).content.decode()
    assert "Too many failures. Please wait a quarter of an hour." in page
    assert not is_in(client)


def test_waiting_for_the_code_ends_after_five_minutes_and_with_a_new_password(
    client: Client, cast: SimpleNamespace
) -> None:
    enrolled(cast.editor)
    password(client)
    with time_machine.travel(time.time() + 301):
        assert client.get(CODE).url == LOGIN
    cast.editor.set_password("another long password")
    cast.editor.save()
    assert client.get(CODE).url == LOGIN


def test_p27_second_step_leads_nowhere_else(client: Client, cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    password(client, to="https://evil.example/")
    assert client.post(CODE, {"code": code_of(cast.editor)}).url == HOME
    assert Client().get(CODE).url == LOGIN
    assert "no-store" in client.get(OWN)["Cache-Control"]


# --- the person's own page --------------------------------------------------------------------------------


def test_it_is_set_up_with_a_code_and_the_recovery_codes_are_shown_once(client: Client, cast: SimpleNamespace) -> None:
    client.force_login(cast.editor)
    other = Client()
    other.force_login(cast.editor)
    client.post(reverse("admin:sign_in_act", args=["begin"]))
    page = client.get(OWN).content.decode()
    assert re.search(r'<svg class="qr" viewBox="0 0 \d+ \d+"', page)
    assert is_in(client)
    wrong = client.post(reverse("admin:sign_in_act", args=["confirm"]), {"code": "000000"}, follow=True)
    assert "The code is not right." in wrong.content.decode()
    SecondFactor.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    page = client.post(reverse("admin:sign_in_act", args=["confirm"]), {"code": code_of(cast.editor)}).content.decode()
    codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", page)
    assert len(codes) == 10
    assert not any(code in client.get(OWN).content.decode() for code in codes)
    assert (is_in(client), is_in(other)) == (True, False)
    assert Event.objects.get(subject=f"user:{cast.editor.pk}").what == "enrol_second_factor"


def test_taking_it_away_and_new_recovery_codes_need_a_code(client: Client, cast: SimpleNamespace) -> None:
    old = enrolled(cast.editor)
    with pytest.raises(NotSo):
        accounts.new_recovery_codes(by=cast.editor, code="000000")
    SecondFactor.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    new = accounts.new_recovery_codes(by=cast.editor, code=old[0])
    assert not accounts.check(person=cast.editor, code=old[1])
    SecondFactor.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    accounts.remove(person=cast.editor, by=cast.editor, code=new[0])
    assert accounts.factor_of(cast.editor) is None


def test_only_an_administrator_takes_it_away_from_another(client: Client, cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    with pytest.raises(NotYours):
        accounts.remove(person=cast.editor, by=cast.reviewer)
    client.force_login(cast.administrator)
    given = {"action": "remove_second_factor", "_selected_action": [cast.editor.pk]}
    page = client.post(reverse("admin:claims_user_changelist"), given, follow=True).content.decode()
    assert "Editor signs in by password alone until a second factor is set up again." in page
    assert password(Client()).url == HOME


def test_operator_takes_it_away_by_command(cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    call_command("remove_second_factor", "editor")
    assert Event.objects.filter(subject=f"user:{cast.editor.pk}").latest("id").who is None
    for name in ("editor", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name)


# --- roles that must have one -----------------------------------------------------------------------------


def test_role_that_must_have_one_gets_nowhere_without_it(client: Client, cast: SimpleNamespace) -> None:
    with override_settings(SECOND_FACTOR_FOR=EVERYBODY):
        for name, must in (("editor", True), ("administrator", True), ("reviewer", False)):
            password(client, name)
            answer = client.get(HOME)
            assert (answer.status_code, getattr(answer, "url", "")) == ((302, OWN) if must else (200, "")), name
        client.force_login(cast.editor)
        assert client.get(reverse("pages:preview", args=[1])).url == OWN
        assert "Your role is held with a second factor only." in client.get(OWN).content.decode()
        enrolled(cast.editor)
        with pytest.raises(NotNow):
            accounts.remove(person=cast.editor, by=cast.editor, code=code_of(cast.editor))


def test_session_that_has_not_shown_it_is_asked_for_it(client: Client, cast: SimpleNamespace) -> None:
    enrolled(cast.editor)
    client.force_login(cast.editor)  # as by a provider that is not trusted for both
    assert client.get(HOME).url == f"{CODE}?next={HOME}"
    assert client.post(f"{CODE}?next={HOME}", {"code": code_of(cast.editor)}).url == HOME
    assert is_in(client)


def test_role_that_does_not_exist_is_a_mistake_in_the_settings() -> None:
    with override_settings(SECOND_FACTOR_FOR=["editor"]):
        assert [error.id for error in run_checks() if error.id == "factcheck.E010"] == ["factcheck.E010"]


# --- sessions and tokens ----------------------------------------------------------------------------------


def test_p18_new_password_ends_other_sessions_and_revokes_tokens(client: Client, cast: SimpleNamespace) -> None:
    _, key = ApiToken.make(person=cast.editor, label="x", scopes=["claims:read"])
    other = Client()
    for each in (client, other):
        each.force_login(cast.editor)
    given = {
        "old_password": PASSWORD,
        "new_password1": "a fresh long password",
        "new_password2": "a fresh long password",
    }
    assert client.post(reverse("admin:password_change"), given).status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)
    answer = client.get("/api/v1/claims/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("how", ["row", "queryset"])
def test_p18_leaving_ends_sessions_and_revokes_tokens_for_good(
    how: str, client: Client, cast: SimpleNamespace
) -> None:
    _, key = ApiToken.make(person=cast.editor, label="x", scopes=["claims:read"])
    client.force_login(cast.editor)
    if how == "row":
        cast.editor.is_active = False
        cast.editor.save()
    else:
        User.objects.filter(pk=cast.editor.pk).update(is_active=False)
    assert not is_in(client)
    User.objects.filter(pk=cast.editor.pk).update(is_active=True)
    answer = client.get("/api/v1/claims/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 401


def test_p18_stronger_hash_of_the_same_password_revokes_nothing(client: Client, cast: SimpleNamespace) -> None:
    ApiToken.make(person=cast.editor, label="x", scopes=["claims:read"])
    before = User.objects.get(pk=cast.editor.pk).password
    hashers = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("PBKDF2", "MD5")]
    with override_settings(PASSWORD_HASHERS=hashers):
        password(client)
    assert User.objects.get(pk=cast.editor.pk).password != before
    assert ApiToken.objects.get().revoked_at is None
    cast.editor.set_password("another long password")
    cast.editor.save()
    assert ApiToken.objects.get().revoked_at is not None


def test_p18_group_that_is_dropped_is_dropped_at_the_next_request(client: Client, cast: SimpleNamespace) -> None:
    client.force_login(cast.editor)
    assert client.get(reverse("admin:claims_claim_changelist")).status_code == 200
    cast.editor.groups.clear()
    assert client.get(reverse("admin:claims_claim_changelist")).status_code == 403


def test_p18_key_in_an_address_opens_nothing(client: Client, cast: SimpleNamespace) -> None:
    _, key = ApiToken.make(person=cast.editor, label="x", scopes=["claims:read"])
    for name in ("token", "access_token", "api_key", "key"):
        assert client.get("/api/v1/claims/", {name: key}).status_code in (400, 401)


def test_outsider_sets_nothing_up(client: Client, cast: SimpleNamespace) -> None:
    client.force_login(cast.outsider)
    assert client.get(OWN).status_code == 302
    assert client.post(reverse("admin:sign_in_act", args=["begin"])).status_code == 302
    assert SecondFactor.objects.count() == 0
