"""The services of the stub: their answers, how late these are, and a record of all that came in."""

import json
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from itertools import count
from typing import Any

from bench.stub.refusal import Refusal
from bench.stub.schedules import Schedules
from bench.stub.server import Answer, Request
from bench.stub.tables import Tables

type Json = dict[str, Any]

# Seconds. SES as its own users see it within a Region, the others as their typical answer is.
SES_LATENCY = 0.080
LATENCY = 0.006
# What the stub has as the secret that signs invitations.
SIGNING_KEY = "the key of every bench"
# Not AWS: what came in since it was last asked, upon which everything begins anew.
TAKE = "/bench/take"

_SEND = "/v2/email/outbound-emails"
_SCHEDULES = "/schedules/"
_DYNAMODB, _SECRETS = "DynamoDB_20120810", "secretsmanager"


class Aws:
    """All services. An operation that it does not know succeeds and says nothing."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._tables, self._schedules, self._message_ids = Tables(), Schedules(), count()
        self._calls, self._sent_at, self._sent_bytes = Counter[str](), list[float](), 0

    def answer(self, request: Request) -> Answer:
        if request.path == TAKE:
            return Answer(HTTPStatus.OK, self._take())
        if request.path == _SEND:
            return self._send(request)
        if request.path.startswith(_SCHEDULES):
            self._calls["Scheduler.schedules"] += 1
            return _late(lambda: self._schedule(request))
        service, _, operation = (request.target or f"Scheduler.{request.path.split('/')[1]}").partition(".")
        self._calls[f"{service}.{operation}"] += 1
        return _late(lambda: self._call(service, operation, json.loads(request.body)))

    def _send(self, request: Request) -> Answer:
        self._calls["SES.SendEmail"] += 1
        self._sent_at.append(request.at)
        self._sent_bytes += len(request.body)
        message_id = f"{next(self._message_ids):016x}"
        return Answer(HTTPStatus.OK, json.dumps({"MessageId": message_id}).encode(), SES_LATENCY)

    def _schedule(self, request: Request) -> Json:
        self._schedules.create(request.path.removeprefix(_SCHEDULES), request.at)
        return {"ScheduleArn": "arn"}

    def _call(self, service: str, operation: str, asked: Json) -> Json:
        if service == _DYNAMODB:
            return self._tables.operations[operation](asked)
        if service == _SECRETS:
            return _secret(asked)
        return {}

    def _take(self) -> bytes:
        seen = {
            "calls": self._calls,
            "sent_at": self._sent_at,
            "sent_bytes": self._sent_bytes,
            "scheduling": self._schedules.answers,
        }
        self._begin()
        return json.dumps(seen).encode()


def _secret(asked: Json) -> Json:
    if asked.get("VersionStage", "AWSCURRENT") != "AWSCURRENT":
        raise Refusal("ResourceNotFoundException")
    return {"ARN": asked["SecretId"], "Name": "invitations", "SecretString": SIGNING_KEY}


def _late(call: Callable[[], Json]) -> Answer:
    try:
        return Answer(HTTPStatus.OK, json.dumps(call()).encode(), LATENCY)
    except Refusal as refusal:
        said = {"__type": f"stub#{refusal.code}", "message": refusal.code, **refusal.details}
        return Answer(refusal.status, json.dumps(said).encode(), LATENCY)
    except Exception:  # noqa: BLE001
        # The caller's failure says that there was one; here is why.
        traceback.print_exc(file=sys.stderr)
        return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, b"{}", LATENCY)
