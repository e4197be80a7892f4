"""Attributions cut off from their words: quotation marks lost, or two sentences run together.

"A source familiar with the matter told me." takes the sentence before it. Where a paragraph without quotation
marks speaks in the first person, the sentences beside the attribution are the speaker's too.
"""

from claims.text.drafts import Draft
from claims.text.tokens import Tokens

FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me"})
GOES_ON = frozenset({"and", "but", "so", "because"})
_LONGEST = 12  # words beside cue and source in a sentence that is nothing but an attribution


def adopt(tokens: Tokens, drafts: list[Draft], inside: list[bool]) -> list[Draft]:
    """Give orphaned cues their sentences; cues that remain without words are dropped."""
    taken = _sentences_taken(tokens, drafts)
    kept = []
    for draft in drafts:
        if draft.head is None:
            kept.append(draft)
            continue
        if not draft.content and draft.rule == "bare" and _is_only_attribution(tokens, draft):
            _adopt_backwards(tokens, draft, taken, inside)
        if draft.content:
            if draft.rule in ("orphan", "inverted", "aside"):
                _adopt_forwards(tokens, draft, taken, inside)
            kept.append(draft)
    return kept


def _sentences_taken(tokens: Tokens, drafts: list[Draft]) -> set[int]:
    return {tokens.sentence[one] for draft in drafts for one in (draft.content or draft.cue)}


def _is_only_attribution(tokens: Tokens, draft: Draft) -> bool:
    if draft.speaker is None or draft.head is None or not draft.source:
        return False
    first, end = tokens.bounds(draft.head)
    rest = [one for one in range(first, end) if not tokens.is_punctuation(one)]
    rest = [one for one in rest if one not in draft.cue and one not in draft.source]
    return len(rest) <= 4 and len(draft.cue) <= 3  # noqa: PLR2004 - "told me last week"


def _adopt_backwards(tokens: Tokens, draft: Draft, taken: set[int], inside: list[bool]) -> None:
    number = tokens.sentence[draft.head or 0]
    paragraph = tokens.paragraph_of[number]
    earlier = number - 1
    while earlier >= 0 and tokens.paragraph_of[earlier] == paragraph and earlier not in taken:
        words = set(range(*tokens.sentences[earlier]))
        if any(inside[one] for one in words):
            break
        draft.content |= words
        taken.add(earlier)
        earlier -= 1
    if draft.content:
        draft.rule = "orphan"


def _adopt_forwards(tokens: Tokens, draft: Draft, taken: set[int], inside: list[bool]) -> None:
    """Sentences after "…, he told me." and around "For many of us, he said, …" that are his words too."""
    number = tokens.sentence[draft.head or 0]
    first, end = tokens.paragraph(draft.head or 0)
    if any(inside[first:end]):
        return
    for step in (1, -1):
        near = number + step
        if step < 0 and draft.rule == "orphan":
            continue
        while 0 <= near < len(tokens.sentences) and near not in taken:
            begin, stop = tokens.sentences[near]
            if not first <= begin < end or not _speaks_on(tokens, draft, begin, stop, step):
                break
            draft.content |= set(range(begin, stop))
            taken.add(near)
            near += step


def _speaks_on(tokens: Tokens, draft: Draft, begin: int, stop: int, step: int) -> bool:
    words = tokens.lower[begin:stop]
    if any(word in FIRST_PERSON for word in words):
        return True
    return step > 0 and words[0] in GOES_ON and draft.rule in ("orphan", "inverted")
