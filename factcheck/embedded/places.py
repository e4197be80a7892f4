"""Where the embedded services keep their files."""

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes for the path of a socket


class Places:
    """The folders below one data folder (FACTCHECK_DATA)."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.cluster = data / "pg"
        self.broker = data / "valkey"
        self.logs = data / "log"
        self.locks = data / "run"

    @property
    def sockets(self) -> Path:
        """The folder of the sockets: in the data folder, or a short private one where that path is too long."""
        own = self.data / "run"
        if len(os.fsencode(own / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return own
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"factcheck-{os.getuid()}-{name}"

    @property
    def broker_socket(self) -> Path:
        return self.sockets / "broker.sock"

    def make(self) -> None:
        """Make the folders, closed to everybody else."""
        for folder in (self.data, self.logs, self.locks, self.sockets):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in {self.locks, self.sockets}:
            folder.chmod(0o700)
        if self.sockets.stat().st_uid != os.getuid():
            raise PermissionError(f"{self.sockets} belongs to somebody else; set TMPDIR to a folder of your own.")
