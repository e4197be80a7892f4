"""Public addresses: every kind of page, and the few that are asked anew each time."""

from django.urls import path

from reviews.pages import opinion, preview, searching, views

app_name = "pages"
urlpatterns = [
    *views.patterns(),
    path("search/", searching.results, name="search"),
    path("oembed/", searching.oembed, name="oembed_any"),
    path("preview/<int:pk>/", preview.preview, name="preview"),
    path("preview/articles/<int:pk>/", preview.draft, name="preview_draft"),
    path("opinion/", opinion.opinion, name="opinion"),
    path("opinion/answer/", opinion.answer, name="opinion_answer"),
]
