"""The proof of a basis in sentences: each path that was walked, and where it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from claims.enums import BasisKind
from claims.models import Article, Attribution, Basis, Citation, Claim, Evidence, EvidenceOrigin, StaleClaim
from claims.sourcing.proof import Proof, prove
from claims.sourcing.rule import End

END_WORDS = {
    End.NAMED: "named, speaking for itself",
    End.DOCUMENT: "a document that can be shown",
    End.ANONYMOUS: "not named",
    End.RELAY: "named, but only passing on what others said",
    End.OUTLET: "published without saying on what it rests",
    End.UNKNOWN: "of unknown origin",
    End.PASSES: "named, passing on what it cites",
}

KIND_SENTENCES = {
    BasisKind.DOCUMENTARY: "This claim rests on a document that a reader can be shown.",
    BasisKind.NAMED: "This claim rests on named sources.",
    BasisKind.MIXED: "This claim rests on named and on anonymous sources.",
    BasisKind.ONLY_ANONYMOUS: "This claim rests only on anonymous sources: nobody answers for it by name.",
    BasisKind.UNATTRIBUTED: "The article says this in its own voice, without giving a source.",
    BasisKind.UNSUPPORTED: "Nothing that is on record supports this claim.",
}


@dataclass(frozen=True)
class Explanation:
    """`sentences` for readers; `paths` are lists of labels from the claim to where each ended, in the order of
    `proof.ends`; `labels` name each node of the proof."""

    basis: Basis | None
    is_stale: bool
    sentences: list[str]
    paths: list[list[str]]
    proof: Proof
    labels: dict[str, str]


def explain(claim: Claim) -> Explanation:
    """The basis as decided, with its proof in words. Nine queries at most, however long it is."""
    basis = Basis.objects.filter(claim=claim).first()
    is_stale = StaleClaim.objects.filter(claim=claim).exists()
    if basis is None:
        undecided = ["On what this claim rests has not been decided yet."]
        return Explanation(None, is_stale=True, sentences=undecided, paths=[], proof=Proof([], []), labels={})
    proof = prove([claim.pk])[claim.pk]
    labels = labels_of(proof)
    paths = [
        [*(labels[node] for node in path[1:]), END_WORDS[end.outcome]]
        for path, end in zip(proof.paths(f"claim:{claim.pk}"), proof.ends, strict=True)
    ]
    sentences = [KIND_SENTENCES[BasisKind(basis.kind)], *_more(basis)]
    return Explanation(basis, is_stale, sentences, paths, proof, labels)


def origins_in_words(low: int, high: int | None) -> str:
    """“2 distinct origins”, “1 to 3 distinct origins”, “at least 1 distinct origin”."""
    if high is None:
        return f"at least {low} distinct origin{'' if low == 1 else 's'}"
    if low == high:
        return f"{low} distinct origin{'' if low == 1 else 's'}"
    return f"{low} to {high} distinct origins"


def _more(basis: Basis) -> list[str]:
    more = []
    if basis.paths:
        more.append(f"It goes back to {origins_in_words(basis.origins_low, basis.origins_high)}.")
    if basis.inherited:
        more.append("What is cited for it rests on unnamed sources itself.")
    if basis.circular:
        more.append("Some of what is cited for it leads back to itself, which supports nothing.")
    return more


def _said(row: Attribution) -> str:
    return f"{row.source} (“{row.cue}”)" if row.cue else str(row.source)


# How each kind of node is named: its rows, and the words for one.
WORDS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "attribution": (Attribution.objects.select_related("source"), _said),
    "origin": (EvidenceOrigin.objects.select_related("source"), lambda row: str(row.source)),
    "evidence": (Evidence.objects, lambda row: f"{row.get_kind_display().lower()} “{row.title}”"),
    "citation": (Citation.objects.select_related("cited_article"), lambda row: f"article “{row.cited_article.title}”"),
    "article": (Article.objects, lambda row: f"article “{row.title}”"),
    "claim": (Claim.objects, lambda row: f"claim “{row}”"),
}


def labels_of(proof: Proof) -> dict[str, str]:
    """What each node of a proof is called. One query per kind of node that occurs."""
    nodes = {node for step in proof.steps for node in step} | {part for end in proof.ends for part in end[:2]}
    wanted: dict[str, list[int]] = {}
    for node in nodes:
        kind, key = node.split(":")
        wanted.setdefault(kind, []).append(int(key))
    return {
        f"{kind}:{row.pk}": words(row)
        for kind, (rows, words) in WORDS.items()
        if kind in wanted
        for row in rows.filter(pk__in=wanted[kind])
    }
