"""What a source is, by its role noun, its name and the article around it."""

import pytest

from claims.text.jsonlines import source_kind
from claims.text.parsing import parse
from claims.text.records import SourceMention, Span
from claims.text.sourcespans import SourceSpans


def kind_of(text: str) -> str:
    """The kind of the source that stands in square brackets."""
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    found = SourceSpans(parse(plain)).of([Span(start, end)])
    form, naming = found.kind
    return source_kind(SourceMention((), form, naming, found.name, (1, 1)))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        # people with a name
        ("named", "[Anna Miller, an engineer,] said it was closed."),
        ("named", "[The ministry's chief engineer, Anna Miller,] said it was closed."),
        ("named", "[Their longtime friend, local builder Tom Hale,] said it was closed."),
        ("named", "[Columnist and radio host Ann Hale] said it was closed."),
        ("named", "[Another engineer, Ann Hale,] said it was closed."),
        ("named", "[GOP Rep. Ann Hale] said it was closed."),
        ("named", "[Councilman Bob Frost (Ward Nine)] said it was closed."),
        ("named", "Anna Frost and Bob Hale ran. [Both candidates] said it was closed."),
        ("named", "Anna Frost and Bob Hale ran. [The pair] said it was closed."),
        ("named", "[The senator] said it was closed."),
        ("named", "[His wife] said it was closed."),
        ("named", "Anna Miller, a strategist for the mayor, was asked. [The strategist] said it was closed."),
        ("named", "It was under Mr. Frost's watch that the bridge fell. [He] said it was closed."),
        # organisations
        ("organisation", "[The Daily Herald] said it was closed."),
        ("organisation", "[The ministry] said it was closed."),
        ("organisation", "[Police] said it was closed."),
        ("organisation", "[A spokeswoman for the airline] said it was closed."),
        ("organisation", "[TransitRoute] said it was closed."),
        ("organisation", "Ridge Coal owns the mine. In the end, [Ridge] said it was closed."),
        ("organisation", "[Mining companies, including Ridge Coal,] said it was closed."),
        # documents
        ("document", "[A county report] said it was closed."),
        ("document", "[A Facebook post] said it was closed."),
        ("document", "The city sent a letter on Monday. [It] said it was closed."),
        ("document", "[Media reports] said it was closed."),
        ("document", "[Poll]: Most drivers want the bridge open."),
        # informants without a name
        ("unnamed", "[Officials] said it was closed."),
        ("unnamed", "[Two people close to the mayor] said it was closed."),
        ("unnamed", "[People familiar with the plan] said it was closed."),
        ("unnamed", "[A person who was not authorized to speak] said it was closed."),
        ("unnamed", "[Former employees] said it was closed."),
        ("unnamed", "[The mayor's allies] said it was closed."),
        ("unnamed", "[Several aides to the mayor] said it was closed."),
        ("unnamed", "[Dozens of insiders] said it was closed."),
        ("unnamed", "[A source briefed on the plan] said it was closed."),
        ("unnamed", "[A Herald reporter] said it was closed."),
        ("unnamed", "An official called. [She] said it was closed."),
        # a public at large
        ("group", "[Critics] said it was closed."),
        ("group", "[Some] said it was closed."),
        ("group", "[Many people] said it was closed."),
        ("group", "[Many in the room] said it was closed."),
        ("group", "[Six in 10 voters] said it was closed."),
        ("group", "[Those asked] said it was closed."),
        ("group", "[Several companies] said it was closed."),
        ("group", "[World leaders] said it was closed."),
        ("group", "He thanked voters from Boston, [who] said it was closed."),
        ("group", "She has letters from 90 voters, most of [whom] said it was closed."),
        ("group", "Peace was agreed among voters, and signed by [them] too."),
        # nobody
        ("other", "She has [the authority] to close it."),
        ("other", "[Several factors] suggest that it was closed."),
    ],
)
def test_kind_of_a_marked_source(kind: str, text: str) -> None:
    assert kind_of(text) == kind


def test_the_same_noun_for_somebody_else_is_not_taken_for_the_named_one() -> None:
    text = "Anna Miller, an engineer, was asked. Later an engineer called. [The engineer] said it was closed."
    assert kind_of(text) == "unnamed"


def test_a_marking_without_any_noun_is_no_source() -> None:
    assert kind_of("It was closed, and [so it] was. Nobody [asked.".replace("[asked", "asked")) == "other"
    assert SourceSpans(parse("It was closed.")).of([]).kind[0].value == "other"
