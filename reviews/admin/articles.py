"""Articles at the desk: the list, the import, and the reading view with every claim marked in the text."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from claims import tasks
from claims.admin.base import DeskAdmin
from claims.intake import ask_for_import
from claims.models import Article, User
from claims.refusals import NotYours, Refused
from reviews import publishing
from reviews.admin import queue
from reviews.admin.reading import READING_ACTS, claims_of, done, in_hand, reading_view

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
        return self.read(request, article)

    def read(self, request: HttpRequest, article: Article, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": article.title,
            "opts": self.opts,
            **reading_view(request, article),
            **more,
        }
        return TemplateResponse(request, "desk/article.html", context)

    def get_urls(self) -> list[URLPattern]:
        def own(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("<int:pk>/draft/<slug:act>/", own(require_POST(self.draft)), name="claims_article_draft"),
            path("<int:pk>/mark/<slug:act>/", own(require_POST(self.mark)), name="article_mark"),
            path("<int:pk>/in-hand/<int:claim>/", own(require_GET(self.hand)), name="article_in_hand"),
            *super().get_urls(),
        ]

    def hand(self, request: HttpRequest, pk: int, claim: int) -> HttpResponse:
        """The panel of the claim in hand alone, for the script that walks through the article."""
        article = self._article(request, pk)
        revision = article.latest
        context = in_hand(request, revision, list(claims_of(revision)), str(claim))
        if context["hand"] is None:
            raise Http404
        return TemplateResponse(request, "desk/article_in_hand.html", context)

    def mark(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Words of the article become a claim, a source or a cue; a claim is split, merged or tied to other words."""
        article = self._article(request, pk)
        if act not in READING_ACTS:
            raise Http404
        try:
            claim, sentence = done(request, article, act)
        except Refused as refused:
            given = request.POST.dict()
            request.GET = QueryDict(f"claim={quote(given.get('claim', ''))}")
            return self.read(request, article, refused=refused, refused_act=act, given=given)
        messages.success(request, sentence)
        return redirect(f"{reverse('admin:claims_article_change', args=[pk])}?claim={claim.pk}#claim-{claim.pk}")

    def _article(self, request: HttpRequest, pk: int) -> Article:
        article = Article.objects.filter(pk=pk).first()
        if article is None or not self.has_view_permission(request, article):
            raise Http404
        return article

    def draft(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Publish the checked draft of an article, or withdraw it."""
        article = self._article(request, pk)
        if act not in {"publish", "withdraw"}:
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
