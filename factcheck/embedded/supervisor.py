"""A handful of child processes in one foreground group: started in order, restarted when they die, ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

STOP_TIMEOUT = 10.0  # seconds between SIGTERM and SIGKILL
STEADY_AFTER = 30.0  # seconds after which a child counts as up, and its restarts start from zero
LONGEST_PAUSE = 10.0
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """Runs in the child: when the parent is gone, however it went, the kernel ends the child."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program of the desk."""

    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restarts: int = 0
    due_at: float = 0.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one libc call, resolved before the fork
                process_group=0,
            )
        self.started_at = time.monotonic()

    @property
    def status(self) -> int | None:
        return self.process.poll() if self.process else None


class Supervisor:
    """`run` returns when a signal asks for the end, with every child gone."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.children: list[Child] = []
        self.ending = threading.Event()

    def add(self, child: Child) -> Child:
        self.children.append(child)
        child.start()
        return child

    def listen(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal all ask for the same end."""
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, lambda *_: self.ending.set())

    def wait_until(self, ready: Callable[[], bool], *, timeout: float, child: Child) -> bool:
        """Wait for a child to be ready; False when it ended, took too long, or an end was asked for."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and not self.ending.is_set() and child.status is None:
            if ready():
                return True
            time.sleep(0.05)
        return False

    def run(self) -> None:
        try:
            while not self.ending.wait(0.5):
                for child in self.children:
                    self._look_after(child)
        finally:
            self.stop()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.status is None:
            if child.restarts and now - child.started_at > STEADY_AFTER:
                child.restarts = 0
            return
        if not child.due_at:
            pause = min(LONGEST_PAUSE, 0.5 * 2**child.restarts)
            child.due_at = now + pause
            self.say(f"{child.name} ended with status {child.status}; starting it again in {pause:g} s ({child.log}).")
        elif now >= child.due_at:
            child.due_at = 0.0
            child.restarts += 1
            child.start()

    def stop(self) -> None:
        """SIGTERM in the reverse order of starting, then SIGKILL for whoever has not ended in time."""
        for child in reversed(self.children):
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT
        for child in reversed(self.children):
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.process.wait()
            _signal(child, signal.SIGKILL)  # whatever is left of its group


def _signal(child: Child, number: signal.Signals) -> None:
    if child.process is None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if number is signal.SIGKILL:
            os.killpg(child.process.pid, number)
        else:
            child.process.send_signal(number)
