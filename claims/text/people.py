"""The people that an article names, so that "Altman", "Mr. Altman" and "he" are known again.

Entity recognition is not used: garbled names defeat it. The whole article votes instead: what once stands with a
first name or a title is a person everywhere.
"""

from dataclasses import dataclass, field

from claims.text.lexicon import sections, words
from claims.text.tokens import Tokens, once_a_text

PARTICLES = frozenset(
    {"de", "del", "della", "da", "di", "du", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la", "le", "-"}
)
SUFFIXES = frozenset({"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"})
MALE = frozenset({"mr.", "mr", "sir", "lord", "father", "king", "prince", "congressman", "spokesman", "chairman"})
FEMALE = frozenset({"mrs.", "mrs", "ms.", "ms", "miss", "dame", "lady", "queen", "princess", "congresswoman"})
LONG_PREFIX = 4  # letters before an inner capital; "Mc", "De", "Van" and "Mac" are shorter
_OPENS_ANEW = frozenset({'"', ":", "(", "-", "—", "•", "*"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})


@dataclass(slots=True)
class Name:
    """A run of capitalised words: token range without titles, and the titles before it."""

    first: int
    end: int
    titles: tuple[str, ...]

    def words(self, tokens: Tokens) -> list[str]:
        return tokens.word[self.first : self.end]


@dataclass(slots=True)
class People:
    """Full names by surname, and every single word known as a person's name (lower case)."""

    full: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    capitalised: set[str] = field(default_factory=set)  # proper nouns seen inside a sentence
    organisations: set[str] = field(default_factory=set)  # "patriot", where the article has "Patriot Coal"

    def canonical(self, name: list[str]) -> str:
        """The fullest form of a name in the article: "Altman" → "Sam Altman"."""
        if len(name) == 1 and (whole := self.full.get(name[0].lower())):
            return whole
        return " ".join(name).replace(" - ", "-")


@once_a_text
def people(tokens: Tokens) -> People:
    found = People()
    for name in names(tokens):
        opens = tokens.bounds(name.first)[0]
        if name.first > opens and tokens.word[name.first - 1] not in _OPENS_ANEW and name.end - name.first == 1:
            found.capitalised.add(tokens.lower[name.first])
        if _begins_organisation(tokens, name):
            found.organisations.add(tokens.lower[name.first])
        if is_person(tokens, name):
            plain = [word for word in name.words(tokens) if word.lower() not in SUFFIXES]
            if not plain:
                continue
            surname = plain[-1].lower()
            found.known.add(surname)
            if len(plain) > 1:
                found.full.setdefault(surname, " ".join(plain).replace(" - ", "-"))
    return found


@once_a_text
def names(tokens: Tokens) -> list[Name]:
    """Runs of proper nouns, left to right, with titles set apart."""
    found = []
    at = 0
    while at < len(tokens):
        if not _is_name_word(tokens, at):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and tokens.sentence[end] == tokens.sentence[at] and _carries_on(tokens, end):
            end += 1
        first = at
        titles = words("titles")
        while first < end - 1 and tokens.lower[first] in titles:
            first += 1
        found.append(Name(first, end, tuple(tokens.lower[at:first])))
        at = end
    return found


def _is_name_word(tokens: Tokens, at: int) -> bool:
    return tokens.tag[at] in _NAME_TAGS and tokens.word[at][:1].isupper() and tokens.word[at] != "|"


def _carries_on(tokens: Tokens, at: int) -> bool:
    if _is_name_word(tokens, at):
        return True
    if tokens.word[at][:1].isupper() and tokens.lower[at - 1] in words("first_names") and tokens.word[at].isalpha():
        return tokens.tag[at].startswith(("NN", "VB", "JJ", "RB"))  # "Bernie Sanders", "David Jolly"
    bridge = tokens.lower[at] in PARTICLES and at + 1 < len(tokens)
    return bridge and _is_name_word(tokens, at + 1) and tokens.lower[at - 1] not in words("titles")


def is_person(tokens: Tokens, name: Name) -> bool:
    """By title or first name; a word such as "Party" or a known organisation speaks against it."""
    lower = tokens.lower[name.first : name.end]
    if is_organisation(tokens, name):
        return False
    if name.titles and (name.titles[-1] != "former" or len(lower) > 1):
        return True
    return len(lower) > 1 and lower[0].rstrip(".") in words("first_names")


def _begins_organisation(tokens: Tokens, name: Name) -> bool:
    if name.end - name.first != 2 or name.titles:  # noqa: PLR2004 - a name and what it is
        return False
    first, last = tokens.lower[name.first : name.end]
    return last in sections("organisations")["word"] and first not in sections("organisations")["word"]


def is_organisation(tokens: Tokens, name: Name) -> bool:
    plain = [word for word in name.words(tokens) if word not in "-.&"]
    lower = [word.lower() for word in plain]
    lists = sections("organisations")
    if not lower or any(word in lists["word"] for word in lower):
        return True
    known = lists["name"] | lists["place"]
    if len(lower) == 1:
        return lower[0] in known or looks_like_brand(plain[0])
    return (lower[0] in known or lower[-1] in known) and lower[0] not in words("first_names")


def looks_like_brand(word: str) -> bool:
    """ "OpenAI", "FBI", "YouTube", "news.com": capitals or digits inside (not "McCain", "O'Brien", "DeSantis")."""
    if len(word) > 1 and word.isupper():
        return len(word) <= 5  # noqa: PLR2004 - a longer one is a heading or a shouted name
    if word[-1:].isdigit() or word.lower().endswith((".com", ".org", ".net")):
        return True
    inner = [at for at, letter in enumerate(word) if letter.isupper() and at]
    return len(inner) > 1 or (len(inner) == 1 and (word[-1].isupper() or inner[0] >= LONG_PREFIX))
