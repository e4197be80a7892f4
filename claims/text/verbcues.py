"""Verbs that attribute, and the words that each attributes."""

from claims.text.drafts import Draft
from claims.text.lexicon import Verb, verbs
from claims.text.nounphrases import STATEMENTS, phrase, subject
from claims.text.tokens import FINITE, SUBJECTS, Tokens

AUTHOR = frozenset({"i", "we", "you", "let", "us"})
NEAR = 5  # words between a verb and its auxiliary or particle
_QUOTE_ONLY = frozenset({"quote"})
_ALWAYS = frozenset({"said", "says", "told", "wrote", "added"})  # verbs whatever the tagger makes of them
_INVERTS = frozenset({"that", "aside"})
_CLOSES = frozenset({'"', ",", "?", "!", ".", "'", "—", "…"})
_BEGINS_NAME = frozenset({"NNP", "NNPS", "DT", "NN", "NNS", "JJ", "PRP$", "CD", "PRP"})
_BEGINS_CLAUSE = _BEGINS_NAME | {"EX", "$", "JJR", "IN", "VBG"}
_PRESENT = frozenset({"VBP", "VBZ"})
_CUE_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})


def verb_drafts(tokens: Tokens, inside: list[bool]) -> list[Draft]:
    """One draft for each verb that attributes words, left to right. `inside` marks tokens in quotations."""
    found = []
    known = verbs()
    for token, lower in enumerate(tokens.lower):
        entry = known.get(lower)
        if entry is None or inside[token] or not (tokens.is_verb(token) or lower in _ALWAYS):
            continue
        draft = _draft(tokens, token, entry)
        if draft is not None:
            found.append(draft)
    return found


def _draft(tokens: Tokens, verb: int, entry: Verb) -> Draft | None:
    if not _has_particle(tokens, verb, entry):
        return None
    speaker = _follows(tokens, verb, entry) or subject(tokens, verb)
    if speaker is not None and (tokens.lower[speaker] in AUTHOR or _is_inference(tokens, speaker, entry)):
        return None
    rule, content = _content(tokens, verb, entry, speaker)
    if not rule:
        return None
    draft = Draft(rule, verb, cue(tokens, verb, entry), content, speaker=speaker, frames=entry.frames)
    top = _climb(tokens, draft)
    if speaker is not None:
        draft.source = _source(tokens, top, speaker)
    draft.cue -= draft.source
    draft.content -= draft.cue | draft.source
    return draft


def _follows(tokens: Tokens, verb: int, entry: Verb) -> int | None:
    """The speaker right after the cue, as in "…,” said David Brock", whatever the parse makes of it."""
    end = tokens.bounds(verb)[1]
    if (
        verb + 1 >= end
        or not _INVERTS <= entry.frames
        or entry.base == "tell"
        or tokens.tag[verb] not in ("VBD", "VBZ")
    ):
        return None
    before = tokens.word[verb - 1] if verb > tokens.bounds(verb)[0] else "."
    if before not in _CLOSES or tokens.tag[verb + 1] not in _BEGINS_NAME:
        return None
    if before == "," and any(tokens.dep[kid] in SUBJECTS and kid < verb for kid in tokens.kids[verb]):
        return None
    head = verb + 1
    while verb < tokens.head[head] < min(end, head + 2 * NEAR) and tokens.tag[tokens.head[head]].startswith(
        ("NN", "CD")
    ):
        if tokens.head[head] == head:
            break
        head = tokens.head[head]
    return head if tokens.tag[head].startswith(("NN", "PRP", "CD")) else None


def _is_inference(tokens: Tokens, speaker: int, entry: Verb) -> bool:
    """ "That shows …", "This suggests …", "That said, …": the author concludes, nobody is cited."""
    return (
        tokens.lower[speaker] in ("that", "this")
        and tokens.dep[tokens.head[speaker]] != "relcl"
        and not tokens.kids[speaker]
    )


