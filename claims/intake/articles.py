"""An article comes in: its bytes are checked and digested, its claims read and stored, in one transaction."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction

from claims import identity
from claims.intake.contradictions import flag_contradictions
from claims.intake.formats import receive
from claims.intake.storing import store_claims
from claims.models import Article, ArticleRevision, Claim, Event, User
from claims.refusals import NotSo, NotYours
from claims.text.extraction import extract
from claims.text.header import Header, HeaderError, read_header, working_title
from claims.text.records import Reading

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much there is


@dataclass(frozen=True)
class Imported:
    """`created` is false when the very same bytes were there already; then nothing was written."""

    article: Article
    revision: ArticleRevision
    created: bool
    claims: int


def import_article(
    *,
    content: bytes,
    by: User | None,
    title: str = "",
    publisher: str = "",
    byline: str = "",
    language: str = "",
    url: str = "",
    published_on: date | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Take in an article: a file of any format of `claims.intake.formats`. What is not given is read from it.

    The same bytes again are recognised.

    `by` is None for the desk's own commands. Raises Refused; then nothing is stored.
    """
    if by is not None and not by.has_perm("claims.add_article"):
        raise NotYours(f"{by} may not import articles.")
    received = receive(content)
    digest = hashlib.sha256(content).hexdigest()
    if known := _known(digest):
        return known
    report = progress or _silent
    text = received.text
    header = read_head(text)
    report("reading", 0, 1)
    published_on = published_on or received.published_on or header.published_on
    reading = extract(text, published_on=published_on)
    reading = replace(reading, claims=tuple(claim for claim in reading.claims if claim.is_statement))
    report("reading", 1, 1)
    title = title or received.title or header.title or working_title(text, header.body_start)
    try:
        with transaction.atomic():
            article = Article.objects.create(
                title=title[:300],
                slug=identity.free_slug(Article, title),
                publisher=publisher or received.publisher or header.publisher,
                byline=byline or received.byline or header.byline,
                language=language or header.language or reading.language,
                url=url,
                published_on=published_on,
                imported_by=by,
            )
            revision = ArticleRevision.objects.create(
                article=article, text=text, digest=digest, notes=_notes(reading, text)
            )
            claims = _store(revision, reading, report)
            Event.record(subject=article, what="import_article", by=by, digest=digest, claims=len(claims))
    except IntegrityError:
        # The same bytes may have come in beside us.
        if known := _known(digest):
            return known
        raise
    return Imported(article, revision, created=True, claims=len(claims))


def _store(revision: ArticleRevision, reading: Reading, report: Progress) -> list[Claim]:
    sources = identity.sources_of(reading, revision)
    claims = store_claims(revision, reading, sources, report)
    identity.propose_merges(reading, revision.article)
    flag_contradictions(claims, reading.contradictions)
    return claims


def _notes(reading: Reading, text: str) -> list[str]:
    """What a person should look at: what the reading says of itself, and passages that contradict each other."""
    against = [
        f"{found.grounds} “{' '.join(found.first.of(text).split())}” – “{' '.join(found.second.of(text).split())}”"
        for found in reading.contradictions
    ]
    return [*reading.notes, *against]


def _known(digest: str) -> Imported | None:
    revision = ArticleRevision.objects.select_related("article").filter(digest=digest).first()
    if revision is None:
        return None
    return Imported(revision.article, revision, created=False, claims=revision.claims.count())


def read_head(text: str) -> Header:
    """What the first lines say of the article. Raises NotSo for a date that does not exist."""
    try:
        return read_header(text)
    except HeaderError as error:
        raise NotSo(str(error), field="published_on") from None


def _silent(what: str, done: int, of: int) -> None:
    """No one is watching."""
