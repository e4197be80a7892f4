"""The person whom a source names: at its head, or beside it ("Apple's chief executive, Tim Cook")."""

from claims.text.dates import WEEKDAYS
from claims.text.lexicon import sections, words
from claims.text.people import Name, People, is_organisation, looks_like_brand
from claims.text.roles import is_one_person, lists_of
from claims.text.tokens import Tokens

_BESIDE = frozenset({"appos", "conj", "nsubj", "attr", "dep", "parataxis", "npadvmod"})
_HONORIFIC = frozenset({"mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "prof", "sir"})
_PROPER = ("NNP", "NNPS")
_DESCRIBES = frozenset({"NN", "JJ", "DT", "PRP$"})  # "…, international businessman Tom Hale"
FAR = 6  # words
_MISTAKEN = ("NN", "VB", "JJ", "RB", "UH", "FW")  # tags that the tagger gives to names it does not know


def name_in(tokens: Tokens, source: set[int], head: int, known: People) -> Name | None:
    """The person named in a source; None where nobody is, or only in passing ("Mr. Lee's doctor")."""
    if (found := person_at(tokens, head, known, source)) is not None:
        return found
    for place in sorted(source):
        if place == head:
            continue
        found = person_at(tokens, place, known, source)
        if found is None or not (_is_beside(tokens, place, head) or _is_set_off(tokens, found, source, head)):
            continue
        if found.end - found.first > 1 or found.titles or tokens.lower[place] in known.known:
            return found
    return None


def _is_beside(tokens: Tokens, place: int, head: int) -> bool:
    """Whether only apposition and the like lie between the two words in the parse."""
    at = place
    while at != head and tokens.dep[at] in _BESIDE and tokens.head[at] != at:
        at = tokens.head[at]
    return at == head


def _is_set_off(tokens: Tokens, name: Name, source: set[int], head: int) -> bool:
    """Whether a whole name stands between commas, whatever the parse makes of it."""
    before, after = name.first - 1, name.end
    closed = after not in source or tokens.word[after] == ","
    if closed and before in source and tokens.tag[before] == "NN" and is_one_person(tokens.lower[before]):
        return name.end - name.first > 1  # "columnist and radio host Ann Hale"
    while before in source and tokens.tag[before] in _DESCRIBES and name.first - before <= FAR:
        before -= 1
    opened = before in source and tokens.word[before] == ","
    if not opened or not closed or name.end - name.first == 1:
        return False
    is_one = tokens.tag[head] == "NN" and is_one_person(tokens.lower[head])
    return is_one or tokens.lower[name.first] in words("first_names")


def person_at(tokens: Tokens, place: int, known: People, within: set[int] | None = None) -> Name | None:
    """The person's name that ends in the token at `place`, with the words before it (those `within`, if given)."""
    if not tokens.word[place][:1].isupper() or not _tagged_as_name(tokens, place, known):
        return None
    name = _whole(tokens, place, within)
    shouted = tokens.word[place].isupper() and tokens.lower[place] in known.known  # "TRUMP:" in a transcript
    if is_organisation(tokens, name) and not shouted and not _has_honorific(name):
        return None
    if name.titles or tokens.lower[place] in known.known:
        return name
    if name.end - name.first == 1 and tokens.lower[place] in known.organisations:
        return None
    if name.end - name.first > 1:
        return name if _may_be_person(tokens, name) else None
    return name if _bare_surname(tokens, place) else None


def _whole(tokens: Tokens, place: int, within: set[int] | None) -> Name:
    """The words of the name; what stands before its last title or first name is whose it is ("GOP Rep. Hall")."""
    first = place
    while first > 0 and tokens.head[first - 1] == place and tokens.tag[first - 1] in _PROPER:
        if within is not None and first - 1 not in within:
            break
        first -= 1
    titles: list[str] = []
    for at in range(first, place):
        if tokens.lower[at] in words("titles"):
            titles = [*titles, tokens.lower[at]] if first == at else [tokens.lower[at]]
            first = at + 1
    if not titles:
        given = next((at for at in range(place - 1, first, -1) if tokens.lower[at] in words("first_names")), first)
        lists = sections("organisations")
        first = given if given < place and tokens.lower[first] in lists["name"] | lists["place"] else first
    return Name(first, place + 1, tuple(titles))


def _has_honorific(name: Name) -> bool:
    return bool(name.titles) and name.titles[-1].rstrip(".") in _HONORIFIC


def _tagged_as_name(tokens: Tokens, place: int, known: People) -> bool:
    """Proper nouns, and words that the tagger mistook ("Sanders", "Trump") but the article knows as names."""
    if tokens.tag[place] == "NNP" or (tokens.tag[place] == "NNPS" and _is_full_name(tokens, place)):
        return True
    return tokens.lower[place] in known.known | known.capitalised and tokens.tag[place].startswith(_MISTAKEN)


def _is_full_name(tokens: Tokens, place: int) -> bool:
    """A first name before it, or a role beside it: "Dana Fields", "Dana Brooks, a pollster", which read as plurals."""
    if place and tokens.lower[place - 1] in words("first_names"):
        return True
    return any(tokens.tag[one] == "NN" and is_one_person(tokens.lower[one]) for one in tokens.children(place, "appos"))


def _may_be_person(tokens: Tokens, name: Name) -> bool:
    determined = any(tokens.lower[kid] in ("the", "a", "an") for kid in tokens.kids[name.end - 1])
    return not determined or tokens.lower[name.first] in words("first_names")


def _bare_surname(tokens: Tokens, place: int) -> bool:
    """A single capitalised word with no determiner; "Poll" and "Officials" in a headline name nobody."""
    word = tokens.word[place]
    if looks_like_brand(word) or word.lower() in WEEKDAYS or tokens.tag[place] == "NNPS" or lists_of(word.lower()):
        return False
    return not any(tokens.dep[kid] in ("det", "poss") for kid in tokens.kids[place])
