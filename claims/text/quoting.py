"""Which attribution a quotation belongs to."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter

from claims.text.drafts import Draft
from claims.text.nounphrases import phrase
from claims.text.quotes import DASHES, quotations
from claims.text.records import Span
from claims.text.tokens import FINITE, Tokens

SHORT = 3  # words; a shorter quotation beside no cue only sets a word apart
_SPEECH = frozenset({"complement", "rest", "final", "inverted", "aside", "bare", "according", "name", "signed"})
_ACTS = frozenset({"object", "preposition", "infinitive"})
_LEADS_ON = frozenset({"including", "included", "and", "also", "but", "because", "like", "as", "of", "with"})
_TOLD = frozenset({"complement", "inverted", "aside", "rest"})

Range = tuple[int, int]


def quoted_ranges(tokens: Tokens) -> list[Range]:
    """Token ranges of the quotations, marks included, in the order of the text."""
    found: list[Range] = []
    for first, end in tokens.paragraphs:
        paragraph = Span(tokens.start[first], tokens.end[end - 1])
        if (
            '"' not in tokens.text[paragraph.start : paragraph.end]
            and "'" not in tokens.text[paragraph.start : paragraph.end]
        ):
            continue
        at = first
        for quote in quotations(tokens.text, paragraph):
            while at < end and tokens.end[at] <= quote.start:
                at += 1
            opened = at
            while at < end and tokens.start[at] < quote.end:
                at += 1
            if at > opened:
                found.append((opened, at))
    return found


def inside_quotation(tokens: Tokens, ranges: Sequence[Range]) -> list[bool]:
    """For each token whether it stands in a quotation of more than a few words."""
    inside = [False] * len(tokens)
    for first, end in ranges:
        if end - first > SHORT:
            inside[first:end] = [True] * (end - first)
    return inside


def attach(tokens: Tokens, ranges: Sequence[Range], drafts: list[Draft]) -> list[Draft]:
    """Give every quotation to the attribution it belongs to; drafts left without words are dropped.

    Returns drafts in the order of the text, with those for quotations that stand alone.
    """
    by_paragraph: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.head is not None and draft.rule in _SPEECH:
            by_paragraph.setdefault(tokens.paragraph_of[tokens.sentence[draft.head]], []).append(draft)
    alone: list[Draft] = []
    _complete_acts(tokens, ranges, drafts)
    for quote in ranges:
        number = tokens.paragraph_of[tokens.sentence[quote[0]]]
        near = by_paragraph.get(number, [])
        owner = _owner(tokens, quote, near) or _announced(tokens, quote, by_paragraph.get(number - 1, []))
        if owner is not None:
            _take(tokens, owner, quote)
        elif (introduced := _introduced(tokens, quote)) is not None:
            alone.append(introduced)
        elif (earlier := _carried_over(tokens, quote, by_paragraph, number)) is not None:
            _take(tokens, earlier, quote)
            by_paragraph.setdefault(number, []).append(earlier)
        elif quote[1] - quote[0] > SHORT + 2 and _stands_alone(tokens, quote):
            floating = _floating(tokens, quote, near, by_paragraph.get(number - 1, []))
            if floating is not None:
                alone.append(floating)
    _leave_narrations(tokens, drafts, ranges)
    return [*drafts, *alone]


def _complete_acts(tokens: Tokens, ranges: Sequence[Range], drafts: list[Draft]) -> None:
    """ "described it as “the best, not only here, but anywhere”": a quotation is taken whole or not at all."""
    for draft in drafts:
        if draft.rule not in _ACTS or not draft.content:
            continue
        at = bisect_left(ranges, min(draft.content), key=itemgetter(1))
        while at < len(ranges) and ranges[at][0] <= max(draft.content):
            if draft.content & set(range(*ranges[at])):
                _take(tokens, draft, ranges[at])
            at += 1


def _leave_narrations(tokens: Tokens, drafts: list[Draft], ranges: Sequence[Range]) -> None:
    marked = _covered(len(tokens), ranges)
    for draft in drafts:
        if not draft.quoted or draft.rule not in ("inverted", "aside"):
            continue
        _leave_narration(tokens, draft, marked)
        _leave_sequel(tokens, draft, marked)


def _covered(size: int, ranges: Sequence[Range]) -> list[bool]:
    marked = [False] * size
    for first, end in ranges:
        marked[first:end] = [True] * (end - first)
    return marked


def _leave_narration(tokens: Tokens, draft: Draft, marked: list[bool]) -> None:
    """For "He looked up. “It is over,” he said" run together: a whole quotation before the cue is all of it."""
    head = draft.head or 0
    before = sorted(one for one in draft.content if one < head)
    opening = [one for one in before if marked[one] and (one == 0 or not marked[one - 1])]
    if not opening or opening[-1] == before[0] or not marked[before[-1]]:
        return
    first = opening[-1]
    whole = tokens.word[first + 1][:1].isupper() and any(tokens.tag[one] in FINITE for one in before if one > first)
    if whole and tokens.sentence[before[0]] == tokens.sentence[first]:
        draft.content -= {one for one in before if one < first and not marked[one]}


def _leave_sequel(tokens: Tokens, draft: Draft, marked: list[bool]) -> None:
    """For "“Follow us,” she said, and the boys trailed behind": after words in marks the reporter goes on.

    Likewise "critics, including, he said, “politicians who tweet”": a half sentence before the cue is the reporter's.
    """
    head = draft.head or 0
    before = [one for one in draft.content if one < head]
    after = [one for one in draft.content if one > head and tokens.sentence[one] == tokens.sentence[head]]
    is_marked = [one for one in before if marked[one]]
    if before and is_marked and marked[max(before)] and not any(marked[one] for one in after):
        draft.content -= set(after)
    leads = [one for one in before if not tokens.is_punctuation(one)]
    if leads and not is_marked and tokens.lower[max(leads)] in _LEADS_ON and marked[min(after, default=head)]:
        draft.content -= set(before)


def _carried_over(tokens: Tokens, quote: Range, by_paragraph: dict[int, list[Draft]], number: int) -> Draft | None:
    """A paragraph that is nothing but a quotation goes on with the one that ended the paragraph before."""
    first, end = tokens.paragraphs[number]
    if quote[0] != first or quote[1] < end - 1 or by_paragraph.get(number):
        return None
    before = [draft for draft in by_paragraph.get(number - 1, []) if draft.quoted]
    return before[-1] if before else None


def _announced(tokens: Tokens, quote: Range, before: list[Draft]) -> Draft | None:
    """For a paragraph that ends "He told the audience:", with the quotation in the next one."""
    first = tokens.paragraph(quote[0])[0]
    if first == 0 or quote[0] != first or tokens.word[first - 1] != ":":
        return None
    here = tokens.sentence[first - 1]
    found = [one for one in before if one.head is not None and tokens.sentence[one.head] == here and not one.quoted]
    return found[-1] if found else None


def _take(tokens: Tokens, draft: Draft, quote: Range) -> None:
    words = set(range(*quote)) - draft.cue - draft.source
    draft.content |= words
    first, end = tokens.bounds(quote[0])
    if (
        draft.head is not None
        and not first <= draft.head < end
        and (quote[1] - quote[0]) * 2 > end - first >= quote[1] - quote[0]
    ):
        draft.content |= set(range(first, end)) - draft.cue - draft.source
    draft.quoted += sum(not tokens.is_punctuation(one) for one in words)


def _owner(tokens: Tokens, quote: Range, near: list[Draft]) -> Draft | None:
    members = set(range(*quote))
    sharing = [draft for draft in near if draft.content & members]
    if sharing:
        return max(sharing, key=lambda draft: len(draft.content & members))
    if run_into := [draft for draft in near if draft.content and max(draft.content) == quote[0] - 1]:
        return run_into[-1]
    return _beside(tokens, quote, near)


def _beside(tokens: Tokens, quote: Range, near: list[Draft]) -> Draft | None:
    first, last = tokens.sentence[quote[0]], tokens.sentence[quote[1] - 1]
    beside = [
        draft for draft in near if draft.head is not None and first - 1 <= tokens.sentence[draft.head] <= last + 1
    ]
    touching = [draft for draft in beside if _touches(tokens, draft, quote)]
    if touching:
        return min(touching, key=lambda draft: _distance(draft, quote))
    same = [
        draft
        for draft in beside
        if first <= tokens.sentence[draft.head or 0] <= last
        and (draft.rule == "bare" or (draft.rule == "inverted" and draft.quoted and (draft.head or 0) < quote[0]))
    ]
    if same and quote[1] - quote[0] > SHORT + 2:
        return min(same, key=lambda draft: _distance(draft, quote))
    if quote[1] - quote[0] <= SHORT + 2:
        return None
    earlier = [
        draft
        for draft in near
        if draft.head is not None and draft.head < quote[0] and (draft.quoted or _is_told(draft))
    ]
    if not earlier or not (_stands_alone(tokens, quote) or _fills(tokens, quote, near)):
        return None
    main = [draft for draft in earlier if tokens.dep[draft.head or 0] == "ROOT"]
    return (main or earlier)[-1]


def _is_told(draft: Draft) -> bool:
    """Whether a quotation in the next sentence may go on with what the draft tells in other words."""
    return draft.rule in _TOLD and not draft.frames & {"weak", "found", "asked"}


def _fills(tokens: Tokens, quote: Range, near: list[Draft]) -> bool:
    """Whether a sentence without a cue is for the greater part this quotation: it is all the speaker's."""
    number = tokens.sentence[quote[0]]
    first, end = tokens.sentences[number]
    if quote[1] > end or any(draft.head is not None and first <= draft.head < end for draft in near):
        return False
    return (quote[1] - quote[0]) * 2 > end - first


