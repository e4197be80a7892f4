"""Cues that are no verbs: "according to", "the claim that", a speaker's name with a colon."""

from claims.text.drafts import Draft
from claims.text.lexicon import words
from claims.text.nounphrases import phrase, subject
from claims.text.surface import NEAR
from claims.text.tokens import Tokens
from claims.text.verbcues import cue


def phrase_drafts(tokens: Tokens, inside: list[bool]) -> list[Draft]:
    found = []
    nouns = _noun_forms()
    for token, lower in enumerate(tokens.lower):
        if inside[token] or tokens.is_endless(token):
            continue
        if lower == "according":
            draft = _according(tokens, token)
        elif lower in nouns and tokens.tag[token].startswith("NN"):
            draft = _noun(tokens, token)
        else:
            continue
        if draft is not None and draft.content:
            found.append(draft)
    return found


def _noun_forms() -> dict[str, str]:
    return {form: noun for noun in words("nouns") for form in (noun, noun + "s")}


def _according(tokens: Tokens, token: int) -> Draft | None:
    """ "According to X, Y" and "Y, according to X": the clause that it hangs on."""
    to = next((kid for kid in tokens.kids[token] if tokens.lower[kid] == "to"), None)
    if to is None or tokens.head[token] == token:
        return None
    speaker = tokens.child(to, "pobj")
    if speaker is None:
        return None
    content = _told(tokens, token)
    source = phrase(tokens, speaker)
    return Draft("according", token, {token, to}, content - source, source, speaker, frozenset({"that", "aside"}))


def _told(tokens: Tokens, token: int) -> set[int]:
    """The rest of the sentence where the phrase opens or ends it; else the clause that it hangs on."""
    first, end = tokens.bounds(token)
    own = tokens.subtree(token)
    opens = all(tokens.is_punctuation(one) for one in range(first, token))
    closes = all(tokens.is_punctuation(one) for one in range(max(own) + 1, end))
    if closes and token > first and tokens.word[token - 1] == ",":
        return set(range(first, token - 1))
    if opens and max(own) + 1 < end and tokens.word[max(own) + 1] == ",":
        return set(range(max(own) + 2, end))
    root = tokens.head[token]
    while not tokens.is_verb(root) and tokens.head[root] != root and tokens.dep[root] not in ("ccomp", "conj"):
        root = tokens.head[root]
    return tokens.subtree(root, without={token})


def _noun(tokens: Tokens, noun: int) -> Draft | None:
    """ "X's claim that Y", "the claim by X that Y"."""
    clause = next(
        (
            kid
            for kid in tokens.kids[noun]
            if tokens.dep[kid] in ("acl", "ccomp", "relcl") and _opens_with_that(tokens, kid)
        ),
        None,
    )
    if clause is None:
        return None
    draft = Draft("noun", noun, {noun}, tokens.subtree(clause), frames=frozenset({"that", "weak"}))
    owner = tokens.child(noun, "poss")
    if owner is None:
        by = next((kid for kid in tokens.children(noun, "prep") if tokens.lower[kid] in ("by", "from", "of")), None)
        owner = tokens.child(by, "pobj") if by is not None else None
    if owner is None and (verb := _light_verb(tokens, noun)) is not None:
        draft.cue |= cue(tokens, verb) | {one for one in range(verb, noun) if one not in draft.content}
        draft.head = verb
        owner = subject(tokens, verb)
    if owner is not None:
        draft.speaker = owner
        draft.source = {one for one in phrase(tokens, owner) if tokens.lower[one] not in ("'s", "'")}
        draft.source -= draft.content
    return draft


def _light_verb(tokens: Tokens, noun: int) -> int | None:
    """For "He made the claim that …", "She expressed concern that …": the verb whose subject claims it."""
    verb = tokens.head[noun]
    light = tokens.dep[noun] == "dobj" and tokens.lower[verb] in words("light_verbs") and noun - verb <= NEAR
    return verb if light and verb < noun else None


def _opens_with_that(tokens: Tokens, clause: int) -> bool:
    return any(tokens.lower[kid] == "that" and tokens.dep[kid] == "mark" for kid in tokens.kids[clause])
