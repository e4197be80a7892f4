"""One search over everything that the person may see: claims, articles, sources, evidence, published pages.

Never the vault: no table of it is asked here, and no row that is asked leads there.
"""

from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models import Article, Claim, Evidence, Source, SourceName
from claims.models.claims import with_words
from reviews.models import Publication

SHOWN = 10  # of each kind
LONGEST = 200  # letters that are searched for
SHORTEST = 3  # letters of a word that names and titles are searched for; their indexes know no shorter ones


class Section(NamedTuple):
    """What was found of one kind: rows with their addresses, and where the rest is, if there is more."""

    heading: str
    rows: list[tuple[str, str, str]]  # words, address, what it is besides
    rest: str


def urls(site: AdminSite) -> list[URLPattern]:
    def view(request: HttpRequest) -> HttpResponse:
        return results(request, site.each_context(request))

    return [path("search/", site.admin_view(never_cache(require_safe(view))), name="search")]


def results(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:LONGEST]
    sections = [section for make in KINDS for section in make(request, words)] if words else []
    return TemplateResponse(
        request,
        "desk/search.html",
        {
            **context,
            "title": "Search",
            "words": words,
            "sections": sections,
            "any": any(each.rows for each in sections),
        },
    )


def _claims(request: HttpRequest, words: str) -> list[Section]:
    if not request.user.has_perm("claims.view_claim"):
        return []
    found = with_words(Claim.objects.filter(discarded_at=None), words).order_by("-checkworthy", "-pk")
    found = found.select_related("revision__article").defer("revision__text", "revision__notes")
    return [_section("Claims", "claims_claim", found, words, lambda claim: (claim.statement, claim.revision.article))]


def _articles(request: HttpRequest, words: str) -> list[Section]:
    if not request.user.has_perm("claims.view_article"):
        return []
    found = Article.objects.filter(_in_any(words, "title", "publisher")).order_by("-pk")
    return [_section("Articles", "claims_article", found, words, lambda article: (article, article.publisher))]


def _sources(request: HttpRequest, words: str) -> list[Section]:
    if not request.user.has_perm("claims.view_source"):
        return []
    spelled = SourceName.objects.filter(_in_any(words, "spelling")).values("source_id")
    named = Source.objects.filter(_in_any(words, "name")).values("pk")
    found = Source.objects.filter(pk__in=named.union(spelled)).order_by("-pk")
    return [_section("Sources", "claims_source", found, words, lambda source: (source, source.get_naming_display()))]


def _evidence(request: HttpRequest, words: str) -> list[Section]:
    if not request.user.has_perm("claims.view_evidence"):
        return []
    found = Evidence.objects.filter(_in_any(words, "title")).defer("text").order_by("-pk")
    return [_section("Evidence", "claims_evidence", found, words, lambda piece: (piece, piece.get_kind_display()))]


def _pages(request: HttpRequest, words: str) -> list[Section]:
    if not request.user.has_perm("reviews.view_publication"):
        return []
    query = SearchQuery(words, config="english", search_type="websearch")
    query |= SearchQuery(words, config="german", search_type="websearch")
    found = (
        Publication.objects.filter(shown_until=None, words=query).defer("words", "text").order_by("-shown_from", "-pk")
    )
    rows = [
        (
            each.shown["claim"]["statement"],
            each.get_absolute_url(),
            "retracted" if each.retracted_at else each.shown["rating"]["name"],
        )
        for each in found[:SHOWN]
    ]
    return [Section("Published pages", rows, f"{reverse('pages:search')}?{urlencode({'q': words})}" if rows else "")]


KINDS = (_claims, _articles, _sources, _evidence, _pages)


def _in_any(words: str, *fields: str) -> Q:
    """Every word of some length in one of the fields; nothing at all for words too short to be looked for."""
    long = [word for word in words.replace('"', " ").split() if len(word) >= SHORTEST]
    if not long:
        return Q(pk__in=[])
    wanted = Q()
    for word in long:
        here = Q()
        for field in fields:
            here |= Q(**{f"{field}__icontains": word})
        wanted &= here
    return wanted


def _section(heading: str, table: str, found: QuerySet[Any], words: str, tell: Any) -> Section:
    here: list[Model] = list(found[: SHOWN + 1])
    rows = []
    for row in here[:SHOWN]:
        title, besides = tell(row)
        rows.append((str(title), reverse(f"admin:{table}_change", args=[row.pk]), str(besides)))
    more = f"{reverse(f'admin:{table}_changelist')}?{urlencode({'q': words})}" if len(here) > SHOWN else ""
    return Section(heading, rows, more)
