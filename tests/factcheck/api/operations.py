"""Every operation of the API as one row: who may, how to come to where it can be done, and what to send.

A route, method or role without an entry fails `test_operations`. `by` names every role that succeeds; all others are
refused with 403, and without a token with 401. `public` operations are answered to everybody.
"""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile

from claims import identity, sourcing
from claims.bulk import ask_for_bulk, run_bulk
from claims.intake import add_evidence, ask_for_import, run_imports
from claims.models import Article, BulkRow, Claim, Evidence, FactCheck, Flag, Source, SourceMerge
from reviews import discussion, publishing, subscriptions, workflow
from reviews.enums import DisputeRule
from reviews.models import DeskRules, Message, Publication, Rating, Review
from tests.factcheck.api.caller import Form
from tests.factories import AttributionFactory, SourceFactory, grants
from tests.factories.reviews import anonymous_claim, disputed, published, review_at

ROLES = ("editor", "reviewer", "other_reviewer", "approver", "custodian", "partner", "administrator", "outsider")
STAFF = "editor reviewer other_reviewer approver custodian partner administrator"
DESK = "editor administrator"
TALK = "editor reviewer other_reviewer approver custodian administrator"
SUBSCRIBES = "partner editor administrator"  # each his own, the desk all
SEE_GRANTS = "editor approver custodian administrator"


class World(NamedTuple):
    """A fresh desk with its people and its scale."""

    cast: SimpleNamespace
    ratings: dict[str, Rating]

    def claim(self) -> int:
        attribution = AttributionFactory(
            claim__statement="The bridge over the Aire is safe.",
            claim__topic="traffic",
            source__name="Ada Long",
            source__slug="ada-long",
        )
        claim = attribution.claim
        add_evidence(
            claim=claim, by=self.cast.reviewer, kind="document", title="Inspection report", stance="supports",
            url="https://city.example/report.pdf", is_primary=True,
        )  # fmt: skip
        sourcing.drain()
        return int(claim.pk)

    def source_of_a_page(self) -> int:
        page = published(self.cast, self.ratings)
        return int(page.review.claim.attributions.get().source_id)

    def evidence(self) -> int:
        self.claim()
        return int(Evidence.objects.latest("pk").pk)

    def newest_claim(self, _: str) -> dict[str, int]:
        return {"claim": int(Claim.objects.latest("pk").pk)}

    def article(self) -> int:
        self.job()
        run_imports()
        return int(Article.objects.latest("pk").pk)

    def job(self, **given: Any) -> int:
        text = b"date 2024-05-17\n\nThe mayor, Ada Long, said that the bridge is safe."
        return int(ask_for_import(by=self.cast.editor, content=text, title="The bridge", **given).pk)

    def previewed(self) -> int:
        job = self.job(preview=True)
        run_imports()
        return job

    def rows(self, _: str = "") -> Form:
        words = b"article_title,publisher,quote,source\nThe bridge,The Paper,It is safe.,Ada Long\nThe bridge,,,\n"
        return Form(kind="claims", format="csv", per_row="true", file=SimpleUploadedFile("claims.csv", words))

    def bulk(self) -> int:
        given = self.rows()
        job = ask_for_bulk(by=self.cast.editor, kind="claims", form="csv", file=given["file"], per_row=True)
        run_bulk()
        return int(job.pk)

    def bulk_row(self) -> int:
        return int(BulkRow.objects.filter(job=self.bulk()).latest("line").pk)

    def fact_check(self) -> int:
        return int(
            FactCheck.objects.create(
                url="https://facts.example/bridge", claim="The bridge is safe.", claimant="Ada Long", rating="False",
                publisher="Facts", publisher_url="https://facts.example", published_on="2024-05-17",
            ).pk
        )  # fmt: skip

    def flag(self) -> int:
        AttributionFactory(source=SourceFactory(unnamed=True))
        sourcing.drain()
        return int(Flag.objects.latest("pk").pk)

    def unnamed(self) -> int:
        return int(grants.unnamed().pk)

    def grant(self) -> int:
        """One that waits for approval; the administrator neither asked for it nor gave the promise."""
        grants.load_policies()
        return int(grants.requested(self.cast).pk)

    def merge(self, *, confirmed: bool = False) -> int:
        kept, dropped = SourceFactory(name="Jan Leike"), SourceFactory(name="Jan Reike")
        merge = SourceMerge.objects.create(kept=kept, dropped=dropped, grounds=["One letter differs."])
        if confirmed:
            identity.confirm_merge(merge=merge, by=self.cast.editor)
        return int(merge.pk)

    def review(self, step: str) -> int:
        if step == "disputed":
            return int(disputed(self.cast, self.ratings).pk)
        return int(review_at(step, self.cast, self.ratings).pk)

    def voting(self) -> int:
        DeskRules.objects.create(pk=1, disputes_go_to=DisputeRule.PANEL)
        return self.review("disputed")

    def excepted(self) -> int:
        """Settled on an unnamed source, with an exception that the editor has asked for."""
        review = review_at("settled", self.cast, self.ratings, claim=anonymous_claim())
        workflow.ask_exception(review=review, by=self.cast.editor, reason="The danger is urgent.")
        return int(review.pk)

    def asked(self) -> int:
        claim = Claim.objects.get(pk=self.claim())
        day = date(2026, 5, 17)
        return int(
            workflow.ask_reply(
                claim=claim, by=self.cast.editor, asked="The mayor", asked_on=day, means="email", reply_by=day
            ).pk
        )

    def question(self, path: str) -> dict[str, Any]:
        return {**QUESTION, **self.newest_claim(path)}

    def publication(self) -> Publication:
        return published(self.cast, self.ratings)

    def tie(self) -> int:
        self.claim()
        source = Source.objects.latest("pk")
        return int(workflow.declare_conflict(source=source, by=self.cast.partner, reason="My sister works there.").pk)

    def newest_source(self, _: str) -> dict[str, Any]:
        return {"source": int(Source.objects.latest("pk").pk), "reason": "My sister works there."}

    def comment(self) -> int:
        claim = Claim.objects.get(pk=self.claim())
        return int(discussion.comment(claim=claim, by=self.cast.editor, words="@approver, is the report public?").pk)

    def remark(self, path: str) -> dict[str, Any]:
        return {**REMARK, **self.newest_claim(path)}

    def subscription(self) -> int:
        return int(subscriptions.subscribe(by=self.cast.partner, resolve=public_address, **SUBSCRIPTION).pk)

    def message(self) -> int:
        self.subscription()
        self.publication()
        return int(Message.objects.latest("pk").pk)

    def digest(self, _: str) -> dict[str, str]:
        review = Review.objects.latest("pk")
        return {"digest": publishing.digest(publishing.snapshot(review))}


