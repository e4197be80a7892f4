"""What reading an article yields: plain records, no framework, no parse.

Offsets are Unicode code points into the text as it was given, half open; `text[start:end]` reproduces
every span exactly. The printed form of these records is in `claims.text.jsonlines`.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """How the words stand in the article."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Naming(StrEnum):
    """Whether a reader is told who the source is."""

    NAMED = "named"
    UNNAMED = "unnamed"
    PSEUDONYMOUS = "pseudonymous"


class Form(StrEnum):
    """Which of the forms a source takes in print (AP, NYT and Reuters rules tell these apart)."""

    PERSON = "person"  # one individual: "Jan Leike", "a person familiar with the matter"
    GROUP = "group"  # several informants: "people familiar with the company", "two officials"
    CROWD = "crowd"  # a public at large: "commenters", "critics", "voters", "some"
    REPORT = "report"  # a relayed report with no outlet named: "media reports"
    SPOKESPERSON = "spokesperson"  # speaks for an organisation on the record: is that organisation
    ORGANISATION = "organisation"
    DOCUMENT = "document"  # report, filing, poll, post
    OTHER = "other"


class Knowledge(StrEnum):
    """How the source knows what it says."""

    FIRST_HAND = "first_hand"
    SECOND_HAND = "second_hand"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text, in code points, half open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SourceMention:
    """Who says it, as printed here and as known in the whole article."""

    spans: tuple[Span, ...]
    form: Form
    naming: Naming
    ref: str  # canonical name in the article ("Jan Leike"), or the descriptor as printed
    people: tuple[int, int | None]  # at least, at most; None: no upper bound can be read
    anonymity_phrase: Span | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One wording changed between quote and statement, and what it was read from."""

    quoted: str
    stated: str
    reason: str  # "speaker", "pronoun", "date", "organisation", …
    evidence: Span | None  # where in the article the new wording stands; None: it comes from the publication date
    at: int = 0  # where the new wording begins in the statement


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the reading is of each part, 0 to 1, calibrated."""

    content: float
    cue: float
    source: float
    naming: float


@dataclass(frozen=True, slots=True)
class ExtractedClaim:
    """One checkable statement with the words, the cue and the source.

    `content` are the claimed words, in order, without cue and source; `start` and `end` their envelope.
    A claim in the article's own voice has `own_voice` true, no cue and no source.
    """

    id: str  # "c1", "c2", … in the order of the text
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: SourceMention | None
    mode: Mode
    knowledge: Knowledge
    own_voice: bool
    statement: str
    confidence: Confidence
    changes: tuple[Change, ...] = ()
    parent: str | None = None  # the claim that this one is nested in: "the board said, according to two people"
    is_statement: bool = True  # false for a phrase without a clause: "announced [his resignation]"
    checkworthy: float = 0.0
    checkworthy_grounds: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        return self.content[0].start

    @property
    def end(self) -> int:
        return self.content[-1].end


@dataclass(frozen=True, slots=True)
class NameVariants:
    """Spellings that may be one person, with the grounds. Proposed only: a person confirms."""

    canonical: str
    spellings: tuple[str, ...]
    grounds: tuple[str, ...]  # sentences for the person who decides: "“Reich” and “Reike” sound alike (RX, RK)…"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two passages of one article that give different numbers, dates or names for one event."""

    first: Span
    second: Span
    differs: str  # "number", "date", "name"
    grounds: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one reading of one article found."""

    claims: tuple[ExtractedClaim, ...]
    names: tuple[NameVariants, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    language: str = "en"
    notes: tuple[str, ...] = field(default=())  # sentences for a person: "The text is not English: …"
