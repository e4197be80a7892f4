"""The words of a text with their parse, in plain lists: what every rule of the reading looks at.

Token numbers run through the whole text. A sentence or paragraph is a half-open range of token numbers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from claims.text.records import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
LONGEST_SENTENCE = 250  # words
Found = TypeVar("Found")
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


@dataclass(slots=True, eq=False, weakref_slot=True)
class Tokens:
    """Parallel lists, one entry per token; `head` of a sentence's root is the root itself."""

    text: str  # normalised, as long as the text that was given
    word: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)  # Penn Treebank tags
    dep: list[str] = field(default_factory=list)  # ClearNLP labels, as in spaCy's English models
    head: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    kids: list[list[int]] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)  # number of the token's sentence
    sentences: list[tuple[int, int]] = field(default_factory=list)
    paragraph_of: list[int] = field(default_factory=list)  # of each sentence
    paragraphs: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.word)

    def bounds(self, token: int) -> tuple[int, int]:
        """Token range of the sentence of `token`."""
        return self.sentences[self.sentence[token]]

    def is_endless(self, token: int) -> bool:
        """Whether the sentence of `token` is longer than sentences are: a table or garbage, read by no rule."""
        first, end = self.bounds(token)
        return end - first > LONGEST_SENTENCE

    def paragraph(self, token: int) -> tuple[int, int]:
        """Token range of the paragraph of `token`."""
        return self.paragraphs[self.paragraph_of[self.sentence[token]]]

    def subtree(self, token: int, without: Iterable[int] = ()) -> set[int]:
        """`token` and all below it; branches that begin in `without` are left out."""
        cut = frozenset(without)
        found: set[int] = set()
        todo = [token]
        while todo:
            at = todo.pop()
            if at in cut or at in found:
                continue
            found.add(at)
            todo.extend(self.kids[at])
        return found

    def children(self, token: int, *labels: str) -> list[int]:
        return [kid for kid in self.kids[token] if self.dep[kid] in labels]

    def child(self, token: int, *labels: str) -> int | None:
        for kid in self.kids[token]:
            if self.dep[kid] in labels:
                return kid
        return None

    def ancestors(self, token: int) -> Iterator[int]:
        while self.head[token] != token:
            token = self.head[token]
            yield token

    def is_verb(self, token: int) -> bool:
        return self.tag[token].startswith("VB")

    def is_punctuation(self, token: int) -> bool:
        return not any(map(str.isalnum, self.word[token]))

    def is_finite(self, token: int) -> bool:
        """Whether the clause of a verb has tense: its own, or that of an auxiliary."""
        return self.tag[token] in FINITE or any(
            self.tag[kid] in FINITE for kid in self.kids[token] if self.dep[kid] in ("aux", "auxpass")
        )

    def finite_form(self, verb: int) -> str:
        """The tag of the finite form that a verb or its first auxiliary has; empty for infinitives and participles."""
        helpers = [kid for kid in self.kids[verb] if self.dep[kid] in ("aux", "auxpass") and kid < verb]
        tag = self.tag[min([*helpers, verb])]
        return tag if tag in FINITE else ""

    def span(self, first: int, last: int) -> Span:
        return Span(self.start[first], self.end[last])

    def spans(self, members: Iterable[int]) -> tuple[Span, ...]:
        """Spans of the given tokens: runs joined over gaps that hold punctuation only."""
        spans: list[Span] = []
        first = last = -1
        for token in sorted(members):
            if last >= 0 and all(self.is_punctuation(gap) for gap in range(last + 1, token)):
                last = token
                continue
            if last >= 0:
                spans.append(self.span(first, last))
            first = last = token
        if last >= 0:
            spans.append(self.span(first, last))
        return tuple(spans)


def once_a_text(find: Callable[[Tokens], Found]) -> Callable[[Tokens], Found]:
    """Remember what was found in a text for as long as somebody holds the text; callers share it, and only read it."""
    kept: WeakKeyDictionary[Tokens, Found] = WeakKeyDictionary()

    @wraps(find)
    def remembered(tokens: Tokens) -> Found:
        if tokens not in kept:
            kept[tokens] = find(tokens)
        return kept[tokens]

    return remembered
