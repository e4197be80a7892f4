"""The house policies as a page of the documentation, from the same data that grants are graded by."""

from collections.abc import Iterable, Mapping
from typing import Any

from claims.anonymity.facts import LABELS
from claims.enums import ClauseTest

HEAD = """# House policies on unnamed sources

Generated from `fixtures/house_policies.json` by `manage.py draw_review`. `manage.py load_policies FILE` loads others;
each clause names its test, the fields of the grant that the test looks at, what it wants, and when it applies.

| test | met when |
|---|---|
"""


def drawn(policies: Iterable[Mapping[str, Any]]) -> str:
    """Markdown: the tests, then a table per policy."""
    tests = "".join(f"| `{test.value}` | {test.label} |\n" for test in ClauseTest)
    return HEAD + tests + "".join(_policy(policy) for policy in policies)


def _policy(policy: Mapping[str, Any]) -> str:
    title = f"\n## {policy['name']}{' (in force from the start)' if policy.get('in_force') else ''}\n\n"
    rows = "".join(_clause(clause) for clause in policy["clauses"])
    return f"{title}| demand | test | looks at |\n|---|---|---|\n{rows}"


def _clause(clause: Mapping[str, Any]) -> str:
    looks = looks_at(clause.get("fields", []), clause.get("wanted"), clause.get("only_if", {}))
    return f"| [{clause['demand']}]({clause['url']}) | `{clause['test']}` | {looks} |\n"


def looks_at(fields: Iterable[str], wanted: Any, only_if: Mapping[str, Any]) -> str:
    """What a clause asks of a grant, in words."""
    looks = ", ".join(LABELS[name] for name in fields)
    if isinstance(wanted, list):
        looks += f": {', '.join(_word(value) for value in wanted)}"
    elif wanted is not None:
        looks += f": {wanted} or more"
    for name, values in only_if.items():
        looks += f"; only if {LABELS[name]} is {' or '.join(_word(value) for value in values)}"
    return looks.removeprefix("; ")


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value).replace("_", " ")
