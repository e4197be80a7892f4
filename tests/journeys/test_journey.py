"""From the article to the page: over HTTP with a real worker, and in a real browser."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.conf import settings

from claims.enums import FlagRule
from claims.models import ApiToken, Attribution, Claim, Flag, Scope, SourceMerge
from reviews.models import Review
from tests.conftest import PASSWORD, Service, make_cast, make_scale, wait_until

ARTICLE = settings.BASE_DIR / "fixtures" / "openai-safety-team.txt"
WITHIN = 2.0  # seconds from a change to its flag on an idle desk


class Api:
    """A partner's few lines of HTTP."""

    def __init__(self, address: str, person: Any) -> None:
        self.base = f"{address}/api/v1/"
        _, self.key = ApiToken.make(person=person, label="journey", scopes=Scope.values)

    def __call__(self, path: str, body: Any = None) -> tuple[int, Any]:
        request = urllib.request.Request(
            self.base + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "If-Match": "*"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def flags(claim: int) -> set[str]:
    return set(Flag.objects.filter(claim=claim, cleared_at=None, dismissed_at=None).values_list("rule", flat=True))


@pytest.mark.worker
@pytest.mark.browser
def test_article_becomes_a_reviewed_and_published_page(live_desk: str, page: Any) -> None:
    cast, _ = make_cast(), make_scale()

    # An editor signs in and imports the real article.
    sign_in(page, live_desk, "editor")
    page.goto(f"{live_desk}/desk/claims/article/add/")
    page.set_input_files("input[type=file]", str(ARTICLE))
    page.fill("[name=title]", "The safety team")
    page.click("text=Read and show me first")
    page.click("text=Store them", timeout=60_000)
    page.wait_for_selector(".article-text a.claim", timeout=60_000)
    assert page.locator("h1").inner_text() == "The safety team"
    claim = Claim.objects.get(quote__startswith="trust is gradually collapsing").pk
    wait_until(lambda: FlagRule.ONLY_ANONYMOUS in flags(claim))
    wait_until(lambda: Claim.objects.filter(basis=None).count() == 0)

    # The article shows the claim marked as resting only on anonymous sources; a merge is confirmed.
    page.reload()
    assert "basis-only_anonymous" in page.locator(f"#claim-{claim}").get_attribute("class")
    merge = SourceMerge.objects.get(kept__name="Jan Leike", dropped__name="Reich")
    moved = Attribution.objects.filter(source=merge.dropped).count()
    page.goto(f"{live_desk}/desk/claims/sourcemerge/")
    page.locator(f"form[action$='/{merge.pk}/confirm/'] button").click()
    page.wait_for_selector(".state-confirmed")
    assert Attribution.objects.filter(source=merge.kept).count() == moved > 0

    # Into the queue and to two reviewers.
    page.goto(f"{live_desk}/desk/claims/claim/{claim}/change/")
    page.click("text=Put into the queue")
    page.select_option("[name=reviewers]", [str(cast.reviewer.pk), str(cast.other_reviewer.pk)])
    page.click("button:text-is('Assign')")
    page.wait_for_selector("text=With reviewers")

    # One judges in the browser, the other over the API; both say true.
    review = Review.objects.get().pk
    sign_in(page, live_desk, "reviewer")
    page.goto(f"{live_desk}/desk/claims/claim/{claim}/change/")
    page.select_option("[name=rating]", "true")
    page.fill("[name=rationale]", "Several people have said the same to us.")
    page.check("[name=no_evidence]")
    page.click("button:text-is('Submit verdict')")
    page.wait_for_selector("text=Your verdict is on record.")
    partner = Api(live_desk, cast.other_reviewer)
    verdict = {"rating": "true", "rationale": "We have heard it too.", "no_evidence": True}
    assert partner(f"reviews/{review}/verdicts/", verdict)[0] == 201
    assert partner(f"reviews/{review}/")[1]["state"] == "Settled"

    # What rests only on anonymous sources is not called true, and the reason is given.
    approver, editor = Api(live_desk, cast.approver), Api(live_desk, cast.editor)
    digest = approver(f"reviews/{review}/preview/")[1]["digest"]
    status, problem = approver(f"reviews/{review}/approvals/", {"digest": digest})
    assert (status, "rests only on anonymous sources" in problem["detail"]) == (409, True)

    # A document appears: the worker decides again within two seconds, and the flag is cleared.
    document = {
        "kind": "document", "title": "Minutes of the meeting", "stance": "supports", "is_primary": True,
        "url": "https://records.example/minutes", "text": "Trust is collapsing, the chair said.",
    }  # fmt: skip
    reviewer = Api(live_desk, cast.reviewer)
    assert reviewer(f"claims/{claim}/evidence/", document)[0] == 201
    wait_until(lambda: flags(claim) == set(), seconds=WITHIN)
    assert editor(f"claims/{claim}/")[1]["basis"]["kind"] == "documentary"

    # The verdicts were given on other grounds: a new round is asked for, and both judge again.
    assert approver(f"reviews/{review}/preview/")[0] == 200
    status, problem = approver(f"reviews/{review}/approvals/", {"digest": digest})
    assert (status, "a new round is needed" in problem["detail"]) == (409, True)
    assert editor(f"reviews/{review}/returns/", {"why": "A document has appeared."})[0] == 201
    review = editor("reviews/", {"claim": claim})[1]["id"]
    names = [cast.reviewer.username, cast.other_reviewer.username]
    assert editor(f"reviews/{review}/assignments/", {"reviewers": names})[0] == 201
    verdict["rationale"] = "The minutes say so."
    assert [person(f"reviews/{review}/verdicts/", verdict)[0] for person in (reviewer, partner)] == [201, 201]

    # A third person signs in the browser, the editor publishes, and the page is there for everybody.
    sign_in(page, live_desk, "approver")
    page.goto(f"{live_desk}/desk/claims/claim/{claim}/change/")
    page.click("text=Sign for publication")
    page.wait_for_selector("text=Signed.")
    status, publication = editor(f"reviews/{review}/publications/", {})
    assert status == 201
    page.context.clear_cookies()
    page.goto(f"{live_desk}/claims/{publication['slug']}/")
    words = page.locator("main").inner_text()
    for expected in ("True", "trust is gradually collapsing like dominoes", "How we know", "Minutes of the meeting"):
        assert expected in words
    markup = json.loads(page.locator("script[type='application/ld+json']").first.text_content())
    assert (markup["@type"], markup["reviewRating"]["ratingValue"]) == ("ClaimReview", "5")
    assert page.evaluate("document.cookie") == ""


@pytest.mark.worker
def test_killed_worker_and_restarted_database_lose_nothing(live_desk: str, worker: Service) -> None:
    cast = make_cast()
    editor = Api(live_desk, cast.editor)
    status, job = editor("articles/", {"text": ARTICLE.read_text(encoding="utf-8"), "title": "Safety"})
    assert status == 202
    wait_until(lambda: editor(f"imports/{job['id']}/")[1]["state"] == "done")
    wait_until(lambda: Claim.objects.filter(basis=None).count() == 0)
    claim = Claim.objects.get(quote__startswith="trust is gradually collapsing").pk

    worker.kill()
    document = {
        "kind": "document",
        "title": "Minutes",
        "stance": "supports",
        "is_primary": True,
        "url": "https://r.example",
    }
    assert editor(f"claims/{claim}/evidence/", document)[0] == 201
    assert editor(f"claims/{claim}/")[1]["basis_is_stale"] is True

    restart_the_database()
    assert wait_until(lambda: editor(f"claims/{claim}/")[0] == 200)
    worker.start()
    wait_until(lambda: flags(claim) == set())
    assert editor(f"claims/{claim}/")[1]["basis"]["kind"] == "documentary"
    again = editor("articles/", {"text": ARTICLE.read_text(encoding="utf-8")})[1]["id"]
    assert wait_until(lambda: editor(f"imports/{again}/")[1]["was_known"]) is True


def restart_the_database() -> None:
    """A crash of the server, and its next start."""
    from django.db import connection  # noqa: PLC0415 - one use

    from factcheck.embedded import Places, cluster  # noqa: PLC0415 - one use

    connection.close()
    places = Places(settings.FACTCHECK_DATA)
    command = [
        str(cluster.binaries() / "pg_ctl"),
        "restart",
        "--mode=immediate",
        "--wait",
        f"--pgdata={places.cluster}",
    ]
    cluster._run(places, *command, f"--log={places.logs / 'postgresql.log'}")


def sign_in(page: Any, address: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/desk/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector("text=Waiting for my verdict")