class Operation(NamedTuple):
    by: str
    path: Callable[[World], str]
    body: Any = None  # for an act; or a function of the world and the path
    public: bool = False


def at(template: str, row: Callable[[World], Any] | None = None) -> Callable[[World], str]:
    return lambda world: template.format(row(world) if row else "")


def public_address(host: str, port: int) -> list[str]:
    return ["93.184.216.34"]


SUBSCRIPTION = {
    "label": "Aggregator",
    "url": "https://hook.example/in",
    "events": ["published", "corrected", "retracted"],
}
REMARK = {"claim": 17, "words": "@approver, is the report public?"}
TIE = {"source": 17, "reason": "My sister works there."}
QUESTION = {
    "claim": 17,
    "asked": "The mayor",
    "asked_on": "2026-05-17",
    "means": "email",
    "reply_by": "2026-05-20",
}
VERDICT = {
    "rating": "true",
    "rationale": "The report of the city's engineers says so, and its author confirms it.",
    "confidence": "high",
    "no_evidence": True,
}
EVIDENCE = {
    "kind": "interview",
    "title": "Call with the city's chief engineer",
    "stance": "supports",
    "excerpt": "We looked at every bolt.",
    "origin": {"name": "Mary Shaw"},
    "origin_knowledge": "first_hand",
}

