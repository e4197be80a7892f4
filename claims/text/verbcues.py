"""Verbs that attribute, and the words that each attributes."""

from claims.text.complements import content_of, is_put_to
from claims.text.drafts import Draft
from claims.text.lexicon import WEAK, Verb, pattern, verbs
from claims.text.nounphrases import RELATIVE, STATEMENTS, is_aim, just_before, phrase, subject
from claims.text.surface import NEAR
from claims.text.tokens import SUBJECTS, Tokens

AUTHOR = frozenset({"i", "we", "you", "let", "us"})
_NO_ONE = {"anyone", "anybody", "nobody"}  # "not that anyone is arguing"
NOBODY = AUTHOR | _NO_ONE | {"him", "them", "me"}  # "dared him to say" tells what nobody has said yet
_ACTS = frozenset({"object", "infinitive", "preposition"})
_DESCRIBES = frozenset({"relcl", "acl", "xcomp"})
_UNDONE = frozenset({"would", "could", "might", "may", "should", "must", "not", "n't", "to", "if", "whether", "never"})
_ALWAYS = frozenset({"said", "says", "told", "wrote", "added"})  # verbs whatever the tagger makes of them
_INVERTS = frozenset({"that", "aside"})
_CLOSES = frozenset({'"', ",", "?", "!", ".", "'", "—", "…"})
_BEGINS_NAME = frozenset({"NNP", "NNPS", "DT", "NN", "NNS", "JJ", "PRP$", "CD", "PRP"})
_IN_NAME = ("NN", "CD", "VBN", "JJ")  # "Los Angeles-based attorney Edgar Roe"
_CUE_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})


def verb_drafts(tokens: Tokens, inside: list[bool]) -> list[Draft]:
    """One draft for each verb that attributes words, left to right. `inside` marks tokens in quotations."""
    found = []
    known = verbs()
    for token, lower in enumerate(tokens.lower):
        entry = known.get(lower)
        if (
            entry is None
            or inside[token]
            or tokens.is_endless(token)
            or not (tokens.is_verb(token) or _may_be_verb(tokens, token, entry))
        ):
            continue
        draft = _draft(tokens, token, entry)
        if draft is not None:
            found.append(draft)
    return found


def _may_be_verb(tokens: Tokens, token: int, entry: Verb) -> bool:
    """ "…, records show." and "…, O'Keefe notes.", which the tagger takes for nouns; "said" is always a verb."""
    if tokens.lower[token] in _ALWAYS:
        return True
    last = token + 2 >= tokens.bounds(token)[1]
    return last and tokens.tag[token] in ("NN", "NNS", "VB") and {"that", "aside"} <= entry.frames


def _draft(tokens: Tokens, verb: int, entry: Verb) -> Draft | None:
    if not _has_particle(tokens, verb, entry):
        return None
    speaker = _follows(tokens, verb, entry) or subject(tokens, verb)
    if is_put_to(tokens, verb, entry):
        speaker = None
    elif speaker is None and tokens.tag[verb] in ("VBD", "VBZ", "VBP") and not tokens.children(verb, *SUBJECTS):
        speaker = just_before(tokens, verb)
    if speaker is not None and (tokens.lower[speaker] in NOBODY or _is_inference(tokens, speaker, entry)):
        return None
    rule, content = content_of(tokens, verb, entry, speaker)
    if not rule:
        return None
    put_to = entry.base == "ask" and rule == "preposition" and tokens.child(verb, "nsubjpass") is not None
    if rule in _ACTS and ((speaker is None and not put_to) or not _is_done(tokens, verb) or _is_grant(tokens, verb)):
        return None
    if rule in _ACTS and tokens.dep[verb] in _DESCRIBES and not _is_aside(tokens, verb, content):
        return None
    if rule == "final":
        speaker = verb - 1
    draft = Draft(rule, verb, cue(tokens, verb, entry), content, speaker=speaker, frames=_frames(entry, rule))
    top = _climb(tokens, draft)
    if speaker is not None:
        draft.source = _source(tokens, top, speaker)
    draft.cue -= draft.source
    draft.content -= draft.cue | draft.source
    return draft


def _is_aside(tokens: Tokens, verb: int, content: set[int]) -> bool:
    """ "who called it “a farce”"; not "the senator who supported the bill", which says which senator."""
    return tokens.dep[verb] == "relcl" and any(tokens.word[one] == '"' for one in content)


