"""Articles at the desk: the list, the import, and the reading view with every claim marked in the text."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from claims import tasks
from claims.admin.base import DeskAdmin
from claims.enums import BasisKind
from claims.intake import ask_for_import
from claims.models import Article, Claim, Flag, User
from claims.refusals import NotYours, Refused
from reviews import publishing
from reviews.admin import queue
from reviews.admin.marking import marked
from reviews.models import CheckedDraft, Review

FROM_FORM = ("title", "publisher", "byline", "language", "url", "published_on")


class ImportForm(forms.Form):
    """Text by hand, a file, or an address where the desk fetches; what is left empty is read from the article."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 12}), required=False, strip=False)
    file = forms.FileField(required=False, help_text="UTF-8 text, a saved web page or a Word document.")
    address = forms.URLField(
        max_length=1000, required=False, assume_scheme="https", help_text="The desk fetches it from there."
    )
    title = forms.CharField(max_length=300, required=False)
    publisher = forms.CharField(max_length=200, required=False)
    byline = forms.CharField(max_length=200, required=False)
    url = forms.URLField(max_length=1000, required=False, assume_scheme="https", label="Address")
    language = forms.CharField(max_length=20, required=False, help_text="en, pt-BR")
    published_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        if sum(bool(given.get(name, "") and str(given[name]).strip()) for name in ("text", "file", "address")) != 1:
            raise forms.ValidationError("Give the text, a file or an address: one of them.")
        return given

    def what(self) -> dict[str, Any]:
        """What is handed in, as `ask_for_import` takes it."""
        if self.cleaned_data["address"]:
            return {"address": self.cleaned_data["address"]}
        file = self.cleaned_data["file"]
        if file:
            return {"content": bytes(file.read()), "file_name": file.name}
        return {"content": str(self.cleaned_data["text"]).encode()}

    def refuse(self, refused: Refused) -> None:
        """Show the sentence at the field that it is about."""
        content = "file" if self.cleaned_data["file"] else "text"
        field = content if refused.field == "content" else refused.field
        self.add_error(field if field in self.fields else None, refused.sentence)


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    list_display = ["title", "publisher", "published_on", "claims_found", "imported_at"]
    search_fields = ["title", "publisher"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles: QuerySet[Article] = super().get_queryset(request)
        return queue.with_claims_counted(articles)

    @admin.display(description="claims")
    def claims_found(self, article: Any) -> int:
        return int(article.found)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("claims.add_article"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Hand an article in; a worker reads it, and the page of the import tells how far it is."""
        if not self.has_add_permission(request):
            raise Http404
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if request.method == "POST" and form.is_valid():
            given = {name: form.cleaned_data[name] for name in FROM_FORM}
            try:
                job = ask_for_import(
                    by=User.of(request.user), preview="preview" in request.POST, **form.what(), **given
                )
            except Refused as refused:
                form.refuse(refused)
            else:
                tasks.nudge(tasks.run_imports)
                return redirect("admin:claims_importjob_change", job.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Import an article",
            "opts": self.opts,
            "form": form,
            "may_fetch": settings.FETCH_ARTICLES,
        }
        return TemplateResponse(request, "desk/import.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The reading view."""
        article = self.get_object(request, object_id)
        if article is None or not self.has_view_permission(request, article):
            raise Http404
        revision = article.latest
        flags = Flag.objects.filter(cleared_at=None, dismissed_at=None)
        claims = list(
            Claim.objects.filter(revision=revision, discarded_at=None)
            .select_related("basis", "stale")
            .prefetch_related(
                Prefetch("flags", flags, to_attr="standing"),
                Prefetch("reviews", Review.objects.order_by("-round"), to_attr="rounds"),
                "attributions__source",
            )
            .order_by("start", "pk")
        )
        states = {claim.pk: queue.state_words(claim) for claim in claims}
        pieces = marked(revision.text, claims)
        may_publish = bool(request.user.has_perm(publishing.drafts.PERMISSION))
        context = {
            **self.admin_site.each_context(request),
            "title": article.title,
            "opts": self.opts,
            "article": article,
            "revision": revision,
            "claims": [(claim, states[claim.pk]) for claim in claims],
            "key": _key(claims),
            "may_publish": may_publish,
            "draft": CheckedDraft.objects.filter(article=article, shown_until=None).first() if may_publish else None,
            "pieces": [(piece, states.get(piece.claim.pk) if piece.claim else "") for piece in pieces],
        }
        return TemplateResponse(request, "desk/article.html", context)

    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view(require_POST(self.draft))
        return [path("<int:pk>/draft/<slug:act>/", own, name="claims_article_draft"), *super().get_urls()]

    def draft(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Publish the checked draft of an article, or withdraw it."""
        article = Article.objects.filter(pk=pk).first()
        if article is None or not self.has_view_permission(request, article) or act not in {"publish", "withdraw"}:
            raise Http404
        try:
            if act == "publish":
                publishing.publish_draft(article=article, by=User.of(request.user))
                messages.success(request, f"The checked draft is shown at {article.get_absolute_url()}")
            else:
                publishing.withdraw_draft(article=article, by=User.of(request.user), why=request.POST.get("why", ""))
                messages.success(request, "The article’s text is withdrawn; what was published about claims stays.")
        except NotYours as refused:
            raise PermissionDenied(refused.sentence) from None
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("admin:claims_article_change", pk)


def _key(claims: Iterable[Claim]) -> list[tuple[str, str, int]]:
    """The kinds of basis that occur in the text, with their words and how often."""
    counted = Counter(claim.basis.kind for claim in claims if hasattr(claim, "basis"))
    return [(kind.value, kind.label, counted[kind]) for kind in BasisKind if counted[kind]]
