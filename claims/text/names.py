"""Spellings of one person in one article, as proposals with their grounds; a person confirms.

Surnames are compared by letters and sound (`claims.text.likeness`). Where that is weak, as with short names, the
company that a name keeps must speak for it: the same first name, the same role before or beside it, or the same words
in the sentences around. Two names that stand side by side are two people, and so are two full names with different
first names.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from claims.text.lexicon import words
from claims.text.likeness import fold, likeness, sound_key
from claims.text.mentions import roles_of
from claims.text.people import FEMALE, MALE, SUFFIXES, Name, is_organisation, is_person, names
from claims.text.records import NameVariants
from claims.text.tokens import Tokens

COMMON = 0.25  # a word in more of the sentences than this says nothing about a person
STEM = 6  # letters that count as the stem: "resigned" and "resignation" are one
SHARED_WORDS = 2
SHORTEST = 4  # letters; shorter names are alike by chance


@dataclass
class Spelling:
    """One surname as spelled, with all that the article says around it."""

    surname: str
    forms: Counter[str] = field(default_factory=Counter)  # full printed forms, titles apart
    first_names: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)  # by title or apposition
    sentences: set[int] = field(default_factory=set)
    paragraphs: set[int] = field(default_factory=set)
    is_person: bool = False
    first_at: int = 0


def name_variants(tokens: Tokens) -> tuple[NameVariants, ...]:
    """Clusters of two or more spellings that may be one person, in the order of the text."""
    spellings = _spellings(tokens)
    people = _people(spellings.values())
    around = _Surroundings(tokens, spellings)
    parent = {one.surname: one.surname for one in people}
    grounds: dict[str, list[str]] = {one.surname: [] for one in people}
    pairs = sorted(
        ((likeness(a.surname, b.surname).score, a, b) for a, b in combinations(people, 2)), key=lambda pair: -pair[0]
    )
    for _, a, b in pairs:
        if why := _same_person(a, b, around):
            _join(parent, a.surname, b.surname)
            grounds[b.surname] += why
            grounds[a.surname] += why
    clusters: dict[str, list[Spelling]] = {}
    for one in people:
        clusters.setdefault(_root(parent, one.surname), []).append(one)
    found = [_cluster(members, grounds) for members in clusters.values()]
    return tuple(cluster for cluster in found if len(cluster.spellings) > 1)


def _people(spellings: Iterable[Spelling]) -> list[Spelling]:
    """Who is a person by himself, and lone words that are spelled almost like one."""
    spellings = list(spellings)
    sure = [one for one in spellings if one.is_person]
    unsure = [one for one in spellings if not one.is_person and set(one.forms) == {one.surname}]
    near = [one for one in unsure if any(likeness(one.surname, other.surname).is_strong for other in sure)]
    return sorted([*sure, *near], key=lambda one: one.first_at)


def _spellings(tokens: Tokens) -> dict[str, Spelling]:
    found: dict[str, Spelling] = {}
    for name in names(tokens):
        plain = [word for word in name.words(tokens) if word.lower() not in SUFFIXES]
        if not plain or not fold(plain[-1]) or is_organisation(tokens, name):
            continue
        surname = plain[-1]
        one = found.setdefault(surname, Spelling(surname, first_at=name.first))
        one.forms[" ".join(plain)] += 1
        one.sentences.add(tokens.sentence[name.first])
        one.paragraphs.add(tokens.paragraph_of[tokens.sentence[name.first]])
        one.is_person |= _speaks_as_person(tokens, name)
        one.first_names |= {plain[0]} if len(plain) > 1 else set()
        one.roles |= roles_of(tokens, name)
        one.genders |= {"m"} & {"m" for title in name.titles if title in MALE}
        one.genders |= {"f"} & {"f" for title in name.titles if title in FEMALE}
    return found


def _speaks_as_person(tokens: Tokens, name: Name) -> bool:
    """By title or first name; or a lone word that speaks, or owns what only people have, here or anywhere."""
    if is_person(tokens, name):
        return True
    last = name.end - 1
    head = tokens.head[last]
    acts = tokens.dep[last] in {"nsubj", "nsubjpass"} and tokens.lower[head] in words("names_acts")
    owns = tokens.dep[last] == "poss" and tokens.lower[head] in words("names_owned")
    return name.end - name.first == 1 and (acts or owns)


class _Surroundings:
    """The telling words around each spelling."""

    def __init__(self, tokens: Tokens, spellings: dict[str, Spelling]) -> None:
        self._tokens = tokens
        self._named = {fold(part) for one in spellings.values() for form in one.forms for part in form.split()}
        self._words: dict[str, str] = {}
        self._stems = [self._stems_of(number) for number in range(len(tokens.sentences))]
        counts = Counter(stem for stems in self._stems for stem in stems)
        most = max(4, COMMON * len(tokens.sentences))
        self._common = {stem for stem, count in counts.items() if count > most}

    def _stems_of(self, sentence: int) -> set[str]:
        first, end = self._tokens.sentences[sentence]
        found = set()
        for at in range(first, end):
            word = fold(self._tokens.word[at])
            if len(word) >= STEM - 1 and self._tokens.tag[at][:2] in {"NN", "VB", "JJ"} and word not in self._named:
                found.add(word[:STEM])
                self._words.setdefault(word[:STEM], word)
        return found

    def shared(self, a: Spelling, b: Spelling) -> list[str]:
        return sorted(self._words[stem] for stem in (self._around(a) & self._around(b)) - self._common)

    def _around(self, one: Spelling) -> set[str]:
        near = {number for at in one.sentences for number in (at - 1, at, at + 1) if 0 <= number < len(self._stems)}
        return set().union(*(self._stems[number] for number in near)) if near else set()


def _same_person(a: Spelling, b: Spelling, around: _Surroundings) -> list[str]:
    """Sentences that say why two spellings may be one person; empty when they may not."""
    if _are_two(a, b):
        return []
    like = likeness(a.surname, b.surname)
    key = sound_key(a.surname)
    same_key = bool(key) and key == sound_key(b.surname)
    both = f"“{a.surname}” and “{b.surname}”"
    same_first = a.first_names & b.first_names
    if same_first and (like.is_strong or same_key or like.score >= 0.6):  # noqa: PLR2004 - six letters of ten
        return [*like.grounds, f"{both} both have the first name {min(same_first)}."]
    if a.roles & b.roles and (like.is_strong or same_key):
        return [*like.grounds, f"{both} are both called {min(a.roles & b.roles)}."]
    shared = around.shared(a, b)
    if not like.is_strong and not (same_key and len(shared) >= SHARED_WORDS):
        return []
    company = [f"Around {both} stand the same words: {', '.join(shared[:4])}."] if shared else []
    return [*like.grounds, *company]


def _are_two(a: Spelling, b: Spelling) -> bool:
    """Named in one sentence, of two genders, with two first names, or too short to tell."""
    if a.sentences & b.sentences or (a.genders and b.genders and not a.genders & b.genders):
        return True
    if a.first_names and b.first_names and not a.first_names & b.first_names:
        return True
    return min(len(fold(a.surname)), len(fold(b.surname))) < SHORTEST or _is_plural(a.surname, b.surname)


def _is_plural(a: str, b: str) -> bool:
    """ "Clinton" and "Clintons" are a person and a family."""
    return fold(a).removesuffix("s") == fold(b).removesuffix("s")


def _cluster(members: list[Spelling], grounds: dict[str, list[str]]) -> NameVariants:
    members.sort(key=lambda one: one.first_at)
    forms: Counter[str] = Counter()
    for one in members:
        forms.update(one.forms)
    full = [form for one in members for form in one.forms if " " in form]
    canonical = full[0] if full else members[0].surname
    spellings = [
        canonical,
        *sorted({form for form in forms if form != canonical}, key=lambda form: (-forms[form], form)),
    ]
    if len({one.surname for one in members}) == 1 and len({f.split()[0] for f in full}) > 1:
        # Several first names under one surname are several people; nothing is proposed.
        return NameVariants(canonical, (canonical,), ())
    why = dict.fromkeys(ground for one in members for ground in grounds[one.surname])
    return NameVariants(canonical, tuple(spellings), tuple(why))


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name


def _join(parent: dict[str, str], a: str, b: str) -> None:
    parent[_root(parent, b)] = _root(parent, a)
