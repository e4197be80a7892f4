"""What form a source has, and whether a reader is told who it is.

The role noun decides (`lexicon/roles.txt`); a name in the phrase, before or in apposition, overrules it.
"""

from claims.text.anonymity import says_how_it_knows
from claims.text.lexicon import sections, words
from claims.text.people import People
from claims.text.personnames import name_in
from claims.text.records import Form, Naming
from claims.text.roles import is_role, lists_of
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
_PEOPLES = frozenset({"american", "british", "russian", "chinese", "german", "french", "young", "older", "ordinary"})
_PAIRS = frozenset(
    {"men", "women", "candidates", "nominees", "contenders", "rivals", "leaders", "senators", "brothers"}
)
_FEW = frozenset({"pair", "duo", "trio"})
_AUTHORITIES = frozenset({"police", "authorities", "troops", "forces"})
_WORLDLY = frozenset({"world", "business", "religious", "civic", "faith", "industry", "community"})
_STAFF = frozenset({"staff", "personnel", "duo", "trio", "couple"})
_BODIES = frozenset(
    {"crowd", "group", "public", "generation", "minority", "movement", "wing", "community", "percentage"}
)
_INDEFINITE = frozenset({"a", "an", "one", "another", "any", "each", "some", "no", "every"})
_POINTS = frozenset({"the", "these", "those", "both", "all", "his", "her", "its", "their", "our"})
_INFORMANTS_WITHIN = frozenset({"insiders", "insider", "sources", "officials", "employees", "aides", "people"})
_PARTIES = frozenset({"republicans", "democrats"})


def kind(tokens: Tokens, source: set[int], head: int, known: People) -> Kind:
    """Form and naming of the noun phrase `source` under `head`; pronouns are resolved before."""
    if name_in(tokens, source, head, known) is not None:
        return _named(tokens, source)
    noun = tokens.lower[head]
    if _is_proper(tokens, head, known):
        return _proper(tokens, head)
    if noun in _FEW and any(tokens.lower[kid] in ("the", "this", "that") for kid in tokens.kids[head]):
        return NAMED_PERSON  # "the pair": who was named before
    if noun in words("measures") and (counted := counted_of(tokens, head)) is not None:
        return of_many(kind(tokens, source, counted, known))
    return _common(tokens, source, head, noun)


def _named(tokens: Tokens, source: set[int]) -> Kind:
    if any(tokens.lower[one] in sections("roles")["spokesperson"] for one in source):
        return (Form.SPOKESPERSON, Naming.NAMED)
    return NAMED_PERSON


# --- how many of what ---


def counted_of(tokens: Tokens, head: int) -> int | None:
    """The noun after "of": "dozens of papers", "a group of parents"."""
    of = next((kid for kid in tokens.children(head, "prep") if tokens.lower[kid] == "of"), None)
    return tokens.child(of, "pobj") if of is not None else None


def of_many(one: Kind) -> Kind:
    """The kind of several of them."""
    if one[0] is Form.PERSON:
        return UNNAMED_GROUP if one[1] is Naming.UNNAMED else CROWD
    return one


# --- capitalised words ---


def _is_proper(tokens: Tokens, head: int, known: People) -> bool:
    """A capitalised word that is no role noun, or has a name before it: "The Daily Caller", not "Officials"."""
    if not tokens.word[head][:1].isupper() or not tokens.tag[head].startswith("NN"):
        return False
    noun = tokens.lower[head]
    bodies = sections("organisations")
    if noun in bodies["name"] | bodies["place"] and noun not in _PARTIES:
        return True
    opens = head == tokens.bounds(head)[0]
    named = any(
        tokens.dep[kid] == "compound" and tokens.word[kid][:1].isupper() and tokens.bounds(kid)[0] != kid
        for kid in tokens.kids[head]
    )
    if is_role(noun):
        return named and tokens.tag[head] == "NNP"
    return tokens.tag[head] in ("NNP", "NNPS") or not opens or noun in known.capitalised


def _proper(tokens: Tokens, head: int) -> Kind:
    noun = tokens.lower[head]
    is_organisation = noun in sections("organisations")["word"]
    if tokens.tag[head] == "NNPS" and not is_organisation:
        return CROWD
    lists = lists_of(noun)
    if noun in sections("roles")["title"] and not is_organisation:
        return NAMED_PERSON if is_definite(tokens, head) else UNNAMED_PERSON
    if "document" in lists and not is_organisation:
        return DOCUMENT
    return ORGANISATION


# --- role nouns ---


def is_definite(tokens: Tokens, head: int) -> bool:
    return not any(tokens.lower[kid] in _INDEFINITE for kid in tokens.kids[head])


