"""The import page: what is wrong is said at the field that it is about, and nothing is stored."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from claims.intake import run_imports
from claims.models import Article, ImportJob
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db
TEXT = "The mayor said on Monday that it rained."


def send(client: Client, **words: Any) -> Any:
    return client.post(reverse("admin:claims_article_add"), words)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"text": "date 2024-13-45\n\nIt rained."}, "published_on", "Line 1: “2024-13-45” is not a date"),
        ({"file": SimpleUploadedFile("a.txt", b"It rained.\0")}, "file", "The article is not text: there is a NUL"),
        ({"file": SimpleUploadedFile("b.txt", b"\xff\xfe")}, "file", "The article is not UTF-8"),
        ({"text": TEXT, "published_on": "soon"}, "published_on", "Enter a valid date."),
        ({"text": TEXT, "url": "not an address"}, "url", "Enter a valid URL."),
        ({}, "__all__", "Give the text, a file or an address: one of them."),
    ],
)
def test_sentence_stands_at_its_field(
    given: dict[str, Any], field: str, sentence: str, client: Client, cast: SimpleNamespace
) -> None:
    answer = send(signed_in(client, cast.editor), **given)
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert errors[field][0].startswith(sentence)
    assert Article.objects.count() == 0


def test_import_is_shown_while_it_waits_and_leads_to_its_article(client: Client, cast: SimpleNamespace) -> None:
    signed_in(client, cast.editor)
    pages = [send(client, text=TEXT, language="en-GB").url for _ in range(2)]
    waiting = client.get(pages[0])
    assert b"data-look-again" in waiting.content
    run_imports()
    first, second = (client.get(page) for page in pages)
    assert first.url == second.url == reverse("admin:claims_article_change", args=[Article.objects.get().pk])
    assert Article.objects.get().language == "en-GB"


def test_preview_shows_what_was_found_and_stores_it_when_told(client: Client, cast: SimpleNamespace) -> None:
    signed_in(client, cast.editor)
    page = send(client, text="The bridge is closed, said a person familiar with the matter.", preview="1").url
    run_imports()
    shown = client.get(page)
    assert (shown.context["number"], Article.objects.count()) == (1, 0)
    assert b"a person familiar with the matter" in shown.content
    assert b"data-look-again" not in shown.content
    client.post(page, {"act": "confirm"})
    run_imports()
    assert client.get(page).status_code == 302
    assert Article.objects.count() == 1
    assert client.post(page, {"act": "cancel"}, follow=True).status_code == 200
    assert Article.objects.count() == 1


def test_import_that_cannot_be_read_says_why(client: Client, cast: SimpleNamespace) -> None:
    signed_in(client, cast.editor)
    page = send(client, file=SimpleUploadedFile("a.html", b"<html><body></body></html>")).url
    run_imports()
    assert b"No article was found in the web page" in client.get(page).content


@pytest.mark.parametrize("role", ["reviewer", "approver", "partner", "outsider"])
def test_only_editors_see_imports(role: str, client: Client, cast: SimpleNamespace) -> None:
    page = send(signed_in(client, cast.editor), text=TEXT).url
    signed_in(client, getattr(cast, role))
    assert client.get(page).status_code == (302 if role == "outsider" else 404)
    assert client.post(page, {"act": "cancel"}).status_code == (302 if role == "outsider" else 404)
    assert ImportJob.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("role", "status"), [("reviewer", 404), ("approver", 404), ("partner", 404), ("outsider", 302)]
)
def test_only_editors_import(role: str, status: int, client: Client, cast: SimpleNamespace) -> None:
    assert send(signed_in(client, getattr(cast, role)), text=TEXT).status_code == status
    assert Article.objects.count() == 0
