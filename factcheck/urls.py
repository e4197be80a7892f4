"""Where everything is."""

from django.contrib import admin
from django.urls import include, path

from factcheck.health import health

handler400 = "reviews.pages.errors.bad_request"
handler403 = "reviews.pages.errors.permission_denied"
handler404 = "reviews.pages.errors.page_not_found"
handler500 = "reviews.pages.errors.server_error"
urlpatterns = [
    path("desk/", admin.site.urls),
    path("healthz", health, name="healthz"),
    path("api/v1/", include("factcheck.api.urls")),
    path("", include("reviews.pages.urls")),
]
