"""Each clause of the house policies: met, missing, breached, or not applicable, and the words why."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from claims.anonymity.facts import no_comment
from claims.anonymity.grading import TESTS, Facts, grade, level_needed
from claims.enums import ClauseTest, Outcome

POLICIES = {
    policy["name"]: policy["clauses"]
    for policy in json.loads((settings.BASE_DIR / "fixtures/house_policies.json").read_text(encoding="utf-8"))
}
EVERYTHING = Facts(
    values={
        "statement_kind": "fact", "weight": "supporting", "is_vital": True, "why_vital": "x", "only_this_way": True,
        "is_attack": False, "seriousness": "none", "knowledge": "first_hand", "how_they_know": "x",
        "position_to_know": "x", "reliability": "x", "motive": "x", "people": 1, "corroboration": "document",
        "corroborated_how": "x", "other_side": "answered", "no_comment_checked": False, "jigsaw_checked_on": "x",
        "ground_rules": "background", "agreed_descriptor": "a clerk of the court", "promised_by": 1,
        "promised_on": "x", "terms": "x", "reason": "x", "told_readers": "x", "attempts": 1,
        "identity_known_by": frozenset({7}), "approved_by": 7, "approval_level": 1, "ended_at": None,
    },
    printed="a clerk of the court",
    byline="Ada Writer",
)  # fmt: skip


def clause(test: str, *fields: str, wanted: Any = None, only_if: dict[str, list[Any]] | None = None) -> Any:
    return SimpleNamespace(demand="", test=test, fields=list(fields), wanted=wanted, only_if=only_if or {})


def clauses(policy: str) -> list[Any]:
    return [SimpleNamespace(**{"fields": [], "wanted": None, "only_if": {}, **given}) for given in POLICIES[policy]]


def answer(one: Any, **values: Any) -> str:
    around = {name: values.pop(name) for name in ("printed", "printed_people", "byline", "is_named", "no_comment")
              if name in values}  # fmt: skip
    [found] = grade([one], replace(EVERYTHING, values={**EVERYTHING.values, **values}, **around))
    return found.outcome.value


@pytest.mark.parametrize("policy", POLICIES)
def test_complete_grant_meets_every_clause_of_every_policy(policy: str) -> None:
    assert [each.why for each in grade(clauses(policy), EVERYTHING) if each.is_unmet] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_empty_grant_meets_no_clause_that_asks_for_a_field(policy: str) -> None:
    facts = Facts(values={"knowledge": "unknown"})
    asking = [one for one in clauses(policy) if one.fields or one.test in ("approved", "approver_knows")]
    assert {each.outcome for each in grade(asking, facts)} == {Outcome.MISSING}


def test_every_test_that_a_clause_can_name_has_its_function_and_is_used_by_a_policy() -> None:
    assert set(TESTS) == set(ClauseTest)
    assert {one["test"] for policy in POLICIES.values() for one in policy} == set(ClauseTest.values)


CASES = [
    (clause("filled", "reason"), {"reason": "x"}, "met"),
    (clause("filled", "reason"), {"reason": ""}, "missing"),
    (clause("filled", "knowledge"), {"knowledge": "unknown"}, "missing"),
    (clause("filled", "is_vital"), {"is_vital": False}, "breached"),
    (clause("filled", "is_vital", "why_vital"), {"is_vital": True, "why_vital": ""}, "missing"),
    (clause("one_of", "statement_kind", wanted=["fact"]), {"statement_kind": "opinion"}, "breached"),
    (clause("one_of", "statement_kind", wanted=["fact"]), {"statement_kind": ""}, "missing"),
    (clause("one_of", "is_attack", wanted=[False]), {"is_attack": False}, "met"),
    (clause("one_of", "is_attack", wanted=[False]), {"is_attack": True}, "breached"),
    (clause("one_of", "is_attack", wanted=[False]), {"is_attack": None}, "missing"),
    (clause("at_least", "attempts", wanted=2), {"attempts": 1}, "missing"),
    (clause("at_least", "attempts", wanted=2), {"attempts": 2}, "met"),
    (clause("at_least", "identity_known_by", wanted=1), {"identity_known_by": frozenset()}, "missing"),
    (clause("approved"), {"approved_by": None, "approval_level": None}, "missing"),
    (clause("approved"), {"weight": "central", "approval_level": 1}, "breached"),
    (clause("approved"), {"weight": "central", "approval_level": 2}, "met"),
    (clause("approved"), {"seriousness": "serious", "approval_level": 1}, "breached"),
    (clause("approver_knows"), {"approved_by": 8}, "breached"),
    (clause("approver_knows"), {"approved_by": 7}, "met"),
    (clause("referred"), {"referred_to": None}, "missing"),
    (clause("referred"), {"referred_to": 3}, "met"),
    (clause("says_more"), {"printed": "a source"}, "breached"),
    (clause("says_more"), {"printed": "two people"}, "breached"),
    (clause("says_more"), {"printed": "Some unnamed sources"}, "breached"),
    (clause("says_more"), {"printed": "a source at the ministry"}, "met"),
    (clause("says_more"), {"printed": ""}, "missing"),
    (clause("as_agreed"), {"printed": "A clerk of the court"}, "met"),
    (clause("as_agreed"), {"printed": "a judge's clerk"}, "breached"),
    (clause("as_agreed"), {"agreed_descriptor": ""}, "missing"),
    (clause("no_plural_for_one"), {"printed_people": 2, "people": 1}, "breached"),
    (clause("no_plural_for_one"), {"printed_people": 2, "people": 2}, "met"),
    (clause("no_plural_for_one"), {"printed_people": 2, "people": None}, "missing"),
    (clause("no_plural_for_one"), {"printed_people": 1, "people": None}, "met"),
    (clause("no_no_comment"), {"no_comment": "The court declined to comment"}, "missing"),
    (clause("no_no_comment"), {"no_comment": "The court declined to comment", "no_comment_checked": True}, "met"),
    (clause("byline"), {"byline": ""}, "missing"),
    (clause("promise_stands"), {"ended_at": "x"}, "breached"),
    (clause("referred", only_if={"seriousness": ["serious"]}), {"referred_to": None}, "not_applicable"),
    (clause("referred", only_if={"seriousness": ["serious"]}), {"seriousness": "", "referred_to": 1}, "missing"),
    (clause("filled", "reason"), {"reason": "", "is_named": True}, "not_applicable"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "values", "outcome"), CASES)
def test_clause_is_answered(one: Any, values: dict[str, Any], outcome: str) -> None:
    assert answer(one, **values) == outcome


def test_reasons_never_repeat_what_a_field_holds() -> None:
    secret = "Seventh Floor"
    values = {name: secret if value == "x" else value for name, value in EVERYTHING.values.items()}
    for one in [one for policy in POLICIES for one in clauses(policy)]:
        [found] = grade([one], replace(EVERYTHING, values=values))
        assert secret not in found.why


def test_weight_and_seriousness_say_who_must_approve() -> None:
    assert [level_needed(*given).name for given in [("supporting", "none"), ("supporting", ""), ("central", "none"),
            ("", ""), ("supporting", "serious")]] == ["DESK", "DESK", "SENIOR", "SENIOR", "SENIOR"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It fell. A clerk of the court declined to comment on it.", "A clerk of the court declined to comment"),
        ("The ministry refused to be interviewed.", "The ministry refused to be interviewed"),
        ("The ministry did not respond in time.", ""),
    ],
)
def test_no_comment_is_found_with_the_words_before_it(text: str, found: str) -> None:
    assert no_comment(text) == found
