"""Feeds, sitemaps, embeds and pictures: in their formats' own words, and in step with the pages."""

import json
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from django.conf import LazySettings, settings
from django.test import Client
from django.utils import translation
from lxml import etree
from PIL import Image

from claims import sourcing
from reviews import publishing
from reviews.models import Publication, Rating
from reviews.pages import cards, letters
from tests.factories import AttributionFactory
from tests.factories.reviews import anonymous_claim, published

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
SCHEMAS = settings.BASE_DIR / "tests" / "reviews" / "pages" / "schemas"


@pytest.fixture
def told(cast: SimpleNamespace, ratings: Ratings) -> SimpleNamespace:
    """One review that was corrected, one on a topic, one that was retracted."""
    first = publishing.correct(
        publication=published(cast, ratings), by=cast.editor, reason="Clearer & shorter.", explanation="Now <clear>."
    )
    claim = AttributionFactory(claim__topic="Public transport", claim__statement="Trams \x0b run.").claim
    sourcing.drain()
    on_topic = published(cast, ratings, claim=claim)
    gone = published(cast, ratings)
    publishing.retract(publication=gone, by=cast.editor, reason="The document was forged.")
    return SimpleNamespace(first=first, on_topic=on_topic, gone=gone)


def address(publication: Publication) -> str:
    return settings.PUBLIC_ORIGIN + publication.get_absolute_url()


@pytest.mark.parametrize("path", ["/feed.atom", "/topics/public-transport/feed.atom", "/corrections/feed.atom"])
def test_atom_feed_is_valid_by_the_schema_of_rfc_4287(path: str, client: Client, told: SimpleNamespace) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    schema.assertValid(etree.fromstring(client.get(path).content))


def rss() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / "rss.rng"))


def test_rss_feed_is_valid_by_a_schema_of_its_specification(client: Client, told: SimpleNamespace) -> None:
    feed = etree.fromstring(client.get("/corrections/feed.rss").content)
    assert len(feed.findall(".//item")) == 2
    rss().assertValid(feed)


@pytest.mark.parametrize("path", ["/feed.atom", "/corrections/feed.atom", "/corrections/feed.rss"])
def test_feed_of_nothing_is_valid_too(path: str, client: Client, db: None) -> None:
    schema = rss() if path.endswith(".rss") else etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    schema.assertValid(etree.fromstring(client.get(path).content))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<description>Clearer &amp; shorter.</description>", ""),
        ('version="2.0"', 'version="0.91"'),
        ('isPermaLink="false"', 'isPermaLink="true" x="y"'),
        ("</channel>", "<item/></channel>"),
        ("<pubDate>", "<pubDate>On "),
        ("<title>", "<title/><title>"),
    ],
)
def test_schema_of_rss_refuses_what_its_specification_refuses(
    right: str, wrong: str, client: Client, told: SimpleNamespace
) -> None:
    feed = client.get("/corrections/feed.rss").content.decode()
    assert right in feed
    assert not rss().validate(etree.fromstring(feed.replace(right, wrong, 1).encode()))


