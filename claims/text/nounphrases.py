"""Noun phrases: which words belong to the source, and who the subject of a verb is."""

from claims.text.tokens import SUBJECTS, Tokens

RELATIVE = frozenset({"who", "which", "that", "whom"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD", "JJ", "WP", "JJS", "FW", "WDT"})
_CIRCUMSTANCES = frozenset({"on", "in", "during", "after", "before", "as"})  # "Mr. Roe on Tuesday", "in his speech"
NEXT = 4  # words between a noun and what describes it
STATEMENTS = frozenset(
    ["statement", "letter", "release", "email", "tweet", "message", "memo", "note", "report", "ruling", "opinion"]
)
_CARRIED = frozenset({"conj", "xcomp", "advcl"})


def phrase(tokens: Tokens, head: int) -> set[int]:
    """The words of the noun phrase under `head`, with apposition and description.

    "Mark Toner, a spokesman" and "a person familiar with the matter" whole; not "Mr. Jones, who left,".
    """
    found = {head}
    for kid in tokens.kids[head]:
        if _belongs(tokens, head, kid):
            found |= tokens.subtree(kid, without=_clauses(tokens, kid))
    return _trimmed(tokens, _hyphenated(tokens, _leftwards(tokens, found)))


def _leftwards(tokens: Tokens, found: set[int]) -> set[int]:
    """Words before the head that the parse hung elsewhere: "Trump senior adviser Jason Miller"."""
    at = min(found) - 1
    while at >= 0 and tokens.sentence[at] == tokens.sentence[at + 1] and _leads(tokens, at):
        found.add(at)
        at -= 1
    return found


def _leads(tokens: Tokens, at: int) -> bool:
    return tokens.dep[at] in ("compound", "amod", "nmod", "det", "nummod", "predet") and tokens.head[at] > at


def _hyphenated(tokens: Tokens, found: set[int]) -> set[int]:
    """For "former co-workers and employees", which the tokeniser cuts at the hyphen and the parse scatters."""
    first = min(found)
    while first > 1 and _is_hyphen(tokens, first - 1) and tokens.tag[first - 2].startswith("NN"):
        found |= {first - 1} | tokens.subtree(first - 2)
        first = min(found)
    last = max(found)
    while last + 2 < len(tokens) and _is_hyphen(tokens, last + 1) and tokens.tag[last + 2].startswith("NN"):
        found |= {last + 1} | phrase(tokens, last + 2)
        last = max(found)
    return found


def _is_hyphen(tokens: Tokens, at: int) -> bool:
    """Whether a "-" joins its neighbours, and is no dash between them."""
    return tokens.word[at] == "-" and tokens.end[at - 1] == tokens.start[at] and tokens.end[at] == tokens.start[at + 1]


def _belongs(tokens: Tokens, head: int, kid: int) -> bool:
    label = tokens.dep[kid]
    if label == "prep" and tokens.tag[head] == "NNP" and tokens.lower[kid] in _CIRCUMSTANCES:
        return False
    if label in ("relcl", "acl"):
        described = tokens.tag[head] in ("NN", "NNS") or tokens.lower[head] in ("those", "some", "one", "many")
        told = label == "acl" and tokens.lower[head] in ("all", "this", "that", "both", "each")
        return told or (
            described and "," not in tokens.word[head:kid] and tokens.lower[head] != "it" and kid - head <= NEXT
        )
    return label not in ("punct", "parataxis", "ccomp", "advcl", "dep", "cc", "mark") or label == "cc"


def _clauses(tokens: Tokens, kid: int) -> set[int]:
    """Clauses below an apposition or a modifier, which tell more than who it is."""
    if tokens.dep[kid] not in ("appos", "conj", "prep"):
        return set()
    below = tokens.subtree(kid)
    return {one for one in below if one != kid and tokens.dep[one] in ("relcl", "ccomp", "parataxis", "advcl")}


def _trimmed(tokens: Tokens, members: set[int]) -> set[int]:
    edges = sorted(members)
    while edges and (tokens.is_punctuation(edges[-1]) or tokens.lower[edges[-1]] in ("and", "or", "but")):
        edges.pop()
    while edges and (tokens.is_punctuation(edges[0]) or tokens.lower[edges[0]] in ("and", "or", "but")):
        edges.pop(0)
    return set(edges)


def subject(tokens: Tokens, verb: int, depth: int = 0) -> int | None:
    """The head of who does it: subject, by-agent, what a relative clause hangs on, or who controls it."""
    agent = tokens.child(verb, "agent")
    if agent is not None:
        return tokens.child(agent, "pobj")
    done_to = tokens.child(verb, "nsubjpass")
    if done_to is not None:
        return done_to if _is_has(tokens, verb) else None
    found = _subject_noun(tokens, verb)
    while found is not None and tokens.word[found + 1 : found + 2] == ["-"] and tokens.tag[found + 2].startswith("NN"):
        found += 2  # "co-workers": the noun is behind the hyphen
    if found is not None:
        return _antecedent(tokens, verb, found)
    if depth > 8:  # noqa: PLR2004 - no sentence nests deeper than this; garbled parses may
        return None
    return _controller(tokens, verb, depth)


def _is_has(tokens: Tokens, verb: int) -> bool:
    """ "He's said he would": the parse takes "'s" for "is"."""
    helper = tokens.child(verb, "auxpass")
    return helper is not None and tokens.lower[helper] == "'s" and tokens.lower[verb] == "said"


def _subject_noun(tokens: Tokens, verb: int) -> int | None:
    """The subject that is a noun: in "Is it good? said a person" the parse also takes the question for one."""
    found = tokens.children(verb, *SUBJECTS)
    nouns = [one for one in found if not tokens.is_verb(one)]
    return nouns[0] if nouns else found[0] if found else None


def just_before(tokens: Tokens, verb: int) -> int | None:
    """The noun that stands right before a finite verb, for a parse that gives the verb no subject."""
    first = tokens.bounds(verb)[0]
    at = verb - 1
    while at > first and tokens.tag[at] in ("RB", "MD", "VBD", "VBZ", "VBP") and verb - at <= NEXT:
        at -= 1
    if at > first and tokens.word[at] == ",":
        at -= 1
    return at if at >= first and tokens.tag[at] in ("NN", "NNS", "NNP", "NNPS", "PRP", "CD") else None


def _antecedent(tokens: Tokens, verb: int, found: int) -> int:
    """For "officials who said": the noun that the clause hangs on, not "who"."""
    if tokens.lower[found] in RELATIVE and tokens.dep[verb] == "relcl":
        return tokens.head[verb]
    return found


def _controller(tokens: Tokens, verb: int, depth: int) -> int | None:  # noqa: PLR0911 - one for each construction
    label, head = tokens.dep[verb], tokens.head[verb]
    if label == "acl" and tokens.dep[head] == "dobj" and (tokens.lower[head] in STATEMENTS or is_aim(tokens, verb)):
        return subject(tokens, tokens.head[head], depth + 1)
    if label in ("acl", "relcl"):
        return head if tokens.tag[verb] in ("VBG", "VBD", "VBZ", "VBP", "VB") else None
    if label == "xcomp" and tokens.tag[head].startswith("JJ"):  # "are likely to say"
        return subject(tokens, tokens.head[head], depth + 1)
    if label == "conj" and not tokens.is_verb(head):
        return _above(tokens, verb, depth)
    if label in _CARRIED and head != verb and tokens.is_verb(head):
        if label == "xcomp" and (aimed := tokens.child(head, "dobj")) is not None:
            return aimed
        return subject(tokens, head, depth + 1)
    if label == "pcomp" and tokens.is_verb(tokens.head[head]):  # "in saying that"
        return subject(tokens, tokens.head[head], depth + 1)
    return _inverted(tokens, verb) or _above(tokens, verb, depth)


def is_aim(tokens: Tokens, verb: int) -> bool:
    """ "took pains to say": what somebody does in order to say it."""
    return tokens.tag[verb] == "VB" and any(tokens.lower[kid] == "to" for kid in tokens.kids[verb])


def _above(tokens: Tokens, verb: int, depth: int) -> int | None:
    """For a verb that the parse joined to a noun: "denounced her record and said": the clause above has it."""
    if tokens.dep[verb] != "conj":
        return None
    above = next((one for one in tokens.ancestors(verb) if tokens.is_verb(one)), None)
    return subject(tokens, above, depth + 1) if above is not None else None


def _inverted(tokens: Tokens, verb: int) -> int | None:
    """For "…, said a person familiar with it" where the parse takes the person for an object."""
    for label in ("dobj", "attr", "npadvmod", "appos", "ccomp"):
        found = tokens.child(verb, label)
        if found is not None and 0 < found - verb <= NEXT + 2 and tokens.tag[found] in NOUNS:
            return found
    return None


def goes_on(tokens: Tokens, verb: int, cue: int) -> bool:
    """Whether a verb goes on with the cue, whatever the parse joined it to.

    In "He insists that it will go on and refuses to answer", "refuses" has the form of "insists", and after "will"
    it could not have it.
    """
    before = tokens.head[verb]
    if before <= cue or not tokens.is_verb(before) or tokens.children(verb, *SUBJECTS):
        return False
    form = tokens.finite_form(cue)
    between = tokens.lower[before:verb]
    return (
        form in ("VBD", "VBZ", "VBP")
        and tokens.finite_form(verb) == form
        and tokens.finite_form(before) in ("MD", "")
        and tokens.tag[before] == "VB"
        and "or" not in between
        and any(one in between for one in ("and", "but"))
    )
