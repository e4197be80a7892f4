"""The notices page, the preferences and the discussion at the workbench: everybody sees his own alone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import User
from reviews import discussion
from reviews.models import Notice, Preferences
from tests.factories.reviews import named_claim

pytestmark = pytest.mark.django_db
NOTICES = reverse("admin:reviews_notice_changelist")
PREFERENCES = reverse("admin:preferences")


def as_person(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def mention(cast: SimpleNamespace, name: str = "approver") -> Any:
    claim = named_claim()
    discussion.comment(claim=claim, by=cast.editor, words=f"@{name} <script>window.PWN = 1</script> look")
    return claim


@pytest.mark.parametrize("number", [1, 3])
def test_notices_take_the_same_queries_however_many(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        mention(cast)
    as_person(client, cast.approver)
    client.get(NOTICES)
    with django_assert_num_queries(6):
        page = client.get(NOTICES).content.decode()
    assert page.count("You are mentioned in a comment") == number
    assert f"<b>{number}</b>" in page


def test_following_a_notice_leads_to_the_claim_and_counts_as_read(client: Client, cast: SimpleNamespace) -> None:
    claim = mention(cast)
    notice = Notice.objects.get()
    answer = as_person(client, cast.approver).get(reverse("admin:reviews_notice_change", args=[notice.pk]))
    assert answer["Location"] == reverse("admin:claims_claim_change", args=[claim.pk])
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_nobody_reads_the_notices_of_another(client: Client, cast: SimpleNamespace) -> None:
    mention(cast)
    notice = Notice.objects.get()
    for person in (cast.editor, cast.administrator):
        answer = as_person(client, person).get(reverse("admin:reviews_notice_change", args=[notice.pk]))
        assert answer.status_code == 404
        client.post(reverse("admin:notices_read"))
    notice.refresh_from_db()
    assert notice.read_at is None
    for address in (NOTICES, PREFERENCES):
        answer = as_person(client, cast.outsider).get(address)
        assert (answer.status_code, answer.url) == (302, f"{reverse('admin:login')}?next={address}")


def test_all_is_marked_as_read(client: Client, cast: SimpleNamespace) -> None:
    mention(cast)
    page = as_person(client, cast.approver).post(reverse("admin:notices_read"), follow=True).content.decode()
    assert "I have seen all of it" not in page


def test_preferences_are_kept(client: Client, cast: SimpleNamespace) -> None:
    given = {"desk": ["mention"], "mail": ["assigned", "mention"], "digest_hour": "18"}
    page = as_person(client, cast.approver).post(PREFERENCES, given, follow=True).content.decode()
    assert "Your choice is kept." in page
    kept = Preferences.objects.get()
    assert (kept.person, kept.desk_kinds, kept.mail_kinds, kept.hook_kinds, kept.digest_hour) == (
        cast.approver,
        ["mention"],
        ["assigned", "mention"],
        [],
        18,
    )
    assert '<option value="18" selected>' in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"digest_hour": "24"}, "The hour of the mail is from 0 to 23."),
        ({"digest_hour": "x"}, "The hour of the mail is from 0 to 23."),
        ({"digest_hour": "7", "mail": ["everything"]}, "There is no event “everything”."),
        ({"digest_hour": "7", "hook": ["mention"]}, "Give the address that the webhook is sent to."),
        (
            {"digest_hour": "7", "hook_url": "http://127.0.0.1/"},
            "The address must name a host such as news.example, not an IP address.",
        ),
    ],
)
def test_preferences_that_cannot_be_used_are_refused(
    given: dict[str, Any], sentence: str, client: Client, cast: SimpleNamespace
) -> None:
    assert sentence in as_person(client, cast.approver).post(PREFERENCES, given, follow=True).content.decode()
    assert Preferences.objects.count() == 0


def test_p19_comment_is_shown_as_words(client: Client, cast: SimpleNamespace) -> None:
    claim = mention(cast)
    address = reverse("admin:claims_claim_change", args=[claim.pk])
    page = as_person(client, cast.reviewer).get(address).content.decode()
    assert '<b class="told">@approver</b> &lt;script&gt;window.PWN = 1&lt;/script&gt; look' in page
    assert 'id="discussion"' not in as_person(client, cast.partner).get(address).content.decode()
    assert as_person(client, cast.outsider).get(address).status_code == 302


def test_comment_by_the_form_says_who_was_told(client: Client, cast: SimpleNamespace) -> None:
    claim = named_claim()
    act = reverse("admin:claim_act", args=[claim.pk, "comment"])
    page = as_person(client, cast.editor).post(act, {"words": "@approver @nobody here"}, follow=True).content.decode()
    assert "Your comment stands. Told: Approver. Nobody at the desk is called @nobody." in page
