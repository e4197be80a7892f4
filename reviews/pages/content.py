"""The content of a publication, whatever version of its shape it was signed in, as the pages read it.

Nothing is added that was not signed: a part that an older shape does not have is empty, and its page leaves it out.
"""

from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from claims.enums import BasisKind, EvidenceKind, Knowledge, Naming, Stance
from reviews.models import Publication
from reviews.pages import textfragment
from reviews.pages.picture import picture
from reviews.pages.words import BASIS_SENTENCES, BASIS_WORDS, KNOWLEDGE_WORDS, NAMING_WORDS, STANCE_HEADINGS
from reviews.publishing import archives

Shown = dict[str, Any]


class Side(NamedTuple):
    """What was brought on one side."""

    stance: str
    heading: str
    pieces: list[Shown]


def basis_words(kind: str | None) -> str:
    """On what a claim rests, in the desk's language."""
    return str(BASIS_WORDS[BasisKind(kind)]) if kind else gettext("Not decided")


def basis_sentences(shown: Shown) -> list[str]:
    """The basis for readers. From its parts, so that they read in the desk's language; as signed where it has none."""
    basis = shown["basis"]
    if basis["kind"] is None or "origins_low" not in basis:
        return list(basis["sentences"])
    sentences = [str(BASIS_SENTENCES[BasisKind(basis["kind"])])]
    if basis["paths"]:
        sentences.append(gettext("It goes back to %(origins)s.") % {"origins": origins(basis)})
    if basis["inherited"]:
        sentences.append(gettext("What is cited for it rests on unnamed sources itself."))
    if basis["circular"]:
        sentences.append(gettext("Some of what is cited for it leads back to itself, which supports nothing."))
    return [*sentences, *basis_changes(basis)]


def basis_changes(basis: Shown) -> list[str]:
    """When the claim came to rest on something else: both dates of each."""
    return [
        gettext("%(before)s until %(date)s; %(after)s since.")
        % {
            "before": basis_words(change["before"]),
            "after": basis_words(change["after"]),
            "date": date_format(date.fromisoformat(change["on"]), pgettext("date, by Django's letters", "j F Y")),
        }
        for change in basis.get("changes", [])
    ]


def origins(basis: Shown) -> str:
    """“2 distinct origins”, “1 to 3 distinct origins”, “at least 1 distinct origin”."""
    low, high = basis["origins_low"], basis["origins_high"]
    given = {"low": low, "high": high}
    if high is None:
        return ngettext("at least %(low)s distinct origin", "at least %(low)s distinct origins", low) % given
    if low == high:
        return ngettext("%(low)s distinct origin", "%(low)s distinct origins", low) % given
    return gettext("%(low)s to %(high)s distinct origins") % given


def sources(shown: Shown) -> list[Shown]:
    """Who says it, in words."""
    return [
        {
            **source,
            "naming_words": str(NAMING_WORDS[Naming(source["naming"])]),
            "knowledge_words": _knowledge(source),
            "is_named": source["naming"] == Naming.NAMED,
        }
        for source in shown["sources"]
    ]


def _knowledge(source: Shown) -> str:
    labels = {knowledge.label: knowledge for knowledge in Knowledge}
    knowledge = source.get("knowledge_kind") or labels.get(source["knowledge"])
    return str(KNOWLEDGE_WORDS[Knowledge(knowledge)]) if knowledge else str(source["knowledge"])


def speakers(shown: Shown) -> list[Shown]:
    """The sources that speak to the reader, each once; whoever is only passed on by another is left out."""
    found: dict[str, Shown] = {}
    for source in shown["sources"]:
        if not source["passed_on"]:
            found.setdefault(source["name"], source)
    return list(found.values())


def sides(shown: Shown) -> list[Side]:
    """The evidence for, against, and beside the claim; a side without any is told too, but for the last."""
    kinds = {kind.label for kind in EvidenceKind}
    grouped: dict[str, list[Shown]] = {stance.value: [] for stance in Stance}
    for number, piece in enumerate(shown["evidence"], start=1):
        words = gettext(piece["kind"]) if piece["kind"] in kinds else piece["kind"]
        kept = {"anchor": archives.anchor(number), "is_archived": archives.is_archived(piece["url"])}
        grouped[piece["stance"]].append({**piece, **kept, "kind_words": words})
    return [
        Side(stance, str(STANCE_HEADINGS[Stance(stance)]), pieces)
        for stance, pieces in grouped.items()
        if pieces or (stance != Stance.CONTEXT and shown["evidence"])
    ]


def marked(shown: Shown) -> list[tuple[str, bool]]:
    """The passage in pieces, with whether each is among the claimed words."""
    passage = shown["claim"]["passage"]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in shown["claim"]["marks"]:
        pieces += [(passage[at:start], False), (passage[start:end], True)]
        at = end
    return [(text, is_mark) for text, is_mark in [*pieces, (passage[at:], False)] if text]


def in_full(publication: Publication) -> dict[str, Any]:
    """Everything that the page of a claim shows of it."""
    shown = publication.shown
    return {
        "publication": publication,
        "shown": shown,
        "basis_label": basis_words(shown["basis"]["kind"]),
        "basis_sentences": basis_sentences(shown),
        "sources": sources(shown),
        "speakers": speakers(shown),
        "sides": sides(shown),
        "pieces": marked(shown),
        "picture": picture(shown),
        "fragment": textfragment.link(shown),
        "place": place_on_scale(shown["rating"]),
    }


def place_on_scale(rating: Shown) -> str:
    """The rating's place in words: “2 of 5 on the line from false to true”."""
    if rating["value"] is None:
        return gettext("This rating lies outside the line from false to true.")
    given = {"value": rating["value"], "best": rating["best"]}
    return gettext("Step %(value)s of %(best)s on the line from false (1) to true (%(best)s).") % given


def in_brief(publication: Publication) -> dict[str, Any]:
    """What a card in a list shows of it."""
    shown = publication.shown
    return {
        "publication": publication,
        "shown": shown,
        "basis_label": basis_words(shown["basis"]["kind"]),
        "speakers": speakers(shown),
    }
