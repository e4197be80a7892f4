"""Whole pages as they come from the web: tables, lists, captions, capitals, emoji, other scripts and languages."""

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.text.extraction import extract
from claims.text.records import ExtractedClaim, Reading, Span

WORDS = st.sampled_from(
    ["officials", "said", "Anna Miller", "the bridge", "was closed", "according to", "a person familiar with it", "he"]
)
LINE = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
PARTS = st.one_of(
    LINE.map(lambda line: line + "."),
    LINE.map(str.upper),
    LINE.map(lambda line: f"• {line}"),
    LINE.map(lambda line: f"LONDON (Reuters) — {line}."),
    LINE.map(lambda line: f"„{line}“, «{line}», ‟{line}”, '{line}'"),
    LINE.map(lambda line: f"By {line.title()}"),
    LINE.map(lambda line: f"Photo: {line}"),
    st.lists(LINE, min_size=2, max_size=5).map(" | ".join),
    st.lists(st.integers(0, 10**12).map(str), min_size=2, max_size=9).map("\t".join),
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.text(alphabet="()[]{}<>|\\/*_#~^`\"'“”", max_size=40),
    st.sampled_from(
        [
            "😀" * 40,
            "👩‍👩‍👧‍👦 said 🇩🇪",
            "\u202eסגור הגשר\u202c",
            "الجسر مغلق",
            "橋は閉鎖された。",
            "e\u0301" * 30,
            "a" * 400,
        ]
    ),
)
PAGES = st.lists(PARTS, max_size=10).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", "\r\n", " ", "\u2028"]).map(lambda mark: mark.join(parts))
)

NEWS = (
    "Officials said on Monday that the old bridge had been closed. “Nobody was hurt,” said Anna Miller, an engineer. "
    "According to a report by the county, 12 lorries crossed it each hour. A person familiar with the plan said that "
    "it would be rebuilt next year. The mayor, Paul Stone, denied this.\n\n"
)


def spans_of(claim: ExtractedClaim) -> list[Span]:
    source = claim.source.spans if claim.source else ()
    return [*claim.content, *claim.cue, *source]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_a_page_of_anything_is_read_and_its_offsets_reproduce_the_quotes(page: str) -> None:
    for claim in extract(page).claims:
        assert all(one.end <= other.start for one, other in pairwise(claim.content))
        for span in spans_of(claim):
            quote = span.of(page)
            assert quote.strip() == quote
            assert page[span.start : span.start + len(quote)] == quote != ""


def read(text: str) -> list[tuple[str, str]]:
    """Who and what, of every attributed claim."""
    return [
        (claim.source.ref, claim.content[0].of(text)) for claim in extract(text).claims if claim.source is not None
    ]


@pytest.mark.parametrize(
    "noise",
    ["😀" * 400, "BREAKING NEWS FROM THE BRIDGE " * 30, "12 | 14 | 16\n" * 60, "橋は閉鎖された。" * 40, ")" * 500],
    ids=["emoji", "capitals", "table", "other script", "brackets"],
)
def test_noise_around_a_story_takes_nothing_from_it(noise: str) -> None:
    assert read(f"{noise}\n\n{NEWS}{noise}") == read(NEWS)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("German", "Der Minister sagte am Montag, dass die Brücke wegen Hochwasser geschlossen bleibe. "),
        ("French", "Le ministre a déclaré lundi que le pont resterait fermé à cause des inondations. "),
        ("Spanish", "El ministro dijo el lunes que el puente seguiría cerrado a causa de las inundaciones. "),
        ("Italian", "Il ministro ha detto lunedì che il ponte resterà chiuso a causa delle inondazioni. "),
        ("Dutch", "De minister zei maandag dat de brug wegens hoog water voorlopig gesloten blijft. "),
        ("Portuguese", "O ministro disse na segunda-feira que a ponte continuaria fechada por causa das cheias. "),
        ("Russian", "Министр сказал в понедельник, что мост останется закрытым из-за наводнения. "),
    ],
)
def test_another_language_gives_sentences_without_attribution_and_says_so(language: str, text: str) -> None:
    reading = extract(text * 4)
    assert _told(reading) == [(text.strip(), None)] * 4, language
    assert reading.language == "und"
    assert reading.notes == ("The text does not look English: it was read without attribution.",)


def _told(reading: Reading) -> list[tuple[str, object]]:
    return [(claim.statement, claim.source) for claim in reading.claims]


def test_english_with_names_of_another_language_is_english() -> None:
    text = "Müller, Präsident der Gesellschaft für Brückenbau, said that the Straße was closed. " * 4
    assert extract(text).language == "en"


def test_four_times_the_text_takes_about_four_times_as_long() -> None:
    def seconds(times: int) -> float:
        text = NEWS * times
        begun = time.process_time()
        extract(text)
        return time.process_time() - begun

    seconds(1)
    small, large = seconds(25), seconds(100)  # 10 kB and 40 kB
    assert large < 8 * small