def _climb(tokens: Tokens, draft: Draft) -> int:
    """Take the verbs above into the cue: "seemed to suggest", "issued a statement saying"; returns the top one."""
    verb = top = draft.head or 0
    for _ in range(NEAR):
        above = tokens.head[top]
        if tokens.dep[top] == "xcomp" and above < top <= above + 2 * NEAR:
            between = {kid for kid in tokens.kids[top] if tokens.lower[kid] == "to"} | {
                kid for kid in tokens.kids[above] if tokens.dep[kid] in ("acomp", "prt") and kid < top
            }
        elif tokens.dep[top] == "acl" and tokens.dep[above] == "dobj" and tokens.lower[above] in STATEMENTS:
            between = tokens.subtree(above, without={top})
            above = tokens.head[above]
        else:
            break
        draft.cue |= between | cue(tokens, above)
        top = above
    return top if top != verb else verb


def _source(tokens: Tokens, verb: int, speaker: int) -> set[int]:
    below = tokens.subtree(verb) if tokens.dep[verb] in ("relcl", "acl") else {verb}
    words = phrase(tokens, speaker) - below
    pronoun = tokens.child(verb, "nsubj")
    return words | ({pronoun} if pronoun is not None and pronoun not in words and pronoun == verb - 1 else set())


def _has_particle(tokens: Tokens, verb: int, entry: Verb) -> bool:
    if entry.particle is None:
        return True
    _, end = tokens.bounds(verb)
    return entry.particle in tokens.lower[verb + 1 : min(end, verb + 1 + NEAR)]


def cue(tokens: Tokens, verb: int, entry: Verb | None = None) -> set[int]:
    """The verb with its auxiliaries, negation and particle."""
    found = {verb} | {kid for kid in tokens.kids[verb] if tokens.dep[kid] in _CUE_PARTS and abs(kid - verb) <= NEAR}
    if entry is not None and entry.particle:
        near = range(verb + 1, min(tokens.bounds(verb)[1], verb + 1 + NEAR))
        found |= {one for one in near if tokens.lower[one] == entry.particle}
    return found


def _content(tokens: Tokens, verb: int, entry: Verb, speaker: int | None) -> tuple[str, set[int]]:
    frames = entry.frames
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
        on_surface = _rest(tokens, verb) if "found" not in frames and "weak" not in frames else set()
        if on_surface:
            return "rest", on_surface
    open_clause = tokens.child(verb, "xcomp") if "infinitive" in frames else None
    if open_clause is not None and any(tokens.lower[kid] == "to" for kid in tokens.kids[open_clause]):
        return "infinitive", tokens.subtree(open_clause)
    if "object" in frames and (thing := tokens.child(verb, "dobj")) is not None:
        return "object", _object(tokens, verb, thing)
    if frames & {"aside", "quote"} and "weak" not in frames:
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
        if tokens.lower[token] != "that" or token not in below or tokens.dep[token] not in ("mark", "nsubj", "dobj"):
            continue
        clause = tokens.head[token]
        if tokens.dep[token] == "mark" and clause > token and tokens.dep[clause] in ("acl", "relcl", "ccomp", "advcl"):
            return tokens.subtree(clause)
    return set()


def _rest(tokens: Tokens, verb: int) -> set[int]:
    """What follows the cue at once and has a finite verb, when the parse gave the cue no clause at all."""
    end = tokens.bounds(verb)[1]
    if verb + 1 >= end or tokens.tag[verb + 1] not in _BEGINS_CLAUSE or tokens.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return set()
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


def _between_commas(tokens: Tokens, verb: int) -> bool:
    below = sorted(tokens.subtree(verb))
    first, last = below[0], below[-1]
    start, end = tokens.bounds(verb)
    opened = first > start and tokens.lower[first - 1] in (",", "—", "-", '"', "–", "--")
    closed = last + 1 >= end or tokens.lower[last + 1] in (",", "—", "-", ".", "–", "--", '"')
    return opened and closed and tokens.child(verb, *SUBJECTS) is not None and last - first <= 8  # noqa: PLR2004


def _clause_root(tokens: Tokens, token: int) -> int:
    return token


def _object(tokens: Tokens, verb: int, thing: int) -> set[int]:
    content = tokens.subtree(thing)
    for kid in tokens.kids[verb]:
        if kid > thing and (tokens.dep[kid] in ("oprd", "xcomp") or tokens.lower[kid] in ("as", "of", "for")):
            content |= tokens.subtree(kid)
    return content
