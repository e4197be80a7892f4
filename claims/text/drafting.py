"""Every attribution in a parsed text, as drafts.

The order of work: find cues; give quotations to their cues; adopt what lost its marks; tell chains.
"""

from collections import Counter

from claims.text.drafts import Draft
from claims.text.hearsay import hearsay_drafts
from claims.text.informants import informant_drafts
from claims.text.namelines import name_drafts
from claims.text.nesting import nest, untangle
from claims.text.nets import caught
from claims.text.orphans import adopt
from claims.text.people import people
from claims.text.phrasecues import phrase_drafts
from claims.text.quoting import attach, inside_quotation, quoted_ranges
from claims.text.signatures import signed_drafts
from claims.text.tokens import Tokens
from claims.text.trimming import trim
from claims.text.verbcues import verb_drafts

MOST = 60  # cues in one paragraph, which has at most 2,500 characters


def attributions(tokens: Tokens) -> tuple[list[Draft], list[bool]]:
    """The drafts in the order of their cues, and for each token whether it stands in a quotation."""
    ranges = quoted_ranges(tokens)
    inside = inside_quotation(tokens, ranges)
    found = [*verb_drafts(tokens, inside), *phrase_drafts(tokens, inside), *name_drafts(tokens, people(tokens))]
    found += signed_drafts(tokens, ranges)
    cued = {draft.head for draft in found if draft.content}
    found += [draft for draft in hearsay_drafts(tokens, inside) if draft.head not in cued]
    cued = {draft.head for draft in found if draft.content}
    told = informant_drafts(tokens, inside, {head for head in cued if head is not None})
    acting = {draft.head for draft in told}
    found = [draft for draft in found if draft.content or draft.head not in acting] + told
    found = _plausible(tokens, _without_doubles(found))
    found.sort(key=lambda draft: draft.head or 0)
    untangle(tokens, found)
    trim(tokens, found, inside)
    drafts = attach(tokens, ranges, found)
    drafts = nest(tokens, adopt(tokens, drafts, inside))
    return [*drafts, *caught(tokens, drafts, inside)], inside


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """ "dismissed the notion that …" is one attribution, not also one of the notion itself."""
    carried = {draft.head for draft in drafts if draft.rule == "noun"}
    return [draft for draft in drafts if draft.rule != "object" or draft.head not in carried]


def _plausible(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Without those of paragraphs that hold more cues than anybody writes: garbage, and slow to untangle."""
    count = Counter(tokens.paragraph_of[tokens.sentence[draft.head or 0]] for draft in drafts)
    return [draft for draft in drafts if count[tokens.paragraph_of[tokens.sentence[draft.head or 0]]] <= MOST]
