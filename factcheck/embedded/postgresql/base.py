"""The database wrapper: attach to the embedded server, then connect as ever."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from factcheck.embedded.cluster import ClusterError, attach


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the cluster in OPTIONS["embedded_data"], starting it if no other process has."""

    def get_connection_params(self) -> dict[str, Any]:
        given = super().get_connection_params()
        self._embedded_data = Path(given.pop("embedded_data"))
        return given

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            attach(self._embedded_data)
        except ClusterError as error:
            raise OperationalError(str(error)) from error
        return super().get_new_connection(conn_params)
