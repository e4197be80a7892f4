"""A wording that stands on its own beside the verbatim quote: names for pronouns, dates for “last month”.

Nothing is invented: each change is recorded with what it was read from, and what the article does not settle is left
as it is. The first person keeps its grammar and gets the speaker's name in brackets, once.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from claims.text.antecedents import Antecedent
from claims.text.dates import dated
from claims.text.records import Change, Span

_FIRST_PERSON = re.compile(r"\b(?:I|my|me|My)\b(?!\s*\[)")
_PRONOUN = re.compile(r"\b(he|she|him|her|his|He|She|His|Her)\b")

Resolve = Callable[[int], Antecedent | None]  # offset of a pronoun → whom it stands for


def self_contained(
    text: str,
    spans: Sequence[Span],
    *,
    speaker: str | None = None,
    speaker_at: Span | None = None,
    published_on: date | None = None,
    resolve: Resolve | None = None,
) -> tuple[str, tuple[Change, ...]]:
    """The statement of these words, and what was changed in them."""
    edits: list[tuple[int, int, str, Change]] = []
    for span in spans:
        words = span.of(text)
        if published_on is not None:
            edits += _dates(words, span.start, published_on)
        if resolve is not None:
            edits += _pronouns(words, span.start, resolve, known=_words_of(speaker or ""))
    if speaker and not _is_pronoun(speaker):
        edits += _first_person(text, spans, speaker, speaker_at)
    edits.sort(key=lambda edit: edit[0])
    return _written(text, spans, edits), tuple(change for *_, change in edits)


def _dates(words: str, offset: int, published_on: date) -> list[tuple[int, int, str, Change]]:
    return [
        (offset + found.start, offset + found.end, found.meaning,
         Change(words[found.start : found.end], found.meaning, "date", None))
        for found in dated(words, published_on)
    ]  # fmt: skip


def _words_of(name: str) -> set[str]:
    return {word.casefold() for word in name.split()[-1:]}


def _pronouns(words: str, offset: int, resolve: Resolve, *, known: set[str]) -> list[tuple[int, int, str, Change]]:
    edits = []
    for match in _PRONOUN.finditer(words):
        who = resolve(offset + match.start())
        if who is None or _is_pronoun(who.name):
            continue
        # Named already in these words, or the speaker in brackets: then the pronoun is clear as it stands.
        if _words_of(who.name) & (
            known | {word.casefold() for word in re.findall(r"[\w’'-]+", words[: match.start()])}
        ):
            continue
        known = known | _words_of(who.name)
        stated = f"{who.name}'s" if who.owns else who.name
        edits.append(
            (
                offset + match.start(),
                offset + match.end(),
                stated,
                Change(match.group(), stated, "pronoun", who.evidence),
            )
        )
    return edits


def _first_person(
    text: str, spans: Sequence[Span], speaker: str, speaker_at: Span | None
) -> list[tuple[int, int, str, Change]]:
    for span in spans:
        match = _FIRST_PERSON.search(span.of(text))
        if match:
            start, end = span.start + match.start(), span.start + match.end()
            stated = f"{match.group()} [{speaker}]"
            return [(start, end, stated, Change(match.group(), stated, "speaker", speaker_at))]
    return []


def _is_pronoun(name: str) -> bool:
    return bool(_PRONOUN.fullmatch(name)) or name.lower() in {"they", "it", "who", "i", "we"}


def _written(text: str, spans: Sequence[Span], edits: list[tuple[int, int, str, Change]]) -> str:
    parts = []
    for span in spans:
        at, piece = span.start, []
        for start, end, stated, _ in edits:
            if at <= start and end <= span.end:
                piece += [text[at:start], stated]
                at = end
        parts.append("".join([*piece, text[at : span.end]]).strip())
    words = " ".join(" ".join(part for part in parts if part).split())
    words = words.strip('“”"«» ').rstrip(",;:").strip()
    if not words:
        return " ".join(" ".join(span.of(text) for span in spans).split()) or "…"
    if words[-1] not in ".!?…":
        words += "."
    return words[0].upper() + words[1:]
