"""Reading an article: every claim, who says it, and what it rests on."""

import datetime as dt

from claims.text import contradictions
from claims.text.claiming import Claims
from claims.text.drafting import attributions
from claims.text.finishing import finish
from claims.text.language import is_english
from claims.text.names import name_variants
from claims.text.parsing import parse
from claims.text.plain import unattributed
from claims.text.records import Reading


def extract(text: str, *, published_on: dt.date | None = None) -> Reading:
    """Every claim of an article, in the order of the text. Never raises on any string.

    A text that is not English gives its sentences without attribution, and `notes` says so.
    """
    tokens = parse(text)
    if not is_english(tokens):
        note = "The text does not look English: it was read without attribution."
        return Reading(claims=unattributed(text), language="und", notes=(note,))
    drafts, inside = attributions(tokens)
    claims = Claims(text, tokens, inside).of(drafts)
    claims = finish(tokens, text, claims, published_on=published_on)
    return Reading(claims=claims, names=name_variants(tokens), contradictions=contradictions.find(tokens))
