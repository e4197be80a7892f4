"""Every kind of public page in a real browser: axe-core, keyboard, narrow and enlarged; payloads that must not run."""

from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from pytest_socket import enable_socket, socket_allow_hosts

from claims import sourcing
from claims.intake import add_evidence
from claims.sourcing.explain import END_WORDS
from claims.sourcing.rule import End
from reviews import publishing
from reviews.models import CheckedDraft, Publication
from reviews.pages import kinds
from tests.conftest import make_cast, make_scale
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.reviews import anonymous_claim, published
from tests.journeys.payloads import PAYLOADS
from tests.journeys.test_journey import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.worker]
MOST_WEIGHT = 60_000  # bytes of a page with its styles, before pictures


def violations(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.fixture
def readers(transactional_db: None, request: pytest.FixtureRequest) -> str:
    """The address of the public pages, answered by Django."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
    return str(request.getfixturevalue("live_server").url)


def world() -> SimpleNamespace:
    """Reviews of every sort: with evidence on both sides, corrected, retracted, anonymous, right to left."""
    cast, ratings = make_cast(), make_scale()
    attribution = AttributionFactory(claim__topic="Bridges", source=SourceFactory(name="Ada Mayor", slug="ada-mayor"))
    for stance in ("supports", "refutes", "context"):
        add_evidence(
            claim=attribution.claim, by=cast.editor, kind="document", title=f"Minutes that {stance}", stance=stance,
            url=f"https://records.example/{stance}", text="The bridge was inspected.", is_primary=True,
        )  # fmt: skip
    sourcing.drain()
    first = published(cast, ratings, claim=attribution.claim)
    corrected = publishing.correct(
        publication=first, by=cast.editor, reason="A date was wrong.", explanation="It is now clearer than before."
    )
    anonymous = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    retracted = published(cast, ratings)
    publishing.retract(publication=retracted, by=cast.editor, reason="The document was forged.")
    arabic = AttributionFactory(
        claim__statement="الجسر آمن، قال رئيس البلدية (2024)", source__name="عائشة العمدة", claim__topic="Bridges"
    ).claim
    sourcing.drain()
    arabic = published(cast, ratings, claim=arabic)
    article = corrected.review.claim.revision.article
    publishing.publish_draft(article=article, by=cast.editor)
    return SimpleNamespace(
        cast=cast, ratings=ratings, corrected=corrected, anonymous=anonymous, retracted=retracted, arabic=arabic
    )


def every_html_page() -> list[str]:
    paths = [path for path in kinds.every_path() if path.endswith("/")]
    return [*paths, reverse("pages:search"), "/search/?q=brdige&rating=true"]


@pytest.mark.parametrize(
    ("scheme", "width", "scale"), [("light", 1280, 1), ("dark", 1280, 1), ("light", 320, 1), ("light", 640, 2)]
)
def test_public_pages_have_no_violation(readers: str, chromium: Any, scheme: str, width: int, scale: int) -> None:
    """1280 pixels at 200 % are 640 pixels of two each."""
    world()
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, device_scale_factor=scale, color_scheme=scheme
    )
    page = context.new_page()
    seen = set()
    for path in every_html_page():
        page.goto(readers + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        seen.add(path.split("/")[1])
    context.close()
    assert {"claims", "embed", "articles", "sources", "topics", "reviews", "corrections", "about", "search"} <= seen


def test_page_asks_nobody_else_sets_no_cookie_needs_no_script_and_is_light(readers: str, chromium: Any) -> None:
    world()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    weights: dict[str, int] = {}
    page.on("response", lambda response: weights.__setitem__(response.url, len(response.body())))
    for path in every_html_page():
        weights.clear()
        page.goto(readers + path)
        assert page.locator("h1").count() == 1, path
        assert all(url.startswith(readers) for url in weights), path
        assert sum(weights.values()) < MOST_WEIGHT, (path, weights)
    assert context.cookies() == []
    context.close()


def test_reader_gets_from_the_home_page_to_the_evidence_by_keyboard(readers: str, page: Any) -> None:
    made = world()
    page.goto(readers)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    statement = made.corrected.shown["claim"]["statement"]
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == statement:
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{made.corrected.get_absolute_url()}")
    assert outline == "solid"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    assert page.locator("details[open]").inner_text().endswith("The bridge was inspected.")


def test_draft_is_filtered_by_keyboard_without_script(readers: str, chromium: Any) -> None:
    made = world()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    article = made.corrected.shown["article"]["slug"]
    page.goto(f"{readers}/articles/{article}/")
    assert page.locator(".margin li:visible").count() == 1
    page.focus("input[name=show]")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[value=checked]").is_checked()
    assert page.locator(".margin li:visible").count() == 1
    page.emulate_media(media="print")
    assert not page.locator(".show").is_visible()
    assert page.locator(".margin li").first.is_visible()
    context.close()


def test_right_to_left_words_stay_in_their_place(readers: str, page: Any) -> None:
    made = world()
    page.goto(readers + made.arabic.get_absolute_url())
    assert page.locator("html").get_attribute("dir") == "ltr"
    assert page.evaluate("getComputedStyle(document.querySelector('h1 bdi')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.meta')).direction") == "ltr"


def poisoned(value: Any, payload: str) -> Any:
    """The content of a page with the payload in every text but the words of closed lists."""
    if isinstance(value, dict):
        kept = {
            "kind",
            "naming",
            "stance",
            "slug",
            "knowledge_kind",
            "published_on",
            "captured_on",
            "settled_on",
            "colour",
        }
        return {name: each if name in kept else poisoned(each, payload) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, payload) for each in value]
    return payload if isinstance(value, str) else value


def test_p19_forty_payloads_in_every_field_run_nowhere(readers: str, page: Any) -> None:
    assert len(PAYLOADS) >= 40
    made = world()
    first = made.corrected
    for number, payload in enumerate(PAYLOADS):
        shown = {**poisoned(first.shown, payload), "version": first.shown["version"]}
        shown["claim"] |= {"marks": [[0, len(payload)]], "topic": f"Topic {payload}"[:100]}
        shown["article"] |= {"slug": f"poisoned-{number}"}
        shown["basis"] |= {"paths": [[payload, payload, END_WORDS[End.NAMED]], [payload, END_WORDS[End.ANONYMOUS]]]}
        Publication.objects.create(
            review=first.review, slug=f"payload-{number}", shown=shown, digest="0" * 64,
            published_by=first.published_by, first_published_at=first.first_published_at, shown_from=first.shown_from,
        )  # fmt: skip
        CheckedDraft.objects.create(
            article=first.review.claim.revision.article, slug=f"poisoned-{number}", digest="0" * 64,
            published_by=first.published_by,
            shown={
                "article": shown["article"], "text": payload * 3,
                "claims": [{"claim": 0, "segments": [[0, len(payload)]], "basis": "named", "sources": [payload]}],
            },
        )  # fmt: skip
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    paths = [
        *(f"/{kind}/{name}-{number}/" for kind, name in (("claims", "payload"), ("articles", "poisoned"))
          for number in range(len(PAYLOADS))),
        "/", "/search/", "/search/?q=<script>window.PWN=1</script>", "/corrections/", "/embed/payload-5/", "/reviews/",
        f"/reviews/{first.first_published_at:%Y-%m}/",
    ]  # fmt: skip
    feeds = page.context.new_page()  # what the browser says of the tree that it draws itself is not asked
    for path in ("/feed.atom", "/corrections/feed.rss", "/sitemap.xml"):
        assert feeds.goto(readers + path).status == 200, path
        assert feeds.evaluate("window.PWN") is None, path
    for path in paths:
        answer = page.goto(readers + path)
        assert answer.status == 200, path
        assert page.evaluate("window.PWN") is None, path
        assert page.locator("main img, main svg:not(.proof), main iframe, main object").count() == 0, path
    assert dialogs == []


def test_p19_payloads_run_nowhere_at_the_desk(live_desk: str, page: Any) -> None:
    cast, ratings = make_cast(), make_scale()
    payload = "</script><script>window.PWN=1</script>\"'><img src=x onerror=window.PWN=1><svg onload=window.PWN=1>"
    claim = AttributionFactory(
        claim__statement=payload, source=SourceFactory(name=payload), cue=payload, claim__revision__text=payload * 3,
        claim__revision__article__title=payload,
    ).claim  # fmt: skip
    sourcing.drain()
    publication = published(cast, ratings, claim=claim)
    sign_in(page, live_desk, "editor")
    article = claim.revision.article_id
    for path in (
        "/", publication.get_absolute_url(), f"/desk/claims/claim/{claim.pk}/change/", "/desk/claims/claim/",
        f"/desk/claims/article/{article}/change/", f"/preview/articles/{article}/", "/desk/claims/source/", "/desk/",
    ):  # fmt: skip
        page.goto(live_desk + path)
        assert page.evaluate("window.PWN") is None, path
