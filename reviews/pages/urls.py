"""Public addresses."""

from django.urls import path

from reviews.pages import feeds, opinion, views
from reviews.pages.preview import preview

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("claims/<slug:slug>/", views.claim, name="claim"),
    path("preview/<int:pk>/", preview, name="preview"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("opinion/", opinion.opinion, name="opinion"),
    path("opinion/answer/", opinion.answer, name="opinion_answer"),
    path("corrections/", views.corrections, name="corrections"),
    path("methodology/", views.methodology, name="methodology"),
    path("feed.atom", feeds.atom, name="atom"),
    path("feed.json", feeds.json_feed, name="json_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
]
