"""Attributions cut off from their words: quotation marks lost, or two sentences run together.

"A source familiar with the matter told me." takes the sentence before it. Where a paragraph without quotation
marks speaks in the first person, the sentences beside the attribution are the speaker's too.
"""

from claims.text.drafts import Draft
from claims.text.tokens import Tokens

FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me"})
GOES_ON = frozenset({"and", "but", "so", "because"})
_STRONG = frozenset({"complement", "rest", "final", "inverted", "aside", "bare", "according", "orphan"})
_NOT_ALONE = frozenset({"found", "weak"})  # "He showed." takes nothing from the sentence before
_SHORT = 9  # words of a sentence that may end a paragraph as the rest of a quotation


def adopt(tokens: Tokens, drafts: list[Draft], inside: list[bool]) -> list[Draft]:
    """Give orphaned cues their sentences; cues that remain without words are dropped."""
    taken = _sentences_taken(tokens, drafts)
    kept = []
    for draft in drafts:
        if draft.head is None:
            kept.append(draft)
            continue
        if not draft.content and draft.rule == "bare" and _is_only_attribution(tokens, draft):
            _adopt_backwards(tokens, draft, drafts, taken, inside)
        if draft.content and not (draft.rule == "bare" and draft.speaker is None):
            if draft.rule in ("orphan", "inverted", "aside", "complement") and not draft.frames & _NOT_ALONE:
                _adopt_forwards(tokens, draft, taken, inside)
            kept.append(draft)
    return kept


def _sentences_taken(tokens: Tokens, drafts: list[Draft]) -> set[int]:
    strong = (draft for draft in drafts if draft.rule in _STRONG)
    return {tokens.sentence[one] for draft in strong for one in (draft.content or draft.cue)}


def _is_only_attribution(tokens: Tokens, draft: Draft) -> bool:
    if draft.speaker is None or draft.head is None or not draft.source:
        return False
    busy = draft.frames & _NOT_ALONE or "that" not in draft.frames or tokens.children(draft.head, "xcomp", "dobj")
    if busy and tokens.lower[draft.head] != "told":
        return False
    first, end = tokens.bounds(draft.head)
    rest = [one for one in range(first, end) if not tokens.is_punctuation(one)]
    rest = [one for one in rest if one not in draft.cue and one not in draft.source]
    return len(rest) <= 4 and len(draft.cue) <= 3  # noqa: PLR2004 - "told me last week"


def _adopt_backwards(tokens: Tokens, draft: Draft, drafts: list[Draft], taken: set[int], inside: list[bool]) -> None:
    number = tokens.sentence[draft.head or 0]
    paragraph = tokens.paragraph_of[number]
    earlier = number - 1
    while earlier >= 0 and tokens.paragraph_of[earlier] == paragraph:
        if earlier in taken and (draft.content or _ends_with_cue(tokens, earlier, drafts)):
            break
        words = set(range(*tokens.sentences[earlier]))
        if any(inside[one] for one in words):
            break
        draft.content |= words
        taken.add(earlier)
        earlier -= 1
    if draft.content:
        draft.rule = "orphan"


def _ends_with_cue(tokens: Tokens, sentence: int, drafts: list[Draft]) -> bool:
    """Whether a sentence has an attribution of its own at the top, and not only inside what it tells."""
    first, end = tokens.sentences[sentence]
    return any(
        draft.rule in _STRONG
        and draft.head is not None
        and first <= draft.head < end
        and (tokens.head[draft.head] == draft.head or draft.rule in ("according", "aside"))
        for draft in drafts
    )


def _adopt_forwards(tokens: Tokens, draft: Draft, taken: set[int], inside: list[bool]) -> None:
    """Sentences after "…, he told me." and around "For many of us, he said, …" that are his words too."""
    number = tokens.sentence[draft.head or 0]
    first, end = tokens.paragraph(draft.head or 0)
    if any(inside[first:end]):
        return
    went_on = False
    for step in (1, -1):
        near = number + step
        if step < 0 and (draft.rule == "orphan" or "me" in tokens.lower[first : draft.head]):
            continue
        if step < 0 and draft.rule == "complement" and not went_on:
            continue
        while 0 <= near < len(tokens.sentences) and near not in taken:
            begin, stop = tokens.sentences[near]
            if not first <= begin < end or not _speaks_on(tokens, draft, begin, stop, step):
                break
            draft.content |= set(range(begin, stop))
            taken.add(near)
            went_on = True
            near += step


def _speaks_on(tokens: Tokens, draft: Draft, begin: int, stop: int, step: int) -> bool:
    words = tokens.lower[begin:stop]
    if any(word in FIRST_PERSON for word in words):
        return step < 0 or draft.rule != "complement" or "i" in words
    if step < 0:
        return False
    if words[0] in GOES_ON:
        return draft.rule in ("orphan", "inverted")
    ends = stop == tokens.paragraph(begin)[1]
    return ends and len(words) <= _SHORT and draft.rule == "complement" and _is_lost_quotation(tokens, draft)


def _is_lost_quotation(tokens: Tokens, draft: Draft) -> bool:
    """ "saying this is very sad to me": the first person with no "that" before it was once in marks."""
    words = [tokens.lower[one] for one in sorted(draft.content)]
    return words[0] != "that" and any(word in FIRST_PERSON for word in words)
