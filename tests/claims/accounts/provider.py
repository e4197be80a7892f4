"""A small OpenID Connect provider on this machine, which can be made to lie."""

import json
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "the-desk"


@cache
def key(whose: str) -> rsa.RSAPrivateKey:
    """Made once for all tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`token` and `info` are merged into what it tells; `key` signs."""

    def __init__(self) -> None:
        self.key = key("its own")
        self.signs_with = self.key
        self.nonce = ""
        self.token: dict[str, Any] = {}
        self.info: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def settings(self) -> dict[str, Any]:
        return {
            "SSO_ISSUER": self.address,
            "OIDC_RP_CLIENT_ID": CLIENT,
            "OIDC_RP_CLIENT_SECRET": "client secret",
            "OIDC_OP_AUTHORIZATION_ENDPOINT": f"{self.address}/authorize",
            "OIDC_OP_TOKEN_ENDPOINT": f"{self.address}/token",
            "OIDC_OP_USER_ENDPOINT": f"{self.address}/userinfo",
            "OIDC_OP_JWKS_ENDPOINT": f"{self.address}/keys",
        }

    def id_token(self) -> str:
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT, "sub": "1", "nonce": self.nonce, "iat": now, "exp": now + 60}
        told = {name: value for name, value in {**told, **self.token}.items() if value is not None}
        return jwt.encode(told, self.signs_with, algorithm="RS256", headers={"kid": "one"})

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/token":
            return {"access_token": "access", "id_token": self.id_token(), "token_type": "Bearer"}
        if path == "/userinfo":
            return {"sub": "1", "email": "Editor@desk.example", "email_verified": True, **self.info}
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(provider.answer(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked.append(parse_qs(body))
                self._say(provider.answer(self.path))

            def _say(self, told: dict[str, Any]) -> None:
                body = json.dumps(told).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its signature
                """Say nothing."""

        return Handler
