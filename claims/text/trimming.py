"""What the reporter adds to somebody's words in the same sentence, taken off again.

"He said he would pray, but did not name anybody": what comes after the comma is the reporter's.
Words in quotation marks are never taken off.
"""

from claims.text.drafts import Draft
from claims.text.tokens import SUBJECTS, Tokens

_REPORTED = frozenset({"complement", "rest", "final", "inverted", "aside"})
_ASIDE_MARKS = frozenset({"while", "whereas", "when", "as", "after", "before", "though", "although"})
_NEAR = 12  # words after the cue
_PAST = frozenset({"VBD"})


def trim(tokens: Tokens, drafts: list[Draft], inside: list[bool]) -> None:
    """Take the reporter's additions off the drafts' words, in place."""
    for draft in drafts:
        if draft.rule in _REPORTED and draft.head is not None and draft.content:
            for extra in (_contrast(tokens, draft), _own_act(tokens, draft), _circumstance(tokens, draft)):
                if extra and not any(inside[one] for one in extra) and len(extra) < len(draft.content):
                    draft.content -= extra


def _last_clause(tokens: Tokens, draft: Draft, root: int) -> set[int]:
    """The subtree of `root` if it ends the words of the draft and a comma or dash stands before it."""
    below = tokens.subtree(root)
    first = min(below)
    if first - 1 not in range(len(tokens)) or tokens.word[first - 1] not in (",", "—", "–", "-", "--"):
        return set()
    ends = max(one for one in draft.content if not tokens.is_punctuation(one))
    return below if max(one for one in below if not tokens.is_punctuation(one)) == ends else set()


def _contrast(tokens: Tokens, draft: Draft) -> set[int]:
    """ ", while her rival soared in the polls" at the end."""
    for token in draft.content:
        if tokens.lower[token] in _ASIDE_MARKS and token > (draft.head or 0):
            verb = tokens.head[token]
            if tokens.dep[verb] == "advcl" and (found := _last_clause(tokens, draft, verb)):
                return found
    return set()


def _circumstance(tokens: Tokens, draft: Draft) -> set[int]:
    """ "“No,” she told us when asked", "he said, wiping his face": how it was said, not what."""
    head = draft.head or 0
    if draft.rule not in ("inverted", "aside"):
        return set()
    found: set[int] = set()
    for token in draft.content:
        if token > head and tokens.dep[token] == "advcl" and token - head <= _NEAR:
            opens = tokens.lower[min(tokens.subtree(token))]
            if opens in _ASIDE_MARKS or (tokens.tag[token] == "VBG" and tokens.child(token, *SUBJECTS) is None):
                found |= tokens.subtree(token)
    return found


def _own_act(tokens: Tokens, draft: Draft) -> set[int]:
    """ "He said he would pray, but did not suggest …": the past tense of the telling, not of what is told."""
    head = draft.head or 0
    if tokens.tag[head] not in _PAST:
        return set()
    for token in draft.content:
        if token > head and tokens.dep[token] == "conj" and tokens.is_verb(token):
            told = tokens.head[token]
            if _is_past(tokens, token) and not _is_past(tokens, told) and tokens.child(token, *SUBJECTS) is None:
                below = tokens.subtree(token)
                return below | {one for one in tokens.children(told, "cc") if one < token}
    return set()


def _is_past(tokens: Tokens, verb: int) -> bool:
    helpers = [kid for kid in tokens.kids[verb] if tokens.dep[kid] in ("aux", "auxpass")]
    if helpers:
        return tokens.tag[helpers[0]] == "VBD"
    return tokens.tag[verb] == "VBD"
