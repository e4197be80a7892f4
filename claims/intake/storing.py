"""From a reading to rows: claims with their selectors, and their attributions."""

from collections.abc import Callable, Mapping, Sequence

from claims.models import ArticleRevision, Attribution, Claim, Source
from claims.text.records import ExtractedClaim, Knowledge, Reading, SourceMention, Span

CONTEXT = 32  # code points of prefix and suffix in a TextQuoteSelector


def selectors(text: str, start: int, end: int) -> dict[str, object]:
    """The position and quote selectors of one stretch of text (W3C Web Annotation)."""
    return {
        "start": start,
        "end": end,
        "quote": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }


def store_claims(
    revision: ArticleRevision,
    reading: Reading,
    sources: Mapping[str, Sequence[Source]],
    report: Callable[[str, int, int], None],
) -> list[Claim]:
    """Write the claims of a reading; `sources` maps the id of each attributed claim to its sources."""
    rows = Claim.objects.bulk_create(_claim(revision, found) for found in reading.claims)
    by_id = {found.id: row for found, row in zip(reading.claims, rows, strict=True)}
    extracted = {found.id: found for found in reading.claims}
    nested = [found for found in reading.claims if found.parent in by_id]
    for found in nested:
        by_id[found.id].parent = by_id[str(found.parent)]
    Claim.objects.bulk_update([by_id[found.id] for found in nested], ["parent"])
    for done, found in enumerate(reading.claims, start=1):
        if found.source is not None:
            _attribute(by_id[found.id], found, extracted, sources, revision.text)
        report("storing", done, len(rows))
    return rows


def _claim(revision: ArticleRevision, found: ExtractedClaim) -> Claim:
    return Claim(
        revision=revision,
        **selectors(revision.text, found.start, found.end),
        segments=_pairs(found.content),
        statement=found.statement,
        statement_changes=[
            {
                "quoted": change.quoted,
                "stated": change.stated,
                "reason": change.reason,
                "evidence": _pairs((change.evidence,))[0] if change.evidence else None,
                "at": change.at,
            }
            for change in found.changes
        ],
        mode=found.mode.value,
        own_voice=found.own_voice,
        checkworthy=found.checkworthy,
        checkworthy_grounds=list(found.checkworthy_grounds),
        certainty=found.confidence.content,
    )


def _attribute(
    claim: Claim,
    found: ExtractedClaim,
    extracted: Mapping[str, ExtractedClaim],
    sources: Mapping[str, Sequence[Source]],
    text: str,
) -> None:
    """The link to who says it and, where the claim is nested in another's words, to who passes that on."""
    links = [found]
    while (above := extracted.get(str(links[-1].parent))) and above.source is not None and above not in links:
        links.append(above)
    relay: Attribution | None = None
    for link in reversed(links):
        mention = link.source
        if mention is None or link.id not in sources:
            continue
        made = [
            Attribution.objects.create(
                claim=claim,
                source=source,
                relayed_by=relay,
                knowledge=(Knowledge.SECOND_HAND if link is not found else found.knowledge).value,
                mode=link.mode.value,
                certainty=min(link.confidence.cue, link.confidence.source),
                **_words(link, mention, text),
            )
            for source in sources[link.id]
        ]
        relay = made[0]


def _words(link: ExtractedClaim, mention: SourceMention, text: str) -> dict[str, object]:
    return {
        "cue": _join(link.cue, text)[:300],
        "printed": _join(mention.spans, text)[:500],
        "spans": {"cue": _pairs(link.cue), "source": _pairs(mention.spans)},
        "anonymity_phrase": mention.anonymity_phrase.of(text)[:300] if mention.anonymity_phrase else "",
    }


def _join(spans: tuple[Span, ...], text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
