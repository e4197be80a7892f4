"""The proof of a basis in sentences: each path that was walked, and where it ended."""

from dataclasses import dataclass

from claims.enums import BasisKind
from claims.models import Article, Attribution, Basis, Claim, Evidence, EvidenceOrigin, StaleClaim

END_WORDS = {
    "named": "named, speaking for itself",
    "document": "a document that can be shown",
    "anonymous": "not named",
    "relay": "named, but only passing on what others said",
    "outlet": "published without saying on what it rests",
    "unknown": "of unknown origin",
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
    """`sentences` for readers; `paths` are lists of labels from the claim to where each ended."""

    basis: Basis | None
    is_stale: bool
    sentences: list[str]
    paths: list[list[str]]


def explain(claim: Claim) -> Explanation:
    """The proof as stored, in words. Six queries, however long it is."""
    basis = Basis.objects.filter(claim=claim).first()
    is_stale = StaleClaim.objects.filter(claim=claim).exists()
    if basis is None:
        return Explanation(
            basis=None, is_stale=True, sentences=["On what this claim rests has not been decided yet."], paths=[]
        )
    labels = _labels(basis.proof)
    ends = {end["at"]: end["is"] for end in basis.proof["ends"]}
    paths = [
        [*(labels[node] for node in path[1:]), END_WORDS[ends[path[-1]]]]
        for path in _paths(f"claim:{claim.pk}", basis.proof["steps"], set(ends))
    ]
    sentences = [KIND_SENTENCES[BasisKind(basis.kind)], *_more(basis)]
    return Explanation(basis=basis, is_stale=is_stale, sentences=sentences, paths=paths)


def origins_in_words(low: int, high: int | None) -> str:
    """“2 distinct origins”, “1 to 3 distinct origins”, “at least 1 distinct origin”."""
    if high is None:
        return f"at least {low} distinct origin{'' if low == 1 else 's'}"
    if low == high:
        return f"{low} distinct origin{'' if low == 1 else 's'}"
    return f"{low} to {high} distinct origins"


def _more(basis: Basis) -> list[str]:
    more = []
    if basis.proof["ends"]:
        more.append(f"It goes back to {origins_in_words(basis.origins_low, basis.origins_high)}.")
    if basis.inherited:
        more.append("What is cited for it rests on unnamed sources itself.")
    if basis.circular:
        more.append("Some of what is cited for it leads back to itself, which supports nothing.")
    return more


def _paths(root: str, steps: list[list[str]], ends: set[str]) -> list[list[str]]:
    """One shortest path from the claim to each end, breadth first."""
    onward: dict[str, list[str]] = {}
    for before, after in steps:
        onward.setdefault(before, []).append(after)
    reached: dict[str, list[str]] = {root: [root]}
    queue = [root]
    for node in queue:
        for after in onward.get(node, []):
            if after not in reached:
                reached[after] = [*reached[node], after]
                queue.append(after)
    return [path for node, path in reached.items() if node in ends]


def _labels(proof: dict[str, list[list[str]]]) -> dict[str, str]:
    wanted: dict[str, list[int]] = {}
    for step in proof["steps"]:
        for node in step:
            kind, key = node.split(":")
            wanted.setdefault(kind, []).append(int(key))
    labels = {}
    for row in Attribution.objects.filter(pk__in=wanted.get("attribution", [])).select_related("source"):
        labels[f"attribution:{row.pk}"] = f"{row.source} (“{row.cue}”)" if row.cue else str(row.source)
    for origin in EvidenceOrigin.objects.filter(pk__in=wanted.get("origin", [])).select_related("source"):
        labels[f"origin:{origin.pk}"] = str(origin.source)
    for evidence in Evidence.objects.filter(pk__in=wanted.get("evidence", [])):
        labels[f"evidence:{evidence.pk}"] = f"{evidence.get_kind_display().lower()} “{evidence.title}”"
    for article in Article.objects.filter(pk__in=wanted.get("article", [])):
        labels[f"article:{article.pk}"] = f"article “{article.title}”"
    for claim in Claim.objects.filter(pk__in=wanted.get("claim", [])):
        labels[f"claim:{claim.pk}"] = f"claim “{claim}”"
    return labels
