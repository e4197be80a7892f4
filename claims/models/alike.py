"""Indexes by which a name or a title is found by any part of it, in whatever case."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models.functions import Upper


def by_any_part(field: str, *, name: str) -> GinIndex:
    """For `field__icontains`; of use from three letters on."""
    return GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=name)
