"""The reading view: words become claims, sources and cues by plain forms; who may not is refused."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.models import ArticleRevision, Attribution, Claim, Event
from reviews.admin.acts import ACTS
from reviews.admin.marking import marked
from reviews.admin.reading import READING_ACTS
from reviews.models import Rating
from tests.factories import AttributionFactory, ClaimFactory, RevisionFactory
from tests.factories.reviews import review_at

pytestmark = pytest.mark.django_db
TEXT = "“The bridge 🌉 is safe and the tunnel leaks,” the mayor said.\r\nA <clerk> said so too."
KEYS = Path(settings.BASE_DIR / "factcheck" / "static" / "desk" / "keys.js")


def signed_in(client: Client, person: Any) -> Client:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def revision() -> ArticleRevision:
    made: ArticleRevision = RevisionFactory(text=TEXT)
    return made


@pytest.fixture
def claim(revision: ArticleRevision) -> Claim:
    made: Claim = ClaimFactory(revision=revision, start=1, end=TEXT.index(","))
    sourcing.drain()
    return made


def mark(client: Client, of: ArticleRevision, act: str, **words: Any) -> Any:
    address = reverse("admin:article_mark", args=[of.article_id, act])
    return client.post(address, {"revision": of.pk, **words})


def said(answer: Any) -> str:
    """What the page tells: of an act that was done, or why it was not."""
    if answer.status_code == 302:
        return [str(message) for message in get_messages(answer.wsgi_request)][-1]
    return str(answer.context["refused"].sentence)


def test_words_pasted_into_the_plain_form_become_a_claim(
    client: Client, cast: SimpleNamespace, revision: ArticleRevision
) -> None:
    answer = mark(signed_in(client, cast.editor), revision, "add", quote="the tunnel  leaks", statement="It leaks.")
    claim = Claim.objects.get()
    start = TEXT.index("the tunnel")
    assert (claim.quote, claim.start, claim.added_by) == ("the tunnel leaks", start, cast.editor)
    assert answer.url.endswith(f"?claim={claim.pk}#claim-{claim.pk}")
    assert f'data-hand="{claim.pk}"' in client.get(answer.url.partition("#")[0]).content.decode()


def test_refused_form_says_the_offset_and_keeps_what_was_typed(
    client: Client, cast: SimpleNamespace, revision: ArticleRevision
) -> None:
    answer = mark(
        signed_in(client, cast.editor), revision, "add", quote="The bridge", start=2, end=12, statement="<b>Typed.</b>"
    )
    assert said(answer) == "From 2 to 12 the article does not say this: it differs at offset 2."
    page = answer.content.decode()
    assert "&lt;b&gt;Typed.&lt;/b&gt;" in page
    assert 'value="2"' in page
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    "given",
    [
        ("add", {"revision": "0", "quote": "x"}, "newer text"),
        ("add", {"revision": "x"}, "“x” is not a number."),
        ("add", {"quote": "The", "start": "1"}, "Give both offsets"),
        ("add", {"quote": "The bridge"}, "The statement is empty."),
        ("source", {"claim": "999999", "quote": "the mayor"}, "Take a claim of this article in hand first."),
        ("source", {"quote": "the mayor", "who": "source:999999"}, "Choose a source of this article."),
        ("source", {"quote": "the mayor", "who": "attribution:²"}, "Choose a source of this claim."),
        ("source", {"quote": "the mayor", "kind": "ghost"}, "no kind of source"),
        ("cue", {"quote": "said."}, "Choose a source of this claim."),
        ("reanchor", {"quote": "the tunnel"}, "Say why."),
        ("split", {"quote": "The bridge", "statement": "A.", "quote2": "the mayor", "statement2": "B.", "why": "x"},
         "are not the claim's"),
        ("merge", {"other": "999999"}, "Choose a claim beside this one."),
        ("merge", {"other": "9" * 30}, "is not a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    client: Client, cast: SimpleNamespace, claim: Claim, given: tuple[str, dict[str, str], str]
) -> None:
    act, words, sentence = given
    answer = mark(signed_in(client, cast.editor), claim.revision, act, **{"claim": claim.pk, **words})
    assert sentence in said(answer)
    assert (Claim.objects.count(), Attribution.objects.count(), Event.objects.count()) == (1, 0, 0)


def test_claim_is_marked_split_and_merged_again_by_plain_forms(
    client: Client, cast: SimpleNamespace, claim: Claim
) -> None:
    editor, revision = signed_in(client, cast.editor), claim.revision
    words = {"claim": claim.pk, "kind": "person", "naming": "named"}
    assert said(mark(editor, revision, "source", quote="the mayor", version=1, **words)).startswith("The words that")
    attribution = Attribution.objects.get()
    assert said(mark(editor, revision, "cue", quote="said.", attribution=attribution.pk, **words)) == (
        "The words of saying are marked."
    )
    parts = {
        "quote": "The bridge 🌉 is safe",
        "statement": "Safe.",
        "quote2": "the tunnel leaks",
        "statement2": "Leaks.",
    }
    assert said(mark(editor, revision, "split", why="Two.", **parts, **words)).startswith("Two claims now")
    other = Claim.objects.exclude(pk=claim.pk).get()
    page = editor.get(reverse("admin:claims_article_change", args=[revision.article_id]), {"claim": claim.pk})
    assert page.context["neighbours"] == [other]
    answer = mark(editor, revision, "merge", other=other.pk, statement="Both.", why="One.", **words)
    assert said(answer) == f"One claim now; claim {other.pk} is set aside with its history."
    assert said(mark(editor, revision, "reanchor", quote="the tunnel", why="x", version=1, **words)).startswith(
        "The claim has been changed"
    )
    assert said(mark(editor, revision, "reanchor", quote="the tunnel", why="x", **words)).startswith(
        "The claim stands"
    )
    assert Claim.objects.get(discarded_at=None).quote == "the tunnel"


@pytest.mark.parametrize("act", sorted(READING_ACTS))
def test_others_read_and_change_nothing(client: Client, cast: SimpleNamespace, claim: Claim, act: str) -> None:
    address = reverse("admin:claims_article_change", args=[claim.revision.article_id])
    words = {"claim": claim.pk, "quote": "the tunnel", "statement": "A.", "why": "x", "other": claim.pk}
    for role in ("reviewer", "approver", "custodian", "partner"):
        page = signed_in(client, getattr(cast, role)).get(address, {"claim": claim.pk})
        assert f'data-hand="{claim.pk}"' in page.content.decode()
        assert "/mark/" not in page.content.decode()
        assert mark(client, claim.revision, act, **words).status_code == 200
    assert mark(signed_in(client, cast.outsider), claim.revision, act, **words).status_code == 302
    assert (Claim.objects.count(), Event.objects.count()) == (1, 0)


def test_claim_with_reviewers_is_not_split_at_the_desk(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating], claim: Claim
) -> None:
    review_at("assigned", cast, ratings, claim=claim)
    answer = mark(
        signed_in(client, cast.editor), claim.revision, "reanchor", claim=claim.pk, quote="The bridge", why="x"
    )
    assert said(answer).endswith("is being reviewed in these words: return the round to the desk first.")


def test_panel_of_a_claim_is_of_its_own_article(client: Client, cast: SimpleNamespace, claim: Claim) -> None:
    signed_in(client, cast.reviewer)
    here = client.get(reverse("admin:article_in_hand", args=[claim.revision.article_id, claim.pk]))
    assert f'data-hand="{claim.pk}"' in here.content.decode()
    elsewhere = RevisionFactory().article_id
    assert client.get(reverse("admin:article_in_hand", args=[elsewhere, claim.pk])).status_code == 404
    signed_in(client, cast.outsider)
    assert client.get(reverse("admin:article_in_hand", args=[claim.revision.article_id, claim.pk])).status_code == 302


def test_carriage_returns_of_the_text_reach_the_browser(claim: Claim) -> None:
    page = "".join(piece.html for piece in marked(TEXT, [claim]))
    assert page.endswith("the mayor said.&#13;\nA &lt;clerk&gt; said so too.")


@pytest.mark.parametrize("number", [2, 200])
def test_reading_view_asks_the_same_of_two_claims_and_of_two_hundred(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    revision = RevisionFactory(text="The bridge is safe and old. " * number)
    claims = [ClaimFactory(revision=revision, start=28 * at, end=28 * at + 18) for at in range(number)]
    for claim in claims:
        AttributionFactory(claim=claim)
    sourcing.drain()
    signed_in(client, cast.editor)
    with django_assert_num_queries(13):
        client.get(reverse("admin:claims_article_change", args=[revision.article_id]), {"claim": claims[1].pk})
    with django_assert_num_queries(11):
        client.get(reverse("admin:article_in_hand", args=[revision.article_id, claims[1].pk]))


def test_every_form_of_the_workbench_has_a_key_of_its_own() -> None:
    table = re.findall(r'(\w+): "(.)"', KEYS.read_text(encoding="utf-8"))
    assert {act for act, _ in table} == set(ACTS)
    letters = [key for _, key in table]
    assert len(letters) == len(set(letters))
    assert not set(letters) & set("jkgu?")  # what walks, goes and helps
