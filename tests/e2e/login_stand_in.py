"""A small identity provider in the place of Cognito: a page with one button, codes for one use, PKCE checked."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SCOPES = "console-client", ["pool/search", "pool/export", "pool/audit", "notices/read", "notices/decide"]
_PAGE = (
    "<!doctype html><html lang=en><title>Log in</title><main><h1>Log in</h1><a id=in href='{}'>Log in</a></main></html>"
)


@dataclass
class Codes:
    """What was given out, and what the next login answers."""

    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    logins: int = 0
    error: str | None = None
    # Seconds that the next access token is good for.
    lasts: int = 900
    logged_out: int = 0


class LoginServer(ThreadingHTTPServer):
    """Answers `/oauth2/authorize`, `/oauth2/token` and `/logout`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.codes, self.home = Codes(), ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def settings(self) -> dict[str, Any]:
        """The console's settings, as the deployment writes them."""
        logout = f"{self.url}/logout?{urlencode({'client_id': CLIENT, 'logout_uri': self.home})}"
        return {"authority": self.url, "client_id": CLIENT, "scopes": SCOPES, "logout": logout}

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the login leads. Assert that it was asked for as the standard wants it."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["redirect_uri"] == self.home
        assert query["code_challenge_method"] == "S256"
        assert query["scope"].split() == SCOPES
        if self.codes.error:
            return f"{self.home}?{urlencode({'error': self.codes.error, 'state': query['state']})}"
        code = secrets.token_urlsafe()
        self.codes.asked[code] = query
        return f"{self.home}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Return the tokens of a code that was not used before, and whose proof is right."""
        query = self.codes.asked.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not query or query["code_challenge"] != challenge or form["redirect_uri"] != self.home:
            return None
        token = f"access.{secrets.token_urlsafe()}"
        self.codes.tokens.append(token)
        self.codes.logins += 1
        rest = {"id_token": "id.secret", "refresh_token": "refresh.secret", "token_type": "Bearer"}
        return {"access_token": token, "expires_in": self.codes.lasts, **rest}


class _Handler(BaseHTTPRequestHandler):
    server: LoginServer

    def log_message(self, *_parts: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/oauth2/authorize":
            leads_to = self.server.authorize({name: values[0] for name, values in parse_qs(url.query).items()})
            # Whoever has logged in before is led on at once, as managed login does.
            if self.server.codes.logins or self.server.codes.error:
                self._answer(302, b"", location=leads_to)
            else:
                self._answer(200, _PAGE.format(leads_to.replace("&", "&amp;")).encode())
        elif url.path == "/logout":
            self.server.codes.logged_out += 1
            self.server.codes.logins = 0
            self._answer(302, b"", location=self.server.home)
        else:
            self._answer(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.server.token({name: values[0] for name, values in parse_qs(body).items()})
        self._answer(200 if answer else 400, json.dumps(answer or {"error": "invalid_grant"}).encode())

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        kind = "text/html; charset=utf-8" if content.startswith(b"<") else "application/json"
        plain = {"Content-Type": kind, "Content-Length": str(len(content)), "Access-Control-Allow-Origin": "*"}
        for name, value in {**plain, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
