"""Whom “he” or “she” means, said only where one person can be meant: the only one named before it in its paragraph."""

from bisect import bisect_right
from dataclasses import dataclass

from claims.text.people import FEMALE, MALE, People, is_organisation, is_person, names
from claims.text.records import Span
from claims.text.tokens import Tokens

_MASCULINE = frozenset({"he", "him", "his"})


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A name, where it is read, and whether the pronoun is a possessive ("her office", not "saw her")."""

    name: str
    evidence: Span
    owns: bool


class Antecedents:
    """Answers for the pronouns of one text."""

    def __init__(self, tokens: Tokens, known: People) -> None:
        self._tokens = tokens
        self._named: dict[int, list[tuple[int, str, Span, frozenset[str]]]] = {}
        for name in names(tokens):
            whole = name.words(tokens)
            is_known = is_person(tokens, name) or (len(whole) == 1 and whole[0].lower() in known.known)
            # A longer name that nothing tells of may be a person too: then there is more than one who can be meant.
            if is_known or (len(whole) > 1 and not is_organisation(tokens, name)):
                span = Span(tokens.start[name.first], tokens.end[name.end - 1])
                paragraph = tokens.paragraph_of[tokens.sentence[name.first]]
                entry = (name.first, known.canonical(whole) if is_known else "", span, frozenset(name.titles))
                self._named.setdefault(paragraph, []).append(entry)

    def of(self, offset: int) -> Antecedent | None:
        """Whom the pronoun at this offset stands for; None where that is not clear."""
        tokens = self._tokens
        at = bisect_right(tokens.start, offset) - 1
        if at < 0:
            return None
        against = FEMALE if tokens.lower[at] in _MASCULINE else MALE
        before = [entry for entry in self._named.get(tokens.paragraph_of[tokens.sentence[at]], []) if entry[0] < at]
        who = {entry[1] for entry in before}
        if len(who) != 1 or "" in who or any(entry[3] & against for entry in before):
            return None
        return Antecedent(before[-1][1], before[-1][2], owns=tokens.tag[at] == "PRP$")
