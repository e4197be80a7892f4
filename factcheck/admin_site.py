"""The desk: Django's admin under the desk's own name."""

from django.conf import settings
from django.contrib.admin import AdminSite


class DeskAdminSite(AdminSite):
    site_header = settings.DESK_NAME
    site_title = settings.DESK_NAME
    index_title = "Desk"
