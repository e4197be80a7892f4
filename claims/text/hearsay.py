"""What somebody says, with nobody named at all: "he is said to be furious"."""

from claims.text.drafts import Draft
from claims.text.lexicon import words
from claims.text.tokens import SUBJECTS, Tokens

_HELPERS = ("aux", "auxpass", "neg", "advmod")


def hearsay_drafts(tokens: Tokens, inside: list[bool]) -> list[Draft]:
    """A draft without a source for each verb of the list with an infinitive; the subject belongs to the words."""
    passives = words("hearsay")
    found = []
    for token, lower in enumerate(tokens.lower):
        if inside[token] or lower not in passives or tokens.is_endless(token):
            continue
        draft = _draft(tokens, token)
        if draft is not None:
            found.append(draft)
    return found


def _draft(tokens: Tokens, verb: int) -> Draft | None:
    subject = tokens.child(verb, *SUBJECTS)
    clause = tokens.child(verb, "xcomp", "oprd")
    if subject is None or clause is None or tokens.child(verb, "agent") is not None:
        return None
    if tokens.child(verb, "auxpass") is None or all(tokens.lower[kid] != "to" for kid in tokens.kids[clause]):
        return None
    cue = {verb} | {kid for kid in tokens.children(verb, *_HELPERS) if kid < verb}
    content = tokens.subtree(subject) | tokens.subtree(clause)
    return Draft("hearsay", verb, cue, content - cue, frames=frozenset({"weak"}))
