"""Splitting, merging, re-anchoring and marking keep every source, every piece of evidence and the history."""

from types import SimpleNamespace
from typing import Any

import pytest

from claims import sourcing
from claims.intake import Part, mark_cue, mark_source, merge_claims, place, reanchor_claim, split_claim
from claims.models import AnonymityGrant, Attribution, Citation, Claim, ClaimEvidence, Event, StaleClaim
from claims.refusals import NotNow, NotSo, NotYours
from tests.factories import (
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EvidenceFactory,
    RevisionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
TEXT = "“The bridge is safe 🌉 and the tunnel leaks,” the mayor said.\r\nA clerk said so too.\nA clerk said so too."
WHOLE, BRIDGE, TUNNEL = "The bridge is safe 🌉 and the tunnel leaks", "The bridge is safe", "the tunnel leaks"


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def claim_of(words: str, revision: Any = None, **given: Any) -> Claim:
    start, end = at(words)
    claim: Claim = ClaimFactory(revision=revision or RevisionFactory(text=TEXT), start=start, end=end, **given)
    return claim


def test_place_takes_offsets_that_reproduce_the_text_and_line_ends_as_a_form_sends_them() -> None:
    revision = RevisionFactory(text=TEXT)
    start, end = at("said.\r\nA clerk")
    assert place(revision=revision, quote="said.\r\nA clerk", start=start, end=end) == (start, end)
    start, end = at("too.\nA")
    assert place(revision=revision, quote="too.\r\nA", start=start, end=end) == (start, end)
    assert place(revision=revision, quote="the mayor   said. A clerk") == (at("the mayor")[0], at("A clerk")[1])


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"quote": "The bridge is sad", "start": 1, "end": 18}, "it differs at offset 17", "quote"),
        ({"quote": "The", "start": 1, "end": 19}, "it differs at offset 4", "quote"),
        ({"quote": "x", "start": 5, "end": 5000}, "no words from 5 to 5000", "start"),
        ({"quote": "x", "start": 9, "end": 9}, "no words from 9 to 9", "start"),
        ({"quote": "x", "start": 9}, "both offsets", "end"),
        ({"quote": " ", "start": 4, "end": 5}, "only white space", "quote"),
        ({"quote": "no such words"}, "does not say these words", "quote"),
        ({"quote": "A clerk said"}, "2 times, at offset 62, 83", "start"),
        ({"quote": "  "}, "Give the words", "quote"),
        ({"quote": "x" * 20_001}, "at most 20,000", "quote"),
    ],
)
def test_words_that_the_article_does_not_say_are_refused_with_the_offset(
    given: dict[str, Any], sentence: str, field: str
) -> None:
    with pytest.raises(NotSo) as refused:
        place(revision=RevisionFactory(text=TEXT), **given)
    assert (sentence in refused.value.sentence, refused.value.field) == (True, field), refused.value.sentence


def test_words_of_an_older_text_are_refused() -> None:
    article = ArticleFactory()
    old = RevisionFactory(article=article, text=TEXT)
    RevisionFactory(article=article, text=TEXT + " Corrected.", number=2)
    with pytest.raises(NotNow, match="newer text"):
        place(revision=old, quote="The bridge", start=1, end=11)


def test_claim_is_tied_to_other_words(cast: SimpleNamespace) -> None:
    claim = claim_of(WHOLE, statement_changes=[{"quoted": "The bridge"}, {"quoted": "the tunnel"}])
    start, end = at(TUNNEL)
    reanchor_claim(
        claim=claim, by=cast.editor, quote=TUNNEL, start=start, end=end, why="Only that.", expected_version=1
    )
    claim.refresh_from_db()
    assert (claim.quote, claim.segments, claim.version) == (TUNNEL, [[start, end]], 2)
    assert (claim.prefix + claim.quote + claim.suffix) in TEXT
    assert claim.statement_changes == [{"quoted": "the tunnel"}]
    event = Event.objects.get(what="reanchor_claim")
    assert (event.details["before"]["quote"], event.why, event.who) == (WHOLE, "Only that.", cast.editor)


