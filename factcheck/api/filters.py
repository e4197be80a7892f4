"""A parameter that a view does not know is an error: a mistyped filter must not silently return everything."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads the settings that name this module

PAGING = {"cursor", "page_size"}


class KnownParametersOnly(DjangoFilterBackend):  # type: ignore[misc]
    """The filters of the view's `filterset_class`, and nothing besides."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: "APIView") -> QuerySet[Any]:
        filterset = getattr(view, "filterset_class", None)
        known = PAGING | (set(filterset.base_filters) if filterset else set())
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."), code="unknown_parameter")
        found: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return found
