"""Any text at all is read without a crash, and every offset reproduces its words."""

import json
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claims.text.extraction import extract
from claims.text.jsonlines import document_line
from claims.text.normalise import normalise
from claims.text.paragraphs import LONGEST, paragraphs
from claims.text.records import ExtractedClaim, Span

MARKS = [*"“”„«»\"'‘’‹›`´", "''", "``"]
PIECES = [
    "Anna Miller", "officials", "a person familiar with the matter", "he", "OpenAI", "who", "Mr. Lee", "the board",
    "said", "told me", "according to", "denied", "on condition of anonymity", "that", "the claim that", "saying",
    "the bridge was closed", "I have left", "it rains", "is it good?", "two people", "not", "was", "to",
    ".", ",", ":", "—", "?", "!", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\u2028", "😀", "👩‍👩‍👧", "é", "ﬁ",
    "𝔸",    "X. He", "U.S.", "(", ")", "[", "•", "|", "İ", "ß", *MARKS,
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(max_size=400)


def spans_of(claim: ExtractedClaim) -> list[Span]:
    source = claim.source
    more = (*source.spans, *([source.anonymity_phrase] if source.anonymity_phrase else [])) if source else ()
    return [*claim.content, *claim.cue, *more, *(change.evidence for change in claim.changes if change.evidence)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("“")
@example('"' * 50)
@example("'' he said ''")
@example("\ufeff")
@example("\ud800 lone surrogate said he left.")
@example(" said")
@example("according to")
def test_reading_never_crashes_and_offsets_lie_in_the_text(text: str) -> None:
    reading = extract(text)
    names = [claim.id for claim in reading.claims]
    assert len(set(names)) == len(names)
    for claim in reading.claims:
        assert claim.content
        assert claim.parent is None or claim.parent in names
        assert all(before.end <= after.start for before, after in pairwise(claim.content))
        for span in spans_of(claim):
            assert 0 <= span.start < span.end <= len(text)
        for figure in (
            claim.confidence.content,
            claim.confidence.cue,
            claim.confidence.source,
            claim.confidence.naming,
        ):
            assert 0 <= figure <= 1
    line = document_line("x", text, reading)
    for claim, printed in zip(reading.claims, line["claims"], strict=True):
        words = " ".join(" ".join(text[start:end].split()) for start, end in printed["content"])
        assert words == printed["content_text"]
        assert claim.own_voice == (not printed["source"] and not printed["cue"] and printed["own_voice"])
    json.dumps(line)


@given(st.text(max_size=300) | TEXTS)
def test_normalising_keeps_every_offset(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet='ab .\n"', max_size=300), st.integers(0, 3))
def test_paragraphs_cover_every_word_in_order_and_none_is_too_long(text: str, times: int) -> None:
    long = text * 40**times if len(text) * 40**times < 50_000 else text
    found = paragraphs(long)
    assert all(span.end - span.start <= LONGEST for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert sum(len(span.of(long).split()) > 0 for span in found) == len(found)
    assert "".join("".join(span.of(long).split()) for span in found) == "".join(long.split())


@pytest.mark.parametrize("mark", ["“”", "„“", "«»", '""', "''", "‘’", "‹›", "``", "〝〞"])
def test_every_kind_of_quotation_mark_is_read(mark: str) -> None:
    opened, closed = (mark[0] * 2, mark[1] * 2) if mark in ("''", "``", "‘’", "‹›") else (mark[0], mark[1])
    text = f"{opened}The bridge was closed in May because of the flood,{closed} said Anna Miller, an engineer."
    (claim, *_) = extract(text).claims
    assert (claim.source and claim.source.ref, [span.of(text) for span in claim.cue]) == ("Anna Miller", ["said"])
    assert "The bridge was closed in May because of the flood" in text[claim.start : claim.end]


def test_capitals_and_emoji_do_no_harm() -> None:
    shouted = "OFFICIALS SAID THE BRIDGE WAS CLOSED. NOBODY WAS HURT. " * 40 + "😀🎉 " * 500
    for claim in extract(shouted).claims:
        assert all(span.of(shouted) for span in spans_of(claim))


@pytest.mark.parametrize(
    "unit",
    ["said ", '"', "(", "a", "he said that ", "“He said, ", "word ", "\n", "it, he said, ", "people familiar with "],
)
def test_reading_time_grows_in_step_with_length(unit: str) -> None:
    """Ten times the text may take at most forty times as long (measured against the smaller text)."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begun = time.process_time()
        extract(text)
        return time.process_time() - begun

    assert seconds(20_000) < 40 * max(seconds(2_000), 0.05)


def test_another_language_gives_no_attribution_and_says_so() -> None:
    german = (
        "Der Minister sagte am Montag, dass die Brücke wegen Hochwasser geschlossen bleibe. Niemand sei verletzt. "
    )
    reading = extract(german * 3)
    assert [claim.content[0].of(german * 3) for claim in reading.claims[:2]] == [
        "Der Minister sagte am Montag, dass die Brücke wegen Hochwasser geschlossen bleibe.",
        "Niemand sei verletzt.",
    ]
    assert (len(reading.claims), {claim.own_voice for claim in reading.claims}) == (6, {True})
    assert reading.notes == ("The text does not look English: it was read without attribution.",)
