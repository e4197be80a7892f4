"""The words that an attributing verb attributes: its clause, what stands around an aside, an object.

Each rule has its name (`Draft.rule`), by which its confidence is kept.
"""

from collections.abc import Callable

from claims.text.lexicon import Verb, verbs
from claims.text.nounphrases import phrase
from claims.text.surface import NOTHING, Found, between, final, rest, strayed
from claims.text.tokens import SUBJECTS, Tokens

Rule = Callable[[Tokens, int, Verb, int | None], Found]

_QUOTE_ONLY = frozenset({"quote"})
LONGEST_SUBJECT = 30  # words
_ADDRESSED = frozenset({"told", "tell", "tells", "telling", "asked", "ask", "assured", "reminded", "warned", "warn"})
_OPENS_CLAUSE = frozenset({"WDT", "WP", "WRB", "VB", "TO", "VBG", "IN"})
_OF_THE_THING = frozenset({"as", "of", "for", "to", "with", "against", "over", "about"})
_ASKS = frozenset("if whether about why what who whom whose how when where which to".split())
_PRESENT = frozenset({"VBP", "VBZ"})


def content_of(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> tuple[str, set[int]]:
    """(rule, words) by the first rule that finds any; "bare" for a cue that a quotation may still come to."""
    for rules, frames in _RULES:
        if not frames & entry.frames:
            continue
        for find in rules:
            name, found = find(tokens, verb, entry, speaker)
            if found:
                return name, found
    return ("bare", set()) if (entry.frames - entry.weak) & {"aside", "quote"} else ("", set())


def _clauses(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    clauses = [one for one in tokens.children(verb, "ccomp") if _is_clause(tokens, one)]
    if "asked" in entry.frames:
        clauses += [one for one in tokens.children(verb, "advcl") if _is_question(tokens, one)]
    if entry.frames == _QUOTE_ONLY:
        clauses = [one for one in clauses if one < verb or '"' in tokens.word[verb:one]]
    if (
        entry.particle == "clear"
    ):  # "made it clear to them that …": not "it", whether the clause hangs on "clear" or not
        below = [kid for one in clauses for kid in tokens.children(one, "ccomp", "advcl") if kid > one]
        clauses = below or [one for one in clauses if tokens.lower[one] != entry.particle] or clauses
    clauses += [one for one in tokens.children(verb, *SUBJECTS) if tokens.is_verb(one) and one != speaker]
    following = [one for one in clauses if one > verb]
    if following and not tokens.is_punctuation(verb + 1):
        clauses = following
    return _complement(tokens, verb, clauses, speaker) if clauses else NOTHING


def _put_to(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    """ "Asked what he would like to see, Devine said …": all up to the comma before whoever answers."""
    main = tokens.head[verb]
    answers = tokens.child(main, *SUBJECTS)
    if not is_put_to(tokens, verb, entry) or answers is None or answers < verb:
        return NOTHING
    comma = min(tokens.subtree(answers)) - 1
    if tokens.word[comma] != "," or comma - verb < 2:  # noqa: PLR2004 - a question has words
        return NOTHING
    words = range(verb + 1, comma)
    opens = next((one for one in words if tokens.lower[one] in _ASKS), None)
    first = words[0] if opens is None else opens + (tokens.lower[opens] in ("about", "by"))
    return "complement", set(range(first, comma))


def is_put_to(tokens: Tokens, verb: int, entry: Verb) -> bool:
    """ "Asked whether he would stay, Devine said …": who asked is not told."""
    opens = all(tokens.dep[one] in ("mark", "advmod", "punct") for one in range(tokens.bounds(verb)[0], verb))
    return entry.base == "ask" and tokens.dep[verb] == "advcl" and tokens.tag[verb] in ("VBN", "VBD") and opens


def _infinitive(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    clause = tokens.child(verb, "xcomp")
    if clause is None or all(tokens.lower[kid] != "to" for kid in tokens.kids[clause]):
        return NOTHING
    asked = tokens.child(verb, "dobj")  # "asked the campaign to stop"
    whom = tokens.subtree(asked) if asked is not None and verb < asked < clause else set()
    return "infinitive", tokens.subtree(clause) | whom


def _is_question(tokens: Tokens, clause: int) -> bool:
    """ "asked workers if they planned to stay", which the parse may take for a condition."""
    return any(tokens.dep[kid] == "mark" and tokens.lower[kid] in ("if", "whether") for kid in tokens.kids[clause])


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
    if _stands_apart(tokens, verb, speaker) or _is_passive(tokens, verb, speaker):
        return NOTHING
    return "inverted", content | _around(tokens, verb, speaker, content)


def _stands_apart(tokens: Tokens, verb: int, speaker: int | None) -> bool:
    """ "It went fast: an initiative threatened …", which the parse takes for words with their cue behind them."""
    edge = min({verb} if speaker is None else {verb} | phrase(tokens, speaker))
    return edge > 0 and tokens.word[edge - 1] in (":", ";")


def _is_passive(tokens: Tokens, verb: int, speaker: int | None) -> bool:
    """ "The vote kept the rules: nothing will be disclosed": no words, and nobody who says them."""
    return speaker is None and tokens.child(verb, "nsubjpass") is not None


def _split_subject(tokens: Tokens, verb: int, clause: int) -> set[int]:
    """For "said the days when … are gone", where the parse takes the clause's subject for something else."""
    own = tokens.subtree(clause)
    first = min(own)
    if tokens.children(clause, *SUBJECTS) or tokens.lower[verb] in _ADDRESSED or tokens.tag[first] in _OPENS_CLAUSE:
        return set()
    gap = range(verb + 1, first)
    if len(gap) > LONGEST_SUBJECT or not any(tokens.tag[one].startswith(("NN", "PRP")) for one in gap):
        return set()
    return set(gap) if tokens.is_finite(clause) else set()


def _joined(tokens: Tokens, verb: int, clause: int) -> set[int]:
    """A second clause that the parse hung on the cue: "He said A, but it was B", "…, but that C"."""
    found: set[int] = set()
    for kid in tokens.children(verb, "conj"):
        if kid < clause or tokens.child(kid, *SUBJECTS) is None:
            continue
        edge = min(tokens.subtree(kid))
        told = tokens.lower[kid] not in verbs() and tokens.lower[edge - 1] in ("and", "but", "or")
        if told or tokens.lower[edge] == "that":
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


def _aside(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    """For "X, he said, Y" and "As he said, X", where the cue hangs on the words said."""
    head, label = tokens.head[verb], tokens.dep[verb]
    if head == verb:
        return NOTHING
    as_clause = label == "advcl" and any(tokens.lower[kid] == "as" for kid in tokens.kids[verb])
    as_clause = as_clause and not tokens.children(verb, "nsubjpass", "auxpass")
    thing = tokens.child(verb, "dobj")
    if thing is not None and tokens.lower[thing] != "it" and not tokens.lower[verb].startswith(("tell", "told")):
        return NOTHING
    if label == "parataxis" or as_clause or (label in ("ccomp", "advcl", "dep") and _between_commas(tokens, verb)):
        while tokens.dep[head] in ("aux", "auxpass") and tokens.head[head] != head:
            head = tokens.head[head]  # the parse hangs "she said" on the "was" of "was closed"
        return "aside", tokens.subtree(head, without={verb})
    return NOTHING


def _prepositional(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    """For "referred to the report", "called for a vote"."""
    for kid in tokens.children(verb, "prep"):
        if tokens.lower[kid] in entry.prepositions and (thing := tokens.child(kid, "pobj", "pcomp")) is not None:
            found = tokens.subtree(thing)
            for other in tokens.children(verb, "prep"):
                if other > thing and tokens.lower[other] == "as":
                    found |= tokens.subtree(other)
            return "preposition", found
    return NOTHING


def _between_commas(tokens: Tokens, verb: int) -> bool:
    below = sorted(tokens.subtree(verb))
    first, last = below[0], below[-1]
    start, end = tokens.bounds(verb)
    opened = first > start and tokens.lower[first - 1] in (",", "—", "-", '"', "–", "--")
    closed = last + 1 >= end or tokens.lower[last + 1] in (",", "—", "-", ".", "–", "--", '"')
    return opened and closed and tokens.child(verb, *SUBJECTS) is not None and last - first <= 8  # noqa: PLR2004


def _thing(tokens: Tokens, verb: int) -> int | None:
    """The object, also that of "called him a liar", which the parse takes for a clause without a verb."""
    found = tokens.child(verb, "dobj")
    if found is not None:
        return found
    small = tokens.child(verb, "ccomp", "oprd", "xcomp")
    if small is None or small < verb or any(tokens.is_verb(one) for one in tokens.subtree(small)):
        return None
    return small


def _is_aim(tokens: Tokens, kid: int) -> bool:
    """ "urged voters to stay", which the parse may take for a purpose."""
    return tokens.dep[kid] == "advcl" and tokens.lower[min(tokens.subtree(kid))] == "to"


def _object(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> Found:
    thing = _thing(tokens, verb)
    if thing is None:
        return NOTHING
    content = tokens.subtree(thing)
    for kid in tokens.kids[verb]:
        if kid > thing and (
            tokens.dep[kid] in ("oprd", "xcomp") or tokens.lower[kid] in _OF_THE_THING or _is_aim(tokens, kid)
        ):
            content |= tokens.subtree(kid)
    return "object", content


_RULES: tuple[tuple[tuple[Rule, ...], frozenset[str]], ...] = (
    ((_put_to,), frozenset({"asked"})),
    ((final,), frozenset({"aside"})),
    ((_clauses,), frozenset({"that", "aside", "quote"})),
    ((_aside, strayed, rest, between), frozenset({"aside"})),
    ((_infinitive,), frozenset({"infinitive"})),
    ((_object,), frozenset({"object"})),
    ((_prepositional,), frozenset({"preposition"})),
)
