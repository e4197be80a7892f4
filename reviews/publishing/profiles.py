"""ClaimReview held against the three profiles that read it; a page that one of them refuses is not published.

The schemas are written by us from the published rules of Google, schema.org and the Duke Reporters' Lab (each says in
its `description` from which). What a schema cannot say is added here: the order of the rating's numbers, and that the
claim does not contain its rating.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

SCHEMAS = Path(__file__).parent / "schemas"
PROFILES = ("google", "schema_org", "duke")

SENTENCES = {
    "dependentRequired": "names some of ratingValue, bestRating and worstRating, and they go together",
    "minLength": "is empty",
    "not": "is no name; a claim without a named author has none",
    "const": "is another word than the one allowed",
    "enum": "is none of the words allowed",
    "type": "is of the wrong type",
    "pattern": "is not written as it must be",
}

Markup = dict[str, Any]


@cache
def validator(profile: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{profile}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def problems(markup: Markup) -> list[str]:
    """What Google, schema.org or Duke would refuse, as sentences that name the property; empty for a good one."""
    found: dict[str, list[str]] = {}
    for profile in PROFILES:
        title = validator(profile).schema["title"]
        for error in validator(profile).iter_errors(markup):
            found.setdefault(_sentence(error), []).append(title)
    refused = [f"ClaimReview: {sentence} ({', '.join(dict.fromkeys(who))})." for sentence, who in found.items()]
    return refused + [f"ClaimReview: {sentence}" for sentence in _beyond_schemas(markup)]


def _sentence(error: ValidationError) -> str:
    """The property, and what is wrong with it, in words."""
    where = ".".join(str(part) for part in error.absolute_path) or "the markup"
    asked, given = error.validator_value, error.instance
    if error.validator == "required":
        return f"{next(name for name in asked if name not in given)} is missing in {where}"
    if error.validator == "additionalProperties":
        return f"{', '.join(sorted(set(given) - set(error.schema['properties'])))} has no place in {where}"
    return f"{where} {SENTENCES.get(str(error.validator), 'has the wrong form')}: {json.dumps(given)[:80]}"


def _beyond_schemas(markup: Markup) -> list[str]:
    rating = markup.get("reviewRating") or {}
    found = []
    words = rating.get("alternateName")
    if words and _says(markup.get("claimReviewed", ""), words):
        found.append("the claim must not contain its rating.")
    numbers = [str(rating.get(name, "")) for name in ("worstRating", "ratingValue", "bestRating")]
    if all(number.isdecimal() for number in numbers):
        worst, value, best = map(int, numbers)
        if not worst <= value <= best:
            found.append(f"the rating {value} does not lie between {worst} and {best}.")
    return found


def _says(claim: str, rating: str) -> bool:
    """Whether the rating is put before the claim, as in “FALSE: …”."""
    return bool(re.match(rf"\s*{re.escape(rating)}\s*[:–-]", claim, re.IGNORECASE))
