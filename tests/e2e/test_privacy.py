"""No email address and no name occurs in any log line, whatever happened to the person."""

import json
from functools import partial
from typing import Any

from tests.e2e.decisions import SOURCE, rejected
from tests.e2e.deployed import Deployed, until

_SEEDED = {
    "email": "quetzalcoatl.zebra@example.com",
    "given_name": "Xylophonia",
    "family_name": "Brontosaurus-Quincunx",
}
_RECRUITER = {"name": "Perspicacia Umbrellabird", "email": "umbrellabird@acme.example"}
_NOTE = "Ask for Rumpelstiltskin at the gate"
_AREA = "Llanfairpwllgwyngyll"
_TRACES = ["quetzalcoatl", "xylophonia", "brontosaurus", "perspicacia", "umbrellabird", "rumpelstiltskin", "llanfair"]


def seeded(application_id: str, *, can_email: bool = True, **data: Any) -> str:
    candidate = {**_SEEDED, "id": f"C-{application_id}", "can_email": can_email}
    return rejected(application_id, _SEEDED["email"], candidate=candidate, recruiter=_RECRUITER, note=_NOTE, **data)


def test_no_log_line_leads_to_a_person(deployed: Deployed) -> None:
    wrong_type = seeded("log-2", stage="Xylophonia at the gate")
    wrong_name = json.loads(seeded("log-3"))
    wrong_name["data"]["candidate"]["email"] = "Xylophonia <quetzalcoatl>"
    deployed.publish(seeded("log-1"), wrong_type, json.dumps(wrong_name), seeded("log-1"), "Xylophonia, not JSON")
    code = deployed.link_in(deployed.mail_to(_SEEDED["email"])).partition("#")[2]
    # Only now: an objection stops every email of the same person that has not gone out.
    deployed.publish(seeded("log-4", can_email=False))
    caller = partial(deployed.call, authorization=f"Bearer {code}", content_type="application/json")
    shown = caller("GET", "/api/invitation").json()
    profile = {"role_families": ["warehouse"], "language": "en", "channel": "email", "area": _AREA}
    consent = {name: shown["consent"][name] for name in ("id", "version", "language", "sha256")}
    body = {"consent": consent, "purposes": ["openings"], "months": 12, "profile": profile}
    answers = [
        caller("PUT", "/api/opt-in", body=json.dumps({**body, "name": "Xylophonia"}).encode()),
        caller("PUT", "/api/opt-in", body=json.dumps(body).encode()),
        caller("GET", "/api/opt-in/export"),
        caller("GET", "/api/quetzalcoatl"),
    ]
    assert [answer.status for answer in answers] == [422, 200, 200, 404]
    until(lambda: deployed.state_of(SOURCE, "log-1") == "ACCEPTED" and not deployed.waiting(), "all to be done")

    # These are the logs of what just happened.
    assert deployed.logged("log-1", again=lambda: deployed.publish(seeded("log-1")))
    lines = deployed.log_lines()
    assert [line for line in lines if any(trace in line.lower() for trace in _TRACES)] == []
    assert [line for line in lines if "@example.com" in line or code in line] == []


def test_what_is_set_aside_is_explained_without_quoting_it(deployed: Deployed) -> None:
    body = seeded("log-5", stage="Xylophonia did not smile")
    deployed.publish(body)
    until(lambda: not deployed.waiting(), "the message to be done")

    reason = deployed.set_aside()[body]

    assert reason["error_code"] == "invalid_event"
    assert reason["error_detail"].startswith("data.stage: ")
    assert not any(trace in reason["error_detail"].lower() for trace in _TRACES)
