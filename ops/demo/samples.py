"""Nineteen applications as an ATS would publish their decisions, and the outcome that each must have."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ops.demo.names import named

SOURCE = "/ats/example/acme"
# That of another employer in functions/company.toml.
_HARBOUR = "/ats/example/harbour"

# The greeting that names nobody, and the sentence after it.
_NEUTRAL = "Hello, Thank you"
_INVITED = "/stay/#"
_JOBS = (
    {"id": "J-9", "title": "Warehouse Associate", "family": "light-industrial", "location": "Guelph, ON"},
    {"id": "J-12", "title": "Office Administrator", "family": "office", "location": "Hamilton, ON"},
    {"id": "J-15", "title": "Receptionist", "family": "office"},
)


@dataclass(frozen=True)
class Sample:
    """The messages of one application, and its expected outcome.

    `then` is published once its state is `after`. `error`: the code with which it is dead-lettered. `address`: where it
    is not the application's own.
    """

    application: str
    story: str
    messages: tuple[str, ...]
    then: tuple[str, ...] = ()
    after: str = "HELD"
    state: str = "ACCEPTED"
    error: str | None = None
    says: tuple[str, ...] = (_INVITED,)
    never_says: tuple[str, ...] = ()
    address: str = ""

    @property
    def email(self) -> str:
        return self.address or address_of(self.application)

    @property
    def mails(self) -> int:
        return int(self.error is None and self.state == "ACCEPTED")


def past_samples(now: datetime) -> list[Sample]:
    """Return applications that were decided an hour before `now`, so that their hold is over."""
    ago = now - timedelta(hours=1)
    return [*_sent(ago), *_worded(ago), _overtaken(ago), *_not_sent(ago), *_elsewhere(ago)]


def held_samples(decided_at: datetime) -> list[Sample]:
    """Return applications whose hold begins at `decided_at`: some are revoked before it is over."""
    return [*_held(decided_at), *_one_person(decided_at)]


def _sent(ago: datetime) -> list[Sample]:
    plain, repeated = _rejected("A-1001", ago, given_name="Sam"), _rejected("A-1002", ago, given_name="Noor")
    cancelled = _rejected("A-1003", ago, {"reason": "position_cancelled", "stage": "applied"}, given_name="Ines")
    return [
        Sample("A-1001", "rejected after an interview", (plain,), says=("Hello Sam,", _INVITED)),
        Sample("A-1002", "the same rejection twice, under two event ids", (repeated, _again(repeated))),
        Sample("A-1003", "the position was cancelled", (cancelled,), says=("cancelled", _INVITED)),
    ]


def _worded(ago: datetime) -> list[Sample]:
    note = "You were strong on safety. Please do try again in spring."
    signed = {"note": note, "recruiter": {"name": "Dana Lee", "email": "dana@acme.example"}}
    noted = _rejected("A-1004", ago, signed, given_name="Ada")
    other_script = _rejected("A-1005", ago, given_name="Олена")
    # What an ATS sends whose own template was not filled in.
    unusable = _rejected("A-1006", ago, given_name="{{first_name}}")
    uninvited = _rejected("A-1007", ago, {"invite": False}, given_name="Jo")
    return [
        Sample("A-1004", "with a note by a named recruiter", (noted,), says=(note, "Dana Lee", _INVITED)),
        Sample("A-1005", "a name in another script", (other_script,), says=("Hello Олена,", _INVITED)),
        Sample(
            "A-1006",
            "an unusable first name: {{first_name}}",
            (unusable,),
            says=(_NEUTRAL, _INVITED),
            never_says=("first_name",),
        ),
        Sample(
            "A-1007",
            "not to be invited to the talent pool",
            (uninvited,),
            says=("Hello Jo,",),
            never_says=(_INVITED,),
        ),
    ]


def _overtaken(ago: datetime) -> Sample:
    # In time order the rejection comes first; the queue is free to deliver them otherwise.
    early, overtaken = _rescinded("A-1010", ago + timedelta(minutes=5)), _rejected("A-1010", ago, given_name="Eli")
    story = "rescinded before the rejection arrived"
    return Sample("A-1010", story, (early,), then=(overtaken,), after="RESCINDED", state="RESCINDED")


def _held(now: datetime) -> list[Sample]:
    held, regretted = _rejected("A-1008", now, given_name="Luc"), _rejected("A-1009", now, given_name="Mai")
    hired = {"application_id": "A-1099", "hired_at": now.isoformat(), "candidate": {"id": "C-A-1016"}}
    return [
        Sample("A-1008", "decided just now: held first", (held,)),
        Sample(
            "A-1009",
            "decided just now, rescinded while it was held",
            (regretted,),
            then=(_rescinded("A-1009", now + timedelta(seconds=1)),),
            state="RESCINDED",
        ),
        Sample(
            "A-1016",
            "hired for another job while it was held",
            (_rejected("A-1016", now, given_name="Ravi"),),
            then=(_event("A-1016-hired", "hired.v1", now, hired),),
            state="RESCINDED",
        ),
    ]


def _not_sent(ago: datetime) -> list[Sample]:
    unwanted = _rejected("A-1011", ago, given_name="Kim", can_email=False)
    nowhere = _rejected("A-1012", ago, email="not an address")
    return [
        Sample("A-1011", "can_email is false", (unwanted,), state="SUPPRESSED"),
        Sample("A-1012", "invalid: not an email address", (nowhere,), error="invalid_event"),
        Sample("A-1013", "invalid: not JSON", ("application A-1013: rejected",), error="not_json"),
    ]


def _one_person(now: datetime) -> list[Sample]:
    person: Any = {"id": "C-A-1014", "email": address_of("A-1014"), "given_name": "Asha"}
    first, second = _rejected("A-1014", now, **person), _rejected("A-1015", now, **person)
    both = ("Office Administrator", "Receptionist", _INVITED)
    return [
        Sample("A-1014", "one of two applications of one person: one email for both", (first,), says=both),
        Sample("A-1015", "the other one", (second,), says=both, address=address_of("A-1014")),
    ]


def _elsewhere(ago: datetime) -> list[Sample]:
    """In another language, or for another employer."""
    french = _rejected("A-1017", ago, **named("A-1017"), locale="fr-CA", region="CA-QC")
    polish = _rejected("A-1018", ago, {"invite": False}, given_name="Zofia", locale="pl-PL")
    harbour = json.dumps(json.loads(_rejected("A-1019", ago, **named("A-1019"))) | {"source": _HARBOUR})
    return [
        Sample("A-1017", "in French", (french,), says=("Bonjour Maëlle,", "entrevue", _INVITED)),
        Sample("A-1018", "in Polish", (polish,), says=("Dzień dobry,",), never_says=(_INVITED,)),
        Sample(
            "A-1019",
            "another employer's, by its source",
            (harbour,),
            says=("Harbour Foods", _INVITED),
            never_says=("Acme",),
        ),
    ]


def burst_of_rejections(size: int, now: datetime) -> dict[str, str]:
    """Return the messages of `size` rejections about one job, by application."""
    job = {"job": {"id": "J-20", "title": "Seasonal Picker", "location": "Guelph, ON"}}
    return {name: _rejected(name, now, job, **named(name)) for name in (f"A-{2001 + n}" for n in range(size))}


def address_of(application: str) -> str:
    return f"{application.lower()}@candidates.example"


def _rejected(application: str, decided_at: datetime, more: Mapping[str, Any] | None = None, **candidate: Any) -> str:
    data = {
        "application_id": application,
        "decided_at": decided_at.isoformat(),
        "stage": "interviewed",
        "reason": "position_filled",
        "candidate": {"id": f"C-{application}", "email": address_of(application), "locale": "en-CA", **candidate},
        "job": _JOBS[int(application[-1]) % len(_JOBS)],
    }
    return _event(f"{application}-rejected", "rejected.v1", decided_at, {**data, **(more or {})})


def _rescinded(application: str, at: datetime) -> str:
    data = {"application_id": application, "rescinded_at": at.isoformat()}
    return _event(f"{application}-rescinded", "rejection_rescinded.v1", at, data)


def _again(message: str) -> str:
    event = json.loads(message)
    return json.dumps(event | {"id": f"{event['id']}-again"})


def _event(identity: str, kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    event = {"specversion": "1.0", "id": identity, "source": SOURCE, "time": at.isoformat(), "data": data}
    return json.dumps(event | {"type": f"org.kindregards.candidate.{kind}"}, ensure_ascii=False)
