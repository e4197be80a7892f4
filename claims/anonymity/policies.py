"""House policies are data: loaded from a file, checked clause by clause, and one of them is in force."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from claims.anonymity.facts import unknown_fields
from claims.anonymity.standing import regrade
from claims.enums import ClauseTest
from claims.models import AnonymityGrant, Event, HousePolicy, PolicyClause, User
from claims.refusals import NotNow, NotSo, NotYours

NEEDS_FIELDS = {ClauseTest.FILLED, ClauseTest.ONE_OF, ClauseTest.AT_LEAST}


@transaction.atomic
def load_policies(given: Iterable[Mapping[str, Any]]) -> list[HousePolicy]:
    """Make or replace each policy by name: {name, publisher, is_own, in_force, clauses: [{demand, test, fields,
    wanted, only_if, url}]}. Raises NotSo with the policy and the number of the clause. Grants are graded again."""
    made = [_load(policy) for policy in given]
    if made:
        regrade(AnonymityGrant.objects.all())
    return made


def _load(given: Mapping[str, Any]) -> HousePolicy:
    name = given["name"]
    clauses = [_clause(clause, f"{name}, clause {number}") for number, clause in enumerate(given["clauses"], start=1)]
    policy, _ = HousePolicy.objects.update_or_create(
        name=name, defaults={"publisher": given["publisher"], "is_own": given.get("is_own", False)}
    )
    if given.get("in_force") and not HousePolicy.objects.filter(in_force=True).exists():
        policy.in_force = True
        policy.save(update_fields=["in_force"])
    policy.clauses.all().delete()
    for order, clause in enumerate(clauses, start=1):
        clause.policy, clause.order = policy, order
    PolicyClause.objects.bulk_create(clauses)
    return policy


def _clause(given: Mapping[str, Any], where: str) -> PolicyClause:
    known = {"demand", "test", "fields", "wanted", "only_if", "url"}
    if surplus := sorted(set(given) - known):
        raise NotSo(f"{where}: there is no “{surplus[0]}” in a clause.")
    if missing := sorted({"demand", "test", "url"} - set(given)):
        raise NotSo(f"{where}: “{missing[0]}” is missing.")
    clause = PolicyClause(**given)
    if clause.test not in ClauseTest.values:
        raise NotSo(f"{where}: there is no test “{clause.test}”; there are {', '.join(ClauseTest.values)}.")
    if unknown := unknown_fields([*clause.fields, *clause.only_if]):
        raise NotSo(f"{where}: a grant has no field “{unknown[0]}”.")
    if clause.test in NEEDS_FIELDS and not clause.fields:
        raise NotSo(f"{where}: the test “{clause.test}” needs fields.")
    if clause.test == ClauseTest.ONE_OF and not isinstance(clause.wanted, list):
        raise NotSo(f"{where}: the test “one_of” needs a list in “wanted”.")
    if clause.test == ClauseTest.AT_LEAST and not isinstance(clause.wanted, int):
        raise NotSo(f"{where}: the test “at_least” needs a number in “wanted”.")
    return clause


@transaction.atomic
def adopt_policy(*, policy: HousePolicy, by: User, why: str) -> HousePolicy:
    """Put a policy in force. Every grant is graded against it in the same transaction."""
    policies = {each.pk: each for each in HousePolicy.objects.select_for_update().order_by("pk")}
    if not by.has_perm("claims.adopt_housepolicy"):
        raise NotYours(f"{by} may not decide which house policy is in force.")
    policy = policies[policy.pk]
    if policy.in_force:
        raise NotNow(f"{policy} is in force already.")
    if not why.strip():
        raise NotSo("Say why the policy is changed.", field="why")
    HousePolicy.objects.filter(in_force=True).update(in_force=False)
    policy.in_force = True
    policy.save(update_fields=["in_force"])
    regrade(AnonymityGrant.objects.all())
    Event.record(subject=policy, what="adopt_policy", by=by, why=why.strip())
    return policy
