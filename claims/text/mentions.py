"""Where people are named in a text, and the roles in which they are: "the strategist" is whom the article calls so."""

from bisect import bisect_left

from claims.text.kinds import is_definite
from claims.text.lexicon import sections, words
from claims.text.people import Name, People, is_person, names
from claims.text.tokens import Tokens

BACK = 3  # sentences in which "he" may find a name that is no subject


class Mentions:
    """The people named in one text, by place."""

    def __init__(self, tokens: Tokens, known: People) -> None:
        self._tokens = tokens
        self._at: list[int] = []  # the last word of each name, in order
        self._who: list[str] = []
        self._roles: dict[str, list[tuple[int, str]]] = {}  # role noun → (where, who; "" for nobody named)
        for name in names(tokens):
            whole = name.words(tokens)
            if is_person(tokens, name) or (len(whole) == 1 and whole[0].lower() in known.known):
                self._at.append(name.end - 1)
                self._who.append(known.canonical(whole))
                for role in roles_of(tokens, name):
                    self._roles.setdefault(role, []).append((name.first, self._who[-1]))
        for at, noun in enumerate(tokens.lower):
            described = tokens.dep[at] in ("appos", "attr") and tokens.tag[tokens.head[at]] == "NNP"
            if noun in self._roles and tokens.tag[at] == "NN" and not is_definite(tokens, at) and not described:
                self._roles[noun].append((at, ""))
        for places in self._roles.values():
            places.sort()

    def last(self, before: int) -> tuple[str, int] | None:
        """The person named last before a word, not further back than `BACK` sentences, in its paragraph."""
        place = bisect_left(self._at, before) - 1
        if place < 0:
            return None
        at = self._at[place]
        tokens = self._tokens
        near = tokens.sentence[before] - tokens.sentence[at] <= BACK
        same = tokens.paragraph_of[tokens.sentence[before]] == tokens.paragraph_of[tokens.sentence[at]]
        return (self._who[place], at) if near and same else None

    def holder(self, head: int) -> str:
        """Who a definite role noun ("the strategist", "her lawyer") was last named as; empty if nobody, or another."""
        tokens = self._tokens
        if tokens.tag[head] != "NN" or not _points(tokens, head):
            return ""
        places = self._roles.get(tokens.lower[head], [])
        at = bisect_left(places, (head, ""))
        before = [entry for entry in places[:at] if entry[0] != head]
        return before[-1][1] if before else ""


def roles_of(tokens: Tokens, name: Name) -> set[str]:
    """Role nouns before a name ("strategist Ann Lee") and beside it ("Ann Lee, a strategist")."""
    last = name.end - 1
    found = {title for title in name.titles if title in _role_nouns()}
    beside = [*tokens.children(last, "appos"), *tokens.children(last, "compound", "nmod")]
    if tokens.dep[last] == "appos":
        beside.append(tokens.head[last])
    return found | {tokens.lower[one] for one in beside if tokens.lower[one] in _role_nouns()}


def _points(tokens: Tokens, head: int) -> bool:
    return any(tokens.lower[kid] in ("the", "this", "that") or tokens.dep[kid] == "poss" for kid in tokens.kids[head])


def _role_nouns() -> frozenset[str]:
    roles = sections("roles")
    return (roles["informant"] | roles["title"] | roles["spokesperson"]) - words("measures")
