"""What comes in: articles, claims marked by hand, corrections of claims, evidence."""

from claims.intake.articles import Imported, import_article, read_head
from claims.intake.claims import add_claim, correct_claim, discard_claim
from claims.intake.evidence import add_evidence
from claims.intake.formats import receive
from claims.intake.jobs import ask_for_import, cancel_import, confirm_import, run_imports

__all__ = [
    "Imported",
    "add_claim",
    "add_evidence",
    "ask_for_import",
    "cancel_import",
    "confirm_import",
    "correct_claim",
    "discard_claim",
    "import_article",
    "read_head",
    "receive",
    "run_imports",
]
