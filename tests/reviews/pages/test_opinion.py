"""The experts' page: one claim for whoever has the key, and nothing for anybody else."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client, override_settings
from django.urls import reverse

from claims.intake import add_evidence
from claims.models import Claim
from reviews import opinions
from reviews.models import Opinion, OpinionCalls, OpinionRequest, Rating
from reviews.opinions.limits import PER_MINUTE
from tests.factories import AttributionFactory, ClaimFactory, SourceFactory
from tests.factories.reviews import review_at

pytestmark = pytest.mark.django_db
PAGE, ANSWER = reverse("pages:opinion"), reverse("pages:opinion_answer")
SAID = {"name": "Prof. Ada Rivers", "affiliation": "Delft", "interests": "None.", "words": "The dam <b>holds</b>."}


@pytest.fixture
def claim(cast: SimpleNamespace, ratings: dict[str, Rating]) -> Claim:
    """Under review, with a source, a sibling claim, a verdict, and two pieces of evidence."""
    attribution = AttributionFactory(source=SourceFactory(name="Jane Q. Whistleblower"))
    found: Claim = attribution.claim
    ClaimFactory(revision=found.revision, start=0, end=20, statement="The sibling is not shown.")
    bring(found, cast, "Chosen filing", origin=SourceFactory(name="Quentin Origin"))
    bring(found, cast, "Unchosen memo")
    review_at("in_review", cast, ratings, claim=found)
    return found


def bring(claim: Claim, cast: SimpleNamespace, title: str, **given: Any) -> None:
    add_evidence(
        claim=claim,
        by=cast.editor,
        kind="document",
        title=title,
        stance="supports",
        url="https://court.example/1",
        is_primary=True,
        excerpt=f"The words of the {title.lower()}.",
        **given,
    )


@pytest.fixture
def key(claim: Claim, cast: SimpleNamespace) -> str:
    chosen = [link.evidence for link in claim.evidence_links.all() if link.evidence.title == "Chosen filing"]
    _, made = opinions.ask(claim=claim, by=cast.editor, to="Prof. Rivers of the desk's list", evidence=chosen)
    return made


def test_page_shows_the_claim_the_quote_and_the_chosen_evidence_and_nothing_else(
    client: Client, claim: Claim, key: str
) -> None:
    page = client.post(PAGE, {"key": key}).content.decode()
    for shown in (claim.statement, claim.quote, "Chosen filing", "The words of the chosen filing."):
        assert shown in page
    for hidden in (
        "The sibling is not shown.",
        "Unchosen memo",
        "Whistleblower",
        "Quentin Origin",
        "Reviewer",
        "Editor",
        "has looked",
        "True",
        "Prof. Rivers of",
        claim.revision.article.title,
        "In review",
        "/desk/",
    ):
        assert hidden not in page, hidden


def test_text_that_turns_out_to_come_from_somebody_unnamed_is_not_shown_any_more(
    client: Client, claim: Claim, cast: SimpleNamespace
) -> None:
    bring(claim, cast, "Memo", origin=SourceFactory(), text="Words of the memo.")
    memo = claim.evidence_links.get(evidence__title="Memo").evidence
    _, made = opinions.ask(claim=claim, by=cast.editor, to="Prof. Rivers", evidence=[memo])
    assert "Words of the memo." in client.post(PAGE, {"key": made}).content.decode()
    memo.origin_links.create(source=SourceFactory(naming="unnamed"))
    assert "Words of the memo." not in client.post(PAGE, {"key": made}).content.decode()


def test_p27_key_is_in_no_address_and_nothing_is_kept_or_found(client: Client, key: str) -> None:
    answers = [client.get(PAGE), client.post(PAGE, {"key": key}), client.post(PAGE, {"key": "fco_wrong"})]
    answers.append(client.post(ANSWER, {**SAID, "key": key}))
    assert [answer.status_code for answer in answers] == [200, 200, 404, 200]
    for answer in answers:
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()
        assert answer.cookies == {}
    assert f'action="{ANSWER}"' in answers[1].content.decode()
    assert client.get(PAGE, {"key": key}).status_code == 400


def test_whole_link_may_be_pasted(client: Client, claim: Claim, key: str) -> None:
    assert client.post(PAGE, {"key": f"https://desk.example{PAGE}#{key} "}).status_code == 200


def test_key_that_is_good_no_more_says_why(client: Client, key: str, cast: SimpleNamespace) -> None:
    asked = opinions.opened(key)
    assert asked is not None
    opinions.revoke(request=asked, by=cast.editor)
    answer = client.post(PAGE, {"key": key})
    assert answer.status_code == 410
    assert "The desk has taken this link back." in answer.content.decode()
    assert client.post(ANSWER, {**SAID, "key": key}).status_code == 410
    assert client.post(ANSWER, {**SAID, "key": "fco_wrong"}).status_code == 404
    assert Opinion.objects.count() == 0


def test_p19_statement_is_recorded_and_shown_as_words(client: Client, claim: Claim, key: str, cast: Any) -> None:
    page = client.post(ANSWER, {**SAID, "key": key}).content.decode()
    opinion = Opinion.objects.get()
    assert "The dam &lt;b&gt;holds&lt;/b&gt;." in page
    assert opinion.digest in page
    client.force_login(cast.reviewer)
    workbench = client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    assert "The dam &lt;b&gt;holds&lt;/b&gt;." in workbench
    assert "signature holds" in workbench


@pytest.mark.parametrize("field", ["name", "affiliation", "interests", "words"])
@pytest.mark.parametrize("value", ["", "\0"])
def test_field_that_cannot_be_used_is_named_and_the_rest_is_kept(
    field: str, value: str, client: Client, key: str
) -> None:
    answer = client.post(ANSWER, {**SAID, "key": key, field: value})
    page = answer.content.decode()
    assert (answer.status_code, Opinion.objects.count()) == (422, 0)
    assert f'id="{field}-error"' in page
    assert page.count("-error") == 2
    kept = next(each for each in SAID if each != field)
    assert SAID[kept] in page


def test_p25_page_is_not_opened_too_often_from_one_address(client: Client, key: str) -> None:
    found = [client.post(PAGE, {"key": "fco_wrong"}).status_code for _ in range(PER_MINUTE)]
    assert set(found) == {404}
    late = client.post(PAGE, {"key": key})
    assert (late.status_code, late["Retry-After"]) == (429, "60")
    assert client.post(ANSWER, {**SAID, "key": key}).status_code == 429
    assert client.post(PAGE, {"key": key}, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.get(PAGE).status_code == 200
    assert "203.0.113.9" not in str(list(OpinionCalls.objects.values()))


def test_p25_header_of_the_client_does_not_evade_the_limit(client: Client, key: str) -> None:
    def post(number: int, **more: str) -> int:
        return client.post(
            PAGE, {"key": "x"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 203.0.113.7", **more
        ).status_code

    for behind in (False, True):
        with override_settings(BEHIND_PROXY=behind):
            assert [post(number) for number in range(PER_MINUTE + 1)][-1] == 429


def test_expert_of_a_german_desk_is_asked_in_german(
    client: Client, claim: Claim, key: str, settings: LazySettings, cast: SimpleNamespace
) -> None:
    settings.PAGES_LANGUAGE = "de"
    page = client.post(PAGE, {"key": key}).content.decode()
    expires = OpinionRequest.objects.get().expires_at
    for words in ("bittet um Ihre Stellungnahme", "Wortlaut", f"{expires.day}. ", f"{expires:%H:%M} UTC"):
        assert words in page
    assert claim.statement in page
    refused = client.post(ANSWER, {**SAID, "key": key, "interests": " "}).content.decode()
    assert "zwingend erforderlich" in refused
    assert "nicht noch einmal gezeigt" in client.post(ANSWER, {**SAID, "key": key}).content.decode()
    assert "kein zweites Mal verwendet" in client.post(PAGE, {"key": key}).content.decode()
    assert "führt nirgendwohin" in client.post(PAGE, {"key": "fco_wrong"}).content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(method: str, client: Client) -> None:
    assert getattr(client, method)(PAGE).status_code == 405
    assert client.get(ANSWER).status_code == 405


@pytest.fixture
def asked_over_http(client: Client, claim: Claim, cast: SimpleNamespace) -> Any:
    def ask(person: Any) -> Any:
        client.force_login(person)
        return client.post(reverse("admin:opinion_ask", args=[claim.pk]), {"to": "Prof. Rivers", "days": "14"})

    return ask


def test_link_is_shown_once_to_the_editor_and_to_nobody_else(
    asked_over_http: Any, client: Client, claim: Claim, cast: SimpleNamespace
) -> None:
    answer = asked_over_http(cast.editor)
    page = answer.content.decode()
    link = page.partition('<code class="secret">')[2].partition("</code>")[0]
    assert link.startswith(f"http://127.0.0.1:8000{PAGE}#fco_")
    assert "no-store" in answer["Cache-Control"]
    key = link.partition("#")[2]
    assert client.post(PAGE, {"key": key}).status_code == 200
    again = client.get(reverse("admin:claims_claim_change", args=[claim.pk]))
    assert key not in f"{again.content.decode()}{answer.cookies}{again.cookies}"
    assert "Prof. Rivers" in again.content.decode()
    for person in (cast.reviewer, cast.partner):
        assert "fco_" not in asked_over_http(person).content.decode()
    assert asked_over_http(cast.outsider).status_code == 302
    assert claim.opinion_requests.count() == 1


def test_opinion_is_brought_and_link_revoked_at_the_workbench(
    client: Client, claim: Claim, key: str, cast: SimpleNamespace
) -> None:
    client.post(ANSWER, {**SAID, "key": key})
    opinion = Opinion.objects.get()
    asked, _ = opinions.ask(claim=claim, by=cast.editor, to="Another")

    def act(name: str, **given: Any) -> str:
        page = client.post(reverse("admin:claim_act", args=[claim.pk, name]), given, follow=True)
        return str(page.content.decode())

    client.force_login(cast.editor)
    assert "The opinion is evidence now" in act("bring_opinion", opinion=opinion.pk, stance="context")
    assert "The link leads nowhere any more." in act("revoke_link", request=asked.pk)
    other = ClaimFactory()
    refused = client.post(
        reverse("admin:claim_act", args=[other.pk, "revoke_link"]), {"request": asked.pk}, follow=True
    )
    assert "Choose a link of this claim." in refused.content.decode()
    client.force_login(cast.outsider)
    assert client.post(reverse("admin:claim_act", args=[claim.pk, "bring_opinion"])).status_code == 302
