"""What comes in: articles, claims marked by hand, corrections of claims, evidence."""

from claims.intake.articles import Imported, import_article, read_head
from claims.intake.claims import add_claim, correct_claim, discard_claim
from claims.intake.evidence import add_evidence
from claims.intake.formats import receive
from claims.intake.jobs import ask_for_import, cancel_import, confirm_import, run_imports
from claims.intake.marking import mark_cue, mark_source
from claims.intake.placing import place
from claims.intake.reshaping import Part, merge_claims, reanchor_claim, refuse_apart, split_claim

__all__ = [
    "Imported",
    "Part",
    "add_claim",
    "add_evidence",
    "ask_for_import",
    "cancel_import",
    "confirm_import",
    "correct_claim",
    "discard_claim",
    "import_article",
    "mark_cue",
    "mark_source",
    "merge_claims",
    "place",
    "read_head",
    "reanchor_claim",
    "receive",
    "refuse_apart",
    "run_imports",
    "split_claim",
]
