"""The import page: what is wrong is said at the field that it is about, and nothing is stored."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from claims.models import Article
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
        ({}, "__all__", "Give the text or a file, one of the two."),
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


def test_same_text_again_is_recognised(client: Client, cast: SimpleNamespace) -> None:
    signed_in(client, cast.editor)
    first = send(client, text=TEXT, language="en-GB")
    assert send(client, text=TEXT).url == first.url
    assert Article.objects.get().language == "en-GB"


@pytest.mark.parametrize(
    ("role", "status"), [("reviewer", 404), ("approver", 404), ("partner", 404), ("outsider", 302)]
)
def test_only_editors_import(role: str, status: int, client: Client, cast: SimpleNamespace) -> None:
    assert send(signed_in(client, getattr(cast, role)), text=TEXT).status_code == status
    assert Article.objects.count() == 0
