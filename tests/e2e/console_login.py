"""A login to the deployed console: a person's, invited by the operator's own code, in a browser or step by step."""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, expect

from ops.console.connection import ConsoleConnection, connect_to
from ops.console.logins import invite
from ops.deploy.employers import employers
from ops.terminal.progress import PATIENCE
from tests.e2e.deployed import Deployed, Response

_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass(frozen=True)
class CodeProof:
    """What proves that whoever fetches the token is who began the login (RFC 7636)."""

    verifier: str

    @property
    def challenge(self) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


PKCE = CodeProof(secrets.token_urlsafe(48))


@dataclass(frozen=True)
class Person:
    """Somebody who may log in."""

    address: str
    password: str


def connection(deployed: Deployed) -> ConsoleConnection:
    """Return the operator's connection to the users of this stack."""
    return connect_to("here", deployed.client("cognito-idp"), deployed.outputs, employers(), local=True)


def invited(deployed: Deployed, address: str, *roles: str, of: Sequence[str] = ("first",)) -> Person:
    """Let a person log in with these roles, for these employers."""
    password = invite(connection(deployed), address, roles, of)
    assert password
    return Person(address, password)


def log_in(page: Page, deployed: Deployed, person: Person) -> None:
    """Open the console, press its button, and log in. The browser is back on the console then."""
    page.goto(deployed.outputs["ConsoleUrl"])
    page.locator("#log-in").click()
    fill_in(page, person)
    expect(page).to_have_url(deployed.outputs["ConsoleUrl"])


def fill_in(page: Page, person: Person) -> None:
    """Log in on the page of the login."""
    page.get_by_label("Username").fill(person.address)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Sign in").click()


def settings(deployed: Deployed) -> dict[str, str]:
    """Return what the deployment tells the console's page of the login."""
    answer = deployed.call("GET", "/console/settings.json")
    assert answer.status == 200
    found: dict[str, str] = answer.json()
    return found


def login_url(deployed: Deployed, **changed: str) -> str:
    """Return where the page sends whoever logs in."""
    known = settings(deployed)
    request = {
        "response_type": "code",
        "client_id": known["client_id"],
        "redirect_uri": deployed.outputs["ConsoleUrl"],
        "scope": known["scopes"],
        "state": "s",
        "code_challenge": PKCE.challenge,
        "code_challenge_method": "S256",
    }
    return f"{known['authorize']}?{urlencode(request | changed)}"


def tokens(deployed: Deployed, person: Person, scopes: str | None = None) -> dict[str, str]:
    """Return the tokens that the page would get, without a browser. `scopes`: only these."""
    known = settings(deployed)
    form = _ask("GET", login_url(deployed, **({"scope": scopes} if scopes else {})))
    hidden = {name: unescape(value) for name, value in _HIDDEN.findall(form.body.decode())}
    filled_in = hidden | {"username": person.address, "password": person.password}
    back = _ask("POST", f"{known['authority']}/login", filled_in)
    assert back.status == 302, back.body
    code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]
    grant = {
        "grant_type": "authorization_code",
        "client_id": known["client_id"],
        "code": code,
        "redirect_uri": deployed.outputs["ConsoleUrl"],
        "code_verifier": PKCE.verifier,
    }
    answer = _ask("POST", known["token"], grant)
    assert answer.status == 200, answer.body
    found: dict[str, str] = json.loads(answer.body)
    return found


def bearer(deployed: Deployed, person: Person) -> str:
    """Return the header that opens the console's API for this person."""
    return f"Bearer {tokens(deployed, person)['access_token']}"


def _ask(method: str, url: str, form: dict[str, str] | None = None) -> Response:
    place, body = urlsplit(url), urlencode(form) if form else None
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    with closing(HTTPConnection("127.0.0.1", place.port or 80, timeout=PATIENCE)) as http:
        http.request(method, f"{place.path}?{place.query}", body=body, headers={"Host": place.netloc, **headers})
        answer = http.getresponse()
        return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
