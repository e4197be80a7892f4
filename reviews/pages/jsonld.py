"""Structured data as text that is safe inside a script element."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reviews import publishing
from reviews.models import Publication

# What could end the element or a line of script is written as an escape, which JSON reads back as the same letter.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def blocks(publication: Publication) -> list[SafeString]:
    """The ClaimReview of a page, and the block beside it."""
    return [as_script(publishing.markup(publication)), as_script(publishing.page_markup(publication))]


def as_script(markup: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(markup, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - escaped above
