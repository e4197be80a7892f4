"""What is signed is what is shown; corrections leave their traces; the markup passes three profiles."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from claims import sourcing
from claims.intake import add_evidence
from claims.refusals import NotNow, NotSo
from reviews import publishing
from reviews.models import Correction, DeskRules, Publication, Rating, StalePage
from reviews.publishing import archives, claim_review, problems
from tests.factories.grants import approved, load_policies
from tests.factories.reviews import anonymous_claim, named_claim, published, review_at, sign

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
RATING = {"@type": "Rating", "alternateName": "x"}


def markup(publication: Publication) -> dict[str, Any]:
    day = publication.first_published_at.date()
    return claim_review(
        publication.shown, url="https://d.example/c/", published_on=day, desk="D", origin="https://d.example"
    )


def test_published_content_is_what_the_approver_signed(cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    assert publication.digest == publication.review.approval.digest == publishing.digest(publication.shown)


def test_digest_that_was_not_shown_cannot_be_signed(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("settled", cast, ratings)
    with pytest.raises(NotNow, match="changed since you looked at it"):
        publishing.sign(review=review, by=cast.approver, seen="0" * 64)


def test_correction_shows_old_and_new_words_and_its_reason(cast: SimpleNamespace, ratings: Ratings) -> None:
    first = published(cast, ratings)
    second = publishing.correct(publication=first, by=cast.editor, reason="A date was wrong.", explanation="Better.")
    first.refresh_from_db()
    assert (first.shown_until, second.slug, second.shown["explanation"]) == (second.shown_from, first.slug, "Better.")
    assert Correction.objects.get().reason == "A date was wrong."
    with pytest.raises(NotSo, match="Say why"):
        publishing.correct(publication=second, by=cast.editor, reason="", explanation="Again.")


def test_retraction_gives_its_reason(cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    with pytest.raises(NotSo):
        publishing.retract(publication=publication, by=cast.editor, reason=" ")
    publishing.retract(publication=publication, by=cast.editor, reason="The document was forged.")
    publication.refresh_from_db()
    assert publication.retraction_reason == "The document was forged."


def test_markup_has_the_shape_that_all_three_accept(cast: SimpleNamespace, ratings: Ratings) -> None:
    found = markup(published(cast, ratings))
    assert problems(found) == []
    assert set(found) == {
        "@context", "@type", "datePublished", "url", "claimReviewed", "author", "reviewRating", "itemReviewed",
    }  # fmt: skip
    assert found["reviewRating"]["ratingValue"] == "5"
    assert found["itemReviewed"]["author"]["@type"] == "Person"
    assert found["itemReviewed"]["appearance"][0]["url"] == "https://paper.example/article"


def test_claim_without_a_named_author_has_none_in_the_markup(cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    found = markup(publication)
    assert "author" not in found["itemReviewed"]
    assert "ratingValue" not in found["reviewRating"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"claimReviewed": ""}, "claimReviewed is empty"),
        ({"reviewRating": {"@type": "Rating", "alternateName": ""}}, "alternateName is empty"),
        ({"reviewRating": RATING | {"bestRating": "5"}}, "go together"),
        ({"reviewRating": RATING | {"ratingValue": 5, "bestRating": 5, "worstRating": 1}}, "(Duke Reporters’ Lab)"),
        (
            {"reviewRating": RATING | {"ratingValue": "6", "bestRating": "5", "worstRating": "1"}},
            "does not lie between",
        ),
        ({"reviewRating": RATING | {"ratingValue": "1", "bestRating": "5", "worstRating": "0"}}, "worstRating"),
        ({"claimReviewed": "True: the bridge is safe"}, "must not contain its rating"),
        ({"datePublished": "yesterday"}, "datePublished"),
        ({"expires": "2027-01-01"}, "expires has no place"),
        ({"author": {"@type": "Organization", "name": "D"}}, "url is missing in author (Duke Reporters’ Lab)"),
        ({"itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Anonymous"}}}, "is no name"),
        ({"itemReviewed": {"@type": "Claim", "author": {"@type": "Person"}}}, "name is missing"),
        (
            {
                "itemReviewed": {
                    "@type": "Claim",
                    "author": {"@type": "Person", "name": "A", "url": "https://a.example"},
                }
            },
            "url has no place in itemReviewed.author (Duke Reporters’ Lab)",
        ),
        (
            {"itemReviewed": {"@type": "Claim", "appearance": {"@type": "NewsArticle", "url": "https://a.example"}}},
            "itemReviewed.appearance is of the wrong type",
        ),
    ],
)
def test_markup_that_one_of_them_refuses_is_named(
    change: dict[str, Any], sentence: str, cast: SimpleNamespace, ratings: Ratings
) -> None:
    found = problems({**markup(published(cast, ratings)), **change})
    assert any(sentence in each for each in found), found


def test_second_round_replaces_the_page_openly(cast: SimpleNamespace, ratings: Ratings) -> None:
    first = published(cast, ratings)
    review = review_at("settled", cast, ratings, claim=first.review.claim, rating="false")
    sign(review, cast.approver)
    second = publishing.publish(review=review, by=cast.editor)
    assert (second.slug, second.first_published_at) == (first.slug, first.first_published_at)
    assert Correction.objects.get().reason == "Reviewed again (round 2)."


def test_readers_are_told_the_reason_and_the_grade_of_a_grant_and_nothing_confidential(
    cast: SimpleNamespace, ratings: Ratings
) -> None:
    load_policies()
    secret = {
        name: f"CANARY {name}" for name in ("how_they_know", "position_to_know", "motive", "terms", "reliability")
    }
    grant = approved(cast, **secret)
    sourcing.drain()
    review = review_at("settled", cast, ratings, claim=grant.attribution.claim, rating="unproven")
    shown = publishing.snapshot(review)
    assert "CANARY" not in str(shown)
    assert shown["sources"][0]["grant"] == {
        "reason": "The person would lose the job.",
        "told": "The piece says that the person has been right before.",
        "descriptor": "a person familiar with the matter",
        "knowledge": "First-hand",
        "corroborated": "By a document",
        "ground_rules": "On background",
        "approved": "Senior editor",
        "approved_on": grant.approved_at.date().isoformat(),
        "ended_on": None,
        "policy": "This desk",
        "met": 13,
        "clauses": 13,
        "unmet": [],
    }


def test_page_that_a_profile_refuses_is_not_published(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = named_claim()
    claim.statement = "True: the bridge is safe."
    claim.save(update_fields=["statement"])
    review = review_at("approved", cast, ratings, claim=claim)
    with pytest.raises(NotSo, match="must not contain its rating"):
        publishing.publish(review=review, by=cast.editor)
    assert not Publication.objects.exists()
    assert not StalePage.objects.exists()


def test_second_block_tells_corrections_evidence_and_policies(cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    publication = publishing.correct(
        publication=publication, by=cast.editor, reason="Clearer.", explanation="Clearer now."
    )
    told = publishing.page_markup(publication)
    assert [each["text"] for each in told["correction"]] == ["Clearer."]
    assert told["publisher"]["unnamedSourcesPolicy"].endswith("/methodology/#unnamed-sources")
    assert "expires" not in told


def test_second_block_and_readers_are_told_when_the_page_is_checked_again_and_where_copies_are(
    cast: SimpleNamespace, ratings: Ratings, client: Client
) -> None:
    DeskRules.objects.create(pk=1, recheck_after_days=30)
    claim = named_claim()
    brought = (
        ("Minutes", "https://records.example/1", "The bridge was inspected."),
        ("Notice", "https://web.archive.org/web/2026/https://city.example/notice", ""),
        ("Leaflet", "https://city.example/leaflet", ""),
    )
    for title, url, text in brought:
        add_evidence(
            claim=claim, by=cast.editor, kind="document", title=title, stance="supports", url=url, text=text,
            is_primary=True,
        )  # fmt: skip
    sourcing.drain()
    review = review_at("settled", cast, ratings, claim=claim)
    day = review.settlement.settled_at.date() + timedelta(days=30)
    assert publishing.snapshot(review)["recheck_on"] == day.isoformat()
    DeskRules.objects.update(recheck_after_days=7)
    sign(review, cast.approver)
    publication = publishing.publish(review=review, by=cast.editor)
    told = publishing.page_markup(publication)
    address = settings.PUBLIC_ORIGIN + publication.get_absolute_url()
    assert told["expires"] == day.isoformat()
    assert [piece.get("archivedAt") for piece in told["citation"]] == [f"{address}#copy-1", brought[1][1], None]
    page = client.get(publication.get_absolute_url()).content.decode()
    assert f'To be checked again by <time datetime="{day.isoformat()}">' in page
    assert '<details id="copy-1">' in page
    assert page.count("(archived copy)") == 1


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://web.archive.org/web/2026/https://city.example/", True),
        ("https://www.perma.cc/ABCD-1234", True),
        ("https://web.archive.org.evil.example/", False),
        ("https://city.example/?u=https://archive.ph/x", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_address_in_a_public_archive_is_known_by_its_host(url: str, is_one: bool) -> None:  # noqa: FBT001
    assert archives.is_archived(url) is is_one
