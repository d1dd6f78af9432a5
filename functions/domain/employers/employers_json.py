"""The employers as plain JSON, and back: written when `company.toml` has passed its check, read at each cold start.

Nothing is checked again, so that reading costs a tenth of what checking does. The texts in other languages are a file
for each employer and language, so that a cold start reads none of them but the one that somebody asks for.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.domain.employers.employers import Employers
from functions.domain.employers.json_values import plain, with_readers
from functions.domain.employers.lazy_texts import LazyTexts
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
from functions.domain.employers.texts_json import read_texts, texts_file
from functions.domain.personal_data import EmailAddress

type _Values = Mapping[str, Any]


def write_employers(employers: Employers) -> str:
    """Return every employer's sources and policy as JSON."""
    written = {
        employer.id: {
            "sources": employers.sources_of(employer.id),
            "policy": asdict(employer.policy),
            "translations": list(employer.translations),
        }
        for employer in employers.every()
    }
    return json.dumps(written, default=plain, ensure_ascii=False, indent=1)


def read_employers(text: str | bytes, read_file: Callable[[str], str | bytes]) -> Employers:
    """Return what `write_employers` wrote. A policy is built when it is asked for, as are texts in another language.

    `read_file` returns what `write_texts` wrote under the name that `texts_file` says.
    """
    written = json.loads(text)
    sources = {employer: values["sources"] for employer, values in written.items() if employer}

    def translations(employer: str) -> LazyTexts:
        read = lambda language: read_texts(json.loads(read_file(texts_file(employer, language))))  # noqa: E731
        return LazyTexts(written[employer]["translations"], read)

    return Employers(
        sources, lambda employer: _policy(written[employer]["policy"]), written[""]["sources"], translations
    )


def _policy(values: _Values) -> EmployerPolicy:
    email = EmailAddress.restore
    return EmployerPolicy(
        brand=Brand(**with_readers(values["brand"], contact_email=email, privacy_contact=email, time_zone=ZoneInfo)),
        sender=Sender(**with_readers(values["sender"], email=email)),
        languages=Languages(**values["languages"]),
        timing=Timing(
            **with_readers(values["timing"], hold=_seconds, stale_after=_seconds, hired_for=_seconds, window=_window)
        ),
        doubt=Doubt(**values["doubt"]),
        brake=Brake(**with_readers(values["brake"], old_after=_seconds)),
        retention=Retention(**values["retention"]),
        invitation=InvitationPolicy(**with_readers(values["invitation"], valid=_seconds)),
        **vars(read_texts(values)),
    )


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _window(values: _Values | None) -> Window | None:
    if values is None:
        return None
    return Window(**{name: time.fromisoformat(text) for name, text in values.items()})
