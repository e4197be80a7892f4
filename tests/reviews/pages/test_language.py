"""The pages' own words in English and German: complete, in step, with dates and direction to match."""

import ast
import re
from types import SimpleNamespace

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import LazySettings, settings
from django.test import Client, RequestFactory

from claims import sourcing
from reviews.models import Rating
from reviews.pages import errors, kinds
from reviews.templatetags import desk_pages
from tests.factories import AttributionFactory
from tests.factories.reviews import anonymous_claim, published

Ratings = dict[str, Rating]
GERMAN = settings.BASE_DIR / "reviews" / "locale" / "de" / "LC_MESSAGES"
PAGES = settings.BASE_DIR / "reviews" / "templates" / "pages"
TEMPLATES = sorted([*PAGES.glob("*.html"), *PAGES.parent.glob("*.html")])  # the second: where there is no page


def singular(words: object) -> str:
    return str(words[0] if isinstance(words, list | tuple) else words)


def words_in_python() -> set[str]:
    """The first words of every call of gettext, under whichever of its names."""
    found = set()
    for path in (settings.BASE_DIR / "reviews" / "pages").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "ngettext"}:
                found |= {part.value for part in node.args[:1] if isinstance(part, ast.Constant)}
    return found


def words_in_templates() -> set[str]:
    return {
        words
        for path in TEMPLATES
        for words in re.findall(r'{% translate "([^"]+)"', path.read_text(encoding="utf-8"))
    }


def test_every_word_of_the_pages_has_a_german_one() -> None:
    with (GERMAN / "django.po").open("rb") as file:
        catalog = read_po(file, locale="de")
    known = {singular(message.id): message for message in catalog if message.id}
    assert words_in_python() | words_in_templates() <= set(known)
    assert [words for words, message in known.items() if not all(_texts(message.string)) or message.fuzzy] == []


def _texts(string: object) -> tuple[str, ...]:
    return tuple(map(str, string)) if isinstance(string, list | tuple) else (str(string),)


def test_compiled_words_are_in_step() -> None:
    with (GERMAN / "django.po").open("rb") as written, (GERMAN / "django.mo").open("rb") as compiled:
        wanted = {
            singular(message.id): _texts(message.string) for message in read_po(written, locale="de") if message.id
        }
        assert {singular(message.id): _texts(message.string) for message in read_mo(compiled) if message.id} == wanted


def test_no_words_of_a_template_stand_outside_the_translation() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
        text = re.sub(r"{%.*?%}|{{.*?}}|<script.*?</script>|<code>.*?</code>", "", text, flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", text)
        left = set(re.findall(r"[A-Za-z]{3,}", text)) - {"Atom", "JSON", "Feed", "RSS", "sha"}
        assert left == set(), path.name


@pytest.mark.django_db
def test_german_desk_speaks_german_and_leaves_what_people_wrote(
    client: Client, cast: SimpleNamespace, ratings: Ratings, settings: LazySettings
) -> None:
    publication = published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    settings.PAGES_LANGUAGE = "de"
    page = client.get(publication.get_absolute_url()).content.decode()
    assert '<html lang="de" dir="ltr">' in page
    day = f"{publication.first_published_at.day}. "
    for words in (
        "Woher wir es wissen", "Beruht nur auf anonymen Quellen", "1 eigenständigen Ursprung", "nicht genannt", day,
        publication.shown["claim"]["statement"], publication.shown["explanation"].split("\n", maxsplit=1)[0],
    ):  # fmt: skip
        assert words in page
    for path in kinds.every_path():
        if path.endswith("/"):
            answer = client.get(path).content.decode()
            assert 'lang="de"' in answer, path
            assert not re.search(r"\b(?:Corrections|Reviews|Methodology|Search)\b", answer), path
    assert client.get("/feed.json").json()["language"] == "de"


@pytest.mark.django_db
def test_language_of_who_asks_changes_nothing(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    address = published(cast, ratings).get_absolute_url()
    assert client.get(address, headers={"Accept-Language": "de"}).content == client.get(address).content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/claims/never-was/", 404, "gibt es keine Seite."),
        ("/search/?x=1", 400, "<bdi>Unknown parameter: x</bdi>"),
        ("/opinion/?x=1", 400, "das diese Seite nicht kennt"),
        ("/opinion/", 200, "Ihre Stellungnahme"),
    ],
)
def test_reader_of_a_german_desk_is_told_in_german_that_there_is_no_page(
    path: str, status: int, words: str, client: Client, settings: LazySettings
) -> None:
    settings.PAGES_LANGUAGE = "de"
    answer = client.get(path)
    page = answer.content.decode()
    assert (answer.status_code, '<html lang="de" dir="ltr">' in page, words in page) == (status, True, True)


def test_page_for_a_fault_asks_nothing_of_anybody(settings: LazySettings, rf: RequestFactory) -> None:
    """Neither the database (this test has none) nor the files of the styles."""
    settings.PAGES_LANGUAGE = "de"
    settings.STATIC_URL = None
    answer = errors.server_error(rf.get("/claims/x/"))
    assert (answer.status_code, "Die Redaktion weiß davon." in answer.content.decode()) == (500, True)


@pytest.mark.parametrize(
    ("language", "attribute"),
    [("de", ' lang="de"'), ("pt-BR", ' lang="pt-BR"'), ("", ""), (None, ""), ('de" onload="x', ""), ("the usual", "")],
)
def test_language_of_words_is_told_where_it_is_one(language: str, attribute: str) -> None:
    assert desk_pages.spoken(language) == attribute


@pytest.mark.django_db
def test_words_of_a_german_article_are_read_aloud_in_german(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    claim = AttributionFactory(claim__revision__article__language="de").claim
    sourcing.drain()
    publication = published(cast, ratings, claim=claim)
    page = client.get(publication.get_absolute_url()).content.decode()
    assert '<html lang="en" dir="ltr">' in page
    assert '<blockquote dir="auto" lang="de">' in page
    assert f'<bdi lang="de">{publication.shown["article"]["title"]}</bdi>' in page
