"""Pages of lists that may be a million rows long: what there is is counted up to a bound, and no further."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 5_000  # rows that a list counts and leads to; whoever looks for more narrows it down


class DeskPaginator(Paginator):
    """`count` is exact up to `MOST`; beyond that it is `MOST`, and `is_capped` says that there is more."""

    @cached_property
    def _counted(self) -> int:
        """At most one more than is shown. Neither order nor what the list shows of each row is worked out for it."""
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def is_capped(self) -> bool:
        return self._counted > MOST
