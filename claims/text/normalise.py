"""Text as the parser wants it, code point for code point as long as the text that was given.

Every replacement keeps the length, so an offset into the normalised text is an offset into the article.
"""

DOUBLE_MARKS = "“”„‟«»″❝❞〝〞＂"
SINGLE_MARKS = "‘’‚‛‹›′`´"
SPACES = "\u00a0\u1680\u2007\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060\x00\x0b\x0c\t\r\x85\u2028\u2029"
DASHES = {"―": "—", "‒": "–", "‑": "-", "‐": "-"}

_TABLE = str.maketrans(
    {
        **dict.fromkeys(DOUBLE_MARKS, '"'),
        **dict.fromkeys(SINGLE_MARKS, "'"),
        **dict.fromkeys(SPACES, " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
        **DASHES,
        **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)},  # halves of characters; no encoder takes them
    }
)


def normalise(text: str) -> str:
    """One kind of double mark, one of single mark, one of space; as long as `text`.

    Two single marks side by side are how some agencies write a double mark (''so''): they become a
    double mark and a space, in the order that keeps the mark beside its words.
    """
    plain = text.translate(_TABLE)
    return _doubled(plain) if "''" in plain else plain


def _doubled(text: str) -> str:
    out = list(text)
    at = text.find("''")
    while at >= 0:
        opens = at == 0 or text[at - 1] in " \n([-—"
        out[at : at + 2] = [" ", '"'] if opens else ['"', " "]
        at = text.find("''", at + 2)
    return "".join(out)
