"""What every resource has in common: a list by keyset, a detail with its ETag, and acts that are done once."""

from functools import partial
from typing import Any, TypeVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from rest_framework import status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from claims.api import acts
from claims.api.deprecation import TellsDeprecation
from claims.api.problems import Problem
from claims.models import Scope, User
from claims.refusals import NotSo

Row = TypeVar("Row", bound=Model)
LARGEST_ID = 2**63 - 1


class RowFilter(django_filters.NumberFilter):  # type: ignore[misc]
    """By the id of a row; a number that no id can be finds nothing wrong with the database."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=LARGEST_ID, **kwargs)


def given(serializer: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """What an act was given, checked for shape."""
    read_in = serializer(data=request.data)
    read_in.is_valid(raise_exception=True)
    return dict(read_in.validated_data)


def named(model: type[Row], pk: int, *, field: str) -> Row:
    """The row that an act names by its id; raises NotSo for the field where there is none."""
    found = model._default_manager.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if found is None:
        raise NotSo(f"There is no {model._meta.verbose_name} {pk}.", field=field)
    return found


class Resource(TellsDeprecation, ListModelMixin, RetrieveModelMixin, GenericViewSet[Row]):
    """Ids that no row can have are not there. `derived` names what the desk works out by itself: not in the ETag.

    Where it depends on the person which rows there are, a resource has `model` and `seen_by` instead of a queryset.
    """

    scopes = {"GET": Scope.CLAIMS_READ, "POST": Scope.CLAIMS_WRITE}
    reading = "claims.view_claim"
    lookup_value_regex = r"[0-9]{1,18}"
    model: type[Row] | None = None
    derived: frozenset[str] = frozenset()
    choices: tuple[str, ...] = (
        "fields",
    )  # parameters that shape the answer; `expand` where a view has something to expand
    expandable: frozenset[str] = frozenset()

    def get_queryset(self) -> QuerySet[Row]:
        if self.model is None:
            return super().get_queryset()
        if getattr(self, "swagger_fake_view", False):  # nobody asks while the schema is written
            return self.model._default_manager.none()
        return self.seen_by(User.of(self.request.user))

    def seen_by(self, person: User) -> QuerySet[Row]:
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        act = getattr(self, "post", None)
        if request.method == "POST" and act is not None:
            self.post = partial(acts.perform, act, self._check)

    def _check(self) -> None:
        """An act on a resource that exists is done on what the caller has seen of it, with the row locked."""
        pk = self.kwargs.get("pk")
        if pk is not None:
            acts.precondition(self.request, lambda: self._locked_tag(int(pk)))

    def _locked_tag(self, pk: int) -> str:
        rows = self.get_queryset().model._default_manager.select_for_update(of=("self",))
        rows.filter(pk=pk).first()
        return self.tag(self.get_serializer(self.get_object()).data)

    def tag(self, shown: dict[str, Any]) -> str:
        return acts.etag(shown, derived=self.derived)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.shown(self.get_object(), code=status.HTTP_200_OK)

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer[Row]:
        """In a list only the chosen fields are made at all; what can be expanded stands only where it is asked for."""
        serializer = super().get_serializer(*args, **kwargs)
        if self.action == "list":
            shape: Any = getattr(serializer, "child", serializer)
            fields = shape.fields
            chosen = self.chosen("fields", set(fields)) or set(fields) - self.expandable
            for name in set(fields) - chosen - self.chosen("expand", set(self.expandable)):
                fields.pop(name)
        return serializer

    def chosen(self, parameter: str, known: set[str]) -> set[str]:
        """The names that a comma-separated parameter chooses; one that is not known is an error."""
        given = self.request.query_params.get(parameter, "") if parameter in self.choices else ""
        names = set(filter(None, given.split(",")))
        if unknown := sorted(names - known):
            words = f"{parameter}: there is no “{unknown[0]}”; known are {', '.join(sorted(known))}."
            raise Problem("invalid", words)
        return names

    def shown(self, row: Row, *, code: int = status.HTTP_201_CREATED) -> Response:
        """The whole resource, with the ETag for the next act."""
        data = self.get_serializer(row).data
        fields = self.chosen("fields", set(data)) or set(data)
        body = {name: value for name, value in data.items() if name in fields}
        return Response(body, status=code, headers={"ETag": self.tag(data)})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        for name, value in getattr(request, "limits", {}).items():
            answer[name] = value
        return answer
