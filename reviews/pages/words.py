"""The words of the closed lists as readers are shown them, each translatable; every table covers its list."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.enums import BasisKind, Knowledge, Naming, Stance

BASIS_WORDS: dict[BasisKind, Promise] = {
    BasisKind.DOCUMENTARY: _("Rests on a document"),
    BasisKind.NAMED: _("Rests on named sources"),
    BasisKind.MIXED: _("Rests on named and anonymous sources"),
    BasisKind.ONLY_ANONYMOUS: _("Rests only on anonymous sources"),
    BasisKind.UNATTRIBUTED: _("The article’s own voice"),
    BasisKind.UNSUPPORTED: _("Nothing supports it"),
}
BASIS_SENTENCES: dict[BasisKind, Promise] = {
    BasisKind.DOCUMENTARY: _("This claim rests on a document that a reader can be shown."),
    BasisKind.NAMED: _("This claim rests on named sources."),
    BasisKind.MIXED: _("This claim rests on named and on anonymous sources."),
    BasisKind.ONLY_ANONYMOUS: _("This claim rests only on anonymous sources: nobody answers for it by name."),
    BasisKind.UNATTRIBUTED: _("The article says this in its own voice, without giving a source."),
    BasisKind.UNSUPPORTED: _("Nothing that is on record supports this claim."),
}
NAMING_WORDS: dict[Naming, Promise] = {
    Naming.NAMED: _("Named"),
    Naming.UNNAMED: _("Unnamed"),
    Naming.PSEUDONYMOUS: _("Under a pseudonym"),
}
KNOWLEDGE_WORDS: dict[Knowledge, Promise] = {
    Knowledge.FIRST_HAND: _("First-hand"),
    Knowledge.SECOND_HAND: _("Second-hand"),
    Knowledge.DOCUMENT: _("From a document"),
    Knowledge.UNKNOWN: _("Not said"),
}
STANCE_HEADINGS: dict[Stance, Promise] = {
    Stance.SUPPORTS: _("For the claim"),
    Stance.REFUTES: _("Against the claim"),
    Stance.CONTEXT: _("For context"),
}
EVIDENCE_WORDS = (_("Document"), _("Link"), _("Dataset"), _("Interview"), _("Recording"))  # labels of EvidenceKind
# Words that a signed content holds in English and that the pages say in the desk's language.
PATH_ENDS = (
    _("named, speaking for itself"),
    _("a document that can be shown"),
    _("not named"),
    _("named, but only passing on what others said"),
    _("published without saying on what it rests"),
    _("of unknown origin"),
    _("named, passing on what it cites"),
)
GRANT_WORDS = (
    _("On the record"),
    _("On background"),
    _("Deep background"),
    _("Off the record"),
    _("Not corroborated"),
    _("By a second, independent source"),
    _("By a document"),
    _("By a source and a document"),
    _("Desk head"),
    _("Senior editor"),
)
OPINION_WORDS = (
    _("Please wait a minute, then try again."),
    _("This key leads nowhere. Check that the whole link was copied."),
    _("The desk has taken this link back."),
    _("This link has been answered. Thank you; it cannot be used again."),
    _("This link has expired. Please ask the desk for a new one."),
    _("This cannot be left empty."),
)
PICTURE_WORDS = (
    _("this claim"),
    _("Where the claim goes back to"),
    _("leads back: a circle"),
    _("and %(number)s more"),
    _("document"),
    _("named"),
    _("passes it on"),
    _("does not say"),
    _("unknown"),
    _("passes on what it cites"),
)
