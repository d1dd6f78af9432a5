"""For every test: no network but loopback, no credentials but made-up ones, the same examples on every run."""

import socket
from typing import Any

import pytest
from hypothesis import settings

from tests.examples import scaled

settings.register_profile(
    "kind-regards",
    max_examples=scaled(100, at_least=25),
    deadline=None,
    database=None,
    derandomize=True,
    print_blob=True,
)
settings.load_profile("kind-regards")

_connect = socket.socket.connect
_MADE_UP = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise AssertionError(f"a test called the network: {address}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)


@pytest.fixture(autouse=True)
def _made_up_credentials(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "e2e" in request.path.parts:
        return  # the embedded AWS has credentials of its own
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in _MADE_UP.items():
        monkeypatch.setenv(name, value)