def test_split_leaves_two_claims_with_all_that_the_one_had(cast: SimpleNamespace) -> None:
    claim = claim_of(WHOLE)
    outer = AttributionFactory(claim=claim)
    AttributionFactory(claim=claim, relayed_by=outer)
    AnonymityGrant.objects.create(attribution=outer, reason="x", requested_by=cast.editor)
    ClaimEvidence.objects.create(claim=claim, evidence=EvidenceFactory(), stance="supports", excerpt="Page 2")
    sourcing.drain()
    parts = (Part(BRIDGE, "The bridge of Ahn is safe."), Part(TUNNEL, "The tunnel of Ahn leaks.", *at(TUNNEL)))
    first, second = split_claim(claim=claim, parts=parts, by=cast.editor, why="Two things.")
    first.refresh_from_db()
    assert (first.pk, first.quote, second.quote) == (claim.pk, BRIDGE, TUNNEL)
    assert [each.statement for each in (first, second)] == [parts[0].statement, parts[1].statement]
    assert second.attributions.count() == first.attributions.count() == 2
    relayed = second.attributions.exclude(relayed_by=None).get()
    assert relayed.relayed_by is not None
    assert relayed.relayed_by.claim_id == second.pk
    assert second.evidence_links.get().excerpt == "Page 2"
    assert AnonymityGrant.objects.get().attribution.claim_id == first.pk
    assert set(Event.objects.filter(what="split_claim").values_list("subject", flat=True)) == {
        f"claim:{first.pk}", f"claim:{second.pk}",
    }  # fmt: skip
    assert StaleClaim.objects.filter(claim=second).exists()


def test_split_outside_of_the_claim_writes_nothing(cast: SimpleNamespace) -> None:
    claim = claim_of(BRIDGE)
    parts = (Part(BRIDGE, "The bridge is safe."), Part(TUNNEL, "The tunnel leaks."))
    with pytest.raises(NotSo, match="are not the claim's: those stand from 1 to 19"):
        split_claim(claim=claim, parts=parts, by=cast.editor, why="Two things.")
    assert (Claim.objects.count(), Event.objects.count()) == (1, 0)


def test_merge_moves_everything_to_the_claim_that_is_kept(cast: SimpleNamespace) -> None:
    revision = RevisionFactory(text=TEXT)
    kept, dropped = claim_of(BRIDGE, revision), claim_of("🌉 and the tunnel leaks", revision)
    child = claim_of("tunnel", revision, parent=dropped)
    mayor, shared = SourceFactory(), EvidenceFactory()
    AttributionFactory(claim=kept, source=mayor, printed="the mayor")
    twin = AttributionFactory(claim=dropped, source=mayor, printed="the mayor")
    other = AttributionFactory(claim=dropped, relayed_by=twin)
    for claim, excerpt in ((kept, "Page 1"), (dropped, "Page 2")):
        ClaimEvidence.objects.create(claim=claim, evidence=shared, stance="supports", excerpt=excerpt)
    ClaimEvidence.objects.create(claim=dropped, evidence=EvidenceFactory(), stance="refutes")
    citation = Citation.objects.create(evidence=EvidenceFactory(), cited_claim=dropped)
    sourcing.drain()
    merge_claims(kept=kept, dropped=dropped, statement="Both.", by=cast.editor, why="One sentence.")
    for each in (kept, dropped, child, other, citation):
        each.refresh_from_db()
    assert (kept.quote, kept.segments) == (WHOLE, [list(at(WHOLE))])
    assert (dropped.discarded_at is not None, child.parent_id, citation.cited_claim_id) == (True, kept.pk, kept.pk)
    assert (kept.attributions.count(), other.claim_id, twin.claim_id) == (2, kept.pk, dropped.pk)
    assert other.relayed_by is not None
    assert other.relayed_by.claim_id == kept.pk
    assert sorted(kept.evidence_links.values_list("stance", "excerpt")) == [
        ("refutes", ""), ("supports", "Page 1 … Page 2"),
    ]  # fmt: skip
    assert Event.objects.filter(what="merge_claims").count() == 2
    assert set(StaleClaim.objects.values_list("claim_id", flat=True)) >= {kept.pk, dropped.pk}


