"""Spellings of one person: proposed with grounds, confirmed by a person, undone without loss."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from claims import sourcing
from claims.identity import confirm_merge, find_or_make_source, reject_merge, undo_merge
from claims.intake import import_article
from claims.models import Attribution, Source, SourceMerge, SourceName, StaleClaim
from claims.refusals import NotNow, NotYours
from tests.factories import ArticleFactory, AttributionFactory, SourceFactory

pytestmark = pytest.mark.django_db
REAL = (settings.BASE_DIR / "fixtures" / "openai-safety-team.txt").read_bytes()


def test_spellings_of_the_real_article_are_proposed_and_no_others() -> None:
    import_article(content=REAL, by=None)
    proposed = {(merge.kept.name, merge.dropped.name) for merge in SourceMerge.objects.all()}
    assert proposed == {
        ("Jan Leike", "Jan Reik"),
        ("Jan Leike", "Reike"),
        ("Jan Leike", "Reich"),
        ("Jan Leike", "Lykes"),
        ("Ilya Sutskever", "Satskever"),
        ("Ilya Sutskever", "Sutskevaar"),
        ("Daniel Cocotajiro", "Cocotadillo"),
        ("William Saunders", "Sanders"),
        ("John Schulman", "Shulman"),
    }
    assert all(merge.grounds for merge in SourceMerge.objects.all())


def test_confirming_moves_the_attributions_and_undoing_moves_exactly_those_back(cast: SimpleNamespace) -> None:
    import_article(content=REAL, by=None)
    sourcing.drain()
    before = dict(Attribution.objects.values_list("pk", "source_id"))
    spellings = set(SourceName.objects.values_list("source_id", "spelling"))
    merge = SourceMerge.objects.get(kept__name="Jan Leike", dropped__name="Reich")
    moved = {pk for pk, source in before.items() if source == merge.dropped_id}
    assert len(moved) >= 2
    confirm_merge(merge=merge, by=cast.editor)
    assert set(Attribution.objects.filter(source=merge.kept).values_list("pk", flat=True)) >= moved
    assert Source.objects.get(pk=merge.dropped_id).merged_into == merge.kept
    touched = set(Attribution.objects.filter(pk__in=moved).values_list("claim_id", flat=True))
    assert set(StaleClaim.objects.values_list("claim_id", flat=True)) == touched
    undo_merge(merge=merge, by=cast.editor)
    assert dict(Attribution.objects.values_list("pk", "source_id")) == before
    assert set(SourceName.objects.values_list("source_id", "spelling")) == spellings


def test_later_article_finds_the_merged_person_by_the_old_spelling(cast: SimpleNamespace) -> None:
    article = ArticleFactory()
    kept = find_or_make_source(kind="person", naming="named", name="Ada Long", article=article)
    dropped = find_or_make_source(kind="person", naming="named", name="Ada Lang", article=article)
    merge = SourceMerge.objects.create(kept=kept, dropped=dropped, grounds=["alike"])
    confirm_merge(merge=merge, by=cast.editor)
    assert find_or_make_source(kind="person", naming="named", name="Ada Lang", article=ArticleFactory()) == kept


def test_single_name_is_another_person_in_another_article() -> None:
    one, two = ArticleFactory(), ArticleFactory()
    first = find_or_make_source(kind="person", naming="named", name="Smith", article=one)
    assert find_or_make_source(kind="person", naming="named", name="Smith", article=one) == first
    assert find_or_make_source(kind="person", naming="named", name="Smith", article=two) != first


def test_unnamed_source_is_never_known_beyond_its_article() -> None:
    words = "a person familiar with the matter"
    first = find_or_make_source(kind="person", naming="unnamed", name=words, article=ArticleFactory())
    assert find_or_make_source(kind="person", naming="unnamed", name=words, article=ArticleFactory()) != first


def test_merge_is_decided_once_and_by_who_may(cast: SimpleNamespace) -> None:
    merge = SourceMerge.objects.create(kept=SourceFactory(), dropped=AttributionFactory().source, grounds=["alike"])
    for person in (cast.reviewer, cast.approver, cast.outsider):
        with pytest.raises(NotYours):
            confirm_merge(merge=merge, by=person)
    reject_merge(merge=merge, by=cast.editor)
    with pytest.raises(NotNow, match="The merge is rejected"):
        confirm_merge(merge=merge, by=cast.editor)
