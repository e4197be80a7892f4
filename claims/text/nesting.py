"""Attributions inside what another attribution tells, and chains of them.

"The board had fired him, the company said, according to two people": the inner report keeps its own source and
names the outer one as its parent. What merely hangs in the wrong place of the parse is moved out first:
"…, noting that", "… and added" go on with the outer speaker.
"""

from claims.text.drafts import Draft
from claims.text.nounphrases import goes_on
from claims.text.tokens import SUBJECTS, Tokens

_CHAINED = frozenset({"complement", "rest", "final", "inverted", "aside", "according", "bare", "orphan"})
_RELAYING = frozenset({"according", "aside", "final"})
_BESIDE = _RELAYING | {"inverted"}
CHAIN = 0.6  # the share of the outer words that an inner report must be, for the two to be links of one chain
_SAME = frozenset({"he", "she", "they", "it"})
_SHARES = frozenset({"percent", "%", "half", "majority", "third", "thirds", "quarter", "quarters", "most"})
_GOES_ON = frozenset({"advcl", "conj"})


def untangle(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Move continued reports out of the words of the report before; their speaker is the same."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.head is not None:
            by_sentence.setdefault(tokens.sentence[draft.head], []).append(draft)
    for group in by_sentence.values():
        for inner in group:
            for outer in group:
                if inner is not outer and _continues(tokens, inner, outer):
                    _move_out(tokens, inner, outer)
    for draft in drafts:
        if draft.rule in _RELAYING:
            _relay(tokens, draft, by_sentence.get(tokens.sentence[draft.head or 0], []))
    return drafts


def _relay(tokens: Tokens, relay: Draft, group: list[Draft]) -> None:
    """ "The board fired him, the company said, according to two people": the two people tell of the company's word.

    Of two cues that stand beside words in the same way, neither tells of the other.
    """
    said = relay.cue | relay.source
    for other in group:
        if relay.rule != "according" and other.rule in _BESIDE:
            continue
        if other is not relay and other.head in relay.content and said & other.content:
            other.content -= tokens.subtree(min(relay.cue)) | said


def _continues(tokens: Tokens, inner: Draft, outer: Draft) -> bool:
    head = inner.head
    if head is None or outer.head is None or head <= outer.head or head not in outer.content:
        return False
    if tokens.dep[head] not in _GOES_ON:
        return False
    return (tokens.dep[head] == "conj" and goes_on(tokens, head, outer.head)) or _reports_on(
        tokens, head, inner, outer
    )


def _reports_on(tokens: Tokens, head: int, inner: Draft, outer: Draft) -> bool:
    if outer.head is None:
        return False
    own = tokens.child(head, *SUBJECTS)
    if tokens.tag[head] == "VBG" and own is None:
        joined = tokens.lower[head - 1] in ("and", "but") and tokens.tag[outer.head] == "VBG"
        return joined or tokens.lower[head - 1] in (",", "—", "-", "–", '"')  # "is acting and showing" is one report
    if not inner.frames & {"that", "aside"} or "weak" in inner.frames:
        return False
    same = tokens.tag[head] in ("VBD", "VBZ", "VBP") and tokens.tag[outer.head] == tokens.tag[head]
    if own is None or not same:
        return same and own is None and tokens.dep[head] == "conj"
    first = min(tokens.subtree(head))
    while_clause = tokens.dep[head] == "advcl" and tokens.lower[first] in ("while", "whereas", "though", "although")
    return while_clause or (tokens.dep[head] == "conj" and tokens.lower[first - 1] in ("and", "but", ";"))


def _move_out(tokens: Tokens, inner: Draft, outer: Draft) -> None:
    if inner.head is None:
        return
    leaving = tokens.subtree(inner.head) | inner.cue | inner.content
    outer.content -= leaving
    if tokens.child(inner.head, *SUBJECTS) is None:
        inner.source, inner.speaker = set(outer.source), outer.speaker


def nest(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Name each nested report's parent; weak attributions inside another's words are dropped."""
    by_token: dict[int, Draft] = {}
    for draft in sorted(drafts, key=lambda one: -len(one.content)):
        for token in draft.content:
            by_token[token] = draft
    kept = []
    for draft in drafts:
        outer = by_token.get(draft.head) if draft.head is not None else None
        if outer is None or outer is draft:
            kept.append(draft)
        elif _is_chain(draft, outer) and not _is_own_word(tokens, draft, outer):
            draft.parent = outer
            kept.append(draft)
    return kept


def _is_own_word(tokens: Tokens, draft: Draft, outer: Draft) -> bool:
    """ "He said he did not recall …", "a poll found that 72 percent said …": one speaker, not two."""
    if draft.speaker is None:
        return True
    if tokens.lower[draft.speaker] in _SAME and outer.rule != "according":
        return True
    counted = any(tokens.lower[one] in _SHARES for one in draft.source)
    return counted and "found" in outer.frames


def _is_chain(draft: Draft, outer: Draft) -> bool:
    if draft.rule == "noun" and outer.rule == "object":
        return draft.speaker is not None  # "She rejected Mr. Brandt's claim that …"
    return (
        draft.rule in _CHAINED
        and not draft.frames & {"weak", "found", "asked"}
        and outer.rule in _CHAINED
        and draft.content != outer.content
        and len(draft.content) >= CHAIN * len(outer.content - draft.cue - draft.source)
        and bool(draft.source)
    )
