"""Whether a text is English: function words are evidence enough for that one question."""

from claims.text.lexicon import words
from claims.text.tokens import Tokens

ENOUGH = 25  # words; of a shorter text too little can be said, and it is taken as English
SHARE = 0.12  # English running text has 35 % to 50 % function words; lists and headlines fewer
LOOKED_AT = 3000  # words


def is_english(tokens: Tokens) -> bool:
    """Reads at most the first `LOOKED_AT` words."""
    common = words("function_words")
    plain = [lower for lower in tokens.lower[:LOOKED_AT] if lower.isalpha()]
    if len(plain) < ENOUGH:
        return not plain or any(map(str.isascii, plain))
    return sum(lower in common for lower in plain) >= SHARE * len(plain)
