"""Whether an opt-in says only what the form offered, and agrees to the words that stand today."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from functions.domain.employers.choices import Choice
from functions.domain.employers.policy import EmployerPolicy
from functions.optin.problems import FieldError, Problem
from functions.optin.schema import OptInRequest, ShownConsent

_FURTHEST_START = timedelta(days=2 * 366)


def validate(request: OptInRequest, policy: EmployerPolicy, today: date) -> None:
    """Raises Problem consent-changed or invalid-opt-in."""
    if request.consent != shown_consent(policy):
        raise Problem("consent-changed")
    errors = (*_consent_errors(request, policy), *_profile_errors(request, policy, today))
    if errors:
        raise Problem("invalid-opt-in", errors=errors)


def shown_consent(policy: EmployerPolicy) -> ShownConsent:
    """The reference of the words that the page shows now."""
    text = policy.consent
    digest = text.sha256(policy.agencies)
    return ShownConsent(id=text.id, version=text.version, language=text.language, sha256=digest)


def _consent_errors(request: OptInRequest, policy: EmployerPolicy) -> Iterator[FieldError]:
    purposes = policy.consent.purposes
    yield from _unknown("/purposes", request.purposes, (purpose.id for purpose in purposes))
    if not {purpose.id for purpose in purposes if purpose.required} <= set(request.purposes):
        yield FieldError("/purposes", "Tick this to join: without it there is nothing that we may keep.")
    yield from _unknown("/agencies", request.agencies, (agency.id for agency in policy.agencies))
    if request.months not in policy.choices.months:
        yield FieldError("/months", f"Choose one of {', '.join(map(str, policy.choices.months))} months.")


def _profile_errors(request: OptInRequest, policy: EmployerPolicy, today: date) -> Iterator[FieldError]:
    profile, choices = request.profile, policy.choices
    if not profile.role_families:
        yield FieldError("/profile/role_families", "Choose at least one kind of work.")
    for name in ("role_families", "shifts", "hours", "licences"):
        yield from _unknown(f"/profile/{name}", getattr(profile, name), _ids(getattr(choices, name)))
    yield from _unknown("/profile/language", [profile.language], _ids(choices.languages))
    yield from _unknown("/profile/channel", [profile.channel], _ids(choices.channels))
    if profile.distance_km is not None and profile.distance_km not in choices.distances_km:
        yield FieldError("/profile/distance_km", "Choose one of the distances in the list.")
    # A day that has passed since is what a person said when they joined, and means at once.
    if profile.earliest_start and abs(profile.earliest_start - today) > _FURTHEST_START:
        yield FieldError("/profile/earliest_start", "Give a day within two years, or leave it empty.")


def _unknown(pointer: str, given: list[str], offered: Iterable[str]) -> Iterator[FieldError]:
    if not set(given) <= set(offered):
        yield FieldError(pointer, "Choose only from what is offered.")


def _ids(choices: list[Choice]) -> list[str]:
    return [choice.id for choice in choices]
