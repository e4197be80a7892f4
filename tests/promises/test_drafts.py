"""P13: what is not published is not there, for a reader: the same answer as for what never was."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from reviews.models import Rating
from tests.factories.reviews import review_at
from tests.promises.asking import Asker

pytestmark = pytest.mark.django_db


def test_p13_a_draft_is_answered_like_what_never_was(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = review_at("approved", cast, ratings)
    article = review.claim.revision.article
    source = review.claim.attributions.get().source
    for person in (AnonymousUser(), cast.outsider):
        asker = Asker(person)
        for here, nowhere in (
            (f"/articles/{article.slug}/", "/articles/never-was-there/"),
            (f"/sources/{source.slug}/", "/sources/never-was-there/"),
            (f"/preview/{review.pk}/", "/preview/987654/"),
            (f"/claims/{review.claim_id}/", "/claims/never-was-there/"),
            (f"/api/v1/public/claims/{source.slug}/", "/api/v1/public/claims/never-was-there/"),
            (f"/api/v1/claims/{review.claim_id}/", "/api/v1/claims/987654/"),
            (f"/api/v1/reviews/{review.pk}/preview/", "/api/v1/reviews/987654/preview/"),
        ):
            there, never = asker.ask(here), asker.ask(nowhere)
            assert there[0] in {302, 401, 403, 404}, here
            assert _bare(there, here) == _bare(never, nowhere), here


def test_p13_no_list_feed_or_map_names_a_draft(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = review_at("approved", cast, ratings)
    asker = Asker(AnonymousUser())
    for path in ("/", "/feed.atom", "/feed.json", "/sitemap.xml", "/corrections/", "/robots.txt", "/?q=Bridge"):
        status, _, body = asker.ask(path)
        assert status == 200, path
        assert review.claim.statement.encode() not in body, path
        assert review.claim.revision.article.slug.encode() not in body, path


def _bare(answer: tuple[object, ...], path: str) -> str:
    """An answer without the address that was asked, which a redirect to the sign-in repeats."""
    return str(answer).replace(path, "ADDRESS")
