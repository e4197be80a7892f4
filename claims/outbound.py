"""Requests to addresses that somebody else has named: never to a machine inside, never more than was asked for.

The address is parsed once, its host must be a name (an IP address in any spelling is refused), the name is resolved
once, every address that it has must be a public one, and the connection goes to the very address that was checked,
so that an answer of the DNS that changes in between leads nowhere. Redirects are checked in the same way. The time
and the size of an answer are bounded. threats: server-side request forgery.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from claims.refusals import NotSo

SECONDS = 10.0  # for the whole request, redirects included
MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.(?!-)[a-z][a-z0-9-]{1,62}(?<!-)\.?")
PRINTED = re.compile(r"[\x21-\x5b\x5d-\x7e]+")  # visible ASCII without the backslash
# Public by the register, yet they lead to addresses of another kind: NAT64, 6to4, Teredo.
LEADS_ELSEWHERE = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))

Address = tuple[str, int]  # an IP address and a port
Resolve = Callable[[str, int], list[str]]


class RefusedError(Exception):
    """The request is not made, or not to its end. The text says why, without repeating the address."""


@dataclass(frozen=True)
class Answer:
    """What came back: at most `MOST_BYTES` of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True)
class Target:
    """An address taken apart and found fit: where to connect, and under which name."""

    url: str
    scheme: str
    host: str
    ip: str
    path: str
    port: int = field(default=0)


def resolve(host: str, port: int) -> list[str]:
    """Every IP address of a host name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedError("The host of the address cannot be found.") from None
    return sorted({str(each[4][0]) for each in found})


def check(url: str, *, resolve: Resolve = resolve) -> Target:
    """Take an address apart and resolve it. Raises RefusedError for whatever does not lead to a public server."""
    scheme, host, path = _taken_apart(url)
    port = PORTS[scheme]
    found = resolve(host, port)
    if not found or not all(is_public(each) for each in found):
        raise RefusedError("The host of the address is not a public one.")
    return Target(url, scheme, host, found[0], path, port)


def accept(url: str, *, field: str, resolve: Resolve | None = None) -> None:
    """Take an address that a person gives. Raises NotSo; without `resolve` only its form is looked at."""
    try:
        if resolve is None:
            _taken_apart(url)
        else:
            check(url, resolve=resolve)
    except RefusedError as refused:
        raise NotSo(str(refused), field=field) from None


def _taken_apart(url: str) -> tuple[str, str, str]:
    """Scheme, host and path."""
    if not PRINTED.fullmatch(url):
        raise RefusedError("The address contains spaces, backslashes or other signs that do not belong there.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError("The address cannot be read.") from None
    if parts.scheme not in PORTS:
        raise RefusedError("The address must start with http:// or https://.")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise RefusedError("The address must not contain a user name or password.")
    if port not in (None, PORTS[parts.scheme]):
        raise RefusedError("The address must not name a port.")
    host = (parts.hostname or "").lower()
    if not NAME.fullmatch(host):
        raise RefusedError("The address must name a host such as news.example, not an IP address.")
    return parts.scheme, host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_public(address: str) -> bool:
    """Whether an IP address is one on the public network, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in LEADS_ELSEWHERE):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def get(url: str, *, accept: str, resolve: Resolve = resolve) -> Answer:
    """Read what stands at an address. Follows a few redirects, each checked like the first address."""
    deadline = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        target = check(url, resolve=resolve)
        answer = _ask(target, "GET", b"", {"Accept": accept}, deadline)
        if answer.status not in REDIRECTS:
            return answer
        url = urljoin(url, answer.headers.get("location", ""))
    raise RefusedError(f"The address leads on more than {MOST_REDIRECTS} times.")


def post(url: str, *, body: bytes, headers: Mapping[str, str], resolve: Resolve = resolve) -> Answer:
    """Send something to an address. A redirect is an answer like any other: nothing is sent on."""
    target = check(url, resolve=resolve)
    return _ask(target, "POST", body, headers, time.monotonic() + SECONDS)


def _ask(target: Target, method: str, body: bytes, headers: Mapping[str, str], deadline: float) -> Answer:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=_left(deadline))
    try:
        connection.sock = _connect(target, deadline)
        connection.request(method, target.path, body or None, {"User-Agent": "fact-check desk", **headers})
        answer = connection.getresponse()
        read = _read(answer, connection, deadline)
    except (OSError, http.client.HTTPException) as error:
        raise RefusedError(f"The host of the address does not answer ({type(error).__name__}).") from None
    finally:
        connection.close()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, read, target.url)


def _connect(target: Target, deadline: float) -> socket.socket:
    """A connection to the address that was checked; the certificate must be the name's."""
    plain = socket.create_connection((target.ip, target.port), timeout=_left(deadline))
    if target.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except OSError:
        plain.close()
        raise


def _read(answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, deadline: float) -> bytes:
    read = bytearray()
    while chunk := answer.read1(65_536):
        read += chunk
        if len(read) > MOST_BYTES:
            raise RefusedError(f"The answer has more than {MOST_BYTES // (1024 * 1024)} MB.")
        if connection.sock is not None:
            connection.sock.settimeout(_left(deadline))
    return bytes(read)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise RefusedError(f"The answer took longer than {SECONDS:.0f} seconds.")
    return left
