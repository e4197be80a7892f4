"""A wording that stands on its own beside the verbatim quote: names for pronouns, dates for “last month”.

Nothing is invented: each change is recorded with what it was read from and where it stands in the statement, so that
`undone` gives the quote back; what the article does not settle is left as it is. The first person keeps its grammar
and gets the speaker's name in brackets, once.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from claims.text.antecedents import MEANT, Antecedent, Speaker
from claims.text.dates import dated
from claims.text.records import Change, Span

_SINGULAR = re.compile(r"\b(?:I|my|me|My)\b(?!\s*\[)")
_PLURAL = re.compile(r"\b(?:we|our|us|We|Our)\b(?!\s*\[)")
_PRONOUN = re.compile(r"(?i)(?:he|she|him|her|his|they|it|who|i|we)")

Resolve = Callable[[int, Speaker | None], Antecedent | None]  # where the words stand, who speaks → whom they mean
Edit = tuple[int, int, Change]  # offsets in the article


def self_contained(
    text: str,
    spans: Sequence[Span],
    *,
    speaker: Speaker | None = None,
    speaks_as_body: bool = False,
    published_on: date | None = None,
    resolve: Resolve | None = None,
) -> tuple[str, tuple[Change, ...]]:
    """The statement of these words, and what was changed in them.

    `speaks_as_body`: the speaker is an organisation, so that “we” is it. Without `published_on` no date is changed.
    """
    if speaker is not None and _PRONOUN.fullmatch(speaker.name):
        speaker = None
    edits: list[Edit] = []
    for span in spans:
        if published_on is not None:
            edits += _dates(span.of(text), span.start, published_on)
        if resolve is not None:
            edits += _meant(span.of(text), span.start, resolve, speaker, {one for *_, one in edits})
    if speaker is not None:
        edits += _first_person(text, spans, speaker, _PLURAL if speaks_as_body else _SINGULAR)
    return _written(text, spans, _apart(edits))


def undone(statement: str, changes: Sequence[Change]) -> str:
    """The statement with every change taken back."""
    for change in sorted(changes, key=lambda one: -one.at):
        statement = statement[: change.at] + change.quoted + statement[change.at + len(change.stated) :]
    return statement


def _dates(words: str, offset: int, published_on: date) -> list[Edit]:
    return [
        (
            offset + found.start,
            offset + found.end,
            Change(words[found.start : found.end], found.meaning, "date", None),
        )
        for found in dated(words, published_on)
    ]


def _meant(words: str, offset: int, resolve: Resolve, speaker: Speaker | None, made: set[Change]) -> list[Edit]:
    edits: list[Edit] = []
    known = {_key(change.stated) for change in made}
    if speaker is not None and speaker.is_quoted:
        known.add(_key(speaker.name))  # stands in brackets behind "I"
    for match in MEANT.finditer(words):
        found = resolve(offset + match.start(), speaker)
        if found is None or _PRONOUN.fullmatch(found.name):
            continue
        # Named already in these words: then it is clear as it stands.
        key = _key(found.name)
        if key in known or key in {word.casefold() for word in re.findall(r"[\w’'-]+", words[: match.start()])}:
            continue
        known.add(key)
        stated = f"{found.name}'s" if found.owns else found.name
        reason = "organisation" if match.group()[:3].lower() == "the" and " " in match.group() else "pronoun"
        change = Change(match.group(), stated, reason, found.evidence)
        edits.append((offset + match.start(), offset + match.end(), change))
    return edits


def _key(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].removesuffix("'s").casefold() if name.split() else ""


def _first_person(text: str, spans: Sequence[Span], speaker: Speaker, person: re.Pattern[str]) -> list[Edit]:
    for span in spans:
        match = person.search(span.of(text))
        if match:
            start, end = span.start + match.start(), span.start + match.end()
            stated = f"{match.group()} [{speaker.name}]"
            return [(start, end, Change(match.group(), stated, "speaker", speaker.evidence))]
    return []


def _apart(edits: Sequence[Edit]) -> list[Edit]:
    """In the order of the text; of two that overlap the first."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda one: one[:2]):
        if not found or found[-1][1] <= edit[0]:
            found.append(edit)
    return found


def _written(text: str, spans: Sequence[Span], edits: Sequence[Edit]) -> tuple[str, tuple[Change, ...]]:
    pieces: list[str | Change] = []
    for span in spans:
        at = span.start
        for start, end, change in edits:
            if at <= start and end <= span.end:
                pieces += [text[at:start], change]
                at = end
        pieces += [text[at : span.end], " "]
    return _finished(_joined(pieces), text, spans)


def _joined(pieces: Sequence[str | Change]) -> tuple[str, list[Change]]:
    """One line with single spaces, without marks around it, and where in it each change stands."""
    line, changes = "", []
    for piece in pieces:
        if isinstance(piece, Change):
            changes.append(replace(piece, quoted=_one_line(piece.quoted), at=len(line)))
            line += piece.stated
            continue
        words = re.sub(r"\s+", " ", piece)
        if not line or line.endswith(" "):
            words = words.lstrip()
        line += words if line else words.lstrip('“”"«» ')
    return line, changes


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def _finished(joined: tuple[str, list[Change]], text: str, spans: Sequence[Span]) -> tuple[str, tuple[Change, ...]]:
    """With a capital at the front and a full stop at the end."""
    line, changes = joined
    last = changes[-1].at + len(changes[-1].stated) if changes else 0
    line = line[:last] + line[last:].rstrip('“”"«» ').rstrip(",;: ")
    if not line:
        return _one_line(" ".join(span.of(text) for span in spans)).strip() or "…", ()
    line += "" if line[-1] in ".!?…" else "."
    if changes and changes[0].at == 0:
        changes[0] = replace(changes[0], stated=_capital(changes[0].stated))
    return _capital(line), tuple(changes)


def _capital(words: str) -> str:
    """The first letter large, where that is one letter for one ("ß" has none)."""
    large = words[:1].upper()
    return large + words[1:] if len(large) == 1 else words
