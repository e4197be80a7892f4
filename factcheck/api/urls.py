"""/api/v1/: every resource of the desk."""

from csp.decorators import csp_update
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from claims.api import bulk
from claims.api import views as claims
from claims.api.grants import Grants
from factcheck.api.changelog import changelog
from factcheck.api.problems import explained, not_found
from reviews.api import people, public, subscriptions
from reviews.api import views as reviews
from reviews.api.cascades import ReviewedSources
from reviews.api.rounds import Replies

router = SimpleRouter()
router.register("articles", claims.Articles, basename="article")
router.register("imports", claims.Imports, basename="import")
router.register("bulk", bulk.BulkJobs, basename="bulk")
router.register("bulk-rows", bulk.BulkRows, basename="bulk-row")
router.register("exports", bulk.Exports, basename="export")
router.register("fact-checks", bulk.FactChecks, basename="fact-check")
router.register("claims", reviews.ReviewedClaims, basename="claim")
router.register("sources", ReviewedSources, basename="source")
router.register("attributions", claims.Attributions, basename="attribution")
router.register("grants", Grants, basename="grant")
router.register("evidence", claims.Evidences, basename="evidence")
router.register("merges", claims.Merges, basename="merge")
router.register("flags", claims.Flags, basename="flag")
router.register("ratings", reviews.Ratings, basename="rating")
router.register("reviews", reviews.Reviews, basename="review")
router.register("replies", Replies, basename="reply")
router.register("conflicts", people.Conflicts, basename="conflict")
router.register("comments", people.Comments, basename="comment")
router.register("publications", reviews.Publications, basename="publication")
router.register("subscriptions", subscriptions.Subscriptions, basename="subscription")
router.register("deliveries", subscriptions.Deliveries, basename="delivery")
router.register("public/claims", public.PublicClaims, basename="public-claim")
router.register("public/claimreviews", public.ClaimReviewFeed, basename="public-claimreview")

# The documentation page draws itself with styles of its own; nothing comes from elsewhere.
own_drawing = csp_update({"style-src": ["'unsafe-inline'"], "img-src": ["data:"]})

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]), name="schema"),
    path(
        "docs/",
        own_drawing(
            SpectacularSwaggerSplitView.as_view(
                url_name="api:schema",
                authentication_classes=[],
                permission_classes=[],
            )
        ),
        name="docs",
    ),
    path("changelog/", changelog, name="changelog"),
    path("problems/", explained, name="problems"),
    path("problems/<slug:code>/", explained, name="problem"),
    path("", include(router.urls)),
    re_path(r"^.*$", not_found),
]
app_name = "api"
