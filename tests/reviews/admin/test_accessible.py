"""Every page of the desk in a real browser: axe finds nothing, in the light and in the dark; nothing sticks out."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import axe_playwright_python
import pytest
from django.urls import reverse

from claims import anonymity, sourcing
from claims.models import HousePolicy, Pseudonym, SourceMerge
from reviews import subscriptions
from reviews.models import Attempt, Message, Rating, Subscription
from tests.conftest import PASSWORD
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.grants import load_policies, requested
from tests.factories.reviews import published, review_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WRONG = "axe.run({preload: false}).then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))"


def pages(claim: Any) -> list[str]:
    lists = (
        "claims_claim", "claims_article", "claims_source", "claims_sourcemerge", "claims_evidence", "claims_pseudonym",
        "claims_anonymitygrant", "claims_housepolicy", "claims_basis", "claims_groupsize",
    )  # fmt: skip
    return [
        reverse("admin:index"),
        *(reverse(f"admin:{name}_changelist") for name in lists),
        reverse("admin:claims_article_add"),
        reverse("admin:reviews_notice_changelist"),
        reverse("admin:preferences"),
        reverse("admin:sign_in"),
        reverse("admin:search") + "?q=matter",
        reverse("admin:claims_claim_changelist") + "?basis=only_anonymous",
        reverse("admin:claims_article_change", args=[claim.revision.article_id]),
        reverse("admin:claims_claim_change", args=[claim.pk]),
        reverse("admin:claims_source_change", args=[claim.attributions.get().source_id]),
        reverse("admin:claims_pseudonym_change", args=[Pseudonym.objects.get().pk]),
        reverse("admin:reviews_subscription_changelist"),
        reverse("admin:reviews_subscription_add"),
        reverse("admin:reviews_subscription_change", args=[Subscription.objects.get().pk]),
        f"{reverse('admin:grant_page', args=[claim.attributions.get().pk])}?policy={_other_policy()}",
    ]


def _other_policy() -> int:
    return HousePolicy.objects.get(publisher="AP").pk


@pytest.mark.parametrize("look", [("light", 1280), ("dark", 390)])
def test_desk_is_clean_under_axe(
    look: tuple[str, int], page: Any, live_desk: str, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    scheme, width = look
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    subscriptions.subscribe(
        by=cast.partner, label="A", url="https://a.example/", events=["published"], resolve=lambda *_: ["1.1.1.1"]
    )
    published(cast, ratings)
    Message.objects.update(attempts=8, trouble="The receiver answered 500.")
    Attempt.objects.create(message=Message.objects.get(), answer=500, trouble="The receiver answered 500.")
    review_at("assigned", cast, ratings, claim=claim)
    load_policies()
    requested(cast, claim.attributions.get(), people=2)
    anonymity.give_code(source=claim.attributions.get().source, by=cast.editor)
    sourcing.drain()
    SourceMerge.objects.create(kept=SourceFactory(), dropped=SourceFactory(), grounds=["They sound alike."])
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_desk + reverse("admin:login"))
    found = {"login": _wrong(page)}
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector("#desk-nav")
    for address in pages(claim):
        page.goto(live_desk + address)
        found[address] = _wrong(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def _wrong(page: Any) -> list[str]:
    page.evaluate(AXE)
    wrong: list[str] = page.evaluate(WRONG)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("the page is wider than the window")
    return wrong
