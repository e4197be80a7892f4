"""A code says that unnamed sources are one, to those alone who may know it."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from claims.anonymity.jigsaw import jigsaw
from claims.anonymity.pseudonyms import bearers, code_of, give_code, take_code
from claims.models import Event, Pseudonym, PseudonymLink, Source, StaleClaim
from claims.refusals import NotNow, NotSo, NotYours
from tests.factories import AttributionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_codes_count_up_and_one_code_is_borne_by_several_sources(cast: SimpleNamespace) -> None:
    first, second, third = (SourceFactory(unnamed=True) for _ in range(3))
    assert give_code(source=first, by=cast.editor).code == "S-001"
    assert give_code(source=second, by=cast.custodian, code=" s-001 ").code == "S-001"
    assert give_code(source=third, by=cast.editor).code == "S-002"
    Pseudonym.objects.filter(code="S-002").update(code="S-1000")
    assert give_code(source=SourceFactory(unnamed=True), by=cast.editor).code == "S-1001"


def test_giving_a_code_changes_nothing_that_others_see(cast: SimpleNamespace) -> None:
    source = AttributionFactory(source=SourceFactory(unnamed=True)).source
    StaleClaim.objects.all().delete()
    before = Source.objects.filter(pk=source.pk).values().get()
    give_code(source=source, by=cast.editor)
    assert Source.objects.filter(pk=source.pk).values().get() == before
    assert not StaleClaim.objects.exists()
    event = Event.objects.get()
    assert (event.subject, event.what, event.why, event.details) == (
        f"pseudonym:{Pseudonym.objects.get().pk}",
        "give_code",
        "",
        {},
    )


def test_code_is_seen_by_editor_and_custodian_alone(cast: SimpleNamespace) -> None:
    source = SourceFactory(unnamed=True)
    code = give_code(source=source, by=cast.editor)
    shown = {name: code_of(source, seen_by=person) for name, person in vars(cast).items() if name != "administrator"}
    assert {name for name, found in shown.items() if found == code} == {"editor", "custodian"}
    for person in (cast.reviewer, cast.approver, cast.partner, cast.outsider):
        with pytest.raises(NotYours):
            give_code(source=SourceFactory(unnamed=True), by=person)
        with pytest.raises(NotYours):
            take_code(source=source, by=person)


def test_code_is_taken_back_and_the_record_stays(cast: SimpleNamespace) -> None:
    source = SourceFactory(unnamed=True)
    code = give_code(source=source, by=cast.editor)
    with pytest.raises(NotNow, match="bears a code already"):
        give_code(source=source, by=cast.editor)
    take_code(source=source, by=cast.custodian)
    link = PseudonymLink.objects.get()
    assert (link.given_by, link.ended_by, code_of(source, seen_by=cast.editor)) == (cast.editor, cast.custodian, None)
    with pytest.raises(NotNow, match="bears no code"):
        take_code(source=source, by=cast.editor)
    give_code(source=source, by=cast.editor, code=code.code)


def test_named_source_and_unknown_code_are_refused(cast: SimpleNamespace) -> None:
    with pytest.raises(NotNow, match="is named"):
        give_code(source=SourceFactory(), by=cast.editor)
    with pytest.raises(NotSo, match="There is no code “S-999”"):
        give_code(source=SourceFactory(unnamed=True), by=cast.editor, code="S-999")


def test_source_bears_one_code_at_a_time(cast: SimpleNamespace) -> None:
    source = SourceFactory(unnamed=True)
    give_code(source=source, by=cast.editor)
    other = Pseudonym.objects.create(code="S-777", made_by=cast.editor)
    with pytest.raises(IntegrityError, match="source_bears_one_code_at_a_time"), transaction.atomic():
        PseudonymLink.objects.create(pseudonym=other, source=source, given_by=cast.editor)
    with pytest.raises(IntegrityError, match="pseudonym_is_a_number_of_the_desk"), transaction.atomic():
        Pseudonym.objects.create(code="Jane", made_by=cast.editor)


def test_code_goes_with_a_source_that_was_merged(cast: SimpleNamespace) -> None:
    kept, dropped = SourceFactory(unnamed=True), SourceFactory(unnamed=True)
    code = give_code(source=dropped, by=cast.editor)
    other = AttributionFactory(source=SourceFactory(unnamed=True), printed="a clerk").source
    give_code(source=other, by=cast.editor, code=code.code)
    Source.objects.filter(pk=dropped.pk).update(merged_into=kept)
    assert set(bearers(code)) == {kept, dropped, other}
    assert [piece.words for piece in jigsaw(kept, with_code=True).pieces] == ["clerk"]
