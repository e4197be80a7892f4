"""Whom “he”, “she” or “they” mean, and which one “the company” is, said only where one can be meant.

“He” is the only person named before it in its paragraph, and not whoever is quoted; in reported speech ("she said that
she was tired") it is the speaker, if the sentence names nobody else. “They” are the only people of a plural before it;
“the company” is the only organisation named in its paragraph or the two before.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from claims.text.lexicon import sections
from claims.text.nounphrases import phrase
from claims.text.people import FEMALE, MALE, Name, People, is_organisation, is_person, names
from claims.text.records import Span
from claims.text.tokens import SUBJECTS, Tokens

MEANT = re.compile(r"\b(?:he|she|him|her|his|they|them|their|the (?:company|firm|start-?up))\b(?!-)", re.IGNORECASE)
BACK = 2  # paragraphs in which "the company" may have its name
_MASCULINE = frozenset({"he", "him", "his"})
_PLURAL = frozenset({"they", "them", "their"})
_OWNS = frozenset({"his", "their"})


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A name, where it is read, and whether it stands for a possessive ("her office", not "saw her")."""

    name: str
    evidence: Span
    owns: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted: canonical name, where it is read, and whether the words stand in quotation marks."""

    name: str
    evidence: Span | None
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class _Named:
    first: int
    who: str  # empty for a name that may be a person's or not
    span: Span
    titles: frozenset[str]


class Antecedents:
    """Answers for the pronouns of one text."""

    def __init__(self, tokens: Tokens, known: People) -> None:
        self._tokens = tokens
        self._people: dict[int, list[_Named]] = {}
        self._bodies: dict[int, list[_Named]] = {}
        for name in names(tokens):
            self._file(name, known)

    def _file(self, name: Name, known: People) -> None:
        tokens, whole = self._tokens, name.words(self._tokens)
        span = Span(tokens.start[name.first], tokens.end[name.end - 1])
        paragraph = tokens.paragraph_of[tokens.sentence[name.first]]
        titles = frozenset(name.titles)
        is_known = is_person(tokens, name) or (len(whole) == 1 and whole[0].lower() in known.known)
        if is_known:
            entry = _Named(name.first, known.canonical(whole), span, titles)
            self._people.setdefault(paragraph, []).append(entry)
        elif is_organisation(tokens, name):
            if whole[-1].lower() not in sections("organisations")["place"]:
                self._bodies.setdefault(paragraph, []).append(_Named(name.first, " ".join(whole), span, titles))
        elif len(whole) > 1:  # a longer name that nothing tells of may be a person too: then two can be meant
            self._people.setdefault(paragraph, []).append(_Named(name.first, "", span, titles))

    def of(self, offset: int, speaker: Speaker | None = None) -> Antecedent | None:
        """Whom the words at this offset stand for; None where that is not clear."""
        at = bisect_right(self._tokens.start, offset) - 1
        if at < 0 or self._tokens.start[at] != offset:
            return None
        lower = self._tokens.lower[at]
        if lower == "the":
            return self._body(at)
        if lower in _PLURAL:
            return self._group(at)
        return self._person(at, speaker)

    def _person(self, at: int, speaker: Speaker | None) -> Antecedent | None:
        tokens = self._tokens
        owns = tokens.tag[at] == "PRP$"
        before = [one for one in self._people.get(self._paragraph(at), []) if one.first < at]
        opens = tokens.bounds(at)[0]
        if speaker is not None and not speaker.is_quoted and speaker.evidence is not None:
            others = [one for one in before if one.first >= opens and one.who != speaker.name]
            if not others and tokens.dep[at] in SUBJECTS:
                return Antecedent(speaker.name, speaker.evidence, owns)
        against = FEMALE if tokens.lower[at] in _MASCULINE else MALE
        who = {one.who for one in before}
        if len(who) != 1 or "" in who or any(one.titles & against for one in before):
            return None
        if speaker is not None and speaker.is_quoted and before[-1].who == speaker.name:
            return None  # whoever speaks is "I", not "he"
        return Antecedent(before[-1].who, before[-1].span, owns)

    def _group(self, at: int) -> Antecedent | None:
        """The plural noun that is the subject of the sentence before, or of this one, if there is no other plural."""
        tokens = self._tokens
        first = tokens.paragraph(at)[0]
        plurals = [one for one in range(first, at) if tokens.tag[one] in ("NNS", "NNPS")]
        joined = any(tokens.dep[one] == "conj" and tokens.tag[one].startswith("NNP") for one in range(first, at))
        if len(plurals) != 1 or joined or tokens.dep[plurals[0]] not in SUBJECTS or tokens.kids[at]:
            return None
        members = phrase(tokens, plurals[0])
        span = tokens.span(min(members), max(members))
        words = span.of(tokens.text)
        if len(members) != max(members) - min(members) + 1 or "\n" in words:
            return None
        begun = words[:1].lower() + words[1:] if tokens.tag[min(members)] not in ("NNP", "NNPS") else words
        return Antecedent(begun, span, tokens.lower[at] in _OWNS)

    def _body(self, at: int) -> Antecedent | None:
        paragraph = self._paragraph(at)
        near = [one for back in range(BACK, -1, -1) for one in self._bodies.get(paragraph - back, [])]
        near = [one for one in near if one.first < at]
        if len({one.who for one in near}) != 1 or self._is_narrowed(at):
            return None
        return Antecedent(near[-1].who, near[-1].span, owns=False)

    def _is_narrowed(self, at: int) -> bool:
        """ "The company that he founded", "the company president": not simply the company."""
        tokens = self._tokens
        noun = at + 1
        if noun >= len(tokens) or tokens.head[at] != noun:
            return True
        return any(tokens.dep[kid] in ("relcl", "acl", "prep", "appos", "conj") for kid in tokens.kids[noun])

    def _paragraph(self, at: int) -> int:
        return self._tokens.paragraph_of[self._tokens.sentence[at]]
