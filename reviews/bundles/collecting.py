"""The evidence bundle of one claim: rows of the desk as the members of a zip, the same rows as the same bytes.

claim.json, article.json, article.txt, publications/N.json, claimreview.json (while a page is shown), evidence/N.json
and evidence/N.txt, copies/SHA256, history.jsonl, and manifest.json with the sha256 of each of them. A copy or a text
that came from an unnamed source is named by its sha256 and is not in it. Nothing of a verdict stands in it but what
was published, and nothing of the vault; of a grant what readers are told, and in the history the names of the fields
that were filled in, never what they say.
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from claims import captures, chains
from claims.models import Capture, Claim, ClaimEvidence, Event
from reviews import publishing, visibility
from reviews.models import Publication

FORMAT = "evidence bundle 1"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name; a real one would change the bytes

ENTRIES = f"""
SELECT e.position, {chains.SIGNED}, e.digest, COALESCE(u.username, '')
  FROM claims_event e LEFT JOIN claims_user u ON u.id = e.who_id
 WHERE e.subject = %s AND e.position <= %s ORDER BY e.position
"""  # noqa: S608 - put together from a constant
ALL = 2**31 - 1

Members = dict[str, bytes]


def bundle(claim: Claim) -> bytes:
    """The zip. While a round is blind its history ends with the opening of that round, for everybody.

    Raises `claims.captures.ChangedError` where a captured copy is not what was kept.
    """
    with transaction.atomic():
        members = _members(claim)
    members["manifest.json"] = _json(
        {
            "format": FORMAT,
            "claim": claim.pk,
            "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(members.items())},
        }
    )
    return _packed(members)


def _members(claim: Claim) -> Members:
    revision = claim.revision
    members = {
        "claim.json": _json(_claim(claim)),
        "article.json": _json(_article(claim)),
        "article.txt": revision.text.encode(),
        "history.jsonl": b"".join(_history(claim)),
    }
    for publication in Publication.objects.filter(review__claim=claim).order_by("pk"):
        members[f"publications/{publication.pk}.json"] = _json(_publication(publication))
        if publication.shown_until is None and publication.retracted_at is None:
            members["claimreview.json"] = _json(publishing.markup(publication))
    links = claim.evidence_links.select_related("evidence").order_by("pk")
    for link in links.prefetch_related("evidence__origins", "evidence__captures"):
        members[f"evidence/{link.pk}.json"] = _json(_evidence(link))
        if link.evidence.is_withheld:
            continue
        for copy in link.evidence.captures.all():
            members[f"copies/{copy.sha256}"] = captures.read(copy.sha256)
        if link.evidence.text:
            members[f"evidence/{link.pk}.txt"] = link.evidence.text.encode()
    return members


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.pk,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "segments": claim.segments,
        "statement": claim.statement,
        "mode": claim.mode,
        "own_voice": claim.own_voice,
        "topic": claim.topic,
        "added_at": claim.added_at.isoformat(),
        "sources": [
            {
                "name": each.source.name,
                "naming": each.source.naming,
                "printed": each.printed,
                "cue": each.cue,
                "knowledge": each.knowledge,
            }
            for each in claim.attributions.select_related("source").order_by("pk")
        ],
    }


def _article(claim: Claim) -> dict[str, Any]:
    revision, article = claim.revision, claim.revision.article
    return {
        "title": article.title,
        "publisher": article.publisher,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "revision": revision.number,
        "received_at": revision.received_at.isoformat(),
        "digest": revision.digest,  # of the bytes as received, which may have been a page or a document
    }


def _publication(publication: Publication) -> dict[str, Any]:
    def moment(name: str) -> str | None:
        at = getattr(publication, name)
        return at.isoformat() if at else None

    return {
        "id": publication.pk,
        "path": publication.get_absolute_url(),
        "digest": publication.digest,
        "first_published_at": moment("first_published_at"),
        "shown_from": moment("shown_from"),
        "shown_until": moment("shown_until"),
        "retracted_at": moment("retracted_at"),
        "retraction_reason": publication.retraction_reason,
        "shown": publication.shown,
    }


def _evidence(link: ClaimEvidence) -> dict[str, Any]:
    evidence = link.evidence
    return {
        "id": evidence.pk,
        "stance": link.stance,
        "excerpt": link.excerpt,
        "locator": link.locator,
        "kind": evidence.kind,
        "title": evidence.title,
        "url": evidence.url,
        "is_primary": evidence.is_primary,
        "published_on": evidence.published_on.isoformat() if evidence.published_on else None,
        "captured_at": evidence.captured_at.isoformat() if evidence.captured_at else None,
        "sha256": evidence.sha256,
        "text_withheld": bool(evidence.text) and evidence.is_withheld,
        "origins": sorted(source.name for source in evidence.origins.all()),
        "copies": [_copy(each) for each in sorted(evidence.captures.all(), key=lambda copy: copy.pk)],
    }


def _copy(copy: Capture) -> dict[str, Any]:
    """What is told of a copy; of one that is withheld its digest alone."""
    if copy.evidence.is_withheld:
        return {"sha256": copy.sha256, "withheld": True}
    return {
        "sha256": copy.sha256,
        "withheld": False,
        "media_type": copy.media_type,
        "size": copy.size,
        "address": copy.address,
        "captured_at": copy.captured_at.isoformat(),
        "timestamp_authority": copy.timestamp_authority,
        "timestamp": base64.b64encode(copy.timestamp).decode() if copy.timestamp else None,
    }


def _history(claim: Claim) -> Iterator[bytes]:
    """One line an entry: the words that its digest is taken over, as they are, and who that was by name."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [Event.subject_of(claim), _last_to_show(claim)])
        for position, signed, digest, who in cursor.fetchall():
            line = {"position": position, "signed": signed, "digest": digest, "who": who}
            yield json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _last_to_show(claim: Claim) -> int:
    """The position of the last entry that tells of no verdict that others may not know of yet."""
    blind = claim.reviews.filter(state__in=visibility.BLIND_STATES).order_by("round").first()
    if blind is None:
        return ALL
    opened = Event.objects.filter(subject=Event.subject_of(claim), what="open_review", details__review=blind.pk)
    return opened.values_list("position", flat=True).first() or 0


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def _packed(members: Members) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(members.items()):
            member = zipfile.ZipInfo(name, EARLIEST)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            packed.writestr(member, content)
    return file.getvalue()
