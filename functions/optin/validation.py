"""The rules of an opt-in: it says only what the form offers, and agrees to the words that stand today."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from functions.domain.employers.choices import Choice
from functions.domain.employers.employers import Employer
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.consent import consent_reference
from functions.optin.schema import OptInRequest
from functions.runtime.http.problem import FieldError, Problem

_FURTHEST_START = timedelta(days=2 * 366)


def validate(request: OptInRequest, employer: Employer, today: date) -> EmployerPolicy:
    """Return the policy with the texts that the person read, in their language.

    Raises Problem consent-changed or invalid-opt-in where the request breaks a rule.
    """
    language = request.consent.language
    policy = _policy_read(request, employer)
    if policy is None or request.consent.model_dump() != consent_reference(policy.consent, policy.agencies):
        raise Problem("consent-changed", language=language)
    errors = (*_consent_errors(request, policy), *_profile_errors(request, policy, today))
    if errors:
        raise Problem("invalid-opt-in", errors=errors, language=language)
    return policy


def _policy_read(request: OptInRequest, employer: Employer) -> EmployerPolicy | None:
    try:
        return employer.policy_in(request.consent.language)
    except KeyError:
        return None


def _consent_errors(request: OptInRequest, policy: EmployerPolicy) -> Iterator[FieldError]:
    purposes = policy.consent.purposes
    yield from _unknown("/purposes", request.purposes, (purpose.id for purpose in purposes))
    if not {purpose.id for purpose in purposes if purpose.required} <= set(request.purposes):
        yield FieldError("/purposes", "not-ticked")
    yield from _unknown("/agencies", request.agencies, (agency.id for agency in policy.agencies))
    if request.months not in policy.choices.months:
        yield FieldError("/months", "no-such-months", {"months": ", ".join(map(str, policy.choices.months))})


def _profile_errors(request: OptInRequest, policy: EmployerPolicy, today: date) -> Iterator[FieldError]:
    profile, choices = request.profile, policy.choices
    if not profile.role_families:
        yield FieldError("/profile/role_families", "no-role-family")
    for name in ("role_families", "shifts", "hours", "licences"):
        yield from _unknown(f"/profile/{name}", getattr(profile, name), _ids(getattr(choices, name)))
    yield from _unknown("/profile/language", [profile.language], _ids(choices.languages))
    yield from _unknown("/profile/channel", [profile.channel], _ids(choices.channels))
    if profile.distance_km is not None and profile.distance_km not in choices.distances_km:
        yield FieldError("/profile/distance_km", "no-such-distance")
    # A member who changes another answer later sends the same date again: a date in the past means at once.
    if profile.earliest_start and abs(profile.earliest_start - today) > _FURTHEST_START:
        yield FieldError("/profile/earliest_start", "too-far-away")


def _unknown(pointer: str, given: list[str], offered: Iterable[str]) -> Iterator[FieldError]:
    if not set(given) <= set(offered):
        yield FieldError(pointer, "not-offered")


def _ids(choices: list[Choice]) -> list[str]:
    return [choice.id for choice in choices]
