"""Search among published reviews: by words, also misspelt ones, and by facets. Asked of Publication rows alone."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable, SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, QuerySet

from reviews.models import Publication
from reviews.pages import reading

Query = SearchQuery | SearchQueryCombinable
PAGE = 20
LIKE = 0.45  # how like some words of a page the words must be when no page has them: “safty” is .5 like “safety”
MOST_VALUES = 12  # of one facet
EXACTLY = re.compile(r"\"|(?:^|\s)-\S")  # whoever writes "these words" or -not means them
CONFIGS = ("english", "german")  # in which the words of a page are kept
MOST_SWAPPED, SHORTEST_SWAPPED, LONGEST_SWAPPED = 6, 4, 24  # words, and letters of one; “the” is no word to search
FACETS = ("rating", "basis", "source", "outlet", "topic", "year")

# Every facet in one statement, over the reviews that were found. Whoever is unnamed is no facet.
COUNTS = """
WITH found AS MATERIALIZED (
    SELECT id, rating, basis, outlet, topic, sources, extract(year FROM first_published_at)::int AS year
      FROM reviews_publication WHERE id = ANY(%(ids)s)
), told AS (
    SELECT 'rating' AS facet, rating AS value FROM found
    UNION ALL SELECT 'basis', basis FROM found
    UNION ALL SELECT 'outlet', outlet FROM found
    UNION ALL SELECT 'topic', topic FROM found
    UNION ALL SELECT 'year', year::text FROM found
    UNION ALL SELECT 'source', jsonb_array_elements_text(sources) FROM (SELECT DISTINCT id, sources FROM found) AS each
)
SELECT facet, value, count(*) FROM told WHERE value <> '' GROUP BY facet, value ORDER BY facet, count(*) DESC, value
"""


@dataclass(frozen=True)
class Given:
    """What a reader asked for; an empty part asks for nothing."""

    words: str = ""
    rating: str = ""
    basis: str = ""
    source: str = ""
    outlet: str = ""
    topic: str = ""
    year: int | None = None
    page: int = 1


class Count(NamedTuple):
    value: str
    number: int


class Found(NamedTuple):
    """`is_alike` says that no page has the words, and these are like them."""

    publications: list[Publication]
    number: int
    is_alike: bool
    facets: dict[str, list[Count]]


@transaction.atomic
def search(given: Given) -> Found:
    """One page of what was found, best first for words and newest first without; with the counts of every facet."""
    _be_tolerant()
    chosen = _narrowed(reading.shown_now(), given)
    found, is_alike = _by_words(chosen, given.words) if given.words else (chosen, False)
    ids = list(found.values_list("pk", flat=True))
    start = (given.page - 1) * PAGE
    here = {
        publication.pk: publication for publication in reading.shown_now().filter(pk__in=ids[start : start + PAGE])
    }
    publications = [here[pk] for pk in ids[start : start + PAGE] if pk in here]
    return Found(publications, len(ids), is_alike, _facets(ids))


def _be_tolerant() -> None:
    """For this transaction; the index of the words takes its limit from this setting alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKE)])


def _narrowed(publications: QuerySet[Publication], given: Given) -> QuerySet[Publication]:
    plain = {name: value for name in ("rating", "basis", "outlet", "topic") if (value := getattr(given, name))}
    publications = publications.filter(**plain)
    if given.source:
        publications = publications.filter(sources__contains=[given.source])
    if given.year:
        publications = publications.filter(first_published_at__year=given.year)
    return publications


def _by_words(publications: QuerySet[Publication], words: str) -> tuple[QuerySet[Publication], bool]:
    query = _in_either(words, "websearch")
    exact = _ranked(publications, query)
    if exact.exists() or EXACTLY.search(words):
        return exact, False
    swapped = _swapped(words)
    if swapped is not None and (found := _ranked(publications, swapped)).exists():
        return found, True
    alike = publications.annotate(likeness=TrigramWordSimilarity(words, "text"))
    alike = alike.filter(text__trigram_word_similar=words)
    return alike.order_by("-likeness", "-shown_from", "-pk"), True


def _ranked(publications: QuerySet[Publication], query: Query) -> QuerySet[Publication]:
    return publications.filter(words=query).order_by(SearchRank(F("words"), query).desc(), "-shown_from", "-pk")


def _in_either(words: str, search_type: str) -> Query:
    """The words, stemmed as English or as German."""
    return reduce(or_, (SearchQuery(words, config=config, search_type=search_type) for config in CONFIGS))


def _swapped(words: str) -> Query | None:
    """Every word as it stands or with two neighbouring letters changed over: “brdige” has too little in common with
    “bridge” to be like it. None for more words, or longer ones, than are worth the asking."""
    asked = [word for word in re.findall(r"\w+", words) if len(word) >= SHORTEST_SWAPPED]
    if not 0 < len(asked) <= MOST_SWAPPED or len(max(asked, key=len)) > LONGEST_SWAPPED:
        return None
    return reduce(and_, (_in_either(" | ".join(_variants(word)), "raw") for word in asked))


def _variants(word: str) -> list[str]:
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return sorted({word, *swaps})


def _facets(ids: list[int]) -> dict[str, list[Count]]:
    facets: dict[str, list[Count]] = {facet: [] for facet in FACETS}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"ids": ids})
        rows: list[tuple[str, str, Any]] = cursor.fetchall()
    for facet, value, number in rows:
        if len(facets[facet]) < MOST_VALUES:
            facets[facet].append(Count(value, number))
    return facets