OPERATIONS: dict[str, Operation] = {
    "articles_list": Operation(STAFF, at("articles/", World.article)),
    "articles_retrieve": Operation(STAFF, at("articles/{}/", World.article)),
    "articles_create": Operation(
        DESK,
        at("articles/"),
        {"text": "The mayor said that the bridge is safe.", "title": "The bridge", "publisher": "The Paper"},
    ),
    "imports_list": Operation(STAFF, at("imports/", World.job)),
    "imports_retrieve": Operation(STAFF, at("imports/{}/", World.job)),
    "imports_confirmations_create": Operation(DESK, at("imports/{}/confirmations/", World.previewed), {}),
    "imports_cancellations_create": Operation(DESK, at("imports/{}/cancellations/", World.previewed), {}),
    "bulk_list": Operation(STAFF, at("bulk/", World.bulk)),
    "bulk_retrieve": Operation("editor", at("bulk/{}/", World.bulk)),
    "bulk_create": Operation("editor administrator", at("bulk/"), World.rows),
    "bulk_rows_list": Operation(STAFF, at("bulk-rows/", World.bulk)),
    "bulk_rows_retrieve": Operation("editor", at("bulk-rows/{}/", World.bulk_row)),
    "exports_retrieve": Operation(STAFF, at("exports/claims/", World.claim)),
    "fact_checks_list": Operation(STAFF, at("fact-checks/", World.fact_check)),
    "fact_checks_retrieve": Operation(STAFF, at("fact-checks/{}/", World.fact_check)),
    "claims_list": Operation(STAFF, at("claims/", World.claim)),
    "claims_retrieve": Operation(STAFF, at("claims/{}/", World.claim)),
    "claims_evidence_create": Operation(
        "editor reviewer other_reviewer administrator", at("claims/{}/evidence/", World.claim), EVIDENCE
    ),
    "claims_corrections_create": Operation(
        DESK,
        at("claims/{}/corrections/", World.claim),
        {"statement": "The bridge over the Aire carries cars safely.", "why": "What “safe” means."},
    ),
    "sources_list": Operation(STAFF, at("sources/", World.claim)),
    "sources_retrieve": Operation(
        STAFF, at("sources/{}/", lambda world: world.claim() and Source.objects.latest("pk").pk)
    ),
    "sources_cascade_retrieve": Operation(STAFF, at("sources/{}/cascade/", World.source_of_a_page)),
    "sources_reopenings_create": Operation(
        DESK, at("sources/{}/reopenings/", World.source_of_a_page), {"why": "She has taken it back."}
    ),
    "attributions_list": Operation(STAFF, at("attributions/", World.claim)),
    "attributions_retrieve": Operation(STAFF, at("attributions/{}/", lambda _: AttributionFactory().pk)),
    "attributions_grant_create": Operation(
        DESK,
        at("attributions/{}/grant/", World.unnamed),
        {
            "reason": "The person would lose the job.",
            "weight": "supporting",
            "attempts": [{"made_on": "2026-03-02", "how": "By telephone"}],
        },
    ),
    "grants_list": Operation(SEE_GRANTS, at("grants/", World.grant)),
    "grants_retrieve": Operation(SEE_GRANTS, at("grants/{}/", World.grant)),
    "grants_amendments_create": Operation(
        "editor custodian administrator", at("grants/{}/amendments/", World.grant), {"terms": "No name, no town."}
    ),
    "grants_approvals_create": Operation("approver administrator", at("grants/{}/approvals/", World.grant), {}),
    "grants_endings_create": Operation(
        "editor custodian administrator", at("grants/{}/endings/", World.grant), {"why": "The person went public."}
    ),
    "evidence_list": Operation(STAFF, at("evidence/", World.claim)),
    "evidence_retrieve": Operation(
        STAFF,
        at(
            "evidence/{}/",
            World.evidence,
        ),
    ),
    "merges_list": Operation(STAFF, at("merges/", World.merge)),
    "merges_retrieve": Operation(STAFF, at("merges/{}/", World.merge)),
    "merges_confirm_create": Operation(DESK, at("merges/{}/confirm/", World.merge), {}),
    "merges_reject_create": Operation(DESK, at("merges/{}/reject/", World.merge), {}),
    "merges_undo_create": Operation(DESK, at("merges/{}/undo/", lambda world: world.merge(confirmed=True)), {}),
    "flags_list": Operation(STAFF, at("flags/", World.flag)),
    "flags_retrieve": Operation(STAFF, at("flags/{}/", World.flag)),
    "flags_dismissals_create": Operation(
        DESK, at("flags/{}/dismissals/", World.flag), {"why": "Both people are known to the desk."}
    ),
    "ratings_list": Operation(STAFF, at("ratings/")),
    "ratings_retrieve": Operation(STAFF, at("ratings/{}/", lambda world: world.ratings["true"].pk)),
    "reviews_list": Operation(STAFF, at("reviews/", lambda world: world.review("assigned"))),
    "reviews_retrieve": Operation(STAFF, at("reviews/{}/", lambda world: world.review("settled"))),
    "reviews_create": Operation(DESK, at("reviews/", World.claim), World.newest_claim),
    "reviews_assignments_create": Operation(
        DESK,
        at("reviews/{}/assignments/", lambda world: world.review("queued")),
        {"reviewers": ["reviewer", "other_reviewer"], "due_on": "2030-01-31"},
    ),
    "reviews_reassignments_create": Operation(
        DESK,
        at("reviews/{}/reassignments/", lambda world: world.review("assigned")),
        {"reviewer": "reviewer", "to": "third_reviewer", "why": "On holiday."},
    ),
    "reviews_withdrawals_create": Operation(
        "reviewer",
        at("reviews/{}/withdrawals/", lambda world: world.review("in_review")),
        {"why": "I misread the table."},
    ),
    "reviews_votes_create": Operation(
        DESK, at("reviews/{}/votes/", World.voting), {"rating": "true", "reasons": "The report is newer."}
    ),
    "reviews_exceptions_create": Operation(
        "editor approver administrator",
        at("reviews/{}/exceptions/", lambda world: world.review("settled")),
        {"reason": "The danger is urgent."},
    ),
    "reviews_countersignatures_create": Operation(
        "approver administrator", at("reviews/{}/countersignatures/", World.excepted), {}
    ),
    "reviews_seriousness_create": Operation(
        DESK,
        at("reviews/{}/seriousness/", lambda world: world.review("settled")),
        {"serious": True, "why": "It alleges a crime."},
    ),
    "replies_list": Operation(STAFF, at("replies/", World.asked)),
    "replies_retrieve": Operation(STAFF, at("replies/{}/", World.asked)),
    "replies_create": Operation(DESK, at("replies/", World.claim), World.question),
    "replies_answers_create": Operation(
        DESK,
        at("replies/{}/answers/", World.asked),
        {"answered_on": "2026-05-18", "answer": "The bridge was closed as soon as we knew."},
    ),
    "reviews_verdicts_create": Operation(
        "reviewer other_reviewer", at("reviews/{}/verdicts/", lambda world: world.review("assigned")), VERDICT
    ),
    "reviews_adjudications_create": Operation(
        DESK,
        at("reviews/{}/adjudications/", lambda world: world.review("disputed")),
        {"rating": "half-true", "explanation": "Safe for cars, not for lorries."},
    ),
    "reviews_explanations_create": Operation(
        DESK,
        at("reviews/{}/explanations/", lambda world: world.review("settled")),
        {"explanation": "The city's engineers inspected the bridge in May and found no damage."},
    ),
    "reviews_preview_retrieve": Operation(STAFF, at("reviews/{}/preview/", lambda world: world.review("settled"))),
    "reviews_approvals_create": Operation(
        "approver administrator",
        at("reviews/{}/approvals/", lambda world: world.review("settled")),
        World.digest,
    ),
    "reviews_publications_create": Operation(
        DESK, at("reviews/{}/publications/", lambda world: world.review("approved")), {}
    ),
    "reviews_returns_create": Operation(
        DESK, at("reviews/{}/returns/", lambda world: world.review("assigned")), {"why": "The article was corrected."}
    ),
    "publications_list": Operation(STAFF, at("publications/", World.publication)),
    "publications_retrieve": Operation(STAFF, at("publications/{}/", lambda world: world.publication().pk)),
    "publications_corrections_create": Operation(
        DESK,
        at("publications/{}/corrections/", lambda world: world.publication().pk),
        {"reason": "The date was wrong.", "explanation": "The inspection was in June."},
    ),
    "publications_retractions_create": Operation(
        DESK,
        at("publications/{}/retractions/", lambda world: world.publication().pk),
        {"reason": "The report was about another bridge."},
    ),
    "conflicts_list": Operation(STAFF, at("conflicts/", World.tie)),
    "conflicts_retrieve": Operation("partner editor administrator", at("conflicts/{}/", World.tie)),
    "conflicts_create": Operation(
        "reviewer other_reviewer editor approver partner administrator",
        at("conflicts/", World.claim),
        World.newest_source,
    ),
    "comments_list": Operation(TALK, at("comments/", World.comment)),
    "comments_retrieve": Operation(TALK, at("comments/{}/", World.comment)),
    "comments_create": Operation(TALK, at("comments/", World.claim), World.remark),
    "subscriptions_list": Operation(SUBSCRIBES, at("subscriptions/", World.subscription)),
    "subscriptions_retrieve": Operation(SUBSCRIBES, at("subscriptions/{}/", World.subscription)),
    "subscriptions_create": Operation(SUBSCRIBES, at("subscriptions/"), SUBSCRIPTION),
    "subscriptions_secrets_create": Operation(SUBSCRIBES, at("subscriptions/{}/secrets/", World.subscription), {}),
    "subscriptions_endings_create": Operation(SUBSCRIBES, at("subscriptions/{}/endings/", World.subscription), {}),
    "deliveries_list": Operation(SUBSCRIBES, at("deliveries/", World.message)),
    "deliveries_retrieve": Operation(SUBSCRIBES, at("deliveries/{}/", World.message)),
    "deliveries_replays_create": Operation(SUBSCRIBES, at("deliveries/{}/replays/", World.message), {}),
    "public_claims_list": Operation(STAFF, at("public/claims/", World.publication), public=True),
    "public_claims_retrieve": Operation(
        STAFF, at("public/claims/{}/", lambda world: world.publication().slug), public=True
    ),
    "public_claimreviews_list": Operation(STAFF, at("public/claimreviews/", World.publication), public=True),
}
