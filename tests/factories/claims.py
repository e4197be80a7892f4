"""Articles, claims, sources and evidence."""

import hashlib

import factory
from factory.django import DjangoModelFactory

from claims.enums import EvidenceKind, Mode, Naming, SourceKind
from claims.models import Article, ArticleRevision, Attribution, Claim, Evidence, Source

TEXT = "The mayor said on Monday that the bridge is safe. A person familiar with the matter said it is not. " * 20


class ArticleFactory(DjangoModelFactory[Article]):
    class Meta:
        model = Article

    title = factory.Sequence(lambda number: f"Article {number}")
    slug = factory.Sequence(lambda number: f"article-{number}")
    publisher = "The Paper"
    url = "https://paper.example/article"


class RevisionFactory(DjangoModelFactory[ArticleRevision]):
    class Meta:
        model = ArticleRevision

    article = factory.SubFactory(ArticleFactory)
    text = TEXT
    digest = factory.Sequence(lambda number: hashlib.sha256(str(number).encode()).hexdigest())


class ClaimFactory(DjangoModelFactory[Claim]):
    class Meta:
        model = Claim

    revision = factory.SubFactory(RevisionFactory)
    start = 31
    end = 48
    segments = factory.LazyAttribute(lambda claim: [[claim.start, claim.end]])
    quote = factory.LazyAttribute(lambda claim: claim.revision.text[claim.start : claim.end])
    statement = factory.Sequence(lambda number: f"Bridge {number} is safe.")
    mode = Mode.INDIRECT


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    class Params:
        unnamed = factory.Trait(naming=Naming.UNNAMED, name="a person familiar with the matter")

    kind = SourceKind.PERSON
    naming = Naming.NAMED
    name = factory.Sequence(lambda number: f"Ada Named{number}")
    slug = factory.Sequence(lambda number: f"source-{number}")
    people_high = 1


class AttributionFactory(DjangoModelFactory[Attribution]):
    class Meta:
        model = Attribution

    claim = factory.SubFactory(ClaimFactory)
    source = factory.SubFactory(SourceFactory)
    cue = "said"
    printed = factory.LazyAttribute(lambda attribution: attribution.source.name)
    mode = Mode.INDIRECT


class EvidenceFactory(DjangoModelFactory[Evidence]):
    class Meta:
        model = Evidence

    kind = EvidenceKind.LINK
    title = factory.Sequence(lambda number: f"Evidence {number}")
    url = factory.Sequence(lambda number: f"https://archive.example/document/{number}")
