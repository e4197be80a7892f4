"""What unnamed informants are said to think or do, beyond what they are reported to say."""

from functools import cache

from claims.text.complements import content_of
from claims.text.drafts import Draft
from claims.text.lexicon import Verb, forms, lines, sections, singulars
from claims.text.nounphrases import phrase
from claims.text.tokens import Tokens
from claims.text.verbcues import cue

_UNDONE = frozenset({"would", "could", "might", "may", "should", "must", "to", "if"})
_PREPOSITIONS = frozenset({"about", "on", "at", "over", "with", "for", "of", "against"})


def informant_drafts(tokens: Tokens, inside: list[bool], cued: set[int]) -> list[Draft]:
    """Drafts for verbs of the list with an unnamed informant as subject, where no other rule has one."""
    found = []
    known = _verbs()
    for token, lower in enumerate(tokens.lower):
        if (
            lower not in known
            or token in cued
            or inside[token]
            or not tokens.is_verb(token)
            or tokens.is_endless(token)
        ):
            continue
        speaker = tokens.child(token, "nsubj")
        if speaker is None or not _is_informant(tokens, speaker) or _is_undone(tokens, token):
            continue
        entry = Verb(lower, frozenset({"that", "object", "infinitive", "preposition"}), prepositions=_PREPOSITIONS)
        rule, content = content_of(tokens, token, entry, speaker)
        source = phrase(tokens, speaker)
        words = content - source - cue(tokens, token)
        if rule and words:
            frames = frozenset({"weak"})
            found.append(Draft("informant", token, cue(tokens, token), words, source, speaker, frames))
    return found


@cache
def _verbs() -> frozenset[str]:
    entries = [entry.split("/") for line in lines("informant_verbs") for entry in line.split()]
    return frozenset(form for base, *irregular in entries for form in (*forms(base), *irregular))


def _is_informant(tokens: Tokens, noun: int) -> bool:
    """A role noun in lower case without a name beside it."""
    if tokens.tag[noun] not in ("NN", "NNS") or tokens.child(noun, "appos") is not None:
        return False
    informants = sections("roles")["informant"]
    return any(form in informants for form in singulars(tokens.lower[noun]))


def _is_undone(tokens: Tokens, verb: int) -> bool:
    return any(tokens.lower[kid] in _UNDONE for kid in tokens.kids[verb] if tokens.dep[kid] in ("aux", "mark"))
