"""The noun that "who", "which" or "that" stands for: in "guests from Paris, who have left" it is the guests."""

from claims.text.kinds import OTHER, kind
from claims.text.nounphrases import RELATIVE, phrase
from claims.text.people import People
from claims.text.records import Form
from claims.text.tokens import Tokens

_HUMAN = frozenset({Form.PERSON, Form.GROUP, Form.CROWD, Form.SPOKESPERSON})
_PLURAL = frozenset({"NNS", "NNPS"})
MOST = 6  # nouns looked at for one pronoun


def antecedent(tokens: Tokens, pronoun: int, known: People) -> int | None:
    """The noun meant; None where the parse hangs the clause on nothing.

    "Who" wants a human being and the verb its number; where the parse's noun is neither, a noun above or beside it is.
    """
    verb, noun = _clause(tokens, pronoun)
    if noun is None:
        return None
    options = [one for one in (noun, *_above(tokens, noun), *_between(tokens, noun, pronoun)) if one < pronoun]
    if "," in tokens.word[options[-1] : pronoun] and "," in tokens.word[noun : options[-1]]:
        options = [noun, *_above(tokens, noun)]
    for one in options[:MOST]:
        if _agrees(tokens, one, verb) and _fits(tokens, pronoun, one, known):
            return one
    return noun


def _clause(tokens: Tokens, pronoun: int) -> tuple[int, int | None]:
    """The verb of the relative clause, and the noun on which the parse hangs it."""
    verb = tokens.head[pronoun]
    for one in (verb, *tokens.ancestors(verb)):
        if tokens.dep[one] == "relcl":
            noun = tokens.head[one]
            return one, noun if tokens.lower[noun] not in RELATIVE else None
    return verb, _before(tokens, pronoun)


def _before(tokens: Tokens, pronoun: int) -> int | None:
    """For "from 95 generals, most of whom had …": the noun before the phrase in which the pronoun stands."""
    if tokens.dep[pronoun] != "pobj":
        return None
    first = min(tokens.subtree(tokens.head[tokens.head[pronoun]]))
    nouns = [one for one in range(tokens.bounds(pronoun)[0], first) if tokens.tag[one].startswith("NN")]
    return nouns[-1] if nouns else None


def _above(tokens: Tokens, noun: int) -> list[int]:
    """Nouns that the noun describes: "guests" of "guests from Paris"."""
    found: list[int] = []
    while tokens.dep[noun] == "pobj" and len(found) < MOST:
        preposition = tokens.head[noun]
        beside = [one for one in (tokens.head[preposition], preposition - 1) if tokens.tag[one].startswith("NN")]
        if not beside or beside[0] in found or beside[0] == noun:
            break
        noun = beside[0]
        found.append(noun)
    return found


def _between(tokens: Tokens, noun: int, pronoun: int) -> list[int]:
    """Nouns nearer to the pronoun, nearest first: "bakers" of "a meeting place for bakers here, who"."""
    return [
        one
        for one in range(pronoun - 1, noun, -1)
        if tokens.tag[one].startswith("NN") and tokens.dep[one] != "compound"
    ]


def _agrees(tokens: Tokens, noun: int, verb: int) -> bool:
    finite = [verb, *tokens.children(verb, "aux", "auxpass")]
    tags = {tokens.tag[one] for one in finite}
    if "VBZ" in tags or "was" in {tokens.lower[one] for one in finite}:
        return tokens.tag[noun] not in _PLURAL
    return "VBP" not in tags or tokens.tag[noun] in _PLURAL or tokens.child(noun, "conj") is not None


def _fits(tokens: Tokens, pronoun: int, noun: int, known: People) -> bool:
    found = kind(tokens, phrase(tokens, noun), noun, known)
    return found[0] in _HUMAN if tokens.lower[pronoun] in ("who", "whom") else found != OTHER