def _distance(draft: Draft, quote: Range) -> int:
    head = draft.head or 0
    return head - quote[1] if head >= quote[1] else quote[0] - head


def _touches(tokens: Tokens, draft: Draft, quote: Range) -> bool:
    """Whether only cue, source, marks and a few words stand between cue and quotation."""
    head = draft.head or 0
    gap = range(quote[1], head) if head >= quote[1] else range(head + 1, quote[0])
    free = [one for one in gap if one not in draft.cue and one not in draft.source]
    words = sum(not tokens.is_punctuation(one) for one in free)
    ends = any(tokens.lower[one] in (".", "?", "!") for one in free)
    if ends or (head >= quote[1] and _is_complete(tokens, quote)):
        return False
    colon = bool(free) and tokens.lower[free[-1]] == ":"
    return words <= 2 or (colon and words <= 12)  # noqa: PLR2004 - "told reporters Monday", "said in a statement on X:"


def _introduced(tokens: Tokens, quote: Range) -> Draft | None:
    """A quotation after a colon with no cue in sight: "From the report: “…”", "He listed the qualities: “…”"."""
    colon = quote[0] - 1
    if colon < 1 or tokens.word[colon] != ":" or quote[1] - quote[0] <= SHORT + 2:
        return None
    first = tokens.bounds(colon)[0]
    if colon - first < 1:
        return None
    speaker, verb = _introducer(tokens, first, colon)
    if speaker is None:
        return None
    source = {one for one in phrase(tokens, speaker) if first <= one < colon}
    cue = {colon} if verb is None else {colon, verb} - source
    words = set(range(*quote))
    return Draft("introduced", colon, cue, words, source, speaker, frozenset({"that", "aside"}), None, len(words))


