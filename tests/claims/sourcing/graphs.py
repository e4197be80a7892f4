"""Random provenance graphs, drawn from a seed, and their rows: many graphs in a few statements."""

import random
from itertools import count

from django.db import connection

from claims.enums import Naming
from claims.models import (
    Article,
    ArticleRevision,
    Attribution,
    Citation,
    Claim,
    ClaimEvidence,
    Evidence,
    EvidenceOrigin,
    Source,
)
from tests.claims.sourcing.reference import Graph, Speaker

NUMBERS = count(1)
KNOWLEDGE = ["first_hand", "second_hand", "unknown", "document"]
KINDS = ["person", "person", "organisation", "document", "group", "crowd", "report"]


def draw(seed: int) -> Graph:
    """A graph of up to six claims, five pieces of evidence, eight speakers; circles, merges and relays are common."""
    dice = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    graph = Graph()
    claims, pieces = dice.randint(1, 6), dice.randint(0, 5)
    graph.own_voice = [dice.random() < 0.4 for _ in range(claims)]
    graph.article = [dice.randint(0, 1) for _ in range(claims)]
    for number in range(dice.randint(1, 8)):
        naming = dice.choice(["named", "named", "unnamed", "pseudonymous"])
        low = dice.choice([1, 1, 1, 2])
        high = dice.choice([low, low, low + 1, None])
        merged = dice.choice([m for m in range(number) if graph.speakers[m].merged_into is None] or [None])
        graph.speakers.append(Speaker(naming, dice.choice(KINDS), low, high, merged if dice.random() < 0.2 else None))
    everybody = range(len(graph.speakers))
    for at in range(dice.randint(0, claims * 2)):
        claim = dice.randrange(claims)
        outer = [other for other in range(at) if graph.attributions[other][0] == claim]
        relayed_by = dice.choice(outer) if outer and dice.random() < 0.2 else None
        graph.attributions.append((claim, dice.choice(everybody), dice.choice(KNOWLEDGE), relayed_by))
    graph.pieces = [(dice.random() < 0.15, dice.randint(0, pieces)) for _ in range(pieces)]
    if pieces:
        pairs = {(dice.randrange(pieces), dice.choice(everybody)) for _ in range(dice.randint(0, pieces))}
        graph.origins = [(*pair, dice.choice(KNOWLEDGE)) for pair in sorted(pairs)]
        for _ in range(dice.randint(0, pieces * 2)):
            kind = dice.choice(["piece", "piece", "piece", "claim", "article"])
            most = {"piece": pieces, "claim": claims, "article": 2}[kind]
            graph.cites.append((dice.randrange(pieces), kind, dice.randrange(most)))
        stances = ["supports", "supports", "supports", "refutes", "context"]
        brought = {
            (dice.randrange(claims), dice.randrange(pieces), dice.choice(stances))
            for _ in range(dice.randint(0, claims * 2))
        }
        graph.brought = sorted(brought)
    return graph


class Rows:
    """The rows of many graphs; `claims[g][n]` is claim n of graph g."""

    def __init__(self, graphs: list[Graph]) -> None:
        articles = self._each(graphs, Article, lambda *_: [
            Article(title="Of two", slug=f"graph-{next(NUMBERS)}") for _ in range(2)
        ])  # fmt: skip
        revisions = self._each(graphs, ArticleRevision, lambda g, _: [
            ArticleRevision(article=article, text="word " * 99, digest=f"{next(NUMBERS):064x}")
            for article in articles[g]
        ])  # fmt: skip
        self.claims = self._each(graphs, Claim, lambda g, graph: [
            Claim(revision=revisions[g][article], own_voice=own_voice, start=at, end=at + 5, segments=[[at, at + 5]],
                  quote="words", statement=f"Claim {at}.", mode="indirect")
            for at, (own_voice, article) in enumerate(zip(graph.own_voice, graph.article, strict=True))
        ])  # fmt: skip
        self.sources = self._sources(graphs)
        self.attributions = self._each(graphs, Attribution, lambda g, graph: [
            Attribution(claim=self.claims[g][claim], source=self.sources[g][speaker], knowledge=knowledge,
                        mode="indirect")
            for claim, speaker, knowledge, _ in graph.attributions
        ])  # fmt: skip
        self._relay(graphs)
        self.pieces = self._each(graphs, Evidence, lambda g, graph: [
            Evidence(kind="link", title="Piece", is_primary=primary, url=f"https://copy.example/{g}/{document}")
            for primary, document in graph.pieces
        ])  # fmt: skip
        self._each(graphs, EvidenceOrigin, lambda g, graph: [
            EvidenceOrigin(evidence=self.pieces[g][piece], source=self.sources[g][speaker], knowledge=knowledge)
            for piece, speaker, knowledge in graph.origins
        ])  # fmt: skip
        cited = {"piece": ("cited_evidence", self.pieces), "claim": ("cited_claim", self.claims),
                 "article": ("cited_article", articles)}  # fmt: skip
        self._each(graphs, Citation, lambda g, graph: [
            Citation(evidence=self.pieces[g][piece], **{cited[kind][0]: cited[kind][1][g][number]})
            for piece, kind, number in graph.cites
        ])  # fmt: skip
        self._each(graphs, ClaimEvidence, lambda g, graph: [
            ClaimEvidence(claim=self.claims[g][claim], evidence=self.pieces[g][piece], stance=stance)
            for claim, piece, stance in graph.brought
        ])  # fmt: skip
        with connection.cursor() as cursor:  # as a desk is analysed now and then: else plans are made for empty tables
            for model in (Claim, Attribution, Evidence, EvidenceOrigin, Citation, ClaimEvidence, Source):
                cursor.execute(f"ANALYZE {model._meta.db_table}")

    @staticmethod
    def _each(graphs, model, make):  # type: ignore[no-untyped-def]
        rows = [make(g, graph) for g, graph in enumerate(graphs)]
        model.objects.bulk_create([row for each in rows for row in each])
        return rows

    def _sources(self, graphs: list[Graph]) -> list[list[Source]]:
        rows = self._each(graphs, Source, lambda g, graph: [
            Source(naming=Naming(speaker.naming), kind=speaker.kind, people_low=speaker.low, people_high=speaker.high,
                   name="Somebody", slug=f"speaker-{next(NUMBERS)}")
            for speaker in graph.speakers
        ])  # fmt: skip
        merged = []
        for g, graph in enumerate(graphs):
            for number, speaker in enumerate(graph.speakers):
                if speaker.merged_into is not None:
                    rows[g][number].merged_into = rows[g][speaker.merged_into]
                    merged.append(rows[g][number])
        Source.objects.bulk_update(merged, ["merged_into"])
        return rows

    def _relay(self, graphs: list[Graph]) -> None:
        relayed = []
        for g, graph in enumerate(graphs):
            for at, (_, _, _, relayed_by) in enumerate(graph.attributions):
                if relayed_by is not None:
                    self.attributions[g][at].relayed_by = self.attributions[g][relayed_by]
                    relayed.append(self.attributions[g][at])
        Attribution.objects.bulk_update(relayed, ["relayed_by"])
