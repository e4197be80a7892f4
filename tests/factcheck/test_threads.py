"""A parse runs on one core: more threads of the matrix library would only wait, and count as work."""

import os
import subprocess
import sys


def test_numpy_is_loaded_with_one_thread() -> None:
    free = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    asked = "import factcheck, os, sys; print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], env=free, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1", "False"]
