"""The web application, for any WSGI server: the written pages in front, Django behind them."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - they are there once Django is

from reviews.pages.serving import PublishedPages  # noqa: E402

application = PublishedPages(django_application, settings.PAGES_ROOT)
