"""The composition root as a Django app, and the desk's admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class FactcheckConfig(AppConfig):
    name = "factcheck"
    verbose_name = "Fact-check desk"

    def ready(self) -> None:
        """Make the Celery app the current one, and register the system checks."""
        from factcheck import celery, checks  # noqa: F401, PLC0415 - once the apps are there
        from factcheck.api import schema  # noqa: F401, PLC0415 - likewise


class DeskAdminConfig(AdminConfig):
    default_site = "factcheck.admin_site.DeskAdminSite"
