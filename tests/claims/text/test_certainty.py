"""How sure the reading is: each ground by its example, and what speaks against a reading makes it less sure."""

import pytest

from claims.text.certainty import BY_RULE, ODDS, confidence, grounds
from claims.text.drafting import attributions
from claims.text.drafts import Draft
from claims.text.kinds import CROWD, NAMED_PERSON, ORGANISATION, OTHER, UNNAMED_PERSON, Kind
from claims.text.parsing import parse
from claims.text.tokens import Tokens

PLAIN = "Anna Miller said that the old bridge over the river was closed to every lorry in May."
CLOSED = "the old bridge over the river was closed to every lorry in May"


def first(text: str) -> tuple[Tokens, Draft]:
    tokens = parse(text)
    return tokens, attributions(tokens)[0][0]


@pytest.mark.parametrize(
    ("ground", "text", "kind"),
    [
        ("one to three words", "Anna Miller denied the report.", NAMED_PERSON),
        ("four or five words", "Anna Miller said that it was closed.", NAMED_PERSON),
        ("no finite verb in them", "Anna Miller denied the report.", NAMED_PERSON),
        ("in quotation marks", f"“It is shut,” said Anna Miller. “{CLOSED}.”", NAMED_PERSON),
        ("in a long sentence", PLAIN[:-1] + ", and the road was closed too" * 6 + ".", NAMED_PERSON),
        ("the cue is an infinitive", f"Anna Miller came to say that {CLOSED}.", NAMED_PERSON),
        ("the cue is a participle", f"Anna Miller left, saying that {CLOSED}.", NAMED_PERSON),
        ("the cue is not done", f"Anna Miller would say that {CLOSED}.", NAMED_PERSON),
        ("the source is a body or a document", PLAIN, ORGANISATION),
        ("the source is a crowd", PLAIN, CROWD),
        ("the source is of no kind", PLAIN, OTHER),
        ("there is no source", PLAIN, None),
    ],
)
def test_ground_holds_in_its_example(ground: str, text: str, kind: Kind | None) -> None:
    assert ground in grounds(*first(text), kind)


def test_a_plain_case_is_as_sure_as_its_rule() -> None:
    tokens, draft = first(PLAIN)
    assert grounds(tokens, draft, NAMED_PERSON) == []
    sure = confidence(tokens, draft, NAMED_PERSON, pronoun=False)
    assert (sure.content, sure.cue, sure.source) == BY_RULE["complement"]


def test_what_speaks_against_a_reading_makes_it_less_sure() -> None:
    tokens, draft = first("Some would say that it rains.")
    less = confidence(tokens, draft, CROWD, pronoun=False)
    sure = confidence(*first(PLAIN), NAMED_PERSON, pronoun=False)
    assert less.content < sure.content
    assert less.source < sure.source


def test_an_unnamed_person_behind_a_pronoun_is_no_more_than_a_guess() -> None:
    tokens, draft = first(PLAIN)
    assert confidence(tokens, draft, UNNAMED_PERSON, pronoun=True).naming < 0.5
    assert confidence(tokens, draft, UNNAMED_PERSON, pronoun=False).naming > 0.9


def test_every_odds_can_hold_for_every_part() -> None:
    assert all(len(odds) == 3 and all(one > 0 for one in odds) for odds in ODDS.values())
