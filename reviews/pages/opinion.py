"""The experts' page. The key comes in the body of a POST, never in an address: no log and no Referer holds it.

The link that an editor sends has the key behind a “#”, which browsers do not send; a few lines of script put it into
the form, and without script the expert pastes it. There is no cookie, so there is nothing for another site to ride on:
whoever has no key gets nothing. The page shows one claim, its quote and the chosen evidence, and nothing else.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from claims.refusals import NotNow, NotSo
from reviews import opinions
from reviews.models import OpinionRequest
from reviews.opinions.answering import LONGEST
from reviews.pages.views import show

View = Callable[[HttpRequest], HttpResponse]
TOO_MANY, GONE, NOT_FOUND, UNUSABLE = 429, 410, 404, 422


class KeyForm(forms.Form):
    key = forms.CharField(max_length=300)

    def clean_key(self) -> str:
        """The key alone, if the whole link was pasted."""
        return str(self.cleaned_data["key"]).rpartition("#")[2].strip()


class AnswerForm(KeyForm):
    name = forms.CharField(max_length=LONGEST["name"])
    affiliation = forms.CharField(max_length=LONGEST["affiliation"])
    interests = forms.CharField(max_length=LONGEST["interests"], widget=forms.Textarea)
    words = forms.CharField(max_length=LONGEST["words"], widget=forms.Textarea)


def private(view: View) -> View:
    """For one person: not kept by anybody, not found by search, not named to other sites, and not asked too often."""

    @wraps(view)
    def kept_private(request: HttpRequest) -> HttpResponse:
        if request.GET:
            raise BadRequest(f"Unknown parameter: {', '.join(sorted(request.GET))}")
        if request.method == "POST" and opinions.is_too_often(request.META["REMOTE_ADDR"]):
            response = _told(request, "Please wait a minute, then try again.", TOO_MANY)
            response["Retry-After"] = "60"
        else:
            response = view(request)
        patch_cache_control(response, no_store=True, private=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return kept_private


@csrf_exempt  # the key is the proof, and there is no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@private
def opinion(request: HttpRequest) -> HttpResponse:
    """GET asks for the key; POST with the key shows what the expert is asked."""
    if request.method != "POST":
        return show(request, "pages/opinion_key.html", {})
    form = KeyForm(request.POST)
    return _opened(request, form.cleaned_data["key"], AnswerForm()) if form.is_valid() else _unknown(request)


@csrf_exempt  # the key is the proof, and there is no cookie
@require_POST
@private
def answer(request: HttpRequest) -> HttpResponse:
    """Record the statement; shown once more as it was recorded."""
    form = AnswerForm(request.POST)
    form.is_valid()
    key = form.cleaned_data.get("key", "")
    if form.errors:
        return _opened(request, key, form, status=UNUSABLE)
    try:
        given = opinions.answer(**form.cleaned_data)
    except NotNow as refused:
        return _told(request, refused.sentence, GONE)
    except NotSo as refused:
        form.add_error(refused.field, refused.sentence)
        return _opened(request, key, form, status=UNUSABLE)
    return show(request, "pages/opinion_thanks.html", {"opinion": given}) if given else _unknown(request)


def _opened(request: HttpRequest, key: str, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    try:
        asked = opinions.opened(key)
    except NotNow as refused:
        return _told(request, refused.sentence, GONE)
    if asked is None:
        return _unknown(request)
    return show(request, "pages/opinion.html", {**_question(asked), "key": key, "form": form}, status=status)


def _question(asked: OpinionRequest) -> dict[str, Any]:
    """Everything that an expert is shown, and nothing that he is not."""
    chosen = {piece.pk: piece for piece in asked.evidence.all()}
    links = asked.claim.evidence_links.filter(evidence__in=chosen).order_by("pk")
    evidence = [
        {
            "title": link.evidence.title,
            "kind": link.evidence.get_kind_display(),
            "url": link.evidence.url,
            "published_on": link.evidence.published_on,
            "excerpt": link.excerpt,
            "text": link.evidence.outward_text,
        }
        for link in links.select_related("evidence").prefetch_related("evidence__origins")
    ]
    return {
        "statement": asked.statement,
        "quote": asked.claim.quote,
        "evidence": evidence,
        "expires_at": asked.expires_at,
    }


def _unknown(request: HttpRequest) -> HttpResponse:
    return _told(request, "This key leads nowhere. Check that the whole link was copied.", NOT_FOUND)


def _told(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return show(request, "pages/opinion_key.html", {"sentence": sentence}, status=status)
