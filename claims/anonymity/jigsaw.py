"""The jigsaw warning: what everything that is printed about one unnamed source tells of it, put together.

BBC: beware of jigsaw identification. Each page may be harmless, and all of them together fit one person. The warning
works on public words alone; the identity is not consulted, so that it tells nothing that a reader could not know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from claims.enums import Knowledge
from claims.models import Attribution, GroupSize, PseudonymLink, Source
from claims.text.narrowing import ROLE, Attribute, attributes

FEW = 10  # people or fewer: whoever knows the group knows the source. The desk's convention.
SOME = 50
SEEN = ("time", "place")  # what words said at first hand tell of who says them
MANY_KINDS = 3  # so many different things about a source narrow it down even if no number is known

CONTRIBUTES = {
    "group": "fits only those who belong to it",
    "access": "fits only those who could know this",
    "standing": "fits only those who came or went so",
    "rank": "fits only those of this rank",
    "person": "tells sex, age or family",
    "time": "ties it to a time",
    "place": "ties it to a place",
    "organisation": "fits only those who have to do with it",
    ROLE: "fits only those who do this work",
}


@dataclass(frozen=True)
class Piece:
    """One attribute: the words, the articles that print it, what it contributes, and a known size with its grounds."""

    kind: str
    words: str
    articles: tuple[str, ...]
    contributes: str
    about: int | None = None


@dataclass(frozen=True)
class Jigsaw:
    """`most` is the smallest known size among the groups named, None where none is known; `is_narrow` asks for a
    second look before publication."""

    descriptions: tuple[str, ...]
    pieces: tuple[Piece, ...]
    most: int | None
    is_narrow: bool
    sentence: str


def jigsaw(source: Source, *, with_code: bool = False, also: Iterable[str] = ()) -> Jigsaw:
    """Over everything printed about the source, and `also` what is about to be printed."""
    return jigsaws([source], with_code=with_code, also={source.pk: also})[source.pk]


def jigsaws(
    sources: Iterable[Source], *, with_code: bool = False, also: Mapping[int, Iterable[str]] | None = None
) -> dict[int, Jigsaw]:
    """For several sources, by id. `with_code` pools the sources that bear the same code of the desk: for those alone
    who may know that they are one. Two queries, three with codes, however many sources there are."""
    pools = _pools([source.pk for source in sources], with_code=with_code)
    everyone = {pk for pool in pools.values() for pk in pool}
    found = Attribution.objects.filter(source__in=everyone, claim__discarded_at=None)
    attributions = list(found.select_related("source", "claim__revision__article").order_by("pk"))
    sizes = list(GroupSize.objects.order_by("about", "pk"))
    return {
        pk: _put_together([each for each in attributions if each.source_id in pool], (also or {}).get(pk, ()), sizes)
        for pk, pool in pools.items()
    }


def _pools(sources: list[int], *, with_code: bool) -> dict[int, set[int]]:
    """Each source with those that bear its code."""
    pools = {pk: {pk} for pk in sources}
    if with_code:
        standing = PseudonymLink.objects.filter(ended_at=None)
        here = Q(source__in=sources) | Q(source__merged_into__in=sources)
        links = standing.filter(pseudonym__in=standing.filter(here).values("pseudonym"))
        bearers: dict[int, set[int]] = {}
        for source, kept, code in links.values_list("source", "source__merged_into", "pseudonym"):
            bearers.setdefault(code, set()).add(kept or source)
        for pool in bearers.values():
            for pk in pool & set(sources):
                pools[pk] = pool
    return pools


def _put_together(attributions: list[Attribution], also: Iterable[str], sizes: list[GroupSize]) -> Jigsaw:
    printed: dict[str, list[str]] = {}
    seen: dict[str, list[str]] = {}
    for attribution in attributions:
        title = attribution.claim.revision.article.title
        for words in (attribution.printed or attribution.source.name, attribution.anonymity_phrase):
            if words:
                printed.setdefault(words, []).append(title)
        if attribution.knowledge == Knowledge.FIRST_HAND:
            seen.setdefault(attribution.claim.quote, []).append(title)
    for words in also:
        if words and words not in printed:
            printed[words] = ["about to be printed"]
    pieces = _pieces(printed, seen, sizes)
    most = min((piece.about for piece in pieces if piece.about is not None), default=None)
    is_narrow = (most is not None and most <= SOME) or len({piece.kind for piece in pieces}) >= MANY_KINDS
    return Jigsaw(tuple(printed), pieces, most, is_narrow, _sentence(pieces, most))


def _pieces(printed: dict[str, list[str]], seen: dict[str, list[str]], sizes: list[GroupSize]) -> tuple[Piece, ...]:
    """From descriptions every attribute; from what the source says at first hand, where and when it must have been."""
    where: dict[tuple[str, str], tuple[Attribute, list[str]]] = {}
    told = [(one, titles) for words, titles in printed.items() for one in attributes(words)]
    there = [(one, titles) for words, titles in seen.items() for one in attributes(words) if one.kind in SEEN]
    for one, titles in [*told, *there]:
        _, known = where.setdefault((one.kind, one.words.casefold()), (one, []))
        known.extend(title for title in dict.fromkeys(titles) if title not in known)
    names = " ".join(one.words.casefold() for one, _ in where.values())
    return tuple(_piece(one, titles, sizes, names) for one, titles in where.values())


def _piece(one: Attribute, titles: list[str], sizes: list[GroupSize], names: str) -> Piece:
    contributes = CONTRIBUTES[one.kind]
    for size in sizes:  # the smallest that fits
        if _fits(size, one, names):
            grounds = f"{size.grounds}, {size.as_of:%-d %B %Y}"
            return Piece(
                one.kind, one.words, tuple(titles), f"{contributes}: about {size.about} ({grounds})", size.about
            )
    return Piece(one.kind, one.words, tuple(titles), contributes)


def _fits(size: GroupSize, one: Attribute, names: str) -> bool:
    here = f" {one.words.casefold()} "
    is_group = f" {size.group.casefold()} " in here or f" {size.group.casefold().removesuffix('s')} " in here
    return is_group and (not size.organisation or size.organisation.casefold() in names)


def _sentence(pieces: tuple[Piece, ...], most: int | None) -> str:
    if not pieces:
        return "What is printed tells nothing by which the source could be found."
    told = f"Put together, what is printed tells {len(pieces)} thing{'' if len(pieces) == 1 else 's'} about the source"
    if most is None:
        return f"{told}. How many people they fit is not known to the desk."
    rest = len([piece for piece in pieces if piece.about is None])
    fewer = ", and fewer by what else is told" if rest else ""
    if most <= FEW:
        return f"{told}. They fit at most about {most} people{fewer}: whoever knows the group can tell who it is."
    return f"{told}. They fit at most about {most} people{fewer}."
