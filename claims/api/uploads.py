"""A file with a few words about it, as `multipart/form-data`: each field once, the size bounded before it is read."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from claims.api.problems import Problem

ROOM = 64 * 1024  # for the words beside the file


class UploadParser(MultiPartParser):
    """Like Django's own, but a plain mapping comes out, and a field that stands twice is an error."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        length = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if length > settings.ARTICLE_MAX_BYTES + ROOM:
            raise Problem("too_large", f"A file may have {settings.ARTICLE_MAX_BYTES:,} bytes.")
        parsed: Any = super().parse(stream, media_type, parser_context)
        found = {}
        for name, values in (*parsed.data.lists(), *parsed.files.lists()):
            if len(values) > 1 or name in found:
                raise ParseError(f"The field “{name}” stands twice.")
            found[name] = values[0]
        return found


def is_upload(request: Request) -> bool:
    return str(request.content_type).startswith("multipart/form-data")
