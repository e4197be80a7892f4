"""Every kind of public page by axe-core's rules, in light and dark, narrow and wide; payloads that must not run."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from claims import sourcing
from reviews import opinions, publishing
from tests.conftest import make_cast, make_scale
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.reviews import anonymous_claim, published
from tests.journeys.test_journey import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.worker]


def violations(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_public_pages_have_no_violation(live_desk: str, page: Any, scheme: str, width: int) -> None:
    cast, ratings = make_cast(), make_scale()
    publication = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    publication = publishing.correct(
        publication=publication, by=cast.editor, reason="Clearer.", explanation="It is now clearer than before."
    )
    published(cast, ratings)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    article = publication.shown["article"]["slug"]
    for path in ("/", publication.get_absolute_url(), f"/articles/{article}/", "/corrections/", "/methodology/"):
        page.goto(live_desk + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_p27_expert_follows_the_link_and_its_key_is_in_no_address(
    live_desk: str, page: Any, scheme: str, width: int
) -> None:
    cast = make_cast()
    _, key = opinions.ask(claim=anonymous_claim(), by=cast.editor, to="An expert")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_desk}/opinion/")
    assert violations(page) == []
    page.goto("about:blank")
    page.goto(f"{live_desk}/opinion/#{key}")
    page.wait_for_selector("#words")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for field in ("name", "affiliation", "interests", "words"):
        page.fill(f"#{field}", f"My {field}.")
    page.click("[type=submit]")
    page.wait_for_selector("blockquote.said")
    assert violations(page) == []
    assert len(addresses) > 4
    assert [address for address in addresses if key in address] == []


def test_payloads_run_nowhere(live_desk: str, page: Any) -> None:
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
        f"/desk/claims/article/{article}/change/", "/desk/claims/source/", "/desk/",
    ):  # fmt: skip
        page.goto(live_desk + path)
        assert page.evaluate("window.PWN") is None, path