@pytest.mark.parametrize("words", ["A clerk said so too.", "the mayor said."])
def test_claims_that_stand_apart_are_not_merged(cast: SimpleNamespace, words: str) -> None:
    revision = RevisionFactory(text=TEXT)
    kept, dropped = claim_of(BRIDGE, revision), claim_of(words, revision)
    with pytest.raises(NotSo, match="stand apart: from 19 to"):
        merge_claims(kept=kept, dropped=dropped, statement="Both.", by=cast.editor, why="x")
    with pytest.raises(NotSo, match="different texts"):
        merge_claims(kept=kept, dropped=claim_of(TUNNEL), statement="Both.", by=cast.editor, why="x")
    with pytest.raises(NotSo, match="with itself"):
        merge_claims(kept=kept, dropped=kept, statement="Both.", by=cast.editor, why="x")
    assert Event.objects.count() == 0


def test_marked_words_make_the_source_of_a_claim_in_the_articles_own_voice(cast: SimpleNamespace) -> None:
    claim = claim_of(BRIDGE, own_voice=True)
    sourcing.drain()
    made = mark_source(
        claim=claim, by=cast.editor, quote="the mayor", start=at("the mayor")[0], end=at("the mayor")[1],
        kind="person", naming="unnamed", expected_version=1,
    )  # fmt: skip
    mark_cue(claim=claim, attribution=made, by=cast.editor, quote="said.", expected_version=2)
    made.refresh_from_db()
    assert (made.printed, made.cue, made.source.naming) == ("the mayor", "said.", "unnamed")
    assert made.spans == {"source": [list(at("the mayor"))], "cue": [list(at("said."))]}
    sourcing.drain()
    claim.refresh_from_db()
    assert (claim.own_voice, claim.version, claim.basis.kind) == (False, 3, "only_anonymous")
    assert list(Event.objects.order_by("position").values_list("what", flat=True)) == ["mark_source", "mark_cue"]


def test_words_of_an_attribution_are_set_anew_and_its_source_stays(cast: SimpleNamespace) -> None:
    attribution = AttributionFactory(claim=claim_of(BRIDGE))
    mark_source(claim=attribution.claim, by=cast.editor, quote="the mayor", attribution=attribution)
    source = attribution.source
    attribution.refresh_from_db()
    assert (attribution.printed, attribution.source) == ("the mayor", source)
    with pytest.raises(NotSo, match="source of this claim"):
        mark_cue(claim=claim_of(BRIDGE), attribution=attribution, by=cast.editor, quote="said.")
    with pytest.raises(NotSo, match="no kind of source"):
        mark_source(claim=attribution.claim, by=cast.editor, quote="the mayor", kind="ghost")
    assert Attribution.objects.count() == 1


@pytest.mark.parametrize("who", ["reviewer", "approver", "custodian", "partner", "outsider"])
def test_only_desk_editors_change_claims(cast: SimpleNamespace, who: str) -> None:
    person = getattr(cast, who)
    attribution = AttributionFactory(claim=claim_of(BRIDGE))
    claim = attribution.claim
    with pytest.raises(NotYours):
        reanchor_claim(claim=claim, by=person, quote=TUNNEL, why="x")
    with pytest.raises(NotYours):
        split_claim(claim=claim, parts=(Part("The", "A."), Part("bridge", "B.")), by=person, why="x")
    with pytest.raises(NotYours):
        merge_claims(kept=claim, dropped=claim_of(TUNNEL, claim.revision), statement="A.", by=person, why="x")
    with pytest.raises(NotYours):
        mark_source(claim=claim, by=person, quote="the mayor")
    with pytest.raises(NotYours):
        mark_cue(claim=claim, attribution=attribution, by=person, quote="said.")
    assert Event.objects.count() == 0


def test_claim_that_was_changed_meanwhile_or_set_aside_is_left_alone(cast: SimpleNamespace) -> None:
    claim = claim_of(BRIDGE, version=2)
    with pytest.raises(NotNow, match="changed since you opened it"):
        reanchor_claim(claim=claim, by=cast.editor, quote=TUNNEL, why="x", expected_version=1)
    with pytest.raises(NotSo, match="Say why"):
        reanchor_claim(claim=claim, by=cast.editor, quote=TUNNEL, why=" ")
    Claim.objects.update(discarded_at=claim.added_at)
    with pytest.raises(NotNow, match="discarded"):
        reanchor_claim(claim=claim, by=cast.editor, quote=TUNNEL, why="x")
