"""A parameter that a view does not know is an error: a mistyped filter must not silently return everything."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from factcheck.api.pagination import PARAMETERS

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads the settings that name this module


class KnownParametersOnly(DjangoFilterBackend):  # type: ignore[misc]
    """The filters of the view's `filterset_class`, and nothing besides; a detail and an act take `fields` alone."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: "APIView") -> QuerySet[Any]:
        is_list = getattr(view, "action", None) == "list"
        filterset = getattr(view, "filterset_class", None) if is_list else None
        known = {*getattr(view, "choices", ()), *(PARAMETERS if is_list else ())}
        known |= set(filterset.base_filters) if filterset else set()
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."), code="unknown_parameter")
        repeated = sorted(name for name, values in request.query_params.lists() if len(values) > 1)
        if repeated:
            raise ValidationError(dict.fromkeys(repeated, "This parameter stands twice."), code="invalid")
        return super().filter_queryset(request, queryset, view) if filterset else queryset
