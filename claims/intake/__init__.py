"""What comes in: articles, claims marked by hand, corrections of claims, evidence."""

from claims.intake.articles import Imported, import_article, read_bytes
from claims.intake.claims import add_claim, correct_claim, discard_claim
from claims.intake.evidence import add_evidence

__all__ = [
    "Imported",
    "add_claim",
    "add_evidence",
    "correct_claim",
    "discard_claim",
    "import_article",
    "read_bytes",
]
