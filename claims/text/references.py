"""Who "he", "she", "they" and "it" are: the last fitting subject before the pronoun."""

from collections.abc import Iterator
from dataclasses import dataclass

from claims.text.kinds import (
    CROWD,
    NAMED_PERSON,
    OTHER,
    Kind,
    kind,
    name_in,
)
from claims.text.nounphrases import RELATIVE, phrase
from claims.text.people import People
from claims.text.records import Form
from claims.text.tokens import SUBJECTS, Tokens

SINGULAR = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "themselves", "both"})
NEUTER = frozenset({"it", "its", "itself"})
PRONOUNS = SINGULAR | PLURAL | NEUTER
_BACK = 8  # sentences; further back a pronoun is rarely right
_NOBODY = frozenset({"who", "which", "that", "i", "we", "you", "there", "this"})
_PERSONS = frozenset({Form.PERSON, Form.SPOKESPERSON})
_BODIES = frozenset({Form.ORGANISATION, Form.DOCUMENT, Form.REPORT})
_MANY = frozenset({Form.GROUP, Form.CROWD, Form.ORGANISATION, Form.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Referent:
    """What a pronoun stands for: kind, and the name or descriptor; token of the head, if found."""

    kind: Kind
    name: str
    head: int | None = None


class References:
    """Resolves pronouns of one text; each answer is kept, so that chains of pronouns stay cheap."""

    def __init__(self, tokens: Tokens, known: People, inside: list[bool]) -> None:
        self._tokens = tokens
        self._known = known
        self._inside = inside
        self._found: dict[int, Referent] = {}
        self._subjects: dict[int, list[int]] = {}

    def resolve(self, pronoun: int) -> Referent:
        if pronoun not in self._found:
            lower = self._tokens.lower[pronoun]
            default = {True: NAMED_PERSON}.get(lower in SINGULAR, CROWD if lower in PLURAL else OTHER)
            self._found[pronoun] = Referent(default, self._tokens.word[pronoun])  # stops circles
            self._found[pronoun] = self._search(pronoun, lower) or self._found[pronoun]
        return self._found[pronoun]

    def describe(self, head: int) -> Referent:
        """Kind and name of a noun or pronoun that heads a source."""
        tokens = self._tokens
        if tokens.lower[head] in PRONOUNS:
            return self.resolve(head)
        if tokens.lower[head] in RELATIVE and (noun := self._antecedent(head)) is not None:
            return self.describe(noun)
        words = phrase(tokens, head)
        found = kind(tokens, words, head, self._known)
        name = name_in(tokens, words, head, self._known)
        if name is not None and not self._joined(head):
            return Referent(found, self._known.canonical(name.words(tokens)), head)
        return Referent(found, self.printed(words), head)

    def _antecedent(self, pronoun: int) -> int | None:
        """The noun that "who said" hangs on."""
        verb = self._tokens.head[pronoun]
        for one in (verb, *self._tokens.ancestors(verb)):
            if self._tokens.dep[one] == "relcl":
                noun = self._tokens.head[one]
                return noun if self._tokens.lower[noun] not in RELATIVE else None
        return None

    def printed(self, words: set[int]) -> str:
        spans = self._tokens.spans(words)
        return " ".join(" ".join(span.of(self._tokens.text).split()) for span in spans)

    def _search(self, pronoun: int, lower: str) -> Referent | None:
        wanted = _PERSONS if lower in SINGULAR else _MANY if lower in PLURAL else _BODIES
        for head in self._candidates(pronoun):
            if lower in PLURAL and self._joined(head):
                return Referent(NAMED_PERSON, self.printed(phrase(self._tokens, head)), head)
            if lower not in PLURAL and (self._joined(head) or self._tokens.lower[head] in PLURAL):
                continue
            found = self.describe(head)
            if found.kind[0] in wanted and (lower not in PLURAL or self._is_many(head, found)):
                return found
        return None

    def _is_many(self, head: int, found: Referent) -> bool:
        bodies = (Form.GROUP, Form.CROWD, Form.ORGANISATION)
        return found.kind[0] in bodies or self._tokens.tag[head] in ("NNS", "NNPS")

    def _joined(self, head: int) -> bool:
        return self._tokens.child(head, "conj") is not None and self._tokens.child(head, "cc") is not None

    def _candidates(self, pronoun: int) -> Iterator[int]:
        """Subjects from near to far; those of main clauses before those of others."""
        tokens = self._tokens
        here = tokens.sentence[pronoun]
        own = [one for one in self._subjects_of(here) if one < pronoun]
        yield from (one for one in reversed(own) if self._is_main(one))
        for back in (here - 1,):
            if back >= 0:
                yield from (one for one in self._subjects_of(back) if self._is_main(one))
        yield from reversed(own)
        for back in range(here - 1, max(-1, here - 1 - _BACK), -1):
            subjects = self._subjects_of(back)
            yield from (one for one in subjects if self._is_main(one))
            yield from (one for one in subjects if not self._is_main(one))

    def _is_main(self, subject: int) -> bool:
        verb = self._tokens.head[subject]
        return self._tokens.dep[verb] in ("ROOT", "conj")

    def _subjects_of(self, sentence: int) -> list[int]:
        if sentence not in self._subjects:
            tokens = self._tokens
            self._subjects[sentence] = [
                one
                for one in range(*tokens.sentences[sentence])
                if tokens.dep[one] in SUBJECTS and not self._inside[one] and tokens.lower[one] not in _NOBODY
            ]
        return self._subjects[sentence]
