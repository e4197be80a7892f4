"""How sure the reading is of what a rule found.

The figures are shares of right parts by rule, measured on the development articles and rounded by hand to five
hundredths; nothing else is taken from those articles.
"""

from claims.text.drafts import Draft
from claims.text.kinds import OTHER, Kind
from claims.text.records import Confidence

# rule: content, cue, source
BY_RULE = {
    "inverted": (0.85, 0.95, 0.95),
    "complement": (0.85, 0.95, 0.9),
    "final": (0.9, 0.9, 0.9),
    "rest": (0.7, 0.9, 0.9),
    "aside": (0.75, 0.95, 0.9),
    "according": (0.8, 0.95, 0.95),
    "bare": (0.8, 0.9, 0.85),
    "object": (0.7, 0.95, 0.85),
    "preposition": (0.6, 0.95, 0.85),
    "infinitive": (0.65, 0.95, 0.85),
    "noun": (0.7, 0.5, 0.5),
    "name": (0.65, 0.85, 0.85),
    "introduced": (0.85, 0.3, 0.7),
    "floating": (0.7, 0.1, 0.35),
    "orphan": (0.5, 0.8, 0.8),
    "informant": (0.6, 0.95, 0.85),
    "hearsay": (0.5, 0.9, 0.9),
    "net": (0.3, 0.5, 0.5),
}
QUOTED = 0.1  # more sure of words in quotation marks
NESTED = 0.8  # the factor for a report inside another's words; the development articles leave these unmarked
NAMED = {True: 0.95, False: 0.9}  # a name can be read; that there is none is told from the noun
UNKNOWN_KIND = 0.5
RESOLVED = 0.85  # the factor for a pronoun: the antecedent may be another


def confidence(draft: Draft, kind: Kind | None, *, pronoun: bool) -> Confidence:
    """Of content, cue, source and naming, 0 to 1."""
    content, cue, source = BY_RULE[draft.rule]
    if draft.quoted:
        content = min(0.98, content + QUOTED)
    if draft.parent is not None:
        content *= NESTED
    naming = 1.0 if kind is None else UNKNOWN_KIND if kind == OTHER else NAMED[kind[1].value == "named"]
    return Confidence(
        content=round(content, 2),
        cue=cue,
        source=source if draft.speaker is not None or draft.rule == "hearsay" else round(source / 2, 2),
        naming=round(naming * (RESOLVED if pronoun else 1.0), 2),
    )
