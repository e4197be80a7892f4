"""Stops the embedded server once no process of the desk uses it any more.

Run as `python -m factcheck.embedded.guard DATA LOCK`, where LOCK is the inherited descriptor that says that a guard is
there. Imports no framework, so that it stays small.
"""

import signal
import sys
from pathlib import Path

from factcheck.embedded.cluster import stop_when_unused

if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    stop_when_unused(Path(sys.argv[1]))
