"""The desk's addresses and two planted leaks: no name stands in them, and yet they tell two worlds apart."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from claims.models import IdentityVault
from claims.vault.keys import ring
from claims.vault.sealing import Identity, unseal
from factcheck.urls import urlpatterns as own


def _identities() -> dict[int, Identity]:
    rows = IdentityVault.sealed.values_list("source_id", "ciphertext")
    return {pk: unseal(pk, ciphertext, ring()) for pk, ciphertext in rows}


def order(request: HttpRequest) -> HttpResponse:
    """Source ids, sorted by who they are."""
    found = _identities()
    return JsonResponse(sorted(found, key=lambda pk: found[pk].name), safe=False)


def length(request: HttpRequest) -> HttpResponse:
    """The same body always; a header whose length depends on a name."""
    return HttpResponse("ok", headers={"X-Pad": "x" * len(next(iter(_identities().values())).name)})


urlpatterns = [path("leaks/order/", order), path("leaks/length/", length), *own]
