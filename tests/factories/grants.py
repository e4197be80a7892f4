"""Grants of anonymity, asked for through the desk's own functions, and the policies that they are graded against."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.conf import settings

from claims import anonymity
from claims.models import AnonymityGrant, Attribution
from tests.factories.claims import AttributionFactory, SourceFactory

DAY = date(2026, 3, 2)


def load_policies() -> None:
    """The house policies of the repository; the desk's own is in force."""
    text = (settings.BASE_DIR / "fixtures/house_policies.json").read_text(encoding="utf-8")
    anonymity.load_policies(json.loads(text))


def complete(cast: SimpleNamespace, **given: Any) -> dict[str, Any]:
    """Fields that leave nothing to ask, by any of the policies, for a supporting use by one person."""
    return {
        "statement_kind": "fact",
        "weight": "supporting",
        "is_vital": True,
        "why_vital": "Without it the piece has no account from inside.",
        "only_this_way": True,
        "is_attack": False,
        "seriousness": "none",
        "knowledge": "first_hand",
        "how_they_know": "Was in the room.",
        "position_to_know": "Works on it every day.",
        "reliability": "Right twice before.",
        "motive": "Wants it repaired.",
        "people": 1,
        "corroboration": "document",
        "corroborated_how": "A memo that the desk has seen.",
        "other_side": "answered",
        "no_comment_checked": True,
        "ground_rules": "background",
        "agreed_descriptor": "a person familiar with the matter",
        "promised_by": cast.reviewer,
        "promised_on": DAY,
        "terms": "No name, no employer.",
        "ends_when": "The person says so.",
        "reason": "The person would lose the job.",
        "told_readers": "The piece says that the person has been right before.",
        **given,
    }


def unnamed(**given: Any) -> Attribution:
    made: Attribution = AttributionFactory(
        source=SourceFactory(unnamed=True), claim__revision__article__byline="Ada Writer", **given
    )
    return made


def requested(cast: SimpleNamespace, attribution: Attribution | None = None, **given: Any) -> AnonymityGrant:
    """A grant that waits for approval, with nothing else missing."""
    return anonymity.request_grant(
        attribution=attribution or unnamed(),
        by=cast.editor,
        fields=complete(cast, **given),
        identity_known_by=[cast.editor, cast.approver],
        attempts=[anonymity.Attempt(DAY, "By telephone", "Not by name.")],
        jigsaw_checked=True,
    )


def approved(cast: SimpleNamespace, attribution: Attribution | None = None, **given: Any) -> AnonymityGrant:
    grant = requested(cast, attribution, **given)
    return anonymity.approve_grant(grant=grant, by=cast.approver, version=grant.version)
