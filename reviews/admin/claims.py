"""The claim at the desk: the queue, and the workbench on which it is read, corrected and judged."""

from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from claims import captures
from claims.admin.base import DeskAdmin
from claims.models import Claim, User
from claims.models.claims import with_words
from claims.refusals import NotSo, Refused
from reviews import bundles
from reviews.admin import bulk_assigning, cascade, filters, posted, queue
from reviews.admin.acts import ACTS
from reviews.admin.drafts import keep_written, save_written
from reviews.admin.workbench import reviewers_of_the_desk, workbench


@admin.register(Claim)
class ClaimAdmin(DeskAdmin):
    list_display = ["claim_words", "article", "rests_on", "standing_flags", "review_state", "worth", "certain"]
    list_filter = [queue.MineFilter, queue.StateFilter, queue.BasisFilter, queue.FlagFilter]
    lookups = frozenset({"revision__article__id__exact"})
    search_fields = ["statement"]
    ordering = ["-checkworthy", "-id"]
    empty_value_display = "—"
    actions = ["assign_chosen"]
    change_list_template = "desk/claim_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        claims = super().get_queryset(request).filter(discarded_at=None)
        return queue.with_what_the_list_shows(claims)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """By the index of words, as the API searches."""
        return (with_words(queryset, search_term), False) if search_term.strip() else (queryset, False)

    @admin.display(description="claim")
    def claim_words(self, claim: Claim) -> str:
        return str(claim)

    @admin.display(description="article")
    def article(self, claim: Claim) -> str:
        return str(claim.revision.article)

    @admin.display(description="rests on")
    def rests_on(self, claim: Claim) -> str:
        return queue.basis_badge(claim)

    @admin.display(description="flags")
    def standing_flags(self, claim: Claim) -> str:
        return queue.flag_badges(claim)

    @admin.display(description="review")
    def review_state(self, claim: Claim) -> str:
        return queue.state_words(claim)

    @admin.display(description="worth it", ordering="checkworthy")
    def worth(self, claim: Claim) -> str:
        return f"{claim.checkworthy:.2f}"

    @admin.display(description="certain", ordering="certainty")
    def certain(self, claim: Claim) -> str:
        return f"{claim.certainty:.2f}"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the filters that this person keeps, and the one that is on, as it could be kept."""
        kept = QueryDict(mutable=True)
        for name in sorted(self.known & set(request.GET)):
            kept[name] = request.GET[name]
        more = {"saved": filters.saved_for(User.of(request.user)), "now_filtered": kept.urlencode()}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    @property
    def known(self) -> frozenset[str]:
        """The parameters of the list that a saved filter may hold."""
        own = {str(getattr(each, "parameter_name", "")) for each in self.list_filter}
        return frozenset({*own, *self.lookups, "q", "o"})

    def save_filter(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        query = ""
        try:
            saved = filters.save_filter(
                by=User.of(request.user),
                name=posted.text(request, "name"),
                query=posted.text(request, "query"),
                is_shared="is_shared" in request.POST,
                known=self.known,
            )
            query = saved.query
            messages.success(request, f"The filter “{saved}” is kept.")
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect(f"{reverse('admin:claims_claim_changelist')}?{query}".rstrip("?"))

    def remove_filter(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            filters.remove_filter(by=User.of(request.user), pk=pk)
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("admin:claims_claim_changelist")

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("reviews.assign_review"))

    @admin.action(description="Assign the chosen claims", permissions=["assign"])
    def assign_chosen(self, request: HttpRequest, claims: QuerySet[Claim]) -> HttpResponse | None:
        """Ask for the reviewers, then assign claim by claim; what is refused is listed with its sentence."""
        chosen = list(claims[: bulk_assigning.MOST + 1])
        if len(chosen) > bulk_assigning.MOST:
            messages.error(request, f"At most {bulk_assigning.MOST} claims are assigned at once: choose fewer.")
            return None
        context = {**self.admin_site.each_context(request), "title": "Assign claims", "opts": self.opts}
        if "apply" in request.POST:
            try:
                outcomes = self._assigned(request, chosen)
            except Refused as refused:
                messages.error(request, refused.sentence)
            else:
                context["outcomes"] = outcomes
                context["assigned"] = sum(not each.refused for each in outcomes)
                return TemplateResponse(request, "desk/assign_many.html", context)
        context |= {"chosen": chosen, "people": reviewers_of_the_desk()}
        return TemplateResponse(request, "desk/assign_many.html", context)

    def _assigned(self, request: HttpRequest, chosen: list[Claim]) -> list[bulk_assigning.Outcome]:
        wanted = posted.ids(request, "reviewers")
        reviewers, by_rule = list(User.objects.filter(pk__in=wanted).order_by("pk")), "by_rule" in request.POST
        if bool(reviewers) == by_rule:
            raise NotSo("Choose reviewers, or the desk’s rules: one of them.", field="reviewers")
        return bulk_assigning.assign_all(
            chosen,
            by=User.of(request.user),
            reviewers=reviewers,
            by_rule=by_rule,
            due_on=posted.day(request, "due_on"),
        )

    def get_urls(self) -> list[URLPattern]:
        act = path("<int:pk>/act/<str:act>/", self.admin_site.admin_view(require_POST(self.act)), name="claim_act")
        draft = path("<int:pk>/draft/", self.admin_site.admin_view(require_POST(self.draft)), name="claim_draft")
        packed = path("<int:pk>/bundle.zip", self.admin_site.admin_view(require_GET(self.bundle)), name="claim_bundle")
        save = path(
            "filters/keep/", self.admin_site.admin_view(require_POST(self.save_filter)), name="claim_filter_save"
        )
        remove = self.admin_site.admin_view(require_POST(self.remove_filter))
        gone = path("filters/<int:pk>/remove/", remove, name="claim_filter_remove")
        return [act, draft, save, gone, packed, *cascade.urls(), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pk = int(object_id) if posted.is_id(object_id) else 0
        claim = Claim.objects.select_related("revision__article", "basis", "stale").filter(pk=pk).first()
        if claim is None or not self.has_view_permission(request, claim):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": str(claim),
            "opts": self.opts,
            **workbench(request, claim),
        }

        def page(request: HttpRequest) -> HttpResponse:
            return TemplateResponse(request, "desk/claim.html", context)

        framed = csp_update({"frame-src": [SELF]})(page)  # previews of captured copies
        return cast(HttpResponse, framed(request))

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """One button, one business event; a refusal is shown as its sentence."""
        claim = Claim.objects.filter(pk=pk).first()
        if claim is None or act not in ACTS or not self.has_view_permission(request, claim):
            raise Http404
        try:
            messages.success(request, ACTS[act](request, claim))
        except Refused as refused:
            messages.error(request, refused.sentence)
            if act == "submit_verdict":
                keep_written(request, claim)
                return redirect(reverse("admin:claims_claim_change", args=[pk]) + "#verdict")
        return redirect("admin:claims_claim_change", pk)

    def draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is typed into the verdict form, saved while it is written; for the writer alone."""
        claim = Claim.objects.filter(pk=pk).first()
        if claim is None or not self.has_view_permission(request, claim):
            raise Http404
        try:
            saved = save_written(request, claim)
        except Refused as refused:
            return JsonResponse({"saved": False, "sentence": refused.sentence}, status=409)
        return JsonResponse({"saved": True, "at": saved.saved_at.isoformat()})

    def bundle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All that the verdict rests on, as a file that is checked without the desk."""
        claim = Claim.objects.select_related("revision__article").filter(pk=pk).first()
        may = self.has_view_permission(request, claim) and request.user.has_perm("claims.view_event")
        if claim is None or not may:
            raise Http404
        try:
            packed = bundles.bundle(claim)
        except captures.ChangedError as changed:
            messages.error(request, str(changed))
            return redirect("admin:claims_claim_change", pk)
        return HttpResponse(
            packed,
            headers={
                "Content-Type": "application/zip",
                "Content-Disposition": f'attachment; filename="claim-{pk}.zip"',
            },
        )