def _common(tokens: Tokens, source: set[int], head: int, noun: str) -> Kind:
    """The first list that has the noun, in the order in which they overrule each other."""
    plural = tokens.tag[head] in ("NNS", "NNPS") or noun in _ANYBODY
    definite = not plural and is_definite(tokens, head)
    lists = lists_of(noun)
    many = UNNAMED_GROUP if plural or noun in _STAFF else UNNAMED_PERSON
    ordered: list[tuple[bool, Kind]] = [
        ("spokesperson" in lists, SPOKESPERSON),
        (noun == "reports" and _is_relayed(tokens, head), REPORT),
        (_is_pair(tokens, head, noun), NAMED_PERSON),
        (definite and bool(lists & {"title", "kin"}), NAMED_PERSON),
        (noun in _ANYBODY and _is_anybody(tokens, source, head), CROWD),
        (noun == "leaders" and any(tokens.lower[kid] in _WORLDLY for kid in tokens.kids[head]), CROWD),
        (noun == "authority" and tokens.child(head, "acl") is not None, OTHER),
        ("informant" in lists, many),
        ("organisation" in lists and plural and _is_some(tokens, source, head), CROWD),
        ("organisation" in lists and not (plural and "crowd" in lists), ORGANISATION),
        ("document" in lists, DOCUMENT),
        ("crowd" in lists, _crowd(tokens, source, head, plural=plural)),
        (bool(lists & {"title", "kin"}), CROWD if plural else UNNAMED_PERSON),
    ]
    return next((found for holds, found in ordered if holds), _by_shape(tokens, source, head, noun, plural=plural))


def _is_relayed(tokens: Tokens, head: int) -> bool:
    kids = tokens.kids[head]
    if any(tokens.lower[kid] in _RELAYED for kid in kids):
        return True
    return not any(tokens.dep[kid] in ("det", "poss", "prep", "amod", "compound", "acl") for kid in kids)


def _is_pair(tokens: Tokens, head: int, noun: str) -> bool:
    """ "Both men", "the two candidates": two who were named before."""
    before = {tokens.lower[kid] for kid in tokens.kids[head]}
    return noun in _PAIRS and ("both" in before or {"the", "two"} <= before)


def _is_anybody(tokens: Tokens, source: set[int], head: int) -> bool:
    """ "People", "many people", "the American people": nobody who is told apart by number or by how he knows."""
    wording = " ".join(tokens.word[one] for one in sorted(source))
    told_apart = any(tokens.dep[kid] in ("nummod", "relcl", "prep", "acl") for kid in tokens.kids[head])
    if told_apart or says_how_it_knows(wording):
        return False
    if tokens.lower[head] != "people":
        return True
    return not {tokens.lower[kid] for kid in tokens.kids[head]} - _PEOPLES - {"many", "most", "some", "the"}


def _is_some(tokens: Tokens, source: set[int], head: int) -> bool:
    """ "Several companies", but not "the companies", "companies, including Acme" or "police"."""
    if tokens.lower[head] in _AUTHORITIES:
        return False
    if any(tokens.lower[kid] in _POINTS or tokens.dep[kid] == "poss" for kid in tokens.kids[head]):
        return False
    return not any(tokens.tag[one] == "NNP" and tokens.dep[one] != "compound" for one in source)


def _crowd(tokens: Tokens, source: set[int], head: int, *, plural: bool) -> Kind:
    if any(tokens.lower[one] in _INFORMANTS_WITHIN for one in source):
        return UNNAMED_GROUP
    noun = tokens.lower[head]
    if noun == "one" and any(tokens.lower[kid] == "of" for kid in tokens.kids[head]):
        return UNNAMED_PERSON
    single = not plural and any(tokens.lower[kid] in _INDEFINITE for kid in tokens.kids[head])
    return UNNAMED_PERSON if single and noun not in words("measures") | _BODIES else CROWD


def _by_shape(tokens: Tokens, source: set[int], head: int, noun: str, *, plural: bool) -> Kind:
    if tokens.tag[head] == "CD" or noun in ("%", "percent") or _is_described_those(tokens, head):
        return CROWD
    if any(tokens.lower[one] in _INFORMANTS_WITHIN for one in source):
        return UNNAMED_GROUP
    if noun in words("no_persons"):
        return OTHER
    if noun.endswith(("ers", "aires", "ists", "ians", "ors", "ees", "men", "women")):
        return CROWD
    if noun.endswith(("er", "ist", "ian", "ee", "man", "woman")) and not plural:
        return UNNAMED_PERSON
    return OTHER


def _is_described_those(tokens: Tokens, head: int) -> bool:
    """ "Those who were asked", "those polled"; a bare "those" may be things."""
    return tokens.lower[head] in ("those", "these") and tokens.child(head, "relcl", "acl", "prep") is not None
