"""Pages by key, not by number: stable while rows are added, and as quick at the end as at the start."""

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from claims.api.problems import Problem

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads the settings that name this module

PARAMETERS = frozenset({"cursor", "page_size", "sort", "count"})
NEWEST_FIRST = {"newest": ("-pk",)}


class Place(NamedTuple):
    """Where a page begins: behind (or, backwards, before) the row with these values of the sort's columns."""

    values: list[Any]
    backwards: bool


class KeysetPagination(BasePagination):
    """`?cursor=` from `next` and `previous`; `?page_size=` up to 100; `?sort=` one of the view's `sorts`;
    `?count=exact` counts all that match, which is slow on a large list and therefore not done unasked.

    A view's `sorts` maps each name to columns that are never null, the last of them unique.
    """

    page_size = 50
    most = 100

    def paginate_queryset(  # type: ignore[override]  # only a query can be entered by key
        self, queryset: QuerySet[Any], request: Request, view: "APIView | None" = None
    ) -> list[Any]:
        sorts: dict[str, tuple[str, ...]] = getattr(view, "sorts", NEWEST_FIRST)
        self.request = request
        self.sort = request.query_params.get("sort", next(iter(sorts)))
        if self.sort not in sorts:
            raise Problem("invalid", f"sort: “{self.sort}” is not one of: {', '.join(sorts)}.")
        self.columns = sorts[self.sort]
        size = self._size(request)
        self.count = self._count(request, queryset)
        place = self._place(request, queryset.model)
        backwards = place is not None and place.backwards
        columns = tuple(map(_turned, self.columns)) if backwards else self.columns
        if place is not None:
            queryset = queryset.filter(_behind(columns, place.values))
        rows = list(queryset.order_by(*columns)[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        self.following = self._link(rows[-1], backwards=False) if rows and (more or backwards) else None
        self.preceding = self._link(rows[0], backwards=True) if rows and (place and (more or not backwards)) else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        page = {"next": self.following, "previous": self.preceding, "results": data}
        return Response(page if self.count is None else {**page, "count": self.count})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        count = {"type": "integer", "description": "With count=exact only."}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "count": count, "results": schema},
        }

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        sorts = list(getattr(view, "sorts", NEWEST_FIRST))
        return [
            _parameter("cursor", {"type": "string"}, "From `next` or `previous` of another page."),
            _parameter("page_size", {"type": "integer", "minimum": 1, "maximum": self.most, "default": 50}, "Rows."),
            _parameter("sort", {"type": "string", "enum": sorts, "default": sorts[0]}, "The order of the list."),
            _parameter("count", {"type": "string", "enum": ["exact"]}, "Count all that match; slow on a long list."),
        ]

    def _size(self, request: Request) -> int:
        words = request.query_params.get("page_size", str(self.page_size))
        if not (words.isascii() and words.isdigit() and 1 <= int(words[:9]) <= self.most):
            raise Problem("invalid", f"page_size: a whole number from 1 to {self.most}.")
        return int(words)

    def _count(self, request: Request, queryset: QuerySet[Any]) -> int | None:
        words = request.query_params.get("count")
        if words not in (None, "exact"):
            raise Problem("invalid", "count: only “exact” is known.")
        return queryset.count() if words else None

    def _place(self, request: Request, model: type[Model]) -> Place | None:
        cursor = request.query_params.get("cursor")
        if cursor is None:
            return None
        try:
            sort, backwards, values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
            values = [
                _field(model, column).to_python(value) for column, value in zip(self.columns, values, strict=True)
            ]
        except (binascii.Error, ValueError, TypeError, ValidationError, OverflowError):
            raise Problem("bad_cursor", "cursor: not one that this list gave out.") from None
        if sort != self.sort or not isinstance(backwards, bool) or any(_is_wild(value) for value in values):
            raise Problem("bad_cursor", "cursor: it belongs to another order of the list.")
        return Place(values, backwards)

    def _link(self, row: Model, *, backwards: bool) -> str:
        values = [_value(row, column) for column in self.columns]
        words = json.dumps([self.sort, backwards, values], separators=(",", ":"), default=str)
        cursor = base64.urlsafe_b64encode(words.encode()).decode("ascii")
        return str(replace_query_param(self.request.build_absolute_uri(), "cursor", cursor))


def _field(model: type[Model], column: str) -> Any:
    name = column.lstrip("-")
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _value(row: Model, column: str) -> Any:
    return row.pk if column.lstrip("-") == "pk" else getattr(row, column.lstrip("-"))


def _is_wild(value: Any) -> bool:
    """A number that no column holds."""
    return value is None or (isinstance(value, int) and not -(2**63) < value < 2**63)


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _behind(columns: tuple[str, ...], values: list[Any]) -> Q:
    """Rows behind these values: written so that an index over the columns is entered at the right place."""
    column, value = columns[0], values[0]
    name, ahead = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
    if len(columns) == 1:
        return Q(**{f"{name}__{ahead}": value})
    return Q(**{f"{name}__{ahead}e": value}) & (Q(**{f"{name}__{ahead}": value}) | _behind(columns[1:], values[1:]))


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
