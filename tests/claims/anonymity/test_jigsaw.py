"""What is printed about one unnamed source, put together, and how few people it fits."""

from datetime import date
from types import SimpleNamespace

import pytest

from claims.anonymity.jigsaw import jigsaw, jigsaws
from claims.anonymity.pseudonyms import give_code, record_group_size
from claims.models import Source
from claims.refusals import NotSo, NotYours
from claims.text.narrowing import attributes
from tests.factories import AttributionFactory, SourceFactory

DESCRIPTIONS = [
    ("a person", []),
    ("people familiar with the matter", []),
    ("two people", []),
    ("Former co-workers and employees", [("standing", "Former"), ("role", "co-worker"), ("role", "employee")]),
    (
        "a person familiar with the company's internal affairs",
        [("access", "familiar with the company's internal affairs")],
    ),
    ("a former member of the OpenAI safety team", [("group", "OpenAI safety team"), ("standing", "former")]),
    ("two senior officials in Washington", [("rank", "senior"), ("place", "in Washington"), ("role", "official")]),
    ("one engineer who was in the room", [("access", "who was in the room"), ("role", "engineer")]),
    ("for fear of losing her job", [("person", "losing her")]),
    ("His former co-workers", [("standing", "former"), ("role", "co-worker")]),
    ("an aide close to Mr. Altman", [("access", "close to Mr. Altman"), ("role", "aide")]),
    ("Several employees", [("role", "employee")]),
    ("a clerk hired in May 2024", [("time", "in May 2024"), ("role", "clerk")]),
]


@pytest.mark.parametrize(("words", "told"), DESCRIPTIONS)
def test_description_tells_by_word_lists_alone(words: str, told: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.words) for one in attributes(words)] == told


def source(*descriptions: str) -> Source:
    made: Source = SourceFactory(unnamed=True)
    for number, words in enumerate(descriptions):
        AttributionFactory(source=made, printed=words, claim__revision__article__title=f"Piece {number}")
    return made


@pytest.mark.django_db
def test_bare_person_fits_anybody() -> None:
    found = jigsaw(source("a person"))
    assert (found.pieces, found.most, found.is_narrow) == ((), None, False)
    assert found.sentence == "What is printed tells nothing by which the source could be found."


@pytest.mark.django_db
def test_no_number_is_invented_where_none_is_known() -> None:
    found = jigsaw(source("a former member of the safety team", "an engineer in San Francisco"))
    assert found.sentence == (
        "Put together, what is printed tells 4 things about the source. How many people they fit is not known to "
        "the desk."
    )
    assert (found.most, found.is_narrow) == (None, True)
    assert [(piece.words, piece.articles) for piece in found.pieces] == [
        ("safety team", ("Piece 0",)),
        ("former", ("Piece 0",)),
        ("in San Francisco", ("Piece 1",)),
        ("engineer", ("Piece 1",)),
    ]


@pytest.mark.django_db
def test_known_size_gives_the_estimate_with_its_grounds(cast: SimpleNamespace) -> None:
    given = {"grounds": "annual report", "as_of": date(2024, 5, 1), "by": cast.editor}
    record_group_size(group="safety team", organisation="OpenAI", about=20, **given)
    record_group_size(group="safety team", organisation="Other Labs", about=2, **given)
    found = jigsaw(source("a former member of the OpenAI safety team"))
    assert (found.most, found.is_narrow) == (20, True)
    assert found.pieces[0].contributes == "fits only those who belong to it: about 20 (annual report, 1 May 2024)"
    assert found.sentence == (
        "Put together, what is printed tells 2 things about the source. They fit at most about 20 people, and fewer "
        "by what else is told."
    )


@pytest.mark.django_db
def test_very_small_group_is_said_plainly(cast: SimpleNamespace) -> None:
    record_group_size(group="board", about=6, grounds="register", as_of=date(2024, 5, 1), by=cast.editor)
    assert jigsaw(source("somebody on the board")).sentence == (
        "Put together, what is printed tells 1 thing about the source. They fit at most about 6 people: whoever knows "
        "the group can tell who it is."
    )


@pytest.mark.django_db
def test_what_is_about_to_be_printed_counts_too() -> None:
    found = jigsaw(source("a person"), also=["a clerk of the court"])
    assert [(piece.words, piece.articles) for piece in found.pieces] == [("clerk", ("about to be printed",))]


@pytest.mark.django_db
def test_sources_of_one_code_are_pooled_for_those_alone_who_may_know_it(cast: SimpleNamespace) -> None:
    first, second = source("a clerk"), source("a former official")
    code = give_code(source=first, by=cast.editor)
    give_code(source=second, by=cast.custodian, code=code.code)
    assert [piece.words for piece in jigsaw(first).pieces] == ["clerk"]
    assert [piece.words for piece in jigsaw(first, with_code=True).pieces] == ["clerk", "former", "official"]


@pytest.mark.django_db
def test_first_hand_words_tell_where_their_speaker_was() -> None:
    made = SourceFactory(unnamed=True)
    AttributionFactory(source=made, printed="a person", knowledge="first_hand", claim__quote="They met in Geneva.")
    AttributionFactory(source=made, printed="a person", knowledge="second_hand", claim__quote="They met in Paris.")
    assert [(piece.kind, piece.words) for piece in jigsaw(made).pieces] == [("place", "in Geneva")]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_warning_takes_the_same_queries_however_much_is_printed(
    number: int, django_assert_num_queries: SimpleNamespace
) -> None:
    made = [source(*["a clerk"] * number) for _ in range(number)]
    with django_assert_num_queries(2):  # type: ignore[operator]
        jigsaws(made)
    with django_assert_num_queries(3):  # type: ignore[operator]
        jigsaws(made, with_code=True)


@pytest.mark.django_db
def test_group_size_gives_its_grounds_and_is_for_editors(cast: SimpleNamespace) -> None:
    given = {"group": "board", "as_of": date(2024, 5, 1)}
    with pytest.raises(NotSo, match="Give the group and the grounds"):
        record_group_size(**given, about=6, grounds=" ", by=cast.editor)
    with pytest.raises(NotSo, match="somebody in it"):
        record_group_size(**given, about=0, grounds="register", by=cast.editor)
    for person in (cast.reviewer, cast.approver, cast.outsider):
        with pytest.raises(NotYours):
            record_group_size(**given, about=6, grounds="register", by=person)
