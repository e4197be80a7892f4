"""Checkable statements, each anchored to the exact words (W3C Web Annotation selectors)."""

import hashlib

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator

from claims.enums import Mode
from claims.models.articles import ArticleRevision
from claims.models.stale import restale
from claims.text.strength import Finding, firmer

SEARCH_CONFIG = "english"  # how words are stemmed; words of other languages are found as they are written


class ClaimWords(models.Func):
    """The words by which a claim is found: of its statement and its quote, the first 10,000 letters of each.

    A function of the database (migration `claims_by_their_words`), so that queries and the index mean the same.
    """

    function = "claim_words"
    output_field = SearchVectorField()

    def __init__(self) -> None:
        super().__init__("statement", "quote")


def with_words(claims: "models.QuerySet[Claim]", words: str) -> "models.QuerySet[Claim]":
    """Those whose statement or quote has the words, asked as in a search engine: "together", -without, or."""
    query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
    return claims.alias(words=ClaimWords()).filter(words=query)


def wording_digest(statement: str) -> str:
    """sha256 of a wording: what a verdict names as the words that it judged."""
    return hashlib.sha256(statement.encode()).hexdigest()


class Claim(models.Model):
    """What is claimed: the verbatim quote with its place, and a self-contained statement beside it.

    `start` and `end` are code points into the revision's text (TextPositionSelector); `quote`, `prefix` and
    `suffix` the TextQuoteSelector. `segments` are the claimed words alone, [[start, end], …], where the
    attribution stands inside them.
    """

    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="claims")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    segments = models.JSONField(default=list)
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    statement = models.TextField(help_text="Self-contained: names instead of pronouns, dates instead of “last month”.")
    statement_changes = models.JSONField(default=list, blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    own_voice = models.BooleanField(default=False, help_text="The article itself says so, without attribution.")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="nested")
    topic = models.CharField(max_length=100, blank=True)
    checkworthy = models.FloatField(default=0)
    checkworthy_grounds = models.JSONField(default=list, blank=True)
    certainty = models.FloatField(default=1, help_text="How sure the extraction is, 0 to 1; 1 when a person set it.")
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    discarded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claim_has_words"),
            models.UniqueConstraint(
                fields=["revision", "segments", "statement"],
                condition=Q(discarded_at=None),
                name="claim_stands_once_per_revision",
            ),
        ]
        indexes = [
            models.Index(fields=["revision", "start"]),
            models.Index(fields=["-checkworthy", "-id"]),
            GinIndex(ClaimWords(), name="claims_by_their_words"),
        ]
        triggers = [
            *restale("claim_words", claims="SELECT r.id FROM {rows} r", updates="own_voice discarded_at"),
            restale("claim_new", claims="SELECT r.id FROM {rows} r")[0],
            pgtrigger.Trigger(
                name="basis_goes_with_its_claim",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="old_rows"),
                func="""
                    DELETE FROM claims_basis b USING old_rows r WHERE b.claim_id = r.id;
                    DELETE FROM claims_staleclaim s USING old_rows r WHERE s.claim_id = r.id;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.statement).chars(90)

    @property
    def statement_digest(self) -> str:
        return wording_digest(self.statement)

    def says_more(self) -> tuple[Finding, ...]:
        """In which ways the statement says more than the claimed words of the quote: questions to a person."""
        words = [self.quote[start - self.start : end - self.start] for start, end in self.segments]
        cues = [attribution.cue for attribution in self.attributions.all()]
        return firmer(" … ".join(words) or self.quote, self.statement, cues=cues)
