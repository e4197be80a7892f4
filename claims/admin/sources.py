"""The source register, and merges side by side with their grounds."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from claims import anonymity, identity, vault
from claims.admin.base import DeskAdmin
from claims.enums import MergeState
from claims.identity.merges import merge_refusal
from claims.models import Attribution, Source, SourceMerge, SourceName, User
from claims.refusals import NotYours, Refused

ACTS: dict[str, tuple[MergeState, Callable[..., SourceMerge]]] = {
    "confirm": (MergeState.CONFIRMED, identity.confirm_merge),
    "reject": (MergeState.REJECTED, identity.reject_merge),
    "undo": (MergeState.UNDONE, identity.undo_merge),
}
LONGEST = 300  # proposals on one page
BUTTONS = {"confirm": "One and the same", "reject": "Two different sources", "undo": "Undo the merge"}


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    list_display = ["name", "kind", "naming", "statements", "merged_into"]
    list_filter = ["kind", "naming"]
    list_select_related = ["merged_into"]
    lookups = frozenset({"kind__exact", "naming__exact"})
    search_fields = ["name", "names__spelling"]
    change_form_template = "desk/source.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        sources: QuerySet[Source] = super().get_queryset(request)
        said = Attribution.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
        return sources.annotate(said=Coalesce(Subquery(said.values("n")), 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        """Every word in the name, or in one spelling; each half asked of its own index."""
        names, spellings = Source.objects.all(), SourceName.objects.all()
        for word in search_term.split():
            names, spellings = names.filter(name__icontains=word), spellings.filter(spelling__icontains=word)
        if not search_term.split():
            return queryset, False
        return queryset.filter(pk__in=names.values("pk").union(spellings.values("source_id"))), False

    @admin.display(description="statements")
    def statements(self, source: Any) -> int:
        return int(source.said)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        source = self.get_object(request, object_id)
        if source is None or not self.has_view_permission(request, source):
            raise Http404
        statements = Attribution.objects.filter(source=source)
        statements = statements.select_related("claim__revision__article", "claim__basis")
        context = {
            **self.admin_site.each_context(request),
            "title": str(source),
            "opts": self.opts,
            "source": source,
            "names": source.names.select_related("article").order_by("spelling"),
            "merges": SourceMerge.objects.filter(Q(kept=source) | Q(dropped=source)).select_related("kept", "dropped"),
            "statements": statements.order_by("claim__start")[:200],
            "vault": None if source.is_named else _vault_of(source, User.of(request.user)),
            **_unnamed(request, source),
        }
        return TemplateResponse(request, "desk/source.html", context)

    def get_urls(self) -> list[URLPattern]:
        code = path(
            "<int:pk>/code/<str:act>/", self.admin_site.admin_view(require_POST(self.code)), name="source_code"
        )
        return [code, *super().get_urls()]

    def code(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Give or take back the code of an unnamed source; not there for those who may not see codes."""
        source = Source.objects.filter(pk=pk).first()
        if source is None or act not in ("give", "take") or not request.user.has_perm("claims.view_pseudonym"):
            raise Http404
        try:
            if act == "take":
                anonymity.take_code(source=source, by=User.of(request.user))
                messages.success(request, "The code is taken back.")
            else:
                given = anonymity.give_code(source=source, by=User.of(request.user), code=request.POST.get("code", ""))
                messages.success(request, f"The source bears the code {given}.")
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("admin:claims_source_change", pk)


def _vault_of(source: Source, person: User) -> dict[str, Any] | None:
    """What this person may do about the identity of an unnamed source; None for whom it does not concern."""
    is_custodian = vault.is_custodian(person)
    refused = vault.entrust_refusal(source, by=person)
    if isinstance(refused, NotYours) and not is_custodian:
        return None
    return {"is_custodian": is_custodian, "is_held": vault.is_held(source.pk), "refused": refused}


def _unnamed(request: HttpRequest, source: Source) -> dict[str, Any]:
    """What the page of an unnamed source shows besides: what is printed, put together, and its code."""
    if source.is_named:
        return {}
    code = anonymity.code_of(source, seen_by=User.of(request.user))
    return {
        "jigsaw": anonymity.jigsaw(source, with_code=code is not None),
        "may_see_code": request.user.has_perm("claims.view_pseudonym"),
        "code": code,
        "may_give_code": request.user.has_perm("claims.give_pseudonym"),
    }


@admin.register(SourceMerge)
class SourceMergeAdmin(DeskAdmin):
    """All proposals on one page, those that wait first."""

    def has_view_permission(self, request: HttpRequest, obj: SourceMerge | None = None) -> bool:
        return bool(request.user.has_perm("claims.view_sourcemerge"))

    def get_urls(self) -> list[URLPattern]:
        act = path("<int:pk>/<str:act>/", self.admin_site.admin_view(require_POST(self.act)), name="merge_act")
        return [act, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        waiting_first = Case(When(state=MergeState.PROPOSED, then=0), default=1)
        found = SourceMerge.objects.select_related("kept", "dropped", "decided_by").prefetch_related("dropped__merged")
        merges = list(found.order_by(waiting_first, "kept__name", "pk")[:LONGEST])
        sources = {pk for merge in merges for pk in (merge.kept_id, merge.dropped_id)}
        said = Attribution.objects.filter(source__in=sources)
        statements = dict(said.values_list("source").annotate(Count("pk")))
        rows = [
            {
                "merge": merge,
                "kept_says": statements.get(merge.kept_id, 0),
                "dropped_says": statements.get(merge.dropped_id, 0),
                "buttons": self._buttons(request, merge),
            }
            for merge in merges
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "Spellings and merges",
            "opts": self.opts,
            "rows": rows,
        }
        return TemplateResponse(request, "desk/merges.html", context)

    def _buttons(self, request: HttpRequest, merge: SourceMerge) -> list[dict[str, str]]:
        names = ["undo"] if merge.state == MergeState.CONFIRMED else ["confirm", "reject"]
        if merge.state not in (MergeState.PROPOSED, MergeState.CONFIRMED):
            return []
        buttons = []
        for name in names:
            refused = merge_refusal(merge, by=User.of(request.user), to=ACTS[name][0])
            buttons.append({"act": name, "label": BUTTONS[name], "refused": refused.sentence if refused else ""})
        return buttons

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        merge = SourceMerge.objects.filter(pk=pk).first()
        if merge is None or act not in ACTS or not self.has_view_permission(request):
            raise Http404
        try:
            ACTS[act][1](merge=merge, by=User.of(request.user))
            messages.success(request, f"{merge}: done.")
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("admin:claims_sourcemerge_changelist")
