"""Structured data as text that is safe inside a script element."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from reviews.models import Publication
from reviews.publishing.claimreview import claim_review, page_markup

# What could end the element or a line of script is written as an escape, which JSON reads back as the same letter.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def blocks(publication: Publication) -> list[SafeString]:
    """The ClaimReview of a page, and the block beside it."""
    url = settings.PUBLIC_ORIGIN + publication.get_absolute_url()
    desk, origin = settings.DESK_NAME, settings.PUBLIC_ORIGIN
    first, modified = publication.first_published_at.date(), publication.shown_from.date()
    return [
        as_script(claim_review(publication.shown, url=url, published_on=first, desk=desk, origin=origin)),
        as_script(page_markup(publication.shown, url=url, desk=desk, origin=origin, modified_on=modified)),
    ]


def as_script(markup: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(markup, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - escaped above
