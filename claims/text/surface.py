"""Words that an attributing verb attributes where the parse has gone astray: rules that look at the order of words."""

from claims.text.lexicon import Verb
from claims.text.tokens import FINITE, SUBJECTS, Tokens

NEAR = 5  # words between a verb and its auxiliary or particle
_NO_ASIDE = frozenset({"that", "and", "but", "or", "who", "which", "to", "by", "with", "as", "it", "if", "because"})
Found = tuple[str, set[int]]  # the rule's name and the words
NOTHING: Found = ("", set())
_COMPLETES = frozenset({"dobj", "attr", "acomp", "xcomp", "ccomp", "auxpass"})
_BEGINS_CLAUSE = frozenset({"NNP", "NNPS", "DT", "NN", "NNS", "JJ", "PRP$", "CD", "PRP", "EX", "$", "JJR", "VBG"})


def final(  # noqa: PLR0911 - each return is one reason against
    tokens: Tokens, verb: int, entry: Verb, speaker: int | None
) -> Found:
    """For "X, campaign records show." at the end of a sentence, whatever the parse makes of the cue."""
    first, end = tokens.bounds(verb)
    after = [one for one in range(verb + 1, end) if not tokens.is_punctuation(one)]
    if len(after) > NEAR or any(tokens.tag[one] in FINITE or tokens.lower[one] == "that" for one in after):
        return NOTHING
    if '"' in tokens.word[verb:end]:
        return NOTHING
    if tokens.children(verb, "ccomp") and tokens.is_verb(verb) and tokens.child(verb, "nsubj") is not None:
        return NOTHING
    comma = next((one for one in range(verb - 1, max(first, verb - 2 * NEAR), -1) if tokens.word[one] == ","), None)
    if comma is None or comma == verb - 1 or comma <= first + 1:
        return NOTHING
    between = range(comma + 1, verb)
    if any(tokens.tag[one] in FINITE or tokens.tag[one] in ("IN", "CC", "VBG", "TO", "WP") for one in between):
        return NOTHING
    if not tokens.tag[verb - 1].startswith(("NN", "PRP", "CD")):
        return NOTHING
    if tokens.lower[first] == "asked":
        return NOTHING
    before = range(first, comma)
    told = any(tokens.tag[one] in FINITE for one in before)
    return ("final", set(before)) if told else NOTHING


def strayed(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    """A clause with "that" which the parse hung on a noun in between: "said in a statement Friday that …"."""
    end = tokens.bounds(verb)[1]
    below = tokens.subtree(verb)
    for token in range(verb + 1, min(end, verb + 4 * NEAR)):
        if tokens.lower[token] != "that" or token not in below:
            continue
        clause = tokens.head[token]
        if tokens.tag[token] != "IN" and not _is_whole(tokens, clause, token):
            continue
        if clause > token and tokens.dep[clause] in ("acl", "relcl", "ccomp", "advcl"):
            return "complement", tokens.subtree(clause)
    return NOTHING


def _is_whole(tokens: Tokens, clause: int, that: int) -> bool:
    """Whether a clause lacks nothing without "that": "the debate that Republicans will take every state"."""
    subjects = [one for one in tokens.children(clause, *SUBJECTS) if one != that]
    others = [one for one in tokens.children(clause, *_COMPLETES) if one != that]
    return bool(subjects) and (bool(others) or tokens.dep[that] == "mark")


def rest(  # noqa: PLR0911 - each return is one reason against
    tokens: Tokens, verb: int, entry: Verb, speaker: int | None
) -> Found:
    """What follows the cue at once and has a finite verb, when the parse gave the cue no clause at all."""
    if "found" in entry.frames:
        return NOTHING
    end = tokens.bounds(verb)[1]
    if verb + 1 >= end or tokens.tag[verb + 1] not in _BEGINS_CLAUSE or tokens.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return NOTHING
    if tokens.tag[verb + 1] == "VBG" and tokens.dep[verb + 1] == "xcomp":
        return "rest", {one for one in range(verb + 1, end) if one != end - 1 or not tokens.is_punctuation(one)}
    for token in range(verb + 2, min(end, verb + 3 * NEAR)):
        if tokens.is_punctuation(token):
            return NOTHING
        if tokens.tag[token] in FINITE:
            clause = token if tokens.dep[token] not in ("aux", "auxpass") else tokens.head[token]
            if tokens.dep[clause] in ("relcl", "acl", "advcl"):
                return NOTHING
            own = tokens.subtree(clause)
            return "rest", {
                one for one in range(verb + 1, max(own) + 1) if tokens.sentence[one] == tokens.sentence[verb]
            }
    return NOTHING


def between(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    """For "During that time, records show, the plane has flown" and "…, the office said on Tuesday -- a turn that …".

    The words of the sentence around a noun and its cue between commas or dashes, whatever the parse makes of them.
    """
    first, end = tokens.bounds(verb)
    if entry.base == "tell" or '"' in tokens.word[first:end] or tokens.lower[first] == "asked":
        return NOTHING
    opened = next((one for one in range(verb - 1, max(first, verb - 2 * NEAR), -1) if _sets_apart(tokens, one)), None)
    closed = next((one for one in range(verb + 1, min(end, verb + 2 + NEAR)) if _sets_apart(tokens, one)), None)
    if opened is None or closed is None or opened == verb - 1 or tokens.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return NOTHING
    told_by, aside = range(opened + 1, verb), [*range(opened + 1, verb), *range(verb + 1, closed)]
    if any(tokens.tag[one] in FINITE or tokens.lower[one] in _NO_ASIDE for one in aside):
        return NOTHING
    if not tokens.tag[verb - 1].startswith(("NN", "PRP")) or tokens.tag[told_by[0]] not in _BEGINS_CLAUSE:
        return NOTHING
    words = set(range(first, opened))
    if tokens.word[closed] == ",":
        words |= set(range(closed + 1, end))
    return ("aside", words) if any(tokens.tag[one] in FINITE for one in words) else NOTHING


def _sets_apart(tokens: Tokens, at: int) -> bool:
    return tokens.word[at] in (",", "--", "—", "–")
