"""How a grant stands to a house policy, clause by clause. Plain Python over facts; no row is read or written here.

A clause is data: its test, the fields that the test looks at, what is wanted, and when the clause applies. Each test
is one function below, which answers met, missing or breached with the words why. The words name fields and what was
printed, never what a confidential field holds.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from claims.enums import ApprovalLevel, ClauseTest, Outcome, Seriousness, Weight

Answer = tuple[Outcome, str]


class Clause(Protocol):
    """What grading reads of a PolicyClause."""

    demand: str
    test: str
    fields: list[str]
    wanted: Any
    only_if: dict[str, list[Any]]


@dataclass(frozen=True)
class Facts:
    """One grant and the words around it, as plain values.

    `values` holds the grant's own fields by name, with the number of `attempts` and the ids `identity_known_by`;
    `labels` the field names as people read them. `printed_people` is the least number of people that the printed
    description speaks of; `no_comment` the words in the article that report somebody as not commenting.
    """

    values: Mapping[str, Any]
    labels: Mapping[str, str] = field(default_factory=dict)
    is_named: bool = False
    printed: str = ""
    printed_people: int = 1
    byline: str = ""
    no_comment: str = ""

    def approved(self, *, by: int, level: int) -> "Facts":
        """The same, as if this person had approved it."""
        return replace(self, values={**self.values, "approved_by": by, "approval_level": level})

    def label(self, name: str) -> str:
        return self.labels.get(name, name.replace("_", " "))

    def listed(self, names: Iterable[str]) -> str:
        return ", ".join(f"“{self.label(name)}”" for name in names)


@dataclass(frozen=True)
class Grade:
    clause: Clause
    outcome: Outcome
    why: str

    @property
    def is_unmet(self) -> bool:
        return self.outcome in (Outcome.MISSING, Outcome.BREACHED)


def grade(clauses: Iterable[Clause], facts: Facts) -> list[Grade]:
    """Every clause of a policy, in its order."""
    return [Grade(clause, *_answer(clause, facts)) for clause in clauses]


def level_needed(weight: str, seriousness: str) -> ApprovalLevel:
    """A senior editor where the story rests on the source or accuses somebody of something serious (New York Times
    2016, BBC); as long as the weight is not given, it counts as central."""
    if weight == Weight.SUPPORTING and seriousness != Seriousness.SERIOUS:
        return ApprovalLevel.DESK
    return ApprovalLevel.SENIOR


def _answer(clause: Clause, facts: Facts) -> Answer:
    if facts.is_named:
        return Outcome.NOT_APPLICABLE, "The source is named."
    for name, values in clause.only_if.items():
        if _is_empty(facts.values.get(name)):
            return Outcome.MISSING, f"Whether it applies cannot be told: {facts.listed([name])} is not filled in."
        if facts.values[name] not in values:
            return Outcome.NOT_APPLICABLE, f"It does not apply, by {facts.listed([name])}."
    return TESTS[ClauseTest(clause.test)](clause, facts)


def _is_empty(value: Any) -> bool:
    return value is None or value in {"", "unknown"}


def _filled(clause: Clause, facts: Facts) -> Answer:
    """Every field is filled in; a yes-or-no field says yes."""
    denied = [name for name in clause.fields if facts.values.get(name) is False]
    empty = [name for name in clause.fields if _is_empty(facts.values.get(name))]
    if denied:
        return Outcome.BREACHED, f"{facts.listed(denied)} is answered with no."
    if empty:
        return Outcome.MISSING, f"Not filled in: {facts.listed(empty)}."
    return Outcome.MET, f"On record: {facts.listed(clause.fields)}."


def _one_of(clause: Clause, facts: Facts) -> Answer:
    name = clause.fields[0]
    value = facts.values.get(name)
    if _is_empty(value):
        return Outcome.MISSING, f"Not filled in: {facts.listed([name])}."
    if value not in clause.wanted:
        return Outcome.BREACHED, f"What {facts.listed([name])} says does not meet it."
    return Outcome.MET, f"{facts.listed([name])} meets it."


def _at_least(clause: Clause, facts: Facts) -> Answer:
    name = clause.fields[0]
    value = facts.values.get(name)
    number = len(value) if isinstance(value, Collection) else int(value or 0)
    if number < clause.wanted:
        return Outcome.MISSING, f"{facts.listed([name])}: fewer than {clause.wanted} on record."
    return Outcome.MET, f"{facts.listed([name])}: on record."


def _words(level: int) -> str:
    return ApprovalLevel(level).label.lower()


def _approved(clause: Clause, facts: Facts) -> Answer:
    needed = level_needed(facts.values.get("weight", ""), facts.values.get("seriousness", ""))
    level = facts.values.get("approval_level")
    if facts.values.get("approved_by") is None or level is None:
        return Outcome.MISSING, f"Not approved yet; it takes a {_words(needed)}."
    if level < needed:
        return (
            Outcome.BREACHED,
            f"Approved by a {ApprovalLevel(level).label.lower()}; it takes a {needed.label.lower()}.",
        )
    return Outcome.MET, f"Approved by a {_words(level)}."


def _approver_knows(clause: Clause, facts: Facts) -> Answer:
    approver = facts.values.get("approved_by")
    if approver is None:
        return Outcome.MISSING, "Not approved yet."
    if approver not in facts.values.get("identity_known_by", ()):
        return Outcome.BREACHED, "Who approved is not among the editors who know the identity."
    return Outcome.MET, "Who approved knows the identity."


def _referred(clause: Clause, facts: Facts) -> Answer:
    if _is_empty(facts.values.get("referred_to")):
        return Outcome.MISSING, "Not referred to a senior editor yet."
    return Outcome.MET, "Referred to a senior editor."


BARE = re.compile(
    r"(?:(?:an?|one|the|some|several|many|two|three|four|five|unnamed|anonymous|unidentified|other|another|multiple)\s+)*"
    r"(?:sources?|people|persons?|insiders?|someone|somebody)",
    re.IGNORECASE,
)


def _says_more(clause: Clause, facts: Facts) -> Answer:
    words = " ".join(facts.printed.split())
    if not words:
        return Outcome.MISSING, "No description is printed."
    if BARE.fullmatch(words):
        return Outcome.BREACHED, f"“{words}” says nothing about who speaks."
    return Outcome.MET, f"“{words}” says more than “a source”."


def _plain(words: str) -> str:
    return re.sub(r"^(?:an?|the|one)\s+", "", " ".join(words.split()).casefold()).strip(" ,.")


def _as_agreed(clause: Clause, facts: Facts) -> Answer:
    agreed = facts.values.get("agreed_descriptor", "")
    if not agreed:
        return Outcome.MISSING, "No description was agreed."
    if _plain(agreed) not in _plain(facts.printed):
        return Outcome.BREACHED, f"“{facts.printed}” is not the description that was agreed."
    return Outcome.MET, "The printed description is the one that was agreed."


def _no_plural_for_one(clause: Clause, facts: Facts) -> Answer:
    people = facts.values.get("people")
    if facts.printed_people <= 1:
        return Outcome.MET, f"“{facts.printed}” speaks of no more people than one."
    if people is None:
        return Outcome.MISSING, f"“{facts.printed}” is a plural; {facts.listed(['people'])} is not filled in."
    if people < facts.printed_people:
        return Outcome.BREACHED, f"“{facts.printed}” speaks of more people than there are."
    return Outcome.MET, f"“{facts.printed}” speaks of no more people than there are."


def _no_no_comment(clause: Clause, facts: Facts) -> Answer:
    if not facts.no_comment:
        return Outcome.MET, "The article reports nobody as not commenting."
    if facts.values.get("no_comment_checked"):
        return Outcome.MET, f"“{facts.no_comment}” was checked by somebody who knows the identity."
    return (
        Outcome.MISSING,
        f"“{facts.no_comment}”: who knows the identity must check that it is another person.",
    )


def _byline(clause: Clause, facts: Facts) -> Answer:
    if not facts.byline:
        return Outcome.MISSING, "The article carries no byline."
    return Outcome.MET, "The article carries a byline."


def _promise_stands(clause: Clause, facts: Facts) -> Answer:
    if facts.values.get("ended_at") is not None:
        return Outcome.BREACHED, "The promise has ended; the source can be named, or left out."
    return Outcome.MET, "The promise has not ended."


TESTS: dict[ClauseTest, Callable[[Clause, Facts], Answer]] = {
    ClauseTest.FILLED: _filled,
    ClauseTest.ONE_OF: _one_of,
    ClauseTest.AT_LEAST: _at_least,
    ClauseTest.APPROVED: _approved,
    ClauseTest.APPROVER_KNOWS: _approver_knows,
    ClauseTest.REFERRED: _referred,
    ClauseTest.SAYS_MORE: _says_more,
    ClauseTest.AS_AGREED: _as_agreed,
    ClauseTest.NO_PLURAL_FOR_ONE: _no_plural_for_one,
    ClauseTest.NO_NO_COMMENT: _no_no_comment,
    ClauseTest.BYLINE: _byline,
    ClauseTest.PROMISE_STANDS: _promise_stands,
}
