"""JSON as partners send it, read strictly: one meaning, bounded size and depth, nothing that cannot be stored."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 20


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Refuses duplicate keys, NaN and Infinity, NUL and lone surrogates, deep nesting, and large bodies (413)."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooLarge(f"The body has more than {most:,} bytes.")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8: byte {error.start} cannot be read.") from None
        try:
            value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            raise ParseError(f"Not JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
        except (RecursionError, ValueError) as error:
            raise ParseError(str(error) if isinstance(error, ValueError) else "Nested too deeply.") from None
        _check(value)
        return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"The key “{next(name for name in names if names.count(name) > 1)}” stands twice.")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number.")


def _check(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise ParseError(f"Nested more than {DEEPEST} levels deep.")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ParseError("A text contains NUL or half a surrogate pair, which are not characters.")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
