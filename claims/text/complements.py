"""The words that an attributing verb attributes: its clause, what stands around an aside, an object.

Each rule has its name (`Draft.rule`), by which its confidence is kept.
"""

from claims.text.lexicon import Verb
from claims.text.nounphrases import phrase
from claims.text.tokens import FINITE, SUBJECTS, Tokens

NEAR = 5  # words between a verb and its auxiliary or particle
_QUOTE_ONLY = frozenset({"quote"})
_BEGINS_CLAUSE = frozenset(
    {"NNP", "NNPS", "DT", "NN", "NNS", "JJ", "PRP$", "CD", "PRP", "EX", "$", "JJR", "IN", "VBG"}
)
_PRESENT = frozenset({"VBP", "VBZ"})


def content_of(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> tuple[str, set[int]]:
    frames = entry.frames
    if "aside" in frames and (final := _final(tokens, verb)):
        return "final", final
    if frames & {"that", "aside", "quote"}:
        clauses = [one for one in tokens.children(verb, "ccomp") if _is_clause(tokens, one)]
        if frames == _QUOTE_ONLY:
            clauses = [one for one in clauses if one < verb or '"' in tokens.word[verb:one]]
        clauses += [one for one in tokens.children(verb, *SUBJECTS) if tokens.is_verb(one) and one != speaker]
        following = [one for one in clauses if one > verb]
        if following and not tokens.is_punctuation(verb + 1):
            clauses = following
        if clauses:
            return _complement(tokens, verb, clauses, speaker)
    if "aside" in frames:
        aside = _aside(tokens, verb)
        if aside:
            return aside
        strayed = _strayed(tokens, verb)
        if strayed:
            return "complement", strayed
        on_surface = _rest(tokens, verb) if "found" not in frames else set()
        if on_surface:
            return "rest", on_surface
    open_clause = tokens.child(verb, "xcomp") if "infinitive" in frames else None
    if open_clause is not None and any(tokens.lower[kid] == "to" for kid in tokens.kids[open_clause]):
        return "infinitive", tokens.subtree(open_clause)
    if "object" in frames and (thing := _thing(tokens, verb)) is not None:
        return "object", _object(tokens, verb, thing)
    preposition = _prepositional(tokens, verb, entry)
    if preposition:
        return "preposition", preposition
    if (frames - entry.weak) & {"aside", "quote"}:
        return "bare", set()
    return "", set()


def _is_clause(tokens: Tokens, root: int) -> bool:
    if tokens.tag[root] in ("VBG", "VBN", "VB"):
        return bool(tokens.children(root, *SUBJECTS, "aux", "auxpass", "mark"))
    return tokens.is_verb(root) or tokens.tag[root] == "MD" or bool(tokens.children(root, *SUBJECTS, "aux"))


def _complement(tokens: Tokens, verb: int, clauses: list[int], speaker: int | None) -> tuple[str, set[int]]:
    content: set[int] = set()
    for clause in clauses:
        content |= tokens.subtree(clause)
    if min(clauses) > verb:
        content |= _split_subject(tokens, verb, clauses[0])
        return "complement", content | _same_tense(tokens, verb, clauses[0]) | _joined(tokens, verb, clauses[0])
    return "inverted", content | _around(tokens, verb, speaker, content)


def _split_subject(tokens: Tokens, verb: int, clause: int) -> set[int]:
    """For "said the days when … are gone", where the parse takes the clause's subject for an object of the cue."""
    thing = tokens.child(verb, "dobj")
    if (
        thing is None
        or not verb < thing < clause
        or tokens.children(clause, *SUBJECTS)
        or tokens.lower[verb] == "told"
    ):
        return set()
    return tokens.subtree(thing)


def _joined(tokens: Tokens, verb: int, clause: int) -> set[int]:
    """A second clause that the parse hung on the cue: "He said A and it was B", "…, but that C"."""
    found: set[int] = set()
    for kid in tokens.children(verb, "conj"):
        if kid < clause or tokens.child(kid, *SUBJECTS) is None:
            continue
        edge = min(tokens.subtree(kid))
        plain = edge > 1 and tokens.lower[edge - 1] == "and" and tokens.lower[edge - 2] != ","
        if plain or tokens.lower[edge] == "that":
            found |= tokens.subtree(kid) | {edge - 1}
    return found


def _same_tense(tokens: Tokens, verb: int, clause: int) -> set[int]:
    """For "They described him, saying he wants safety, but his actions contradict that".

    The clause after "but" is still their words if it has the tense of what they say and not of the telling.
    """
    main = tokens.head[verb]
    if tokens.tag[verb] != "VBG" or tokens.dep[verb] != "advcl" or tokens.tag[main] not in ("VBD", "VBN"):
        return set()
    if tokens.tag[clause] not in _PRESENT:
        return set()
    for kid in tokens.children(main, "conj"):
        if kid > clause and tokens.tag[kid] in _PRESENT and _subject_is_his(tokens, kid):
            return tokens.subtree(kid) | {one for one in tokens.children(main, "cc") if clause < one < kid}
    return set()


def _subject_is_his(tokens: Tokens, verb: int) -> bool:
    found = tokens.child(verb, *SUBJECTS)
    return found is not None and any(tokens.tag[kid] == "PRP$" for kid in [found, *tokens.kids[found]])


def _around(tokens: Tokens, verb: int, speaker: int | None, content: set[int]) -> set[int]:
    """For "X, he said, Y": what the parse hung on the cue instead of on the words said."""
    first = tokens.bounds(verb)[0]
    core = {verb} | (phrase(tokens, speaker) if speaker is not None else set())
    edge = min(one for one in core if tokens.sentence[one] == tokens.sentence[verb])
    own = tokens.subtree(verb)
    before = {one for one in range(first, edge) if one in own}
    after: set[int] = set()
    for kid in tokens.kids[verb]:
        if kid > verb and tokens.dep[kid] in ("ccomp", "parataxis", "advcl") and tokens.tag[kid] != "VBG":
            after |= tokens.subtree(kid)
    return before | after


def _aside(tokens: Tokens, verb: int) -> tuple[str, set[int]] | None:
    """For "X, he said, Y" and "As he said, X", where the cue hangs on the words said."""
    head, label = tokens.head[verb], tokens.dep[verb]
    if head == verb:
        return None
    as_clause = label == "advcl" and any(tokens.lower[kid] == "as" for kid in tokens.kids[verb])
    as_clause = as_clause and not tokens.children(verb, "nsubjpass", "auxpass")
    thing = tokens.child(verb, "dobj")
    if thing is not None and tokens.lower[thing] != "it" and not tokens.lower[verb].startswith(("tell", "told")):
        return None
    if label == "parataxis" or as_clause or (label in ("ccomp", "advcl", "dep") and _between_commas(tokens, verb)):
        root = _clause_root(tokens, head)
        return "aside", tokens.subtree(root, without={verb})
    return None


def _strayed(tokens: Tokens, verb: int) -> set[int]:
    """A clause with "that" which the parse hung on a noun in between: "said in a statement Friday that …"."""
    end = tokens.bounds(verb)[1]
    below = tokens.subtree(verb)
    for token in range(verb + 1, min(end, verb + 4 * NEAR)):
        if tokens.lower[token] != "that" or token not in below or tokens.tag[token] != "IN":
            continue
        clause = tokens.head[token]
        if clause > token and tokens.dep[clause] in ("acl", "relcl", "ccomp", "advcl"):
            return tokens.subtree(clause)
    return set()


def _rest(tokens: Tokens, verb: int) -> set[int]:
    """What follows the cue at once and has a finite verb, when the parse gave the cue no clause at all."""
    end = tokens.bounds(verb)[1]
    if verb + 1 >= end or tokens.tag[verb + 1] not in _BEGINS_CLAUSE or tokens.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return set()
    if tokens.tag[verb + 1] == "VBG" and tokens.dep[verb + 1] == "xcomp":
        return {one for one in range(verb + 1, end) if one != end - 1 or not tokens.is_punctuation(one)}
    for token in range(verb + 2, min(end, verb + 3 * NEAR)):
        if tokens.is_punctuation(token):
            return set()
        if tokens.tag[token] in FINITE:
            clause = token if tokens.dep[token] not in ("aux", "auxpass") else tokens.head[token]
            if tokens.dep[clause] in ("relcl", "acl", "advcl"):
                return set()
            own = tokens.subtree(clause)
            return {one for one in range(verb + 1, max(own) + 1) if tokens.sentence[one] == tokens.sentence[verb]}
    return set()


def _prepositional(tokens: Tokens, verb: int, entry: Verb) -> set[int]:
    """For "referred to the report", "called for a vote"."""
    for kid in tokens.children(verb, "prep"):
        if tokens.lower[kid] in entry.prepositions and (thing := tokens.child(kid, "pobj", "pcomp")) is not None:
            return tokens.subtree(thing)
    return set()


def _final(tokens: Tokens, verb: int) -> set[int]:
    """For "X, campaign records show." at the end of a sentence, whatever the parse makes of the cue."""
    first, end = tokens.bounds(verb)
    after = [one for one in range(verb + 1, end) if not tokens.is_punctuation(one)]
    if len(after) > NEAR or any(tokens.tag[one] in FINITE or tokens.lower[one] == "that" for one in after):
        return set()
    if '"' in tokens.word[verb:end]:
        return set()
    if tokens.children(verb, "ccomp") and tokens.is_verb(verb) and tokens.child(verb, "nsubj") is not None:
        return set()
    comma = next((one for one in range(verb - 1, max(first, verb - 2 * NEAR), -1) if tokens.word[one] == ","), None)
    if comma is None or comma == verb - 1 or comma <= first + 1:
        return set()
    between = range(comma + 1, verb)
    if any(tokens.tag[one] in FINITE or tokens.tag[one] in ("IN", "CC", "VBG", "TO", "WP") for one in between):
        return set()
    if not tokens.tag[verb - 1].startswith(("NN", "PRP", "CD")):
        return set()
    before = range(first, comma)
    told = any(tokens.tag[one] in FINITE for one in before)
    return set(before) if told else set()


def _between_commas(tokens: Tokens, verb: int) -> bool:
    below = sorted(tokens.subtree(verb))
    first, last = below[0], below[-1]
    start, end = tokens.bounds(verb)
    opened = first > start and tokens.lower[first - 1] in (",", "—", "-", '"', "–", "--")
    closed = last + 1 >= end or tokens.lower[last + 1] in (",", "—", "-", ".", "–", "--", '"')
    return opened and closed and tokens.child(verb, *SUBJECTS) is not None and last - first <= 8  # noqa: PLR2004


def _clause_root(tokens: Tokens, token: int) -> int:
    return token


def _thing(tokens: Tokens, verb: int) -> int | None:
    """The object, also that of "called him a liar", which the parse takes for a clause without a verb."""
    found = tokens.child(verb, "dobj")
    if found is not None:
        return found
    small = tokens.child(verb, "ccomp", "oprd", "xcomp")
    if small is None or small < verb or any(tokens.is_verb(one) for one in tokens.subtree(small)):
        return None
    return small


def _object(tokens: Tokens, verb: int, thing: int) -> set[int]:
    content = tokens.subtree(thing)
    for kid in tokens.kids[verb]:
        if kid > thing and (tokens.dep[kid] in ("oprd", "xcomp") or tokens.lower[kid] in ("as", "of", "for")):
            content |= tokens.subtree(kid)
    return content
