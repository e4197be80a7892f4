"""What the reporter adds to somebody's words in the same sentence, taken off again.

"She said it was rigged, a charge that officials deny": what comes after the comma is the reporter's.
Words in quotation marks are never taken off.
"""

from claims.text.drafts import Draft
from claims.text.nounphrases import goes_on
from claims.text.tokens import SUBJECTS, Tokens

_REPORTED = frozenset({"complement", "rest", "final", "inverted", "aside"})
_AROUND = frozenset({"aside", "final"})
_ASIDE_MARKS = frozenset({"while", "whereas", "when", "as", "after", "before", "though", "although"})
_SAID = frozenset(
    {"said", "says", "say", "told", "added", "argued", "noted", "accused", "warned", "replied", "called"}
)
_SUMS_UP = frozenset(
    {
        *("charge", "claim", "accusation", "allegation", "assertion", "comment", "remark", "reference", "statement"),
        *("acknowledgment", "acknowledgement", "admission", "move", "step", "sign", "figure", "number"),
        *("drop", "rise", "increase", "decline", "idea", "notion", "view", "position", "term", "phrase", "nod"),
    }
)
_NEAR = 12  # words after the cue
_MARKS = frozenset({",", "-", "--", "–", "—"})
_OPENINGS = frozenset(
    [
        *(("to", "which"), ("to", "whom"), ("except", "that"), ("the", "latter"), ("as", "has"), ("as", "did")),
        *(("even", "as"), ("even", "though")),
    ]
)


def trim(tokens: Tokens, drafts: list[Draft], inside: list[bool]) -> None:
    """Take the reporter's additions off the drafts' words, in place."""
    for draft in drafts:
        if draft.head is None or not draft.content:
            continue
        for find in _ADDITIONS if draft.rule in _REPORTED else _AFTER_ACTS:
            extra = find(tokens, draft)
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


def _afterthought(tokens: Tokens, draft: Draft) -> set[int]:
    """ ", which would give the police more time", ", who leads in the polls" at the end: background."""
    for token in draft.content:
        if token > (draft.head or 0) and tokens.dep[token] == "relcl":
            below = _last_clause(tokens, draft, token)
            if below and tokens.tag[min(below)] in ("WDT", "WP", "WRB", "IN", "WP$"):
                return below
    return set()


def _summed_up(tokens: Tokens, draft: Draft) -> set[int]:
    """ "that it was rigged, a charge that officials deny", "…, to which she replied": the reporter goes on."""
    words = sorted(one for one in draft.content if one > (draft.head or 0))
    for place, token in enumerate(words[:-2]):
        if tokens.word[token] in _MARKS and _goes_on(tokens, token + 1):
            return set(words[place:])
    return set()


def _goes_on(tokens: Tokens, first: int) -> bool:
    if tokens.lower[first] == "despite" or tuple(tokens.lower[first : first + 2]) in _OPENINGS:
        return True
    noun = tokens.head[first]
    return (
        tokens.lower[first] in ("a", "an")
        and tokens.lower[noun] in _SUMS_UP
        and bool(tokens.children(noun, "relcl", "acl", "prep"))
    )


def _apposed(tokens: Tokens, draft: Draft) -> set[int]:
    """ "referring to Ann Lee, the head of the firm": who that is, for the reader."""
    for token in draft.content:
        if token > (draft.head or 0) and tokens.dep[token] == "appos":
            below = _last_clause(tokens, draft, token)
            if below:
                return below
    return set()


def _told_by_another(tokens: Tokens, draft: Draft) -> set[int]:
    """ "…, and more than 4 in 10 said Roe would be best": the next report."""
    for token in draft.content:
        if token > (draft.head or 0) and tokens.dep[token] == "conj" and tokens.lower[token] in _SAID:
            if tokens.child(token, *SUBJECTS) is None and tokens.tag[token] != tokens.tag[draft.head or 0]:
                continue
            below = tokens.subtree(token)
            return below | {one for one in tokens.children(tokens.head[token], "cc") if one < token}
    return set()


def _carried_on(tokens: Tokens, draft: Draft) -> set[int]:
    """ "He insists that it will go on and refuses to answer": the cue goes on, not the words."""
    head = draft.head or 0
    for token in sorted(draft.content):
        if token > head and tokens.dep[token] == "conj" and goes_on(tokens, token, head):
            joint = [one for one in tokens.children(tokens.head[token], "cc") if one < token]
            first = joint[-1] if joint else token
            return {one for one in draft.content if one >= first}
    return set()


def _setting(tokens: Tokens, draft: Draft) -> set[int]:
    """ "While most were released, two were held, according to an official": what the sentence is set against."""
    first = min(draft.content)
    if draft.rule not in _AROUND or tokens.lower[first] not in _ASIDE_MARKS or first != tokens.bounds(first)[0]:
        return set()
    verb = tokens.head[first]
    below = tokens.subtree(verb)
    return below if tokens.dep[verb] == "advcl" and below < draft.content else set()


_ADDITIONS = (_circumstance, _afterthought, _summed_up, _told_by_another, _carried_on, _setting)
_AFTER_ACTS = (_afterthought, _summed_up, _apposed)
