"""Evidence says where it comes from, or is refused by the field that is missing."""

import hashlib
from types import SimpleNamespace
from typing import Any

import pytest

from claims.intake import add_evidence
from claims.models import Evidence
from claims.refusals import NotSo, NotYours
from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db
GOOD: dict[str, Any] = {
    "kind": "document", "title": "Filing", "stance": "supports", "url": "https://court.example/1", "is_primary": True,
}  # fmt: skip


def test_captured_text_is_digested(cast: SimpleNamespace) -> None:
    link = add_evidence(claim=ClaimFactory(), by=cast.reviewer, **{**GOOD, "text": "The words."})
    assert link.evidence.sha256 == hashlib.sha256(b"The words.").hexdigest()
    assert link.evidence.captured_at is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "rumour"}, "kind"),
        ({"stance": "maybe"}, "stance"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": ""}, "is_primary"),
        ({"is_primary": False}, "origin"),
        ({"origin_knowledge": "guess"}, "origin_knowledge"),
    ],
)
def test_evidence_that_cannot_be_used_is_refused_by_its_field(
    cast: SimpleNamespace, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(NotSo) as refused:
        add_evidence(claim=ClaimFactory(), by=cast.editor, **{**GOOD, **change})
    assert refused.value.field == field
    assert not Evidence.objects.exists()


def test_evidence_with_an_origin_need_not_be_primary(cast: SimpleNamespace) -> None:
    source = SourceFactory()
    link = add_evidence(claim=ClaimFactory(), by=cast.editor, **{**GOOD, "is_primary": False}, origin=source)
    assert list(link.evidence.origins.all()) == [source]


def test_only_who_may_brings_evidence(cast: SimpleNamespace) -> None:
    for person in (cast.approver, cast.partner, cast.custodian, cast.outsider):
        with pytest.raises(NotYours):
            add_evidence(claim=ClaimFactory(), by=person, **GOOD)
