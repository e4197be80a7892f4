"""How the OpenAPI schema tells of the manners that every operation shares: tokens, headers, problems, examples."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from claims.api.deprecation import deprecation_of
from claims.api.problems import PROBLEMS

EXAMPLES = Path(__file__).with_name("examples.json")
READ_PROBLEMS = (400, 401, 403, 404, 406, 429, 503)
ACT_PROBLEMS = (400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 429, 503)
PUBLIC_PROBLEMS = (400, 404, 406, 410, 503)
METHODS = ("get", "post")
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `type` is an address that explains this kind of problem.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": []},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A key of your own: the same request sent again within 24 hours is answered alike and done once.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The `ETag` of the resource as you have read it; `*` if you do not mind.",
)


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema tells of the tokens."""

    target_class = "factcheck.api.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of a person at the desk."}


class DeskSchema(AutoSchema):
    """One operation: its summary is the first sentence of its docstring, its headers those of every act."""

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        if self.method == "POST":
            found.append(IDEMPOTENCY_KEY)
            if "{id}" in self.path:
                found.append(IF_MATCH)
        if self.method == "GET" and "fields" in getattr(self.view, "choices", ()):
            found.append(OpenApiParameter("fields", str, description="Names of fields, with commas: only these."))
            if expandable := sorted(getattr(self.view, "expandable", ())):
                is_list = getattr(self.view, "action", "") == "list"
                words = f"In a list also these, with commas: {', '.join(expandable)}."
                found += [OpenApiParameter("expand", str, description=words)] if is_list else []
        return found

    def is_deprecated(self) -> bool:
        return deprecation_of(self.view) is not None

    def get_summary(self) -> str:
        own = getattr(self.view, getattr(self.view, "action", None) or "", None)
        words = (own.__doc__ or "").strip().split("\n")[0] if own is not None and _is_ours(own) else ""
        if words:
            return str(words.split(". ")[0].rstrip("."))
        name = str(getattr(self.view, "basename", "")).replace("-", " ")
        plural = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
        return f"List {plural}" if getattr(self.view, "action", "") == "list" else f"Read one {name}"

    def get_description(self) -> str:  # type: ignore[override]  # the types of DRF's own schema, long replaced
        own = getattr(self.view, getattr(self.view, "action", None) or "", None)
        return str(super().get_description()) if own is not None and _is_ours(own) and own.__doc__ else ""


def _is_ours(act: Any) -> bool:
    return str(getattr(act, "__module__", "")).split(".")[0] in {"claims", "reviews", "factcheck"}


@cache
def examples() -> dict[str, dict[str, Any]]:
    """operation → {"request": …, "response": …}, as a test has recorded them from the desk itself."""
    return json.loads(EXAMPLES.read_text(encoding="utf-8")) if EXAMPLES.exists() else {}


def complete(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:  # noqa: FBT001 - its signature
    """Postprocessing: problems, headers of answers, and examples on every operation."""
    types = [f"/api/v1/problems/{code.replace('_', '-')}/" for code in PROBLEMS]
    PROBLEM["properties"]["type"]["enum"] = types  # type: ignore[index]
    result["components"]["schemas"]["Problem"] = PROBLEM
    for component in result["components"]["schemas"].values():
        for field in component.get("properties", {}).values():
            if field.get("readOnly") and field.get("format") == "uri":
                del field["format"]  # empty where there is none
    for path, operations in result["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                _complete(operation, path, method)
    return result


def _complete(operation: dict[str, Any], path: str, method: str) -> None:
    responses = operation["responses"]
    codes = PUBLIC_PROBLEMS if "/public/" in path else READ_PROBLEMS if method == "get" else ACT_PROBLEMS
    for status in codes:
        title = next(kind.title for kind in PROBLEMS.values() if kind.status == status)
        body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": title, "content": body}
    if operation.get("deprecated"):
        for answer in responses.values():
            headers = answer.setdefault("headers", {})
            headers.update({name: {"schema": {"type": "string"}} for name in ("Deprecation", "Sunset", "Link")})
    example = examples().get(operation["operationId"], {})
    done: dict[str, Any] = next((answer for status, answer in responses.items() if status.startswith("2")), {})
    if "{id}" in path or "/public/" in path:
        done.setdefault("headers", {})["ETag"] = {"schema": {"type": "string"}}
    for content in done.get("content", {}).values():
        if "response" in example:
            content["examples"] = {"example": {"value": example["response"]}}
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if "request" in example and kind == "application/json":
            content["examples"] = {"example": {"value": example["request"]}}
