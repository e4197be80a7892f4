"""Pages of the reference from their tables: the review's transitions as a diagram, the roles, the house policies."""

import json

from django.conf import settings

from claims.anonymity import reference
from reviews.enums import State
from reviews.permissions import ROLE_PERMISSIONS
from reviews.workflow import TRANSITIONS


def states() -> str:
    """docs/reference/review-states.md; a test holds the file against this."""
    lines = ["# States of a review", "", "Generated from the transition table by `manage.py draw_review`.", ""]
    lines += ["```mermaid", "stateDiagram-v2", "    [*] --> queued: open_review"]
    for transition in TRANSITIONS:
        for before in transition.before:
            lines.append(f"    {before.value} --> {transition.after.value}: {transition.event}")
    ending = sorted({State.RETRACTED.value, State.RETURNED.value})
    lines += [f"    {last} --> [*]" for last in ending]
    lines += ["```", "", "| event | from | to | permission |", "|---|---|---|---|"]
    for transition in TRANSITIONS:
        begun = ", ".join(state.value for state in transition.before)
        lines.append(f"| {transition.event} | {begun} | {transition.after.value} | `{transition.permission}` |")
    return "\n".join(lines) + "\n"


def roles() -> str:
    """docs/reference/roles.md; a test holds the file against this."""
    every = sorted({name for names in ROLE_PERMISSIONS.values() for name in names})
    heads = [role.label for role in ROLE_PERMISSIONS]
    lines = ["# Roles", "", "Generated from the role table by `manage.py draw_review`.", ""]
    lines += ["| permission | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for name in every:
        marks = ["yes" if name in names else "" for names in ROLE_PERMISSIONS.values()]
        lines.append(f"| `{name}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def policies() -> str:
    """docs/reference/house-policies.md; a test holds the file against this."""
    text = (settings.BASE_DIR / "fixtures" / "house_policies.json").read_text(encoding="utf-8")
    return reference.drawn(json.loads(text))
