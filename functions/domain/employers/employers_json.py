"""The employers as plain JSON, and back: written when `company.toml` has passed its check, read at each cold start.

Nothing is checked again, so that reading costs a tenth of what checking does.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.domain.employers.choices import Choice, Choices
from functions.domain.employers.consent_text import Agency, ConsentText, Purpose
from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import (
    Brake,
    Brand,
    Doubt,
    EmployerPolicy,
    InvitationPolicy,
    Languages,
    Retention,
    Sender,
    Timing,
    Window,
)
from functions.domain.personal_data import EmailAddress, Personal

type _Values = Mapping[str, Any]
_CHOICES = ("role_families", "shifts", "hours", "licences", "languages", "channels")


def write_employers(employers: Employers) -> str:
    """Return every employer's sources and policy as JSON."""
    written = {
        employer.id: {"sources": employers.sources_of(employer.id), "policy": asdict(employer.policy)}
        for employer in employers.every()
    }
    return json.dumps(written, default=_plain, ensure_ascii=False, indent=1)


def read_employers(text: str | bytes) -> Employers:
    """Return what `write_employers` wrote; a policy is built when it is asked for."""
    written = json.loads(text)
    sources = {employer: values["sources"] for employer, values in written.items() if employer}
    return Employers(sources, lambda employer: _policy(written[employer]["policy"]))


def _plain(value: object) -> object:
    match value:
        case timedelta():
            return value.total_seconds()
        case time():
            return value.isoformat()
        case ZoneInfo():
            return value.key
        case Personal():
            return value.reveal()
        case _:
            raise TypeError(type(value).__name__)


def _policy(values: _Values) -> EmployerPolicy:
    email = EmailAddress.restore
    return EmployerPolicy(
        brand=Brand(**_with(values["brand"], contact_email=email, privacy_contact=email, time_zone=ZoneInfo)),
        sender=Sender(**_with(values["sender"], email=email)),
        languages=Languages(**values["languages"]),
        timing=Timing(
            **_with(values["timing"], hold=_seconds, stale_after=_seconds, hired_for=_seconds, window=_window)
        ),
        doubt=Doubt(**values["doubt"]),
        brake=Brake(**_with(values["brake"], old_after=_seconds)),
        retention=Retention(**values["retention"]),
        invitation=InvitationPolicy(**_with(values["invitation"], valid=_seconds)),
        consent=ConsentText(**_with(values["consent"], purposes=_each(Purpose))),
        agencies=_each(Agency)(values["agencies"]),
        choices=Choices(**_with(values["choices"], **dict.fromkeys(_CHOICES, _each(Choice)))),
    )


def _with(values: _Values, **readers: Callable[[Any], Any]) -> dict[str, Any]:
    """Convert the values that have a reader. Return all of them."""
    return {**values, **{name: read(values[name]) for name, read in readers.items()}}


def _each[Entry](kind: Callable[..., Entry]) -> Callable[[list[dict[str, Any]]], list[Entry]]:
    return lambda entries: [kind(**entry) for entry in entries]


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _window(values: _Values | None) -> Window | None:
    if values is None:
        return None
    return Window(**{name: time.fromisoformat(text) for name, text in values.items()})
