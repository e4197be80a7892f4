"""Who "he", "she", "they" and "it" are: the last fitting subject before the pronoun."""

from collections.abc import Iterator
from dataclasses import dataclass

from claims.text.kinds import CROWD, NAMED_PERSON, OTHER, Kind, counted_of, kind, of_many
from claims.text.mentions import Mentions
from claims.text.nounphrases import RELATIVE, phrase
from claims.text.people import People
from claims.text.personnames import name_in
from claims.text.records import Form, Naming
from claims.text.relatives import antecedent
from claims.text.tokens import SUBJECTS, Tokens

SINGULAR = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "themselves", "both", "each"})
NEUTER = frozenset({"it", "its", "itself"})
PRONOUNS = SINGULAR | PLURAL | NEUTER
_BACK = 8  # sentences; further back a pronoun is rarely right
_NOBODY = frozenset({"who", "which", "that", "i", "we", "you", "there", "this"})
_PERSONS = frozenset({Form.PERSON, Form.SPOKESPERSON})
_BODIES = frozenset({Form.ORGANISATION, Form.DOCUMENT, Form.REPORT})
_MANY = frozenset({Form.GROUP, Form.CROWD, Form.ORGANISATION, Form.DOCUMENT})
_ISSUING = frozenset(
    ["sent", "released", "published", "posted", "issued", "wrote", "filed", "aired", "ran", "circulated", "unveiled"]
)


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
        self._mentions = Mentions(tokens, known)
        self._found: dict[int, Referent] = {}
        self._subjects: dict[int, list[int]] = {}

    def resolve(self, pronoun: int) -> Referent:
        if pronoun not in self._found:
            lower = self._tokens.lower[pronoun]
            default = {True: NAMED_PERSON}.get(lower in SINGULAR, CROWD if lower in PLURAL else OTHER)
            self._found[pronoun] = Referent(default, self._tokens.word[pronoun])  # stops circles
            self._found[pronoun] = self._search(pronoun, lower) or self._found[pronoun]
        return self._found[pronoun]

    def describe(self, head: int, words: set[int] | None = None) -> Referent:
        """Kind and name of a noun or pronoun that heads a source; `words` are those of the source, if marked."""
        tokens = self._tokens
        if tokens.lower[head] in PRONOUNS and not (tokens.kids[head] and tokens.lower[head] in ("both", "each")):
            return self.resolve(head)
        if tokens.lower[head] in RELATIVE and (noun := antecedent(tokens, head, self._known)) is not None:
            return self.describe(noun)
        words = words or phrase(tokens, head)
        if (among := self._among(head)) is not None:
            return Referent(of_many(among.kind), self.printed(words), head)
        found = kind(tokens, words, head, self._known)
        name = name_in(tokens, words, head, self._known)
        if name is not None and not self._joined(head):
            return Referent(found, self._known.canonical(name.words(tokens)), head)
        if name is None and found[0] is Form.PERSON and (holder := self._mentions.holder(head)):
            return Referent(NAMED_PERSON, holder, head)
        return Referent(found, self.printed(words), head)

    def _among(self, head: int) -> Referent | None:
        """For "most of them" and "some of whom": the kind of the whole."""
        whole = counted_of(self._tokens, head)
        if whole is None or self._tokens.lower[whole] not in PLURAL | RELATIVE:
            return None
        return self.describe(whole)

    def printed(self, words: set[int]) -> str:
        spans = self._tokens.spans(words)
        return " ".join(" ".join(span.of(self._tokens.text).split()) for span in spans)

    def _search(self, pronoun: int, lower: str) -> Referent | None:
        if lower in SINGULAR:
            return self._person(pronoun)
        wanted = _MANY if lower in PLURAL else _BODIES
        if lower == "it" and (issued := self._issued(pronoun)) is not None:
            return issued
        for head in (*self._objects(pronoun), *self._candidates(pronoun)):
            if lower in PLURAL and self._joined(head):
                return Referent(NAMED_PERSON, self.printed(phrase(self._tokens, head)), head)
            if lower in NEUTER and (self._joined(head) or self._tokens.lower[head] in PLURAL):
                continue
            found = self.describe(head)
            if found.kind[0] in wanted and (lower in NEUTER or self._is_many(head, found)):
                return found
        return None

    def _person(self, pronoun: int) -> Referent | None:
        """Who "he" is: a near subject, then whoever is named near by; an unnamed person only if just spoken of."""
        tokens = self._tokens
        here = tokens.sentence[pronoun]
        near = self._near(pronoun)
        for head in self._candidates(pronoun):
            if tokens.sentence[head] < here - 1 and (named := self._mentions.last(pronoun)) is not None:
                return Referent(NAMED_PERSON, named[0], named[1])
            if self._joined(head) or tokens.lower[head] in PLURAL:
                continue
            found = self.describe(head)
            if found.kind[0] in _PERSONS and (found.kind[1] is Naming.NAMED or head in near):
                return found
        return None

    def _issued(self, pronoun: int) -> Referent | None:
        """For "The city sent a letter. It says …": what was sent, if that is a document."""
        tokens = self._tokens
        before = tokens.sentence[pronoun] - 1
        if before < 0 or pronoun != tokens.bounds(pronoun)[0]:
            return None
        for verb in range(*tokens.sentences[before]):
            if tokens.dep[verb] == "ROOT" and tokens.lower[verb] in _ISSUING:
                sent = tokens.child(verb, "dobj")
                found = self.describe(sent) if sent is not None and tokens.tag[sent] == "NN" else None
                return found if found is not None and found.kind[0] is Form.DOCUMENT else None
        return None

    def _objects(self, pronoun: int) -> list[int]:
        """For "them": plural objects before it, nearest first ("agreed among nations … among them")."""
        tokens = self._tokens
        if tokens.lower[pronoun] != "them":
            return []
        before = range(pronoun - 1, tokens.bounds(pronoun)[0] - 1, -1)
        return [one for one in before if tokens.tag[one] == "NNS" and tokens.dep[one] in ("pobj", "dobj")]

    def _is_many(self, head: int, found: Referent) -> bool:
        bodies = (Form.GROUP, Form.CROWD, Form.ORGANISATION)
        return found.kind[0] in bodies or self._tokens.tag[head] in ("NNS", "NNPS")

    def _joined(self, head: int) -> bool:
        return self._tokens.child(head, "conj") is not None and self._tokens.child(head, "cc") is not None

    def _near(self, pronoun: int) -> set[int]:
        """Subjects of main clauses in this sentence and the one before."""
        here = self._tokens.sentence[pronoun]
        return {one for back in (here, here - 1) if back >= 0 for one in self._subjects_of(back) if self._is_main(one)}

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
