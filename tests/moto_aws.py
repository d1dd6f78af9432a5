"""AWS as moto plays it: one client for each service, and what was made once, put in place again for each test.

Making a client, or a stack's tables and queues, takes longer than most tests.
"""

import copy
import copyreg
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Condition
from typing import Any

import boto3
from moto import mock_aws
from moto.core.base_backend import BackendDict

from tests.moto_speed import make_cheaper
from tests.moto_tables import copy_tables_once

REGION = "eu-west-1"
_made: dict[Callable[[], None], list[tuple[tuple[Any, str, str], Any]]] = {}

copy_tables_once()
make_cheaper()
# A queue has one, which nobody waits for between two tests.
copyreg.pickle(Condition, lambda _condition: (Condition, ()))


@cache
def client(service: Any) -> Any:
    """Return the one client of all tests."""
    return boto3.client(
        service, REGION, aws_access_key_id="testing", aws_secret_access_key="testing", aws_session_token="testing"
    )


@contextmanager
def aws_with(make: Callable[[], None]) -> Iterator[None]:
    """Start an AWS in which there is what `make` makes, and nothing else. It is made once in this process."""
    with mock_aws():
        if make not in _made:
            make()
            _made[make] = _backends()
        # Copied all at once: SESv2 has a reference to SES.
        places, backends = zip(*_made[make], strict=True)
        for (service, account, region), backend in zip(places, copy.deepcopy(backends), strict=True):
            service[account][region] = backend
        yield


def _backends() -> list[tuple[tuple[Any, str, str], Any]]:
    """Return what moto keeps, by service, account and region."""
    found = [
        ((service, account, region), backend)
        for service in BackendDict._instances  # type: ignore[misc]
        for account, region, backend in service.iter_backends()
    ]
    places, backends = zip(*found, strict=True)
    return list(zip(places, copy.deepcopy(backends), strict=True))