def _is_done(tokens: Tokens, verb: int) -> bool:
    """Whether an act of speech took place: not "would support", "did not criticize", "to describe"."""
    helpers = [tokens.lower[kid] for kid in tokens.kids[verb] if tokens.dep[kid] in ("aux", "neg", "mark")]
    if tokens.tag[verb] == "VB" or any(one in _UNDONE for one in helpers):
        return tokens.lower[verb] in ("deny", "confirm")
    return tokens.dep[verb] != "pcomp"


def _is_grant(tokens: Tokens, verb: int) -> bool:
    """ "who asked not to be named": a term of the talk, not something said."""
    end = tokens.end[min(verb + 2 * NEAR, len(tokens) - 1)]
    return pattern("anonymity").match(tokens.text, tokens.start[verb], end) is not None


def _frames(entry: Verb, rule: str) -> frozenset[str]:
    """The verb's frames, with "weak" among them if the frame that the rule used is."""
    used = {"infinitive", "object", "preposition"} & {rule} or entry.frames & {"that", "aside", "quote"}
    return entry.frames | ({WEAK} if used <= entry.weak else frozenset())


def _follows(tokens: Tokens, verb: int, entry: Verb) -> int | None:
    """The speaker right after the cue, as in "…,” said David Brock", whatever the parse makes of it."""
    end = tokens.bounds(verb)[1]
    if (
        verb + 1 >= end
        or not entry.frames >= _INVERTS
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
    while verb < tokens.head[head] < min(end, head + 2 * NEAR) and tokens.tag[tokens.head[head]].startswith(_IN_NAME):
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
        if tokens.dep[top] == "xcomp" and tokens.is_verb(above) and above < top <= above + 2 * NEAR:
            between = {kid for kid in tokens.kids[top] if tokens.lower[kid] == "to"} | {
                kid for kid in tokens.kids[above] if tokens.dep[kid] in ("acomp", "prt") and kid < top
            }
        elif tokens.dep[top] == "xcomp" and tokens.tag[above].startswith("JJ"):
            between = {above} | {kid for kid in tokens.kids[top] if tokens.lower[kid] == "to"}
            above = tokens.head[above]
        elif tokens.dep[top] == "acl" and tokens.dep[above] == "dobj" and _carries(tokens, above, top):
            between = tokens.subtree(above, without={top})
            above = tokens.head[above]
        elif tokens.dep[top] == "pcomp" and tokens.lower[above] == "by" and tokens.is_verb(tokens.head[above]):
            between = {above}  # "responded by saying"
            above = tokens.head[above]
        else:
            break
        draft.cue |= between | cue(tokens, above)
        top = above
    return top if top != verb else verb


def _carries(tokens: Tokens, noun: int, verb: int) -> bool:
    """ "issued a statement saying", "took pains to say"."""
    return tokens.lower[noun] in STATEMENTS or is_aim(tokens, verb)


def _source(tokens: Tokens, verb: int, speaker: int) -> set[int]:
    below = tokens.subtree(verb) if tokens.dep[verb] in ("relcl", "acl") else {verb}
    if speaker in below:
        below = {verb}
    words = phrase(tokens, speaker) - below
    if speaker < verb:
        words = {one for one in words if one < verb}
    pronoun = _relative(tokens, verb, speaker)
    return words | ({pronoun} if pronoun is not None else set())


def _relative(tokens: Tokens, verb: int, speaker: int) -> int | None:
    """The "who" of "officials who said", also where the cue goes on with the clause: "who left and said"."""
    clause = verb
    while tokens.dep[clause] in ("conj", "xcomp") and tokens.is_verb(tokens.head[clause]):
        clause = tokens.head[clause]
    pronoun = tokens.child(clause, "nsubj")
    if pronoun is None or tokens.head[clause] != speaker or tokens.lower[pronoun] not in RELATIVE:
        return None
    return pronoun


def _has_particle(tokens: Tokens, verb: int, entry: Verb) -> bool:
    if entry.particle is None:
        return True
    _, end = tokens.bounds(verb)
    following = tokens.lower[verb + 1 : min(end, verb + 1 + NEAR)]
    return entry.particle in following or not entry.prepositions.isdisjoint(following)


def cue(tokens: Tokens, verb: int, entry: Verb | None = None) -> set[int]:
    """The verb with its auxiliaries, negation and particle."""
    found = {verb} | {kid for kid in tokens.kids[verb] if tokens.dep[kid] in _CUE_PARTS and abs(kid - verb) <= NEAR}
    if entry is not None and entry.particle:
        near = range(verb + 1, min(tokens.bounds(verb)[1], verb + 1 + NEAR))
        found |= {one for one in near if tokens.lower[one] == entry.particle}
    return found
