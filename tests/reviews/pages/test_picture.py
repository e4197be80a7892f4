"""The picture of where a claim goes back to: what was signed and nothing else, in the reader's language, light."""

from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import translation

from claims import sourcing
from claims.intake import add_evidence
from claims.models import Claim
from claims.sourcing.explain import END_WORDS
from claims.sourcing.rule import End
from reviews.models import Publication, Rating
from reviews.pages.picture import MOST_PATHS, picture
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.reviews import anonymous_claim, published
from tests.journeys.payloads import PAYLOADS

SVG = "{http://www.w3.org/2000/svg}"
NAMED, ANONYMOUS = END_WORDS[End.NAMED], END_WORDS[End.ANONYMOUS]


def drawn(*paths: list[str]) -> ET.Element:
    return ET.fromstring(picture({"basis": {"paths": list(paths)}}))  # noqa: S314 - our own


def boxes(svg: ET.Element) -> list[tuple[str, ...]]:
    return [tuple(text.text or "" for text in group.iter(f"{SVG}text")) for group in svg.iter(f"{SVG}g")]


def test_paths_that_begin_alike_are_one_branch_and_every_end_stands_for_itself() -> None:
    svg = drawn(
        ["link “Post”", "a person", ANONYMOUS], ["link “Post”", "a person", ANONYMOUS], ["Ada Mayor (“said”)", NAMED]
    )
    assert boxes(svg) == [
        ("this claim",), ("link “Post”",), ("Ada Mayor (“said”)", "named"), ("a person", "not named"),
        ("a person", "not named"),
    ]  # fmt: skip
    assert len(list(svg.findall(f"{SVG}path"))) == 4


@pytest.mark.parametrize(
    "paths",
    [
        [],
        [["a person", ANONYMOUS]],
        [["a person", "by an older word"], ["another", ANONYMOUS]],
        [[ANONYMOUS], ["another", ANONYMOUS]],
        [[f"person {number}", ANONYMOUS] for number in range(MOST_PATHS + 1)],
    ],
)
def test_nothing_is_drawn_where_a_picture_says_no_more_than_the_list(paths: list[list[str]]) -> None:
    assert picture({"basis": {"paths": paths}}) == ""


def test_picture_speaks_the_language_of_the_desk() -> None:
    with translation.override("de"):
        svg = drawn(["a person", ANONYMOUS], ["Ada", NAMED])
    assert boxes(svg)[1:] == [("a person", "nicht genannt"), ("Ada", "genannt")]
    title = svg.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Worauf die Behauptung zurückgeht"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_p19_payload_in_a_path_is_words(payload: str) -> None:
    svg = picture({"basis": {"paths": [[payload, payload, ANONYMOUS], [payload, NAMED]]}})
    plain = picture({"basis": {"paths": [["x", "x", ANONYMOUS], ["x", NAMED]]}})
    assert svg.count("<") == plain.count("<")
    assert svg.count(">") == plain.count(">")


def test_largest_picture_leaves_the_page_light() -> None:
    path = ["document “A title that is as long as titles of documents are, more or less”"] * 3
    paths = [[*(f"{words} {number}" for words in path), NAMED] for number in range(MOST_PATHS)]
    assert len(picture({"basis": {"paths": paths}}).encode()) < 40_000


@pytest.mark.django_db
def test_page_shows_it_and_stays_as_signed(client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    claim: Claim = anonymous_claim()
    add_evidence(
        claim=claim, by=cast.editor, kind="document", title="Minutes", stance="supports", is_primary=True,
        url="https://records.example/1",
    )  # fmt: skip
    sourcing.drain()
    publication = published(cast, ratings, claim=claim)

    def page() -> Any:
        return client.get(publication.get_absolute_url()).content

    first = page()
    assert first.count(b'<svg xmlns="http://www.w3.org/2000/svg" class="proof"') == 1
    assert f"claim:{claim.pk}".encode() not in first
    AttributionFactory(claim=claim, source=SourceFactory(name="Came later"))
    sourcing.drain()
    assert page() == first
    assert str(picture(Publication.objects.get().shown)) in first.decode()
