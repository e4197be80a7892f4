"""How sure the reading is of what a rule found: a share for a plain case of the rule, made less or more by what speaks
against it or for it.

The shares and odds are plain hit rates on the development set, each looked at by itself and rounded; rules that seldom
fire are held nearer to the others. They are few so that a person can read them, and `manage.py evaluate_extraction`
prints how well they hold. Odds of 1/3 turn 0.9 into 0.75.
"""

from claims.text.drafts import Draft
from claims.text.kinds import Kind
from claims.text.records import Confidence, Form, Naming
from claims.text.tokens import Tokens

# rule: share of right content, cue, source in a plain case
BY_RULE = {
    "inverted": (0.94, 0.98, 0.98),
    "complement": (0.91, 0.98, 0.97),
    "final": (0.75, 0.9, 0.75),
    "rest": (0.8, 0.8, 0.9),
    "aside": (0.8, 0.97, 0.94),
    "according": (0.92, 0.98, 0.98),
    "bare": (0.9, 0.94, 0.88),
    "object": (0.91, 0.98, 0.96),
    "preposition": (0.9, 0.98, 0.96),
    "infinitive": (0.92, 0.97, 0.95),
    "noun": (0.88, 0.93, 0.87),
    "name": (0.92, 0.97, 0.97),
    "signed": (0.95, 0.88, 0.96),
    "introduced": (0.87, 0.85, 0.8),
    "floating": (0.65, 0.3, 0.35),
    "orphan": (0.6, 0.65, 0.65),
    "informant": (0.9, 0.96, 0.96),
    "hearsay": (0.88, 0.96, 0.95),
    "net": (0.3, 0.5, 0.5),
}
# what is said of the words, the cue or the source: odds for content, cue, source
ODDS = {
    "one to three words": (1 / 5, 1 / 2, 1 / 2),
    "four or five words": (1 / 2, 2 / 3, 1 / 2),
    "no finite verb in them": (1 / 2, 1, 1),
    "in quotation marks": (2, 1, 1),
    "in a long sentence": (1 / 2, 1 / 3, 1 / 3),
    "the cue is an infinitive": (1 / 3, 1 / 3, 1 / 3),
    "the cue is a participle": (1, 1 / 2, 1 / 2),
    "the cue is not done": (1 / 2, 1 / 2, 1 / 2),  # "would say", "must explain"
    "the cue is weak": (1, 3 / 4, 3 / 4),
    "the source is a body or a document": (2 / 3, 2 / 3, 2 / 3),
    "the source is a crowd": (1 / 2, 1 / 2, 1 / 2),
    "the source is of no kind": (1 / 4, 1 / 3, 1 / 6),
    "there is no source": (1 / 3, 1 / 3, 1 / 4),
}
NESTED = 0.8  # the factor for a report inside another's words; marked articles leave these out
LONG = 50  # words
_UNDONE = frozenset({"would", "could", "might", "may", "should", "must", "will", "can", "to"})

# form, naming, and whether a pronoun stands for it: share of rightly named or unnamed
BY_KIND = {
    (Form.PERSON, Naming.NAMED, False): 0.98,
    (Form.PERSON, Naming.NAMED, True): 0.96,
    (Form.PERSON, Naming.UNNAMED, False): 0.93,
    (Form.PERSON, Naming.UNNAMED, True): 0.4,
    (Form.GROUP, Naming.UNNAMED, True): 0.85,
    (Form.CROWD, Naming.UNNAMED, False): 0.93,
    (Form.CROWD, Naming.UNNAMED, True): 0.7,
    (Form.SPOKESPERSON, Naming.UNNAMED, False): 0.7,  # marked by some as unnamed
    (Form.OTHER, Naming.NAMED, False): 0.7,
    (Form.OTHER, Naming.NAMED, True): 0.7,
}
OTHERWISE = 0.97


def confidence(tokens: Tokens, draft: Draft, kind: Kind | None, *, pronoun: bool) -> Confidence:
    """Of content, cue, source and naming, 0 to 1."""
    shares = list(BY_RULE[draft.rule])
    for ground in grounds(tokens, draft, kind):
        shares = [_times(share, odds) for share, odds in zip(shares, ODDS[ground], strict=True)]
    content, cue, source = shares
    return Confidence(
        content=round(content * (NESTED if draft.parent is not None else 1), 2),
        cue=round(cue, 2),
        source=round(source, 2),
        naming=1.0 if kind is None else BY_KIND.get((*kind, pronoun), OTHERWISE),
    )


def _times(share: float, odds: float) -> float:
    """The share whose odds are so many times those of `share`."""
    return odds * share / (odds * share + 1 - share)


def grounds(tokens: Tokens, draft: Draft, kind: Kind | None) -> list[str]:
    """Which entries of `ODDS` hold."""
    words = [one for one in draft.content if not tokens.is_punctuation(one)]
    number = len(words)
    holds = {
        "one to three words": number <= 3,  # noqa: PLR2004
        "four or five words": 3 < number <= 5,  # noqa: PLR2004
        "no finite verb in them": not any(tokens.is_verb(one) and tokens.is_finite(one) for one in words),
        "in quotation marks": draft.quoted > 0,
        "the cue is weak": "weak" in draft.frames and draft.rule not in ("hearsay", "informant"),
        **_of_cue(tokens, draft.head),
        **_of_source(draft, kind),
    }
    return [ground for ground, is_so in holds.items() if is_so]


def _of_cue(tokens: Tokens, head: int | None) -> dict[str, bool]:
    if head is None:
        return {}
    first, end = tokens.bounds(head)
    return {
        "in a long sentence": end - first > LONG,
        "the cue is an infinitive": tokens.tag[head] == "VB",
        "the cue is a participle": tokens.tag[head] == "VBG",
        "the cue is not done": any(tokens.lower[kid] in _UNDONE for kid in tokens.children(head, "aux")),
    }


def _of_source(draft: Draft, kind: Kind | None) -> dict[str, bool]:
    form = kind[0] if kind is not None else None
    return {
        "the source is a body or a document": form in (Form.ORGANISATION, Form.DOCUMENT, Form.REPORT),
        "the source is a crowd": form is Form.CROWD,
        "the source is of no kind": form is Form.OTHER,
        "there is no source": form is None and draft.rule != "hearsay",
    }
