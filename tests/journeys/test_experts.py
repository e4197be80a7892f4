"""An expert follows his link in a real browser: the key is in no address, payloads are words, axe finds nothing."""

from typing import Any

import pytest

from reviews import discussion, opinions
from tests.conftest import make_cast
from tests.factories import AttributionFactory
from tests.journeys.test_accessibility import violations
from tests.journeys.test_journey import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.worker]
PAYLOAD = (
    "</textarea></script><script>window.PWN=1</script>\"'><img src=x onerror=window.PWN=1><svg onload=window.PWN=1>"
)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_p27_p19_expert_follows_the_link_and_its_key_is_in_no_address(
    live_desk: str, page: Any, scheme: str, width: int
) -> None:
    cast = make_cast()
    claim = AttributionFactory(claim__statement=PAYLOAD, claim__revision__text=PAYLOAD * 3).claim
    discussion.comment(claim=claim, by=cast.editor, words=PAYLOAD)
    _, key = opinions.ask(claim=claim, by=cast.editor, to=PAYLOAD)
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
        page.fill(f"#{field}", PAYLOAD)
    page.click("[type=submit]")
    page.wait_for_selector("blockquote.said")
    assert violations(page) == []
    assert page.evaluate("window.PWN") is None
    assert len(addresses) > 4
    assert [address for address in addresses if key in address] == []
    sign_in(page, live_desk, "editor")
    for path in (f"/desk/claims/claim/{claim.pk}/change/", "/desk/reviews/notice/"):
        page.goto(live_desk + path)
        assert page.evaluate("window.PWN") is None, path
