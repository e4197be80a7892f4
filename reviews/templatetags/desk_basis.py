"""How a basis is told on the pages of the desk."""

from django import template

from claims.sourcing import Rests
from claims.sourcing.explain import origins_in_words

register = template.Library()


@register.filter
def origins(rests: Rests) -> str:
    return origins_in_words(rests.origins_low, rests.origins_high)
