"""What readers see: published content alone, safe, and the same for what is unpublished as for what never was."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from claims import sourcing
from claims.models import Claim
from reviews import publishing
from reviews.models import Publication, Rating
from tests.factories import AttributionFactory, ClaimFactory, SourceFactory
from tests.factories.reviews import anonymous_claim, published, review_at

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
PAYLOADS = (
    "<script>window.PWN=1</script>",
    '"><img src=x onerror=window.PWN=1>',
    "</script><script>window.PWN=1</script>",
    "{{ 7|add:7 }}",
    "\u202etxt.exe",
    "\u2028window.PWN=1",
    "javascript:window.PWN=1",
    "<svg onload=window.PWN=1>",
)


def test_claim_page_tells_rating_words_basis_and_history(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    publication = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    page = client.get(publication.get_absolute_url()).content.decode()
    for words in (
        "Unproven",
        "rests only on anonymous sources",
        "a person familiar with the matter",
        "first published",
    ):
        assert words in page
    assert publication.shown["claim"]["statement"] in page


def test_markup_and_visible_text_agree(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    page = client.get(publication.get_absolute_url()).content.decode()
    first, second = (
        json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    )
    assert first["claimReviewed"] == publication.shown["claim"]["statement"]
    assert first["url"] == f"{settings.PUBLIC_ORIGIN}{publication.get_absolute_url()}" == second["url"]
    assert first["reviewRating"]["alternateName"] in page


def test_unpublished_page_answers_like_one_that_never_was(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("approved", cast, ratings)
    unpublished = client.get(f"/claims/{publishing.snapshot(review)['article']['slug']}/")
    never = client.get("/claims/never-was/")
    assert (unpublished.status_code, unpublished.content) == (404, never.content)
    assert client.get(f"/articles/{review.claim.revision.article.slug}/").status_code == 404


def test_nothing_unpublished_is_on_any_page(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    secret = "Unpublished words that nobody may read."
    review_at("settled", cast, ratings, claim=ClaimFactory(statement=secret, own_voice=True), rating="unproven")
    shown = published(cast, ratings)
    for address in (
        "/",
        "/feed.atom",
        "/feed.json",
        "/sitemap.xml",
        "/corrections/",
        "/methodology/",
        "/search/?q=Unpublished",
        "/reviews/",
        "/about/",
        "/robots.txt",
        "/corrections/feed.atom",
    ):
        answer = client.get(address)
        assert secret not in answer.content.decode(), address
        assert not answer.cookies, address
    assert shown.shown["claim"]["statement"] in client.get("/").content.decode()


def test_page_stays_as_approved_when_the_claim_is_edited(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    publication = published(cast, ratings)
    before = client.get(publication.get_absolute_url()).content
    Claim.objects.filter(pk=publication.review.claim_id).update(statement="Edited later.")
    assert client.get(publication.get_absolute_url()).content == before


def test_page_that_a_reader_has_is_not_sent_again(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    address = published(cast, ratings).get_absolute_url()
    first = client.get(address)
    by_etag = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert [first.status_code, by_etag.status_code] == [200, 304]


def test_preview_is_for_the_desk_and_only_once_both_verdicts_are_in(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    blind, settled = review_at("in_review", cast, ratings), review_at("settled", cast, ratings)
    address = f"/preview/{settled.pk}/"
    assert client.get(address).status_code == 302
    for person, status in ((cast.approver, 200), (cast.editor, 200), (cast.outsider, 404)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == status
        assert client.get(f"/preview/{blind.pk}/").status_code == 404
    client.force_login(cast.approver, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(address)
    digest = publishing.digest(publishing.snapshot(settled))
    assert digest[:12] in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_retracted_page_is_a_tombstone(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    publishing.retract(publication=publication, by=cast.editor, reason="The document was forged.")
    answer = client.get(publication.get_absolute_url())
    assert answer.status_code == 410
    assert "The document was forged." in answer.content.decode()
    assert publication.slug not in client.get("/feed.atom").content.decode()


def test_words_of_a_retracted_page_are_on_no_page(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    first = published(cast, ratings)
    second = publishing.correct(publication=first, by=cast.editor, reason="Wrong.", explanation="Words taken back.")
    publishing.retract(publication=second, by=cast.editor, reason="All of it was wrong.")
    for address in ("/", "/corrections/", second.get_absolute_url()):
        assert "taken back." not in client.get(address).content.decode()


def test_correction_is_shown_with_its_reason_and_words(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    publication = published(cast, ratings)
    publishing.correct(publication=publication, by=cast.editor, reason="Wrong year.", explanation="Now it is right.")
    for address in (publication.get_absolute_url(), "/corrections/"):
        page = client.get(address).content.decode()
        assert "Wrong year." in page
        assert "<ins>Now it is right.</ins>" in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_a_claim_is_text(payload: str, client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = AttributionFactory(
        claim__statement=payload,
        source=SourceFactory(name=payload),
        cue=payload,
        claim__revision__article__title=payload,
    ).claim
    sourcing.drain()
    published(cast, ratings, claim=claim)
    page = client.get("/").content.decode() + client.get(f"/claims/{_slug()}/").content.decode()
    outside = re.sub(r'<script type="application/ld\+json">.*?</script>', "", page)
    assert "<script" not in outside
    assert not re.search(r"<(?:img|svg)", outside)
    assert "onerror=window" not in re.sub(r"&quot;&gt;&lt;img src=x onerror=window.PWN=1&gt;", "", outside)


def _slug() -> str:
    return Publication.objects.get().slug


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search/?x=1", 400),
        ("/search/?page=abc", 400),
        ("/search/?page=0", 400),
        ("/search/?page=99999999999999999999", 400),
        ("/search/?page=2", 404),
        ("/search/?year=x", 400),
        ("/search/?q=%00", 400),
        ("/search/?q=%27%22%29%28%26%7C%21%3A%2A", 200),
        ("/reviews/2026-13/", 404),
        ("/reviews/never/", 404),
        ("/oembed/?url=https://elsewhere.example/claims/x/", 404),
        ("/oembed/?url=http://[", 404),
        ("/%00", 400),
    ],
)
def test_address_that_makes_no_sense_is_refused(address: str, status: int, client: Client) -> None:
    assert client.get(address).status_code == status


def test_parameters_that_others_hang_onto_a_link_change_nothing(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    address = published(cast, ratings).get_absolute_url()
    assert client.get(f"{address}?fbclid=x").content == client.get(address).content


def test_search_finds_by_words_rating_and_basis(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    one = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    two = published(cast, ratings)

    def found(query: str) -> list[Any]:
        page = client.get(f"/search/?{query}").content.decode()
        return [each.pk for each in (one, two) if each.get_absolute_url() in page]

    assert found("rating=true") == [two.pk]
    assert found("basis=only_anonymous") == [one.pk]
    assert found(f"q={one.shown['claim']['statement'].split()[1]}+safe") == [one.pk]
    assert found("q=nothing-like-it") == []


@pytest.mark.parametrize("number", [1, 3])
def test_home_takes_the_same_queries_however_many_reviews(
    number: int, client: Client, cast: SimpleNamespace, ratings: Ratings, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        published(cast, ratings)
    with django_assert_num_queries(2):
        client.get("/")
    with django_assert_num_queries(8):
        client.get("/search/")


def page_saying(client: Client, publication: Publication, **given: Any) -> str:
    """The page of a content that was signed with these parts."""
    row = Publication.objects.create(
        review=publication.review, slug="other-shape", shown={**publication.shown, **given}, digest="0" * 64,
        published_by=publication.published_by, first_published_at=publication.first_published_at,
    )  # fmt: skip
    answer = client.get(row.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_tells_exception_reply_and_a_small_desk(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    reply = {
        "asked": "The council", "asked_on": "2026-03-01", "means": "E-mail", "reply_by": "2026-03-05",
        "answer": "We inspected it <twice>.", "declined": False, "answered_on": "2026-03-04",
    }  # fmt: skip
    page = page_saying(
        client, publication,
        exception={"reason": "Vital.", "signed_by": ["Asta Moreau", "Edda Lind"], "signed_on": "2026-03-06"},
        right_of_reply=[reply, {**reply, "asked": "The builder", "answer": "", "answered_on": None, "declined": True}],
        review={**publication.shown["review"], "small_desk": True, "reviewers": 1},
    )  # fmt: skip
    for words in (
        "Published by exception", "Asta Moreau, Edda Lind", "Vital.", "What the other side said",
        "We inspected it &lt;twice&gt;.", "4 March 2026", "Declined to comment.", "This desk is small",
    ):  # fmt: skip
        assert words in page
    assert "exception" not in client.get(publication.get_absolute_url()).content.decode()


def test_page_signed_in_an_older_shape_is_shown(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    old = json.loads(json.dumps(publication.shown))
    for name in ("origins_low", "origins_high", "inherited", "circular", "changes"):
        old["basis"].pop(name, None)
    for source in old["sources"]:
        for name in ("knowledge_kind", "grant"):
            source.pop(name, None)
    page = page_saying(client, publication, **{**old, "version": 1})
    for words in ("rests only on anonymous sources", "It goes back to 1 distinct origin.", "Not said"):
        assert words in page
