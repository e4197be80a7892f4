"""The API's manners, and the acts that partners rely on."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from claims import sourcing
from claims.intake import run_imports
from claims.models import ApiToken, Article, Claim, Scope, User
from reviews.models import Rating, Review, Verdict
from tests.factcheck.api.caller import Caller
from tests.factories import AttributionFactory, ClaimFactory, RevisionFactory, SourceFactory
from tests.factories.reviews import review_at

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
READS = ("articles", "claims", "sources", "merges", "flags", "ratings", "reviews", "publications")


def test_token_is_kept_as_a_digest_only(cast: SimpleNamespace) -> None:
    token, key = ApiToken.make(person=cast.partner, label="x", scopes=[Scope.CLAIMS_READ])
    assert key not in str(vars(ApiToken.objects.get(pk=token.pk)))


@pytest.mark.parametrize("path", READS)
def test_everybody_with_a_token_and_a_role_reads_and_the_outsider_does_not(path: str, cast: SimpleNamespace) -> None:
    for role in ("editor", "reviewer", "approver", "custodian", "partner"):
        answer = Caller(getattr(cast, role)).get(f"{path}/")
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), role
    assert Caller(cast.outsider).get(f"{path}/").status_code == 403
    answer = Client().get(f"/api/v1/{path}/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_token_dies_with_its_time_its_revocation_and_its_person(cast: SimpleNamespace) -> None:
    caller = Caller(cast.partner)
    assert caller.get("claims/").status_code == 200
    for change in ({"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}):
        caller = Caller(cast.partner)
        ApiToken.objects.filter(pk=caller.token.pk).update(**change)
        assert caller.get("claims/").status_code == 401
    caller = Caller(cast.partner)
    User.objects.filter(pk=cast.partner.pk).update(is_active=False)
    assert caller.get("claims/").status_code == 401


def test_scope_is_needed_beside_the_role(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    body = {"rating": "true", "rationale": "Seen.", "no_evidence": True}
    assert Caller(cast.reviewer, Scope.REVIEWS_READ).post(f"reviews/{review.pk}/verdicts/", body).status_code == 403
    assert Caller(cast.reviewer, Scope.VERDICTS_WRITE).post(f"reviews/{review.pk}/verdicts/", body).status_code == 201


def test_two_verdicts_settle_a_third_person_signs_and_the_page_is_there(
    cast: SimpleNamespace, ratings: Ratings, client: Client
) -> None:
    claim = AttributionFactory().claim
    sourcing.drain()
    editor, approver = Caller(cast.editor), Caller(cast.approver)
    review = editor.post("reviews/", {"claim": claim.pk}).json()["id"]
    names = [cast.reviewer.username, cast.other_reviewer.username]
    assert editor.post(f"reviews/{review}/assignments/", {"reviewers": names}).status_code == 201
    for person in (cast.reviewer, cast.other_reviewer):
        body = {"rating": "true", "rationale": "Seen.", "no_evidence": True}
        assert Caller(person).post(f"reviews/{review}/verdicts/", body).status_code == 201
    assert editor.get(f"reviews/{review}/").json()["state"] == "Settled"
    digest = approver.get(f"reviews/{review}/preview/").json()["digest"]
    assert approver.post(f"reviews/{review}/approvals/", {"digest": digest}).status_code == 201
    answer = editor.post(f"reviews/{review}/publications/", {})
    assert answer.status_code == 201
    assert client.get(answer.json()["url"].removeprefix(settings.PUBLIC_ORIGIN)).status_code == 200


def test_claim_that_rests_only_on_anonymous_sources_is_refused_with_the_reason(
    cast: SimpleNamespace, ratings: Ratings
) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    review = review_at("settled", cast, ratings, claim=claim)
    caller = Caller(cast.approver)
    digest = caller.get(f"reviews/{review.pk}/preview/").json()["digest"]
    answer = caller.post(f"reviews/{review.pk}/approvals/", {"digest": digest})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert "rests only on anonymous sources" in answer.json()["detail"]


def test_reviews_are_blind_over_the_api(cast: SimpleNamespace, ratings: Ratings) -> None:
    fresh, judged = review_at("assigned", cast, ratings), review_at("in_review", cast, ratings)
    for role in ("editor", "other_reviewer", "approver", "partner"):
        one, other = (Caller(getattr(cast, role)).get(f"reviews/{review.pk}/").json() for review in (fresh, judged))
        varying = {"id", "claim", "statement", "statement_digest", "opened_at"}
        assert {k: v for k, v in one.items() if k not in varying} == {
            k: v for k, v in other.items() if k not in varying
        }, role
    assert len(Caller(cast.reviewer).get(f"reviews/{judged.pk}/").json()["verdicts"]) == 1


def test_evidence_over_rest_changes_the_basis(cast: SimpleNamespace) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    body = {
        "kind": "interview", "title": "Call", "stance": "supports", "origin": {"name": "Ada Long"},
        "origin_knowledge": "first_hand",
    }  # fmt: skip
    caller = Caller(cast.reviewer)
    assert caller.post(f"claims/{claim.pk}/evidence/", body).status_code == 201
    assert caller.get(f"claims/{claim.pk}/").json()["basis_is_stale"] is True
    sourcing.drain()
    detail = caller.get(f"claims/{claim.pk}/").json()
    assert (detail["basis"]["kind"], detail["basis_is_stale"]) == ("mixed", False)


def test_article_over_rest_is_taken_in_once(cast: SimpleNamespace) -> None:
    body = {"text": "date 2024-05-17\n\nThe mayor said on Monday that the bridge is safe.", "title": "Bridge"}
    caller = Caller(cast.editor)
    answers = [caller.post("articles/", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert run_imports() == 2
    first, second = (caller.client.get(answer["Location"], headers=caller.headers()).json() for answer in answers)
    assert (first["state"], first["was_known"]) == ("done", False)
    assert (second["state"], second["was_known"], second["article"]) == ("done", True, first["article"])
    assert caller.get(f"articles/{first['article']}/").json()["published_on"] == "2024-05-17"
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"{", 400, "line 1, column 2"),
        (b'{"text": "a", "text": "b"}', 400, "stands twice"),
        (b'{"text": NaN}', 400, "NaN"),
        (b"\xff\xfe", 400, "byte 0"),
        (b'{"text": "\\u0000"}', 400, "NUL"),
        (b'{"text": "\\ud800"}', 400, "surrogate"),
        (b"[" * 3000 + b"]" * 3000, 400, "Nested"),
        (b"{}", 400, "one of them"),
        (b'{"text": "x", "colour": "red"}', 400, "no such field"),
        (b'{"text": " "}', 422, "empty"),
        (b'{"text": "' + b"x" * (7 * 1024 * 1024) + b'"}', 413, "more than"),
    ],
)
def test_body_that_cannot_be_used_is_a_problem_that_says_why(
    body: bytes, status: int, words: str, cast: SimpleNamespace
) -> None:
    answer = Caller(cast.editor).post("articles/", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("claims/?source__identity__startswith=J", 400),
        ("claims/?ordering=private_note", 400),
        ("claims/?basis=rumour", 400),
        ("claims/?cursor=xyz", 400),
        ("claims/99999999999999999999999/", 404),
        ("claims/abc/", 404),
        ("nothing/", 404),
    ],
)
def test_address_that_makes_no_sense_is_a_problem(path: str, status: int, cast: SimpleNamespace) -> None:
    answer = Caller(cast.editor).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_method_that_moves_states_is_not_there(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    caller = Caller(cast.editor)
    for method in ("patch", "put", "delete"):
        call = getattr(caller.client, method)
        answer = call(
            f"/api/v1/reviews/{review.pk}/", {"state": "published"}, content_type="application/json",
            headers={"Authorization": f"Bearer {caller.key}"},
        )  # fmt: skip
        assert answer.status_code == 405
    assert Review.objects.get().state == "assigned"


def test_form_is_not_json(cast: SimpleNamespace) -> None:
    caller = Caller(cast.editor)
    answer = caller.client.post("/api/v1/reviews/", {"claim": "1"}, headers={"Authorization": f"Bearer {caller.key}"})
    assert answer.status_code == 415


def test_claims_come_in_pages_that_stay_in_step_while_rows_are_added(cast: SimpleNamespace) -> None:
    revision = RevisionFactory()
    first = [ClaimFactory(revision=revision, start=at, end=at + 5).pk for at in range(5)]
    caller = Caller(cast.partner)
    page = caller.get("claims/", page_size=2).json()
    ClaimFactory(revision=revision, start=50, end=55)
    seen = [claim["id"] for claim in page["results"]]
    while page["next"]:
        page = caller.client.get(page["next"], headers={"Authorization": f"Bearer {caller.key}"}).json()
        seen += [claim["id"] for claim in page["results"]]
    assert seen == sorted(first, reverse=True)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_however_many_rows(
    number: int, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        AttributionFactory()
    sourcing.drain()
    caller = Caller(cast.partner)
    caller.get("claims/")
    with django_assert_num_queries(8):
        caller.get("claims/")
    with django_assert_num_queries(6):
        caller.get("sources/")


def test_double_submission_makes_one_verdict(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    caller = Caller(cast.reviewer)
    body = {"rating": "true", "rationale": "Seen.", "no_evidence": True}
    codes = [caller.post(f"reviews/{review.pk}/verdicts/", body).status_code for _ in range(2)]
    assert (codes, Verdict.objects.count()) == ([201, 409], 1)


def test_schema_and_documentation_are_served_to_everybody(client: Client) -> None:
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()


def test_claim_filter_finds_what_it_names(cast: SimpleNamespace) -> None:
    anonymous = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    named = AttributionFactory().claim
    sourcing.drain()
    caller = Caller(cast.partner)

    def found(**query: Any) -> list[int]:
        return [claim["id"] for claim in caller.get("claims/", **query).json()["results"]]

    assert found(flag="only_anonymous") == [anonymous.pk]
    assert found(basis="named") == [named.pk]
    assert found(source=named.attributions.get().source_id) == [named.pk]
    assert sorted(found()) == sorted(Claim.objects.values_list("pk", flat=True))


def test_claims_are_found_by_words_article_and_how_they_were_judged(cast: SimpleNamespace, ratings: Ratings) -> None:
    bridge = AttributionFactory(claim__statement="Two engineers inspected the bridge.", claim__topic="traffic").claim
    settled, blind = review_at("settled", cast, ratings), review_at("in_review", cast, ratings)
    caller = Caller(cast.partner)

    def found(**query: Any) -> set[int]:
        answer = caller.get("claims/", **query)
        assert answer.status_code == 200, answer.json()
        return {claim["id"] for claim in answer.json()["results"]}

    every = {bridge.pk, settled.claim_id, blind.claim_id}
    assert found() == every
    assert found(q="engineer inspecting") == {bridge.pk}
    assert found(q="engineer -bridge") == set()
    assert found(topic="traffic") == {bridge.pk}
    assert found(article=bridge.revision.article_id) == {bridge.pk}
    assert found(state="none") == {bridge.pk}
    assert found(state="settled", rating="true") == {settled.claim_id}
    assert found(state="with_reviewers") == {blind.claim_id}
    assert found(rating="true") == {settled.claim_id}
    article = bridge.revision.article
    Article.objects.filter(pk=article.pk).update(published_on="2024-05-17", language="de")
    assert found(published_from="2024-05-17", published_to="2024-05-17", language="de") == {bridge.pk}
    assert found(added_from=timezone.now().isoformat()) == set()


@pytest.mark.parametrize(
    "query",
    [
        "state=assigned",
        "article=0",
        "article=99999999999999999999",
        "source=x",
        "published_from=May",
        "q=" + "x" * 201,
    ],
)
def test_filter_with_a_value_that_it_cannot_take_is_named(query: str, cast: SimpleNamespace) -> None:
    answer = Caller(cast.partner).get(f"claims/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/" + query.split("=", maxsplit=1)[0]