@pytest.mark.parametrize("path", ["/feed.json", "/topics/public-transport/feed.json", "/corrections/feed.json"])
def test_json_feed_is_valid_by_its_schema(path: str, client: Client, told: SimpleNamespace) -> None:
    schema = json.loads((SCHEMAS / "jsonfeed.json").read_text())
    jsonschema.validate(client.get(path).json(), schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("schema", ["sitemap.xsd", "siteindex.xsd"])
def test_sitemaps_are_valid_by_their_schemas(schema: str, client: Client, told: SimpleNamespace) -> None:
    index = etree.fromstring(client.get("/sitemap.xml").content)
    places = [element.text.removeprefix(settings.PUBLIC_ORIGIN) for element in index.iter("{*}loc")]
    valid = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    if schema == "siteindex.xsd":
        valid.assertValid(index)
        return
    listed = set()
    for place in places:
        part = etree.fromstring(client.get(place).content)
        valid.assertValid(part)
        listed |= {element.text for element in part.iter("{*}loc")}
    assert address(told.first) in listed
    assert address(told.gone) not in listed


def test_feeds_of_corrections_tell_corrections_and_retractions(client: Client, told: SimpleNamespace) -> None:
    rss = etree.fromstring(client.get("/corrections/feed.rss").content)
    assert [item.findtext("description") for item in rss.iter("item")] == [
        "The document was forged.",
        "Clearer & shorter.",
    ]
    items = client.get("/corrections/feed.json").json()["items"]
    assert [item["url"] for item in items] == [address(told.gone), address(told.first)]
    assert [item["url"] for item in client.get("/topics/public-transport/feed.json").json()["items"]] == [
        address(told.on_topic)
    ]


def test_embed_follows_corrections_and_retractions(
    client: Client, told: SimpleNamespace, cast: SimpleNamespace
) -> None:
    embed = f"/embed/{told.first.slug}/"
    answer = client.get(embed)
    assert "Corrected" in answer.content.decode()
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    publishing.retract(publication=told.first, by=cast.editor, reason="It was wrong.")
    assert "It was wrong." in client.get(embed).content.decode()


def test_oembed_gives_the_embed_by_discovery_and_by_address(client: Client, told: SimpleNamespace) -> None:
    page = etree.HTML(client.get(told.first.get_absolute_url()).content)
    (found,) = page.xpath("//link[@type='application/json+oembed']/@href")
    by_discovery = client.get(found.removeprefix(settings.PUBLIC_ORIGIN)).json()
    by_address = client.get("/oembed/", {"url": address(told.first)}).json()
    assert by_discovery == by_address
    assert {"version", "type", "html", "width", "height"} <= set(by_address)
    frame = etree.HTML(by_address["html"]).find(".//iframe")
    assert frame.get("src") == f"{settings.PUBLIC_ORIGIN}/embed/{told.first.slug}/"
    assert client.get("/oembed/", {"url": address(told.first), "maxwidth": "300"}).json()["width"] == 300
    assert client.get("/oembed/", {"url": address(told.gone)}).status_code == 404
    assert client.get("/oembed/", {"url": address(told.first), "format": "xml"}).status_code == 501


def test_picture_is_drawn_of_the_signed_content(client: Client, told: SimpleNamespace) -> None:
    address = f"/claims/{told.first.slug}/card.png"
    drawn = client.get(address)
    image: Any = Image.open(BytesIO(drawn.content))
    assert (drawn["Content-Type"], image.size) == ("image/png", (1200, 630))
    assert not image.getexif()
    assert client.get(address).content == drawn.content
    other = {**told.first.shown, "claim": {**told.first.shown["claim"], "statement": "Other words."}}
    assert cards.draw(other, desk="D") != cards.draw(told.first.shown, desk="D")


@pytest.mark.parametrize("statement", ["x" * 600, "word " * 200, "السلام عليكم", "\u202eevil", "", "🙂 日本"])
def test_picture_takes_any_words(statement: str, told: SimpleNamespace) -> None:
    shown = {**told.first.shown, "claim": {"statement": statement}}
    assert cards.draw(shown, desk="D" * 80).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("Der Brücke fehlt „nichts“ – sagt Żółć.", "Der Brücke fehlt „nichts“ – sagt Żółć."),
        ("Мост безопасен; η γέφυρα", "Мост безопасен; η γέφυρα"),
        ("Safe 🙂 again\n→ now", "Safe again now"),
        ("\u202eevil\u200b", "evil"),
        ("الجسر آمن", "elsewhere"),
        ("הגשר בטוח", "elsewhere"),
        ("橋は安全だ", "elsewhere"),
        ("The bridge (الجسر) is safe", "elsewhere"),
        ("🙂", "elsewhere"),
        ("\ud800", "elsewhere"),
        ("", "elsewhere"),
    ],
)
def test_picture_has_no_letter_that_its_font_lacks(words: str, drawn: str) -> None:
    assert letters.legible(words, otherwise="elsewhere") == drawn


def test_picture_of_a_claim_in_another_script_says_where_it_stands(
    told: SimpleNamespace, settings: LazySettings
) -> None:
    def of(statement: str, *, desk: str = "The desk") -> bytes:
        return cards.draw({**told.first.shown, "claim": {"statement": statement}}, desk=desk)

    instead = of("The claim stands on the page, in its own script.")
    assert {of("الجسر آمن"), of("橋は安全だ"), instead} == {instead}
    assert of("x", desk="مكتب") == of("x", desk=settings.PUBLIC_ORIGIN.partition("//")[2])
    with translation.override("de"):
        assert of("الجسر آمن") == of("Die Behauptung steht auf der Seite, in ihrer eigenen Schrift.")


def test_nobody_is_called_anonymous_and_unnamed_sources_have_no_page(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    publication = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    page = client.get(publication.get_absolute_url()).content.decode()
    assert '"author": {"@type": "Person"' not in page
    assert "/sources/" not in page
    assert publication.sources == []
