"""The composition root: settings, addresses, tasks, the API's manners, and the services of `make run`."""

import os

# Before anything loads numpy: its threads do nothing for a parse but wait, and cost half as much time again.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
