"""A file with a few words about it, as `multipart/form-data`: each field once, the size bounded before it is read."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from claims.api.problems import Problem
from claims.bulk.jobs import MOST_BYTES

ROOM = 64 * 1024  # for the words beside the file


class UploadParser(MultiPartParser):
    """Like Django's own, but a plain mapping comes out, and a field that stands twice is an error."""

    @property
    def most(self) -> int:
        """Bytes of the file, at most."""
        return int(settings.ARTICLE_MAX_BYTES)

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        length = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if length > self.most + ROOM:
            raise Problem("too_large", f"A file may have {self.most:,} bytes.")
        parsed: Any = super().parse(stream, media_type, parser_context)
        found = {}
        for name, values in (*parsed.data.lists(), *parsed.files.lists()):
            if len(values) > 1 or name in found:
                raise ParseError(f"The field “{name}” stands twice.")
            found[name] = values[0]
        return found


class BulkParser(UploadParser):
    """For files of rows, which are kept on disk and may be long."""

    @property
    def most(self) -> int:
        return MOST_BYTES


def is_upload(request: Request) -> bool:
    return str(request.content_type).startswith("multipart/form-data")
