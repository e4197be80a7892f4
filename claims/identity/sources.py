"""The sources of an article: found again where that is certain, made anew where it is not.

A name of two words or more, or the name of an organisation or a document, is the same source in every article.
A single name is a source of its article only, until a person merges it. An unnamed source is never known beyond
its article.
"""

import re
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from claims.enums import Naming, SourceKind
from claims.models import Article, ArticleRevision, Source, SourceName
from claims.text.records import Form, Reading, SourceMention

KIND_OF_FORM = {
    Form.PERSON: SourceKind.PERSON,
    Form.GROUP: SourceKind.GROUP,
    Form.CROWD: SourceKind.CROWD,
    Form.REPORT: SourceKind.REPORT,
    Form.SPOKESPERSON: SourceKind.ORGANISATION,
    Form.ORGANISATION: SourceKind.ORGANISATION,
    Form.DOCUMENT: SourceKind.DOCUMENT,
    Form.OTHER: SourceKind.GROUP,
}

TWO = (2, 2)  # people who speak together: "Ilya Sutskever and Jan Leike"
CAPITALISED = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")


def free_slug(model: type[Model], words: str) -> str:
    """A slug of these words that no row of the model has yet."""
    stem = slugify(words)[:100].strip("-") or model._meta.model_name or "x"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def find_or_make_source(
    *,
    kind: str,
    naming: str,
    name: str,
    article: Article | None = None,
    people: tuple[int, int | None] = (1, 1),
) -> Source:
    """The source of this name, if it is certain to be the same one, or a new one."""
    name = " ".join(name.split())[:300]
    found = _lookup(kind, naming, name, article)
    if found is None:
        found = Source.objects.create(
            kind=kind,
            naming=naming,
            name=name,
            slug=free_slug(Source, name),
            article=article if naming != Naming.NAMED else None,
            people_low=people[0],
            people_high=people[1],
        )
    SourceName.objects.get_or_create(source=found, spelling=name, article=article)
    return found


def _lookup(kind: str, naming: str, name: str, article: Article | None) -> Source | None:
    wanted: dict[str, Any] = {"kind": kind, "naming": naming, "names__spelling": name}
    if naming != Naming.NAMED:
        wanted["article"] = article
    elif kind == SourceKind.PERSON and " " not in name:
        wanted["names__article"] = article
    found = Source.objects.filter(**wanted).select_related("merged_into").order_by("id").first()
    return (found.merged_into or found) if found else None


def sources_of(reading: Reading, revision: ArticleRevision) -> dict[str, list[Source]]:
    """The sources of each attributed claim of a reading, by the claim's id; two people who speak together are two."""
    names = _names_in_full(reading)
    made: dict[tuple[str, str, str], Source] = {}
    sources: dict[str, list[Source]] = {}
    for claim in reading.claims:
        mention = claim.source
        if mention is None:
            continue
        said_by = _names(mention, revision.text, names)
        people = mention.people if len(said_by) == 1 else (1, 1)
        for name in said_by:
            key = (KIND_OF_FORM[mention.form].value, mention.naming.value, name.casefold())
            if key not in made:
                made[key] = find_or_make_source(
                    kind=key[0], naming=key[1], name=name, article=revision.article, people=people
                )
            sources.setdefault(claim.id, []).append(made[key])
    return sources


def _names_in_full(reading: Reading) -> dict[str, str]:
    """Spelling → the name under which it is a source of its own: “Altman” is Sam Altman, but “Reich” stays Reich
    until a person has confirmed that it is Leike."""
    return {
        spelling: cluster.canonical if is_short_form(spelling, cluster.canonical) else spelling
        for cluster in reading.names
        for spelling in cluster.spellings
    }


def is_short_form(spelling: str, name: str) -> bool:
    """Whether a spelling is nothing but words of the name, with or without a title: “Mr. Altman” of “Sam Altman”."""
    titles = {"mr", "mrs", "ms", "dr", "sir", "prof", "professor"}
    words = {word.strip(".").casefold() for word in spelling.split()} - titles
    return bool(words) and words <= {word.casefold() for word in name.split()}


def _names(mention: SourceMention, text: str, names: dict[str, str]) -> list[str]:
    """The names under which a mention is kept: as printed for people, so that a spelling stays what it was."""
    if mention.form is not Form.PERSON or mention.naming.value != Naming.NAMED:
        return [mention.ref]
    printed = " ".join(" ".join(span.of(text) for span in mention.spans).split())
    parts = re.split(r",? and ", printed, maxsplit=1) if mention.people == TWO else [printed]
    both = [runs[-1] for part in parts if (runs := CAPITALISED.findall(part))]
    if len(both) == len(parts) == len(TWO):
        return [names.get(name, name) for name in both]
    return [_name(mention, printed, names)]


def _name(mention: SourceMention, printed: str, names: dict[str, str]) -> str:
    for spelling in sorted(names, key=len, reverse=True):
        if spelling in printed:
            return names[spelling]
    return names.get(mention.ref, mention.ref)
