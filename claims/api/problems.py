"""The kinds of problem that the API tells apart, as data (RFC 9457): each has an address that explains it.

`PROBLEMS` is the one table: code → (status, title, what to do). Answers, the schema and the page at
/api/v1/problems/ are written from it.
"""

from typing import NamedTuple

from rest_framework.exceptions import APIException


class Kind(NamedTuple):
    status: int
    title: str
    advice: str


PROBLEMS: dict[str, Kind] = {
    "parse_error": Kind(400, "Not readable", "Send JSON (UTF-8) that says one thing; line and column are named."),
    "invalid": Kind(400, "Not the right shape", "`errors` names each field by a JSON pointer."),
    "unknown_parameter": Kind(400, "Unknown parameter", "Read the schema: a mistyped filter is never ignored."),
    "bad_cursor": Kind(400, "Not a cursor of this list", "Take `next` and `previous` as they are, or begin anew."),
    "bad_request": Kind(400, "Not a usable request", "The detail says what is wrong with it."),
    "not_authenticated": Kind(401, "No token", "Send `Authorization: Bearer KEY`."),
    "authentication_failed": Kind(401, "Token not in force", "Ask the desk for a new token."),
    "permission_denied": Kind(403, "Not for this token", "The token lacks the scope, or its person the permission."),
    "not_yours": Kind(403, "Not for this person", "The detail says who may."),
    "not_found": Kind(404, "Not here", "There is nothing at this address, or nothing that you may see."),
    "method_not_allowed": Kind(405, "Not a method of this address", "The `Allow` header names those that are."),
    "not_acceptable": Kind(406, "Not a format of this address", "Ask for application/json."),
    "not_now": Kind(409, "Not possible now", "Read the resource again: its state does not allow this."),
    "conflict": Kind(409, "In conflict with what is on record", "Read it again and retry."),
    "gone": Kind(410, "Retracted", "The detail says why; its page keeps a note of it."),
    "precondition_failed": Kind(412, "Changed since you read it", "Read it again, look, and send the new ETag."),
    "too_large": Kind(413, "Too large", "The limit is named in the detail."),
    "unsupported_media_type": Kind(415, "Not a format that is taken", "Send application/json."),
    "not_so": Kind(422, "Not usable", "The detail says why; `errors` names the field."),
    "key_reused": Kind(422, "Idempotency key used for another request", "Take a new key for a new request."),
    "precondition_required": Kind(428, "If-Match is missing", "Read the resource and send its ETag as If-Match."),
    "throttled": Kind(429, "Too many calls", "Wait as long as Retry-After says."),
    "error": Kind(500, "A fault of the desk", "It has been written down; nothing was changed."),
    "database_away": Kind(503, "Back in a moment", "Nothing was changed; retry with the same Idempotency-Key."),
}


class Problem(APIException):
    """An API error by its code in the table."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail, code=code)
        self.status_code = PROBLEMS[code].status


def address(code: str) -> str:
    """Where the kind of problem is explained, as its `type`."""
    return f"/api/v1/problems/{code.replace('_', '-')}/"
