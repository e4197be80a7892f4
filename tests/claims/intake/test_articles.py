"""An article comes in, on the real article; and what cannot be taken in."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from claims.intake import add_claim, correct_claim, import_article
from claims.models import Article, Claim, Event, Flag, SourceMerge, StaleClaim
from claims.refusals import NotNow, NotSo, NotYours

pytestmark = pytest.mark.django_db
REAL = (settings.BASE_DIR / "fixtures" / "openai-safety-team.txt").read_bytes()


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Article, Claim, Event, SourceMerge, StaleClaim)}


def test_real_article_is_stored_with_its_claims() -> None:
    imported = import_article(content=REAL, by=None)
    article, text = imported.article, imported.revision.text
    assert (imported.created, str(article.published_on), article.language) == (True, "2024-05-17", "en")
    assert article.title.startswith("In recent months, OpenAI has been losing employees")
    assert imported.claims == Claim.objects.count() > 40
    for claim in Claim.objects.all():
        assert text[claim.start : claim.end] == claim.quote
        assert text[: claim.start].endswith(claim.prefix)
        assert text[claim.end :].startswith(claim.suffix)


def test_contradiction_in_the_real_article_is_noted_with_both_passages() -> None:
    (note,) = import_article(content=REAL, by=None).revision.notes
    assert note.startswith("The article counts 5 people here and 7 there.")
    assert "Seven people are visible." in note


def test_claims_that_a_passage_of_their_article_contradicts_are_flagged_with_both_passages() -> None:
    text = (
        b"The board said on Monday that seven people had left the company.\n\n"
        b"The union said on Tuesday that eleven people had left the company.\n"
    )
    imported = import_article(content=text, by=None, title="Two numbers")
    flags = Flag.objects.filter(rule="contradiction", cleared_at=None)
    words = imported.revision.text
    told = {tuple(words[start:end].split()[0] for start, end in flag.proof["passages"]) for flag in flags}
    assert (flags.count(), len(told)) == (2, 1)


@pytest.mark.parametrize(
    ("printed", "kind", "words"),
    [
        ("People familiar with the company", "group", "safety-minded employees have lost confidence"),
        ("A person familiar with the company's internal affairs", "person", "trust is gradually collapsing"),
        ("His former co-workers and employees", "group", "he wants to prioritize safety"),
        ("A source familiar with the company's internal affairs", "person", "For employees, all of this leads"),
        ("media reports", "report", "another researcher on his team, Pavel Izmailov"),
        ("Commenters", "crowd", "he was probably bound"),
        ("insiders", "group", "at least some people who tried"),
        ("a person familiar with the company's internal affairs", "person", "I think many people in the company"),
        ("people familiar with the matter", "group", "The whole point of creating"),
        ("People familiar with the matter", "group", "I think the answer to the second question"),
    ],
)
def test_unnamed_people_of_the_real_article_are_found(printed: str, kind: str, words: str) -> None:
    import_article(content=REAL, by=None)
    found = [
        claim
        for claim in Claim.objects.filter(quote__contains=words)
        for attribution in claim.attributions.select_related("source")
        if printed in attribution.printed and (attribution.source.naming, attribution.source.kind) == ("unnamed", kind)
    ]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("Cocotadillo", "person", "I came in with high hopes"),
        ("Reike", "person", "I have disagreed with OpenAI"),
        ("OpenAI", "organisation", "it wants to build artificial general intelligence"),
        ("The board", "organisation", "communications were not consistently candid"),
        ("Sam Altman", "person", "this is very sad to me"),
        ("Jan Reik", "person", "I have resigned"),
        ("Reich", "person", "teams are struggling"),
        ("Reich", "person", "Most impressively, much of our bandwidth"),
        ("Sanders", "person", "I left his OpenAI on February 15, 2024"),
        ("Sanders", "person", "he had no comment"),
    ],
)
def test_named_speakers_of_the_real_article_are_found(source: str, kind: str, words: str) -> None:
    import_article(content=REAL, by=None)
    found = Claim.objects.filter(
        quote__contains=words, attributions__source__name=source, attributions__source__kind=kind
    )
    assert found.count() == 1


def test_same_bytes_again_are_recognised() -> None:
    first = import_article(content=REAL, by=None)
    before = rows()
    again = import_article(content=REAL, by=None)
    assert (again.created, again.article, again.claims) == (False, first.article, first.claims)
    assert rows() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The article is empty."),
        (b" \n\t ", "The article is empty."),
        (b"PNG\x00\x01", "The article is not text: there is a NUL at byte 3."),
        ("caf\u00e9 said".encode("latin-1"), "The article is not UTF-8: byte 3 cannot be read."),
        (b"x" * (50 * 1024 * 1024), "The article has 52,428,800 bytes; at most 5 MB can be taken in."),
        (
            b"date 2024-13-45\n\nThe mayor said it rained.",
            "Line 1: “2024-13-45” is not a date; write it as YYYY-MM-DD.",
        ),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_a_sentence_and_leaves_nothing(content: bytes, sentence: str) -> None:
    with pytest.raises(NotSo) as refused:
        import_article(content=content, by=None)
    assert refused.value.sentence == sentence
    assert rows() == {"Article": 0, "Claim": 0, "Event": 0, "SourceMerge": 0, "StaleClaim": 0}


def test_import_that_fails_halfway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise MemoryError

    monkeypatch.setattr("claims.identity.propose_merges", fail)
    with pytest.raises(MemoryError):
        import_article(content=REAL, by=None)
    assert rows() == {"Article": 0, "Claim": 0, "Event": 0, "SourceMerge": 0, "StaleClaim": 0}


def test_only_who_may_import_imports(cast: SimpleNamespace) -> None:
    assert import_article(content=b"The mayor said on Monday that it rained.", by=cast.editor).created
    for person in (cast.reviewer, cast.approver, cast.partner, cast.outsider):
        with pytest.raises(NotYours):
            import_article(content=b"The mayor said on Monday that it snowed.", by=person)


def test_claim_is_reworded_with_a_reason_and_only_from_its_newest_version(cast: SimpleNamespace) -> None:
    revision = import_article(content=REAL, by=None).revision
    claim = Claim.objects.filter(revision=revision).first()
    assert claim is not None
    correct_claim(claim=claim, statement="Other words.", by=cast.editor, why="clearer", expected_version=1)
    with pytest.raises(NotNow, match="changed since you opened it"):
        correct_claim(claim=claim, statement="Third words.", by=cast.editor, why="late", expected_version=1)
    claim.refresh_from_db()
    assert (claim.statement, claim.version) == ("Other words.", 2)


def test_words_can_be_marked_as_a_claim_by_hand(cast: SimpleNamespace) -> None:
    revision = import_article(content=REAL, by=None).revision
    start = revision.text.index("If you shoot at the king")
    claim = add_claim(revision=revision, start=start, end=start + 24, statement="A king was shot at.", by=cast.editor)
    assert claim.quote == "If you shoot at the king"
    with pytest.raises(NotSo, match="has no words"):
        add_claim(revision=revision, start=5, end=10**6, statement="Too far.", by=cast.editor)


def test_two_people_who_speak_together_are_two_sources() -> None:
    text = b"Ilya Sutskever and Jan Leike said on Tuesday that they are leaving the company for good."
    claim = import_article(content=text, by=None).revision.claims.get(own_voice=False)
    names = claim.attributions.values_list("source__name", flat=True)
    assert set(names) == {"Ilya Sutskever", "Jan Leike"}


def test_chain_keeps_both_links_and_who_passes_it_on() -> None:
    text = b"The bridge will be closed next week, the board said, according to two people familiar with the matter."
    revision = import_article(content=text, by=None).revision
    relayed = [
        (attribution.source.kind, attribution.relayed_by.source.people_low)
        for claim in revision.claims.all()
        for attribution in claim.attributions.select_related("source", "relayed_by__source")
        if attribution.relayed_by is not None
    ]
    assert relayed == [("organisation", 2)]
