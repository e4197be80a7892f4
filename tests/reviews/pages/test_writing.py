"""Publishing writes the page and what links to it; doing it again changes nothing; a retraction does not wait."""

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from reviews import publishing, tasks
from reviews.models import Publication, Rating, StalePage
from reviews.pages import writing
from tests.factories import AttributionFactory
from tests.factories.reviews import published

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: LazySettings) -> Path:
    settings.PAGES_ROOT = tmp_path / "pages"
    return settings.PAGES_ROOT


def tree(root: Path) -> dict[str, str]:
    """Every file with the sha256 of its bytes."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def on_a_topic(cast: SimpleNamespace, ratings: Ratings) -> Publication:
    from claims import sourcing  # noqa: PLC0415 - one use

    claim = AttributionFactory(claim__topic="Public transport").claim
    sourcing.drain()
    return published(cast, ratings, claim=claim)


def test_publishing_writes_the_page_and_what_links_to_it(root: Path, cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = on_a_topic(cast, ratings)
    tasks.write_pages()
    assert not StalePage.objects.exists()
    slug, source = publication.slug, publication.shown["sources"][0]["slug"]
    month = f"{publication.first_published_at:%Y-%m}"
    plain = {name for name in tree(root) if not name.endswith((".br", ".gz"))}
    assert plain == {
        f"claims/{slug}/index.html", f"claims/{slug}/card.png", f"claims/{slug}/oembed.json",
        f"embed/{slug}/index.html", f"articles/{publication.shown['article']['slug']}/index.html",
        f"sources/{source}/index.html", "topics/public-transport/index.html", "topics/public-transport/feed.atom",
        "topics/public-transport/feed.json", "index.html", "reviews/index.html", f"reviews/{month}/index.html",
        "corrections/index.html", "corrections/feed.atom", "corrections/feed.rss", "corrections/feed.json",
        "feed.atom", "feed.json", "sitemap.xml", "sitemap-pages.xml", f"sitemap-{month}.xml",
    }  # fmt: skip
    assert publication.shown["claim"]["statement"] in (root / "index.html").read_text()


def test_rebuild_gives_the_same_bytes_and_takes_away_what_is_no_page(
    root: Path, cast: SimpleNamespace, ratings: Ratings
) -> None:
    publication = on_a_topic(cast, ratings)
    publishing.correct(publication=publication, by=cast.editor, reason="Clearer.", explanation="It is clearer now.")
    publishing.retract(publication=published(cast, ratings), by=cast.editor, reason="Forged.")
    call_command("rebuild_pages", verbosity=0)
    first = tree(root)
    times = {path: path.stat().st_mtime_ns for path in root.rglob("*.html")}
    (root / "claims" / "never-was").mkdir()
    (root / "claims" / "never-was" / "index.html").write_text("left over")
    call_command("rebuild_pages", verbosity=0)
    assert tree(root) == first
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*.html")} == times
    for path in root.rglob("*"):
        if path.is_file():
            path.unlink()
    call_command("rebuild_pages", verbosity=0)
    assert tree(root) == first


def test_retraction_takes_the_page_away_before_any_worker_comes(
    root: Path,
    client: Client,
    cast: SimpleNamespace,
    ratings: Ratings,
    django_capture_on_commit_callbacks: object,
) -> None:
    publication = published(cast, ratings)
    writing.drain()
    assert (root / "claims" / publication.slug / "index.html").exists()
    client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/desk/claims/claim/{publication.review.claim_id}/act/retract/"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(address, {"reason": "The document was forged."})
    assert not (root / "claims" / publication.slug / "index.html").exists()
    assert client.get(publication.get_absolute_url()).status_code == 410
    writing.drain()
    assert "forged" in (root / "claims" / publication.slug / "gone.html").read_text()


def test_nothing_is_marked_when_the_act_is_undone(cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    StalePage.objects.all().delete()
    with pytest.raises(Exception, match="Say why"):
        publishing.retract(publication=publication, by=cast.editor, reason="")
    assert not StalePage.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_claim_page_is_written_with_the_same_queries_however_many_there_are(
    number: int, cast: SimpleNamespace, ratings: Ratings, django_assert_num_queries: object
) -> None:
    from reviews.pages import kinds  # noqa: PLC0415 - one use

    publications = [published(cast, ratings) for _ in range(number)]
    with django_assert_num_queries(3):  # type: ignore[operator]
        kinds.render(publications[0].get_absolute_url())
