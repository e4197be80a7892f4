"""Cues that are no verbs: "according to", "the claim that", a speaker's name with a colon."""

from claims.text.drafts import Draft
from claims.text.lexicon import verbs, words
from claims.text.nounphrases import RELATIVE, phrase, subject
from claims.text.surface import NEAR
from claims.text.tokens import SUBJECTS, Tokens
from claims.text.verbcues import cue

_ABOUT = frozenset({"about", "of", "over"})
_NOBODY = frozenset({"i", "we", "you", "it", "that", "this", "there", "what"})


def phrase_drafts(tokens: Tokens, inside: list[bool]) -> list[Draft]:
    found = []
    nouns = _noun_forms()
    for token, lower in enumerate(tokens.lower):
        if inside[token] or tokens.is_endless(token):
            continue
        if lower == "according":
            draft = _according(tokens, token)
        elif lower == "in" and tokens.dep[token] == "prep":
            draft = _in_poll(tokens, token)
        elif lower in words("adjectives") and (tokens.dep[token] == "acomp" or tokens.children(token, *SUBJECTS)):
            draft = _adjective(tokens, token)
        elif tokens.dep[token] in ("nsubj", "attr") and (lower in nouns or lower in words("answers")):
            draft = _is_told(tokens, token) or (_noun(tokens, token) if lower in nouns else None)
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


def _in_poll(tokens: Tokens, token: int) -> Draft | None:
    """ "In a recent poll, 53 percent of adults had a favorable view": the poll says it."""
    speaker = tokens.child(token, "pobj")
    first = tokens.bounds(token)[0]
    if speaker is None or tokens.lower[speaker] not in words("polls") or tokens.head[token] == token:
        return None
    if any(not tokens.is_punctuation(one) for one in range(first, token)):
        return None
    content = _told(tokens, token)
    if not any(tokens.is_finite(one) for one in content if tokens.is_verb(one)):
        return None
    source = phrase(tokens, speaker)
    return Draft("according", token, {token}, content - source, source, speaker, frozenset({"that", "aside", "found"}))


def _adjective(tokens: Tokens, token: int) -> Draft | None:
    """ "He was confident that they would win", "aides were coy about it": a state of mind with what it is about."""
    found = _about(tokens, token)
    own = tokens.child(token, *SUBJECTS)
    verb = token if own is not None else tokens.head[token]
    speaker = own if own is not None else subject(tokens, verb)
    if not found or speaker is None or tokens.lower[speaker] in _NOBODY or verb > token:
        return None
    source = phrase(tokens, speaker)
    pronoun = tokens.child(verb, "nsubj")
    if pronoun is not None and tokens.lower[pronoun] in RELATIVE:
        source = {pronoun}
    said = (cue(tokens, verb) | set(range(verb, token + 1))) - source
    return Draft("noun", token, said, found, source, speaker, frozenset({"that", "weak"}))


def _about(tokens: Tokens, token: int) -> set[int]:
    """The clause or the noun that a state of mind is about."""
    for kid in tokens.kids[token]:
        if kid > token and tokens.dep[kid] == "ccomp" and tokens.is_finite(kid):
            return tokens.subtree(kid)
        if kid > token and tokens.dep[kid] == "prep" and tokens.lower[kid] in _ABOUT:
            thing = tokens.child(kid, "pobj", "pcomp")
            return tokens.subtree(thing) if thing is not None else set()
    return set()


def _is_told(tokens: Tokens, noun: int) -> Draft | None:
    """ "His answer was that families come first": the owner of the answer says it."""
    verb = tokens.head[noun]
    if tokens.lower[verb] not in ("is", "was", "'s") or verb < noun:
        return None
    clause = next((kid for kid in tokens.children(verb, "ccomp") if kid > verb), None)
    owner = tokens.child(noun, "poss")
    if clause is None or owner is None or not _opens_with_that(tokens, clause):
        return None
    source = {one for one in phrase(tokens, owner) if tokens.lower[one] not in ("'s", "'")}
    own = frozenset({"that", "weak"})
    return Draft("noun", noun, {noun, *cue(tokens, verb)}, tokens.subtree(clause), source, owner, own)


def _told(tokens: Tokens, token: int) -> set[int]:
    """The rest of the sentence where the phrase opens or ends it; else the clause that it hangs on."""
    first, end = tokens.bounds(token)
    own = tokens.subtree(token)
    opens = all(tokens.is_punctuation(one) for one in range(first, token))
    closes = all(tokens.is_punctuation(one) for one in range(max(own) + 1, end))
    if closes and token > first and tokens.word[token - 1] == ",":
        cut = [one for one in range(first, token) if tokens.word[one] in (":", ";")]
        return set(range(cut[-1] + 1 if cut else first, token - 1))
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
    """For "He made the claim that …", "She dismissed the notion that …": the verb whose subject it is."""
    verb = tokens.head[noun]
    entry = verbs().get(tokens.lower[verb])
    known = tokens.lower[verb] in words("light_verbs") or (entry is not None and "object" in entry.frames)
    light = tokens.dep[noun] == "dobj" and known and noun - verb <= NEAR
    return verb if light and verb < noun else None


def _opens_with_that(tokens: Tokens, clause: int) -> bool:
    return any(tokens.lower[kid] == "that" and tokens.dep[kid] == "mark" for kid in tokens.kids[clause])
