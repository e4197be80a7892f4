"""Copies at the workbench: added in three ways, sent as files, shown where nothing of them runs."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from claims import captures
from claims.captures import files
from claims.intake import add_evidence
from claims.models import Capture, Claim, Evidence, EvidenceOrigin
from reviews import bundles
from reviews.bundles import collecting
from tests.conftest import PASSWORD
from tests.factories import AttributionFactory, SourceFactory
from tests.reviews.admin.test_desk import act, signed_in

PAGE = b"""<!doctype html><html><head><meta http-equiv="refresh" content="0;url=https://evil.example/">
<link rel="preconnect" href="https://evil.example/"><style>body { background: url(https://evil.example/x) }</style>
</head><body onload="parent.PWN=1"><h1>Bridge is safe</h1><script>parent.PWN = 1; document.title = "PWN"</script>
<img src="https://evil.example/x.png" onerror="parent.PWN=1"><svg onload="parent.PWN=1"></svg>
<form action="https://evil.example/"><input name="password"></form><iframe src="https://evil.example/"></iframe>
<a href="javascript:parent.PWN=1">click</a></body></html>"""
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.CAPTURES_ROOT = tmp_path / "copies"
    return tmp_path / "copies"


def brought(cast: SimpleNamespace) -> tuple[Claim, Evidence]:
    claim = AttributionFactory().claim
    link = add_evidence(
        claim=claim, by=cast.editor, kind="link", title="A page", stance="supports", url="https://news.example/a",
        origin=SourceFactory(),
    )  # fmt: skip
    return claim, link.evidence


def upload(content: bytes, name: str = "copy.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.mark.django_db
def test_file_and_text_are_kept_from_the_workbench(client: Client, cast: SimpleNamespace) -> None:
    claim, evidence = brought(cast)
    signed_in(client, cast.reviewer)
    act(client, claim, "keep_copy", evidence=evidence.pk, copy=upload(PAGE, "../../etc/passwd.png", "image/png"))
    act(client, claim, "keep_copy", evidence=evidence.pk, words="What it said.")
    assert list(evidence.captures.order_by("pk").values_list("media_type", flat=True)) == ["text/html", "text/plain"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, "Give a file, a link or the text: one of them."),
        ({"words": "a", "address": "https://news.example/"}, "Give a file, a link or the text: one of them."),
        ({"address": "https://news.example/"}, "This desk does not fetch copies by their address"),
        ({"copy": upload(b"<svg onload=alert(1)>", "a.png", "image/png")}, "The file is no PDF"),
        ({"evidence": "999", "words": "a"}, "There is no evidence 999."),
        ({"evidence": "x", "words": "a"}, "“x” is not a number."),
    ],
)
def test_what_is_not_kept_is_refused_in_words(
    client: Client, cast: SimpleNamespace, posted: dict[str, Any], sentence: str
) -> None:
    claim, evidence = brought(cast)
    answer = act(signed_in(client, cast.editor), claim, "keep_copy", **{"evidence": evidence.pk, **posted})
    assert answer.startswith(sentence)
    assert Capture.objects.count() == 0


@pytest.mark.django_db
def test_evidence_comes_with_its_copy_or_not_at_all(client: Client, cast: SimpleNamespace) -> None:
    claim = AttributionFactory().claim
    signed_in(client, cast.editor)
    given = {"kind": "document", "title": "A filing", "stance": "supports", "text": "Filed.", "is_primary": "on"}
    act(client, claim, "bring_evidence", **given, copy=upload(b"GIF89a"))
    assert Evidence.objects.count() == 0
    act(client, claim, "bring_evidence", **given, copy=upload(PDF))
    assert Evidence.objects.get().captures.get().media_type == "application/pdf"


@pytest.mark.django_db
def test_file_is_sent_to_be_saved_and_a_preview_has_no_script(client: Client, cast: SimpleNamespace) -> None:
    _, evidence = brought(cast)
    kept = captures.keep_copy(evidence=evidence, by=cast.editor, content=PAGE)
    signed_in(client, cast.other_reviewer)
    sent = client.get(reverse("admin:capture_file", args=[kept.pk]))
    assert sent.content == PAGE
    assert sent["Content-Disposition"] == f'attachment; filename="copy-{kept.pk}.html"'
    shown = client.get(reverse("admin:capture_preview", args=[kept.pk]))
    assert b"Bridge is safe" in shown.content
    for word in (b"script", b"evil.example", b"onload", b"onerror", b"<svg", b"<form", b"PWN"):
        assert word not in shown.content, word
    for answer in (sent, shown):
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("no-store")
    assert (sent["X-Frame-Options"], shown["X-Frame-Options"]) == ("DENY", "SAMEORIGIN")


@pytest.mark.django_db
def test_two_things_at_once_are_sent_as_what_they_begin_as(client: Client, cast: SimpleNamespace) -> None:
    into = io.BytesIO()
    Image.new("RGB", (2, 2)).save(into, "PNG")
    kept = captures.keep_copy(evidence=brought(cast)[1], by=cast.editor, content=into.getvalue() + PAGE)
    answer = signed_in(client, cast.editor).get(reverse("admin:capture_preview", args=[kept.pk]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")


@pytest.mark.django_db
def test_who_may_not_open_a_copy_sees_that_there_is_one(client: Client, cast: SimpleNamespace) -> None:
    claim, evidence = brought(cast)
    EvidenceOrigin.objects.create(evidence=evidence, source=SourceFactory(unnamed=True))
    kept = captures.keep_copy(evidence=evidence, by=cast.editor, content=PDF)
    address = reverse("admin:capture_file", args=[kept.pk])
    assert signed_in(client, cast.custodian).get(address).status_code == 200
    signed_in(client, cast.reviewer)
    assert client.get(address).status_code == 403
    page = client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    assert kept.sha256[:12] in page
    assert address not in page
    assert signed_in(client, cast.outsider).get(address).status_code == 302


@pytest.mark.django_db
def test_changed_file_is_not_sent(client: Client, cast: SimpleNamespace) -> None:
    claim, evidence = brought(cast)
    kept = captures.keep_copy(evidence=evidence, by=cast.editor, content=PDF)
    files.place(kept.sha256).unlink()
    answer = signed_in(client, cast.editor).get(reverse("admin:capture_file", args=[kept.pk]))
    assert (answer.status_code, PDF in answer.content) == (409, False)
    told = client.get(reverse("admin:claim_bundle", args=[claim.pk]), follow=True).content.decode()
    assert "is missing from the desk’s files" in told


@pytest.mark.django_db
def test_bundle_holds_the_copies_but_none_of_an_unnamed_source(cast: SimpleNamespace, tmp_path: Path) -> None:
    claim, evidence = brought(cast)
    kept = captures.keep_copy(evidence=evidence, by=cast.editor, content=PDF)
    inside = collecting._members(claim)
    assert inside[f"copies/{kept.sha256}"] == PDF
    packed = tmp_path / "bundle.zip"
    packed.write_bytes(bundles.bundle(claim))
    bundles.check(packed)
    EvidenceOrigin.objects.create(evidence=evidence, source=SourceFactory(unnamed=True))
    inside = collecting._members(Claim.objects.get())
    assert [name for name in inside if name.startswith("copies/")] == []
    assert kept.sha256.encode() in inside[f"evidence/{claim.evidence_links.get().pk}.json"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_copy_runs_or_is_fetched(page: Any, live_desk: str, cast: SimpleNamespace, settings: Any) -> None:
    settings.CAPTURES_ROOT = settings.FACTCHECK_DATA / "captures"
    claim, evidence = brought(cast)
    captures.keep_copy(evidence=evidence, by=cast.editor, content=PAGE)
    into = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(into, "PNG")
    captures.keep_copy(evidence=evidence, by=cast.editor, content=into.getvalue())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_desk + reverse("admin:login"))
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.goto(live_desk + reverse("admin:claims_claim_change", args=[claim.pk]))
    for number in range(2):
        page.locator(".copy details summary").nth(number).click()
    page.frame_locator("iframe.preview").first.get_by_text("Bridge is safe").wait_for()
    page.frame_locator("iframe.preview").nth(1).locator("img").wait_for()
    assert page.frame_locator("iframe.preview").nth(1).locator("img").evaluate("each => each.naturalWidth") == 40
    assert page.evaluate("window.PWN") is None
    assert [url for url in asked if not url.startswith(live_desk)] == []
