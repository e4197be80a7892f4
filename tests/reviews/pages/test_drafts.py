"""The checked draft: every claim marked, and nothing of the desk's unpublished work."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from claims import sourcing
from claims.models import Claim, Event
from claims.refusals import NotNow, NotSo, NotYours
from reviews import publishing
from reviews.models import CheckedDraft, Rating
from reviews.pages import checkeddraft
from tests.factories import ArticleFactory, AttributionFactory, ClaimFactory, EvidenceFactory, RevisionFactory
from tests.factories.reviews import published, review_at

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
TEXT = "The mayor said the bridge is safe.\n\nA person familiar with it said it is not.\n"


def claim_at(revision: Any, words: str, **given: Any) -> Claim:
    start = TEXT.index(words)
    claim: Claim = ClaimFactory(revision=revision, start=start, end=start + len(words), statement=words, **given)
    return claim


@pytest.fixture
def told(cast: SimpleNamespace, ratings: Ratings) -> SimpleNamespace:
    """An article with a claim that is published, one under dispute, and one in the article's own voice."""
    revision = RevisionFactory(text=TEXT, article=ArticleFactory(slug="the-bridge", title="The bridge"))
    named, anonymous = claim_at(revision, "the bridge is safe"), claim_at(revision, "it is not")
    own = claim_at(revision, "A person familiar with it", own_voice=True)
    AttributionFactory(claim=named, source__name="Ada Mayor")
    AttributionFactory(claim=anonymous, source__unnamed=True, printed="A person familiar with it")
    sourcing.drain()
    publication = published(cast, ratings, claim=named, rating="true")
    review_at("in_review", cast, ratings, claim=anonymous, rating="unproven")
    return SimpleNamespace(
        article=revision.article, named=named, anonymous=anonymous, own=own, publication=publication
    )


def marks() -> list[tuple[str, str, bool]]:
    draft = CheckedDraft.objects.get(shown_until=None)
    context = checkeddraft.context(draft)
    found = {mark.number: mark for paragraph in context["paragraphs"] for mark in paragraph.marks}
    return [(mark.basis, ", ".join(mark.sources), mark.publication is not None) for _, mark in sorted(found.items())]


def test_every_claim_is_marked_by_what_it_rests_on_and_whether_it_was_checked(
    told: SimpleNamespace, cast: SimpleNamespace, client: Client
) -> None:
    publishing.publish_draft(article=told.article, by=cast.editor)
    assert marks() == [
        ("named", "Ada Mayor", True),
        ("unattributed", "", False),
        ("only_anonymous", "A person familiar with it", False),
    ]
    page = client.get("/articles/the-bridge/").content.decode()
    assert "1 of 3 claims are checked (33 %)." in page
    assert f'href="{told.publication.get_absolute_url()}"' in page


def test_text_of_the_draft_is_whole(told: SimpleNamespace, cast: SimpleNamespace) -> None:
    draft = publishing.publish_draft(article=told.article, by=cast.editor)
    paragraphs = checkeddraft.context(draft)["paragraphs"]
    assert ["".join(piece.text for piece in paragraph.pieces) for paragraph in paragraphs] == [
        line for line in TEXT.splitlines() if line
    ]


def test_p13_claim_under_review_looks_like_one_that_nobody_has_looked_at(
    told: SimpleNamespace, cast: SimpleNamespace, client: Client
) -> None:
    publishing.publish_draft(article=told.article, by=cast.editor)
    before = client.get("/articles/the-bridge/").content
    publishing_words = before.decode()
    assert "review" not in publishing_words.split('class="text"')[1].split("</main>")[0]
    EvidenceFactory(title="Secret minutes").claim_links.create(
        claim=told.anonymous, stance="supports", added_by=cast.editor
    )
    Claim.objects.filter(pk=told.anonymous.pk).update(statement="Secret statement.")
    sourcing.drain()
    assert client.get("/articles/the-bridge/").content == before


def test_retracted_claim_is_not_checked_any_longer(told: SimpleNamespace, cast: SimpleNamespace) -> None:
    publishing.publish_draft(article=told.article, by=cast.editor)
    publishing.retract(publication=told.publication, by=cast.editor, reason="Wrong.")
    assert [checked for _, _, checked in marks()] == [False, False, False]


def test_draft_is_shown_by_an_act_alone_and_withdrawn_with_a_reason(
    told: SimpleNamespace, cast: SimpleNamespace, client: Client
) -> None:
    assert "familiar" not in client.get("/articles/the-bridge/").content.decode()
    publishing.publish_draft(article=told.article, by=cast.editor)
    with pytest.raises(NotNow, match="is the same"):
        publishing.publish_draft(article=told.article, by=cast.editor)
    with pytest.raises(NotSo, match="Say why"):
        publishing.withdraw_draft(article=told.article, by=cast.editor, why=" ")
    publishing.withdraw_draft(article=told.article, by=cast.editor, why="The paper asked for it.")
    assert "familiar" not in client.get("/articles/the-bridge/").content.decode()
    with pytest.raises(NotNow):
        publishing.withdraw_draft(article=told.article, by=cast.editor, why="Again.")
    done = Event.objects.filter(subject=f"article:{told.article.pk}").order_by("position")
    assert [(each.what, each.why) for each in done][-2:] == [
        ("publish_draft", ""),
        ("withdraw_draft", "The paper asked for it."),
    ]


def test_only_who_may_publish_shows_a_draft(told: SimpleNamespace, cast: SimpleNamespace, client: Client) -> None:
    for person, status in ((cast.editor, 302), (cast.reviewer, 403), (cast.outsider, 302)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        address = f"/desk/claims/article/{told.article.pk}/draft/publish/"
        assert client.post(address).status_code == status
        assert client.get(f"/preview/articles/{told.article.pk}/").status_code == (
            200 if status == 302 and person == cast.editor else 404
        )
    assert CheckedDraft.objects.get().published_by == cast.editor
    with pytest.raises(NotYours):
        publishing.publish_draft(article=told.article, by=cast.outsider)
