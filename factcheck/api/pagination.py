"""Pages by key, not by number: stable while rows are added, and as quick at the end as at the start."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """`?cursor=` from `next` and `previous`; `?page_size=` up to 100. Newest first."""

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 100
