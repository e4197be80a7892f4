"""Addresses that somebody else names lead to no machine inside (P20)."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from claims import outbound
from claims.outbound import RefusedError, check, get, is_public, post

PUBLIC = "93.184.216.34"

SPELLINGS = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
    "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://localhost/",
    "http://127.0.0.1:58099\\@example.org/", "http://user@example.org/", "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/", "http://example.org:8080/", "ftp://example.org/", "file:///etc/passwd",
    "gopher://example.org/", "http://example.org /", "http://example.org\t/", "http:///x", "http://", "//example.org/",
    "http://example.org:99999/", "http://127.0.0.1.:80/", "http://0x7f.1/", "http://①②⑦.0.0.1/",
    "http://-example.org/", "http://example..org/", "http://[v1.x]/", "http://169.254.169.254/latest/meta-data",
]  # fmt: skip


@pytest.mark.parametrize("url", SPELLINGS)
def test_p20_address_in_disguise_is_refused_before_anything_is_resolved(url: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(RefusedError):
        check(url, resolve=never)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",  # noqa: S104 - nothing is bound
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1%eth0", "198.18.0.1", "192.0.0.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_p20_name_that_leads_inside_is_refused(ip: str) -> None:
    assert not is_public(ip)
    with pytest.raises(RefusedError, match="not a public one"):
        check("https://news.example/", resolve=lambda host, port: [PUBLIC, ip])


def test_public_address_is_taken_apart() -> None:
    target = check("https://News.Example/a/b?c=d#e", resolve=lambda host, port: [PUBLIC])
    assert (target.host, target.ip, target.path, target.port) == ("news.example", PUBLIC, "/a/b?c=d", 443)


class Trap(BaseHTTPRequestHandler):
    """A server on loopback that writes down who came."""

    hits: ClassVar[list[str]] = []
    answers: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}

    def do_GET(self) -> None:
        self.hits.append(f"{self.command} {self.path} {self.headers['Host']}")
        status, headers, body = self.answers.get(self.path, (200, {}, b"hello"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Trap]]:
    """The trap, standing in for the public server at `PUBLIC`: connections to it alone are led to loopback."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    server = HTTPServer(("127.0.0.1", 0), Trap)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    plain = socket.create_connection

    def to_the_trap(address: tuple[str, int], **given: Any) -> socket.socket:
        assert address[0] == PUBLIC
        return plain(("127.0.0.1", server.server_port), **given)

    monkeypatch.setattr(outbound.socket, "create_connection", to_the_trap)
    Trap.hits, Trap.answers = [], {}
    yield Trap
    server.shutdown()
    server.server_close()


def public(host: str, port: int) -> list[str]:
    return ["127.0.0.1"] if host == "inside.example" else [PUBLIC]


def test_answer_is_read_under_the_name_of_the_host(trap: type[Trap]) -> None:
    assert get("http://news.example/a?b=c", accept="text/html", resolve=public).body == b"hello"
    assert trap.hits == ["GET /a?b=c news.example"]


def test_p20_redirect_is_checked_like_the_first_address(trap: type[Trap]) -> None:
    trap.answers = {"/a": (302, {"Location": "http://inside.example/"}, b""), "/b": (301, {"Location": "/c"}, b"")}
    with pytest.raises(RefusedError, match="not a public one"):
        get("http://news.example/a", accept="*/*", resolve=public)
    assert get("http://news.example/b", accept="*/*", resolve=public).body == b"hello"
    trap.answers["/c"] = (301, {"Location": "/c"}, b"")
    with pytest.raises(RefusedError, match="more than 3 times"):
        get("http://news.example/c", accept="*/*", resolve=public)


def test_p24_delivery_follows_no_redirect(trap: type[Trap]) -> None:
    trap.answers = {"/hook": (307, {"Location": "/elsewhere"}, b"")}
    assert post("http://news.example/hook", body=b"{}", headers={}, resolve=public).status == 307
    assert trap.hits == ["POST /hook news.example"]


def test_p25_answer_without_end_is_cut(trap: type[Trap], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "MOST_BYTES", 1000)
    trap.answers = {"/": (200, {}, b"x" * 2000)}
    with pytest.raises(RefusedError, match="more than"):
        get("http://news.example/", accept="*/*", resolve=public)


def test_p25_answer_that_takes_too_long_is_given_up(trap: type[Trap], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 0.0)
    with pytest.raises(RefusedError, match="longer than"):
        get("http://news.example/", accept="*/*", resolve=public)