def _introducer(tokens: Tokens, first: int, colon: int) -> tuple[int | None, int | None]:
    """Who introduces the quotation, and the verb that says how: "She gave a snappy retort: “…”"."""
    if tokens.tag[colon - 1] == "NNP" and any(tokens.word[one] in DASHES for one in range(first, colon)):
        return colon - 1, None  # "… - Jane Roe: “…”"
    found = next((one for one in range(first, colon) if tokens.dep[one] == "nsubj"), None)
    if found is not None:
        verb = tokens.head[found]
        return found, verb if found < verb < colon and tokens.is_verb(verb) else None
    nouns = [one for one in range(first, colon) if tokens.tag[one].startswith("NN")]
    return (nouns[-1] if nouns else None), None


def _stands_alone(tokens: Tokens, quote: Range) -> bool:
    """Whether the quotation is whole sentences with nothing else in them: no title, no words set apart."""
    first, end = tokens.sentences[tokens.sentence[quote[0]]][0], tokens.sentences[tokens.sentence[quote[1] - 1]][1]
    rest = [*range(first, quote[0]), *range(quote[1], end)]
    return sum(not tokens.is_punctuation(one) for one in rest) <= 1


def _is_complete(tokens: Tokens, quote: Range) -> bool:
    """A quotation that ends with a full stop is not followed by its cue: that would want a comma."""
    last = [tokens.word[one] for one in range(max(quote[0], quote[1] - 3), quote[1])]
    return last[-1:] == ['"'] and last[-2:-1] == ["."]


def _floating(tokens: Tokens, quote: Range, near: list[Draft], before: list[Draft]) -> Draft | None:
    """A quotation with no cue of its own: the last speaker's, of this paragraph or the one before."""
    last = [draft for draft in near if (draft.head or 0) < quote[0]] or before
    speakers = [draft for draft in last if draft.speaker is not None and draft.content]
    if not speakers:
        return None
    spoken = speakers[-1]
    words = set(range(*quote))
    return Draft("floating", None, set(), words, set(spoken.source), spoken.speaker, spoken.frames, None, len(words))
