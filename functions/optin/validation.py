"""The rules of an opt-in: it says only what the form offers, and agrees to the words that stand today."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from functions.domain.employers.choices import Choice
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.consent import consent_reference
from functions.domain.pool.membership import OptIn
from functions.optin.schema import Agreement, OptInRequest, Profile
from functions.runtime.http.problem import FieldError, Problem

_FURTHEST_START = timedelta(days=2 * 366)


def validate(request: OptInRequest, policy: EmployerPolicy, today: date, before: OptIn | None = None) -> None:
    """Raise Problem consent-changed or invalid-opt-in where a request that agrees to something new breaks a rule.

    `before`: the opt-in that it changes. What was recorded may be sent again where it is no longer offered.
    """
    _check_words(request, policy)
    _raise(
        (*_consent_errors(request, policy, before), *_profile_errors(request.profile, policy, today, before)), request
    )


def validate_correction(request: OptInRequest, policy: EmployerPolicy, today: date, before: OptIn) -> None:
    """Raise Problem invalid-opt-in where a request breaks a rule that agrees to nothing but what is recorded, or less.

    Whoever takes something back need not agree to words that are newer.
    """
    recorded = {purpose["id"] for purpose in before.receipt.purposes}
    required = {purpose.id for purpose in policy.consent.purposes if purpose.required} & recorded
    missing = not request.purposes or not required <= set(request.purposes)
    _raise(
        (
            *([FieldError("/purposes", "not-ticked")] if missing else []),
            *_months_errors(request.months, policy, before),
            *_profile_errors(request.profile, policy, today, before),
        ),
        request,
    )


def validate_agreement(request: Agreement, policy: EmployerPolicy) -> None:
    """Raise Problem consent-changed or invalid-opt-in where a new consent to today's words breaks a rule."""
    _check_words(request, policy)
    _raise(tuple(_consent_errors(request, policy)), request)


def _raise(errors: tuple[FieldError, ...], request: Agreement) -> None:
    if errors:
        raise Problem("invalid-opt-in", errors=errors, language=request.consent.language)


def _check_words(request: Agreement, policy: EmployerPolicy) -> None:
    if request.consent.model_dump() != consent_reference(policy.consent, policy.agencies):
        raise Problem("consent-changed", language=request.consent.language)


def _consent_errors(request: Agreement, policy: EmployerPolicy, before: OptIn | None = None) -> Iterator[FieldError]:
    purposes = policy.consent.purposes
    yield from _unknown("/purposes", request.purposes, (purpose.id for purpose in purposes))
    if not {purpose.id for purpose in purposes if purpose.required} <= set(request.purposes):
        yield FieldError("/purposes", "not-ticked")
    yield from _unknown("/agencies", request.agencies, (agency.id for agency in policy.agencies))
    yield from _months_errors(request.months, policy, before)


def _months_errors(months: int, policy: EmployerPolicy, before: OptIn | None) -> Iterator[FieldError]:
    if months not in policy.choices.months and not (before and months == before.months):
        yield FieldError("/months", "no-such-months", {"months": ", ".join(map(str, policy.choices.months))})


def _profile_errors(
    profile: Profile, policy: EmployerPolicy, today: date, before: OptIn | None
) -> Iterator[FieldError]:
    choices, labels = policy.choices, before.labels if before else {}
    if not profile.role_families:
        yield FieldError("/profile/role_families", "no-role-family")
    for name in ("role_families", "shifts", "hours", "licences"):
        offered = _offered(getattr(choices, name), labels.get(name, {}))
        yield from _unknown(f"/profile/{name}", getattr(profile, name), offered)
    languages, channels = labels.get("language", {}), labels.get("channel", {})
    yield from _unknown("/profile/language", [profile.language], _offered(choices.languages, languages))
    yield from _unknown("/profile/channel", [profile.channel], _offered(choices.channels, channels))
    if profile.distance_km not in (None, *choices.distances_km, before and before.answers.get("distance_km")):
        yield FieldError("/profile/distance_km", "no-such-distance")
    # A member who changes another answer later sends the same date again: a date in the past means at once.
    if profile.earliest_start and abs(profile.earliest_start - today) > _FURTHEST_START:
        yield FieldError("/profile/earliest_start", "too-far-away")


def _unknown(pointer: str, given: list[str], offered: Iterable[str]) -> Iterator[FieldError]:
    if not set(given) <= set(offered):
        yield FieldError(pointer, "not-offered")


def _offered(choices: list[Choice], recorded: Mapping[str, str]) -> set[str]:
    return {choice.id for choice in choices} | recorded.keys()
