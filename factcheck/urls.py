"""Where everything is."""

from django.contrib import admin
from django.urls import include, path

from factcheck.health import health

urlpatterns = [
    path("desk/", admin.site.urls),
    path("healthz", health, name="healthz"),
    path("api/v1/", include("factcheck.api.urls")),
    path("", include("reviews.pages.urls")),
]
