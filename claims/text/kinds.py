"""What form a source has, and whether a reader is told who it is.

The role noun decides (`lexicon/roles.txt`); a name in the phrase, before or in apposition, overrules it.
"""

from claims.text.lexicon import sections, words
from claims.text.people import Name, People, is_organisation, looks_like_brand
from claims.text.records import Form, Naming
from claims.text.tokens import Tokens

Kind = tuple[Form, Naming]

NAMED_PERSON: Kind = (Form.PERSON, Naming.NAMED)
UNNAMED_PERSON: Kind = (Form.PERSON, Naming.UNNAMED)
UNNAMED_GROUP: Kind = (Form.GROUP, Naming.UNNAMED)
NAMED_GROUP: Kind = (Form.GROUP, Naming.NAMED)
CROWD: Kind = (Form.CROWD, Naming.UNNAMED)
REPORT: Kind = (Form.REPORT, Naming.UNNAMED)
SPOKESPERSON: Kind = (Form.SPOKESPERSON, Naming.UNNAMED)
ORGANISATION: Kind = (Form.ORGANISATION, Naming.NAMED)
DOCUMENT: Kind = (Form.DOCUMENT, Naming.NAMED)
OTHER: Kind = (Form.OTHER, Naming.NAMED)

_RELAYED = frozenset(
    {"media", "news", "press", "published", "local", "unconfirmed", "several", "some", "multiple", "various"}
)
_ANYBODY = frozenset({"people", "men", "women", "doctors", "parents", "students", "families", "anyone", "somebody"})
_BESIDE = frozenset({"appos", "conj", "nsubj", "attr", "dep", "parataxis"})
_HONORIFIC = frozenset({"mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "prof", "sir"})
_STAFF = frozenset({"staff", "personnel", "duo", "trio", "couple"})
_BODIES = frozenset(
    {"crowd", "group", "public", "generation", "minority", "movement", "wing", "community", "percentage"}
)
_INDEFINITE = frozenset({"a", "an", "one", "another", "any", "each", "some", "no", "every"})
_INFORMANTS_WITHIN = frozenset({"insiders", "insider", "sources", "officials", "employees", "aides", "people"})


def kind(tokens: Tokens, source: set[int], head: int, known: People) -> Kind:
    """Form and naming of the noun phrase `source` under `head`; pronouns are resolved before."""
    if name_in(tokens, source, head, known) is not None:
        return _named(tokens, source, head)
    noun = tokens.lower[head]
    if _is_proper(tokens, head, known):
        return _proper(tokens, source, head, known)
    if noun in words("measures") and (counted := _counted(tokens, head)) is not None:
        return _of_many(kind(tokens, source, counted, known))
    return _common(tokens, source, head, noun)


def _is_proper(tokens: Tokens, head: int, known: People) -> bool:
    """A capitalised word that is no role noun, or has a name before it: "The Daily Caller", not "Officials"."""
    if not tokens.word[head][:1].isupper() or not tokens.tag[head].startswith("NN"):
        return False
    noun = tokens.lower[head]
    if noun in sections("organisations")["name"] and noun not in ("republicans", "democrats"):
        return True
    opens = head == tokens.bounds(head)[0]
    named = any(
        tokens.dep[kid] == "compound" and tokens.word[kid][:1].isupper() and tokens.bounds(kid)[0] != kid
        for kid in tokens.kids[head]
    )
    if _is_role(noun):
        return named and tokens.tag[head] == "NNP"
    return tokens.tag[head] in ("NNP", "NNPS") or not opens or noun in known.capitalised


def _counted(tokens: Tokens, head: int) -> int | None:
    """The noun after "of": "dozens of papers", "a group of parents"."""
    of = next((kid for kid in tokens.children(head, "prep") if tokens.lower[kid] == "of"), None)
    return tokens.child(of, "pobj") if of is not None else None


def _of_many(one: Kind) -> Kind:
    """The kind of several of them."""
    if one[0] is Form.PERSON:
        return UNNAMED_GROUP if one[1] is Naming.UNNAMED else CROWD
    return one


def _is_role(noun: str) -> bool:
    roles = sections("roles")
    return any(form in roles[part] for part in ("informant", "crowd", "spokesperson") for form in singulars(noun))


def singulars(noun: str) -> tuple[str, ...]:
    """The noun and what it may be the plural of."""
    found = [noun]
    if noun.endswith("ies"):
        found.append(noun[:-3] + "y")
    if noun.endswith("es"):
        found.append(noun[:-2])
    if noun.endswith("s"):
        found.append(noun[:-1])
    return tuple(found)


def name_in(tokens: Tokens, source: set[int], head: int, known: People) -> Name | None:
    """The person named in a source: its head, or a name beside it ("Apple's chief executive, Tim Cook")."""
    beside = [one for one in sorted(source) if one != head and tokens.dep[one] in _BESIDE]
    if (found := person_at(tokens, head, known)) is not None:
        return found
    for place in beside:
        found = person_at(tokens, place, known)
        if found is not None and (found.end - found.first > 1 or found.titles or tokens.lower[place] in known.known):
            return found
    return None


def person_at(tokens: Tokens, place: int, known: People) -> Name | None:
    """The person's name that ends in the token at `place`, with the words before it."""
    if not tokens.word[place][:1].isupper() or not _tagged_as_name(tokens, place, known):
        return None
    first, end = place, place + 1
    while first > 0 and tokens.head[first - 1] == place and tokens.tag[first - 1] in ("NNP", "NNPS"):
        first -= 1
    titles: list[str] = []
    while first < place and tokens.lower[first] in words("titles"):
        titles.append(tokens.lower[first])
        first += 1
    name = Name(first, end, tuple(titles))
    shouted = tokens.word[place].isupper() and tokens.lower[place] in known.known  # "TRUMP:" in a transcript
    if is_organisation(tokens, name) and not shouted and not (titles and titles[-1].rstrip(".") in _HONORIFIC):
        return None
    if titles or tokens.lower[place] in known.known:
        return name
    if end - first > 1:
        return name if _may_be_person(tokens, name) else None
    return name if _bare_surname(tokens, place) else None


def _tagged_as_name(tokens: Tokens, place: int, known: People) -> bool:
    """Proper nouns, and words that the tagger mistook ("Sanders", "Trump") but the article knows as names."""
    if tokens.tag[place] == "NNP":
        return True
    return tokens.lower[place] in known.known | known.capitalised and tokens.tag[place][:2] in ("NN", "VB", "JJ", "RB")


def _may_be_person(tokens: Tokens, name: Name) -> bool:
    determined = any(tokens.lower[kid] in ("the", "a", "an") for kid in tokens.kids[name.end - 1])
    return not determined or tokens.lower[name.first] in words("first_names")


def _bare_surname(tokens: Tokens, place: int) -> bool:
    """A single capitalised word with no determiner that is no known organisation or place."""
    word = tokens.word[place]
    if looks_like_brand(word) or tokens.tag[place] == "NNPS" or _is_role(word.lower()):
        return False
    return not any(tokens.dep[kid] in ("det", "poss") for kid in tokens.kids[place])


def _named(tokens: Tokens, source: set[int], head: int) -> Kind:
    spokesperson = sections("roles")["spokesperson"]
    if any(tokens.lower[one] in spokesperson for one in source):
        return (Form.SPOKESPERSON, Naming.NAMED)
    return NAMED_PERSON


def _proper(tokens: Tokens, source: set[int], head: int, known: People) -> Kind:
    if tokens.tag[head] == "NNPS" and tokens.lower[head] not in sections("organisations")["word"]:
        return CROWD
    noun = tokens.lower[head]
    roles = sections("roles")
    if noun in roles["title"] and noun not in sections("organisations")["word"]:
        return NAMED_PERSON if _is_definite(tokens, head) else UNNAMED_PERSON
    if noun in roles["document"] and noun not in sections("organisations")["word"]:
        return DOCUMENT
    return ORGANISATION


def _common(tokens: Tokens, source: set[int], head: int, noun: str) -> Kind:
    """The first list that has the noun, in the order in which they overrule each other."""
    plural = tokens.tag[head] in ("NNS", "NNPS") or noun in _ANYBODY
    definite = not plural and _is_definite(tokens, head)
    lists = {name for name, members in sections("roles").items() if any(form in members for form in singulars(noun))}
    many = UNNAMED_GROUP if plural or noun in _STAFF else UNNAMED_PERSON
    ordered: list[tuple[bool, Kind]] = [
        ("spokesperson" in lists, SPOKESPERSON),
        (noun == "reports" and _is_relayed(tokens, head), REPORT),
        (definite and bool(lists & {"title", "kin"}), NAMED_PERSON),
        (noun in _ANYBODY and not tokens.kids[head], CROWD),
        ("informant" in lists, many),
        ("organisation" in lists and not (plural and "crowd" in lists), ORGANISATION),
        ("document" in lists, DOCUMENT),
        ("crowd" in lists, _crowd(tokens, source, head, plural=plural)),
        (bool(lists & {"title", "kin"}), many),
    ]
    return next((found for holds, found in ordered if holds), _by_shape(tokens, source, head, noun, plural=plural))


def _is_relayed(tokens: Tokens, head: int) -> bool:
    kids = tokens.kids[head]
    if any(tokens.lower[kid] in _RELAYED for kid in kids):
        return True
    return not any(tokens.dep[kid] in ("det", "poss", "prep", "amod", "compound", "acl") for kid in kids)


def _is_definite(tokens: Tokens, head: int) -> bool:
    return not any(tokens.lower[kid] in _INDEFINITE for kid in tokens.kids[head])


def _crowd(tokens: Tokens, source: set[int], head: int, *, plural: bool) -> Kind:
    if any(tokens.lower[one] in _INFORMANTS_WITHIN for one in source):
        return UNNAMED_GROUP
    noun = tokens.lower[head]
    if noun == "one" and any(tokens.lower[kid] == "of" for kid in tokens.kids[head]):
        return UNNAMED_PERSON
    single = not plural and any(tokens.lower[kid] in _INDEFINITE for kid in tokens.kids[head])
    return UNNAMED_PERSON if single and noun not in words("measures") | _BODIES else CROWD


def _by_shape(tokens: Tokens, source: set[int], head: int, noun: str, *, plural: bool) -> Kind:
    if any(tokens.lower[one] in _INFORMANTS_WITHIN for one in source):
        return UNNAMED_GROUP
    if tokens.tag[head] == "CD" or noun in ("%", "percent"):
        return CROWD
    if noun.endswith(("ers", "ists", "ians", "ors", "ees", "men", "women")):
        return UNNAMED_GROUP
    if noun.endswith(("er", "ist", "ian", "ee", "man", "woman")) and not plural:
        return UNNAMED_PERSON
    return OTHER
