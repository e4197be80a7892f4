"""The public pages: how fast they are written, and how many requests a second they answer.

One page for every hundred claims of the desk, 10,000 at most; BENCH_PAGES sets another number, whatever the desk.
Served by the desk's own server against granian with the same bytes in memory; by nginx with the desk's rules against
nginx with a plain file. The sides take turns, a few seconds each, and the medians are compared.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.management import call_command

from benchmarks import review
from benchmarks.report import Figure, report, seconds
from reviews.models import Publication, StalePage
from reviews.pages import writing

PAGES, CARDS = 10_000, 500
ROUNDS, SECONDS, CONNECTIONS = 5, 3, 8
PAGES_A_SECOND, PICTURES_A_SECOND = 167, 20  # 10,000 pages within a minute
OWN_TARGET, NGINX_TARGET = 0.45, 0.85
WRK, NGINX = shutil.which("wrk"), shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def run(claims: int) -> None:
    number = int(os.environ.get("BENCH_PAGES") or min(PAGES, max(200, claims // 100)))
    call_command("collectstatic", verbosity=0, interactive=False)
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        Path(folder).chmod(0o755)
        settings.PAGES_ROOT = Path(folder) / "pages"
        figures = [*_written(number), *_served(settings.PAGES_ROOT)]
    report("pages", figures, pages=number)


def _written(number: int) -> Iterator[Figure]:
    slugs = _published(number)
    StalePage.objects.all().delete()
    StalePage.mark(f"/claims/{slug}/" for slug in slugs)
    yield _figure("pages of claims written", number / seconds(writing.drain))
    if StalePage.objects.exists():
        raise SystemExit("Pages could not be written, so there is nothing to measure; see the log above.")
    StalePage.mark(f"/claims/{slug}/card.png" for slug in slugs[:CARDS])
    yield _figure("pictures drawn", len(slugs[:CARDS]) / seconds(writing.drain), target=PICTURES_A_SECOND)
    StalePage.mark(f"/claims/{slug}/" for slug in slugs)
    yield _figure("pages written again, unchanged", number / seconds(writing.drain))


def _figure(what: str, rate: float, *, target: int = PAGES_A_SECOND) -> Figure:
    return Figure(what, rate, "pages/s", f"≥ {target}", rate >= target)


def _published(number: int) -> list[str]:
    """So many pages beside one that went through the whole review; they stay for the next run."""
    first = Publication.objects.order_by("pk").first() or review.publish_one()
    slugs = [f"bench-{each}" for each in range(number)]
    there = set(Publication.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    rows = []
    for each, slug in enumerate(slugs):
        shown = deepcopy(first.shown)
        shown["claim"]["statement"] = f"Statement {each} of the benchmark, about as long as statements are."
        if slug not in there:
            rows.append(
                Publication(
                    review=first.review, slug=slug, shown=shown, digest=first.digest, published_by=first.published_by,
                    first_published_at=first.first_published_at, shown_from=first.shown_from,
                )
            )  # fmt: skip
    Publication.objects.bulk_create(rows, batch_size=500)
    return slugs


def _served(root: Path) -> Iterator[Figure]:
    if WRK is None:
        print("wrk is not installed, so requests per second are not measured: apt-get install wrk", file=sys.stderr)
        return
    page, path = root / "claims" / "bench-0" / "index.html", "/claims/bench-0/"
    with (
        _granian("factcheck.wsgi:application", root, page) as own,
        _granian("benchmarks.rawpage:application", root, page) as raw,
    ):
        rates = _in_turns({"own": own + path, "raw": raw + path})
    yield _ratio("the desk's own server / granian with the same bytes", rates["own"], rates["raw"], OWN_TARGET)
    if NGINX is None:
        print("nginx is not installed, so it is not compared: apt-get install nginx-light", file=sys.stderr)
        return
    with _nginx(root, RULES) as ruled, _nginx(root, "") as plain:
        rates = _in_turns({"ruled": ruled + path, "plain": plain + path + "index.html"})
    yield _ratio("nginx by the desk's rules / nginx with a plain file", rates["ruled"], rates["plain"], NGINX_TARGET)


def _ratio(what: str, rate: float, limit: float, target: float) -> Figure:
    return Figure(what, rate, "requests/s", f"≥ {target} ×", rate >= target * limit, limit)


def _in_turns(addresses: dict[str, str]) -> dict[str, float]:
    rates: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            rates[name].append(_rate(address))
    return {name: median(found) for name, found in rates.items()}


def _rate(address: str) -> float:
    told = subprocess.run(
        [*_on_core(1), str(WRK), f"-d{SECONDS}s", f"-c{CONNECTIONS}", "-t1", address],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in told:
        raise SystemExit(f"{address} does not answer with 200:\n{told}")
    return float(told.split("Requests/sec:")[1].split()[0])


@contextmanager
def _granian(application: str, root: Path, page: Path) -> Iterator[str]:
    port = _free_port()
    program = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(port), "--no-ws"]
    words = [*_on_core(0), *program, "--workers", "1", "--blocking-threads", "4", application]
    with _started(words, port, {"FACTCHECK_PAGES": str(root), "RAW_PAGE": str(page)}) as address:
        yield address


# The rules of docs/how-to/run-in-production.md, without the desk behind them.
RULES = """
    gzip_static on;
    location / {
        try_files ${uri}index.html $uri @gone;
        add_header Cache-Control "public, max-age=60" always;
        add_header Content-Security-Policy "default-src 'none'; style-src 'self'; img-src 'self' data:" always;
        add_header X-Content-Type-Options nosniff always;
        add_header X-Frame-Options DENY always;
        add_header Referrer-Policy same-origin always;
        add_header Cross-Origin-Opener-Policy same-origin always;
        add_header Permissions-Policy "camera=(), geolocation=(), microphone=(), payment=()" always;
    }
    location @gone {
        if (-f $document_root${uri}gone.html) { return 410; }
        error_page 410 ${uri}gone.html;
        return 404;
    }
"""


@contextmanager
def _nginx(root: Path, rules: str) -> Iterator[str]:
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="bench-nginx-") as folder:
        written = Path(folder) / "nginx.conf"
        temporary = "".join(
            f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        written.write_text(
            f"{'user root;' if os.geteuid() == 0 else ''} daemon off; worker_processes 1; pid {folder}/pid;"
            f"error_log {folder}/errors;"
            f"events {{}} http {{ access_log off; sendfile on; tcp_nopush on; open_file_cache max=1000; {temporary}"
            f"types {{ text/html html; image/png png; }} charset utf-8;"
            f"server {{ listen 127.0.0.1:{port}; root {root}; {rules} }} }}"
        )
        with _started([*_on_core(0), str(NGINX), "-c", str(written), "-p", folder], port, {}) as address:
            yield address


@contextmanager
def _started(words: list[str], port: int, environment: dict[str, str]) -> Iterator[str]:
    process = subprocess.Popen(
        words, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until(lambda: _is_open(port), process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _until(ready: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 40
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{process.args!r} did not start.")
        time.sleep(0.1)


def _is_open(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _on_core(core: int) -> list[str]:
    """The servers on one core, the load on another, where the machine has two and knows how."""
    taskset = shutil.which("taskset")
    return [taskset, "-c", str(core)] if taskset and (os.cpu_count() or 1) > core else []
