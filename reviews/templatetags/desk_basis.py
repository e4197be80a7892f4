"""How a basis is told on the pages of the desk."""

from django import template
from django.utils.safestring import SafeString

from claims.models import Claim
from claims.sourcing import Explanation, Rests
from claims.sourcing.drawing import draw
from claims.sourcing.explain import origins_in_words

register = template.Library()


@register.simple_tag
def picture(explanation: Explanation, claim: Claim) -> SafeString:
    """The proof as inline SVG; empty where there is nothing to draw."""
    return draw(explanation, f"claim:{claim.pk}")


@register.filter
def origins(rests: Rests) -> str:
    return origins_in_words(rests.origins_low, rests.origins_high)
