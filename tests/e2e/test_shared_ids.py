"""Two strangers under one candidate id: each is told, and each has a place in the talent pool of their own."""

import json
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any

import pytest

from tests.e2e.decisions import rejected
from tests.e2e.deployed import Deployed, Response

_AGAIN_AFTER = 10.0
_ANN = {"given_name": "Ann", "family_name": "Archer"}
_BEN = {"given_name": "Ben", "family_name": "Baker"}


def rejection_of(application_id: str, candidate_id: str, names: dict[str, str]) -> str:
    return rejected(application_id, f"{application_id}@example.com", candidate={"id": candidate_id, **names})


class Link:
    """The link in one stranger's email, as their browser uses it."""

    def __init__(self, deployed: Deployed, application_id: str) -> None:
        code = deployed.link_in(deployed.mail_to(f"{application_id}@example.com")).partition("#")[2]
        self._call = partial(deployed.call, authorization=f"Bearer {code}", content_type="application/json")

    def shown(self) -> dict[str, Any]:
        return dict(self._call("GET", "/api/invitation").json())

    def join(self, role_family: str) -> Response:
        consent = {name: self.shown()["consent"][name] for name in ("id", "version", "language", "sha256")}
        profile = {"role_families": [role_family], "language": "en", "channel": "email"}
        body = {"consent": consent, "purposes": ["openings"], "months": 12, "profile": profile}
        return self._call("PUT", "/api/opt-in", body=json.dumps(body).encode())

    def export(self) -> dict[str, Any]:
        return dict(self._call("GET", "/api/opt-in/export").json())

    def withdraw(self) -> Response:
        return self._call("DELETE", "/api/opt-in")


def told_together(deployed: Deployed) -> Iterator[Link]:
    deployed.publish(rejection_of("zero-ann", "0", _ANN), rejection_of("zero-ben", "0", _BEN))
    yield from (Link(deployed, "zero-ann"), Link(deployed, "zero-ben"))


def told_one_after_the_other(deployed: Deployed) -> Iterator[Link]:
    """The first one may join before anybody knows of the second."""
    for application_id, names in (("nought-ann", _ANN), ("nought-ben", _BEN)):
        deployed.publish(rejection_of(application_id, "00", names))
        yield Link(deployed, application_id)


@pytest.mark.parametrize("told", [told_together, told_one_after_the_other])
def test_strangers_with_one_candidate_id_are_each_told_and_join_apart(deployed: Deployed, told: Any) -> None:
    strangers = told(deployed)
    ann = next(strangers)
    assert ann.shown()["given_name"] == "Ann"
    assert ann.join("warehouse").status == 200
    ben = next(strangers)
    assert (ben.shown()["given_name"], ben.shown()["opt_in"]["state"]) == ("Ben", "none")
    assert ben.join("office").status == 200

    assert [profile_in(link.export()) for link in (ann, ben)] == [("Archer", ["warehouse"]), ("Baker", ["office"])]
    assert ann.withdraw().status == 200
    assert (ann.export()["state"], ann.export()["person"]) == ("withdrawn", None)
    assert profile_in(ben.export()) == ("Baker", ["office"])
    assert [entry["kind"] for entry in ben.export()["consents"]] == ["given"]


def profile_in(export: dict[str, Any]) -> tuple[str, list[str]]:
    return export["person"]["family_name"], export["opt_in"]["profile"]["role_families"]


def test_the_operator_hears_of_an_id_that_several_people_have(deployed: Deployed) -> None:
    pairs, published = count(), [0.0]

    def repeat() -> None:
        # The embedded AWS may lose a line, and of those who are told already nobody warns again: a new pair, then.
        if time.monotonic() > published[0] + _AGAIN_AFTER:
            number, published[0] = next(pairs), time.monotonic()
            people = {"ann": _ANN, "ben": _BEN}
            deployed.publish(*(rejection_of(f"alarm-{who}-{number}", "000", names) for who, names in people.items()))

    repeat()
    for name in ("alarm-ann-0", "alarm-ben-0"):
        deployed.mail_to(f"{name}@example.com")

    assert deployed.logged("candidate id of several people", "alarm-ben", again=repeat)
    assert deployed.logged('"CandidateIdShared":[', again=repeat)
    alarms = deployed.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert [alarm["Namespace"] for alarm in alarms if alarm["MetricName"] == "CandidateIdShared"] == ["KindRegards"]
