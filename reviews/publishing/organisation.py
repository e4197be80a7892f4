"""The desk itself as structured data: a NewsMediaOrganization with its policies (schema.org, The Trust Project)."""

from typing import Any

from django.conf import settings


def organisation(*, desk: str, origin: str) -> dict[str, Any]:
    """What a machine is told of the desk. A policy that the desk has not written is left out."""
    profile = settings.DESK_PROFILE
    markup: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsMediaOrganization",
        "name": desk,
        "url": origin + "/",
        **policies(origin),
    }
    told = {"ownershipFundingInfo": ("owner", "funding"), "masthead": ("staff",), "ethicsPolicy": ("nonpartisanship",)}
    for name, needed in told.items():
        if any(profile[each] for each in needed):
            markup[name] = f"{origin}/about/#{needed[0]}"
    if profile["contact"]:
        markup["actionableFeedbackPolicy"] = f"{origin}/methodology/#corrections"
        markup["contactPoint"] = _contact(profile["contact"])
    return markup


def policies(origin: str) -> dict[str, str]:
    """Where the desk's rules stand; the same on every page."""
    return {
        "unnamedSourcesPolicy": f"{origin}/methodology/#unnamed-sources",
        "correctionsPolicy": f"{origin}/methodology/#corrections",
        "verificationFactCheckingPolicy": f"{origin}/methodology/",
        "publishingPrinciples": f"{origin}/about/",
    }


def _contact(contact: str) -> dict[str, str]:
    named = "email" if "@" in contact else "url"
    return {"@type": "ContactPoint", "contactType": "newsroom", named: contact}
