"""An expert is asked by a link that dies in time, and what he says stays as he said it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from claims import sourcing
from claims.intake import add_evidence
from claims.models import Basis, Claim, Event
from claims.refusals import NotNow, NotSo, NotYours
from reviews import opinions
from reviews.models import Notice, Opinion, OpinionRequest
from tests.factories import AttributionFactory, EvidenceFactory, SourceFactory
from tests.factories.reviews import anonymous_claim, named_claim

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {
    "name": "Prof. Ada Rivers",
    "affiliation": "University of Delft, hydrology",
    "interests": "None.",
    "words": "The dam holds.",
}


def evidence_of(claim: Claim, cast: SimpleNamespace, **given: Any) -> Any:
    usual = {"kind": "document", "title": "Filing", "stance": "supports", "url": "https://court.example/1"}
    origin = {"is_primary": True} if "origin" not in given else {}
    return add_evidence(claim=claim, by=cast.editor, **{**usual, **origin, **given}).evidence


def answered(cast: SimpleNamespace, claim: Claim | None = None) -> Opinion:
    _, key = opinions.ask(claim=claim or named_claim(), by=cast.editor, to="Prof. Rivers")
    given = opinions.answer(key=key, **SAID)
    assert given is not None
    return given


def test_p18_only_the_digest_of_the_key_is_kept(cast: SimpleNamespace) -> None:
    asked, key = opinions.ask(claim=named_claim(), by=cast.editor, to="Prof. Rivers")
    row = OpinionRequest.objects.filter(pk=asked.pk).values()[0]
    events = list(Event.objects.values_list("details", flat=True))
    assert key not in f"{row}{events}"
    assert opinions.opened(key) == asked
    assert opinions.opened(key[:-1]) is None


def test_p18_link_dies_with_its_time_its_revocation_its_answer_and_its_claim(cast: SimpleNamespace) -> None:
    now = timezone.now()
    _, late = opinions.ask(claim=named_claim(), by=cast.editor, to="A", days=1, at=now - timedelta(days=1))
    revoked_request, revoked = opinions.ask(claim=named_claim(), by=cast.editor, to="B")
    opinions.revoke(request=revoked_request, by=cast.editor)
    _, used = opinions.ask(claim=named_claim(), by=cast.editor, to="C")
    opinions.answer(key=used, **SAID)
    claim = named_claim()
    _, gone = opinions.ask(claim=claim, by=cast.editor, to="D")
    Claim.objects.filter(pk=claim.pk).update(discarded_at=now)
    for key, words in ((late, "expired"), (revoked, "taken this link back"), (used, "answered"), (gone, "taken")):
        with pytest.raises(NotNow, match=words):
            opinions.opened(key)
        with pytest.raises(NotNow, match=words):
            opinions.answer(key=key, **SAID)
    assert Opinion.objects.count() == 1


def test_statement_is_kept_signed_and_told_to_who_asked(cast: SimpleNamespace) -> None:
    opinion = answered(cast)
    assert opinions.holds(opinion)
    assert {field: opinion.content[field] for field in SAID} == SAID
    event = Event.objects.get(what="give_opinion")
    assert (event.who, event.details["digest"]) == (None, opinion.digest)
    assert list(Notice.objects.values_list("person__username", "kind")) == [("editor", "opinion")]


@pytest.mark.parametrize(
    "change",
    [
        {"content": {**SAID, "words": "The dam fails."}},
        {"digest": "0" * 64},
        {"signature": "0" * 128},
        {"public_key": ""},
    ],
)
def test_changed_statement_no_longer_holds(change: dict[str, Any], cast: SimpleNamespace) -> None:
    opinion = answered(cast)
    for field, value in change.items():
        setattr(opinion, field, value)
    assert not opinions.holds(opinion)


def test_statement_is_append_only_in_the_database(cast: SimpleNamespace) -> None:
    opinion = answered(cast)
    for change in ({"content": {}}, {"digest": "0" * 64}, {"signature": ""}, {"given_at": timezone.now()}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        OpinionRequest.objects.filter(pk=opinion.request_id).update(key_digest="0" * 64)


def test_one_link_is_good_for_one_statement(cast: SimpleNamespace) -> None:
    opinion = answered(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(request=opinion.request, content={}, given_at=timezone.now())


@pytest.mark.parametrize(
    ("change", "field"),
    [({"to": " "}, "to"), ({"days": 0}, "days"), ({"days": 61}, "days")],
)
def test_question_that_cannot_be_used_is_refused_by_its_field(
    change: dict[str, Any], field: str, cast: SimpleNamespace
) -> None:
    with pytest.raises(NotSo) as refused:
        opinions.ask(**{"claim": named_claim(), "by": cast.editor, "to": "A", **change})
    assert refused.value.field == field


def test_evidence_of_another_claim_or_of_an_unnamed_source_is_not_shown(cast: SimpleNamespace) -> None:
    claim = named_claim()
    unnamed = evidence_of(claim, cast, origin=SourceFactory(unnamed=True), url="")
    for piece in (EvidenceFactory(), unnamed):
        with pytest.raises(NotSo) as refused:
            opinions.ask(claim=claim, by=cast.editor, to="A", evidence=[piece])
        assert refused.value.field == "evidence"


@pytest.mark.parametrize("field", list(SAID))
@pytest.mark.parametrize("value", [" ", "x" * 20_001])
def test_statement_with_an_empty_or_endless_field_is_refused(field: str, value: str, cast: SimpleNamespace) -> None:
    _, key = opinions.ask(claim=named_claim(), by=cast.editor, to="A")
    with pytest.raises(NotSo) as refused:
        opinions.answer(key=key, **{**SAID, field: value})
    assert (refused.value.field, Opinion.objects.count()) == (field, 0)


def test_only_an_editor_asks_and_revokes(cast: SimpleNamespace) -> None:
    asked, _ = opinions.ask(claim=named_claim(), by=cast.editor, to="A")
    for name in ("reviewer", "approver", "custodian", "partner", "outsider"):
        with pytest.raises(NotYours):
            opinions.ask(claim=named_claim(), by=getattr(cast, name), to="A")
        with pytest.raises(NotYours):
            opinions.revoke(request=asked, by=getattr(cast, name))


def test_opinion_brought_as_evidence_names_the_expert_as_its_source(cast: SimpleNamespace) -> None:
    claim = anonymous_claim()
    assert Basis.objects.get(claim=claim).kind == "only_anonymous"
    opinion = answered(cast, claim)
    link = opinions.bring(opinion=opinion, by=cast.reviewer, stance="supports", knowledge="first_hand")
    origin = link.evidence.origin_links.get()
    assert (link.evidence.kind, origin.source.name, origin.source.naming, origin.knowledge) == (
        "interview",
        "Prof. Ada Rivers",
        "named",
        "first_hand",
    )
    assert link.evidence.text == "The dam holds.\n\nDeclared interests: None."
    sourcing.drain()
    assert Basis.objects.get(claim=claim).kind == "mixed"
    with pytest.raises(NotNow):
        opinions.bring(opinion=opinion, by=cast.reviewer, stance="supports")
    with pytest.raises(NotYours):
        opinions.bring(opinion=answered(cast, AttributionFactory().claim), by=cast.approver, stance="supports")
