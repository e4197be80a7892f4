"""Transcripts and headlines: a name, a colon, and what is said ("TRUMP: We will win.")."""

from claims.text.drafts import Draft
from claims.text.lexicon import sections
from claims.text.people import People
from claims.text.tokens import Tokens

SHORTEST = 5  # words of a statement without a verb
_LONGEST = 10  # words before the colon
_NO_SPEAKERS = frozenset(
    [
        "related",
        "update",
        "updated",
        "photo",
        "photos",
        "video",
        "watch",
        "read",
        "more",
        "correction",
        "note",
        "editor",
        "source",
        "credit",
        "contact",
        "phone",
        "tel",
        "follow",
        "contributing",
        "q",
        "a",
        "question",
        "answer",
        "here",
        "background",
        "topline",
        "bottom-line",
        "question",
    ]
)


def name_drafts(tokens: Tokens, known: People) -> list[Draft]:
    """One draft for each paragraph that opens with a speaker and a colon."""
    found = []
    for first, end in tokens.paragraphs:
        colon = next((at for at in range(first + 1, min(end - 1, first + _LONGEST)) if tokens.word[at] == ":"), None)
        if colon is not None and _is_speaker(tokens, first, colon, known) and _is_statement(tokens, colon + 1, end):
            source = set(range(first, colon))
            content = set(range(colon + 1, end))
            head = max((at for at in source if not tokens.is_punctuation(at)), default=first)
            bracket = next((at for at in range(first, colon) if tokens.word[at] in "([,"), None)
            if bracket is not None and bracket > first:
                head = bracket - 1
            found.append(Draft("name", colon, {colon}, content, source, head, frozenset({"that", "aside"})))
    return found


def _is_speaker(tokens: Tokens, first: int, colon: int, known: People) -> bool:
    """Capitalised words only, or a group that speaks: "Insiders: …", "Poll: …"."""
    words = [tokens.word[at] for at in range(first, colon) if any(map(str.isalpha, tokens.word[at]))]
    if not words or tokens.lower[first] in _NO_SPEAKERS:
        return False
    if any(
        tokens.is_verb(at) and tokens.dep[at] in ("ROOT", "ccomp") and not tokens.word[at].isupper()
        for at in range(first, colon)
    ):
        return False
    if len(words) == 1 and not words[0].isupper():
        return _speaks(words[0].lower()) or tokens.tag[first] == "NNP" or words[0].lower() in known.known
    if not all(word[0].isupper() or word.lower() in ("of", "for", "the", "and", "de", "van") for word in words):
        return False
    shouted = all(word.isupper() for word in words)
    return shouted or any(word.lower() in known.known for word in words) or _speaks(words[-1].lower())


def _speaks(noun: str) -> bool:
    roles = sections("roles")
    return any(noun.removesuffix("s") in roles[part] for part in ("informant", "title")) or noun in (
        "poll",
        "report",
        "study",
        "survey",
    )


def _is_statement(tokens: Tokens, first: int, end: int) -> bool:
    says = any(tokens.is_verb(at) for at in range(first, end)) or end - first > SHORTEST
    return says and tokens.word[first][:1] not in "/0123456789"
