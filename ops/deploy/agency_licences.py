"""Agencies that the law asks for a licence: nobody may be asked to share their data with one that shows none."""

from collections.abc import Iterator, Mapping
from typing import Any

from ops.deploy.toml_lines import Place

# Ontario, Employment Standards Act, 2000, part XVIII.2: an employer may not knowingly use an agency without one.
_LICENSED = {"CA-ON"}
_SETTINGS = ("licence", "licence_checked_on")


def licence_mistakes(values: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield what is missing about the licence of each agency, in its settings or in its text.

    A value of a wrong kind is a mistake that the check of each setting tells.
    """
    agencies, brand = values.get("agencies"), values.get("brand")
    region = brand.get("region") if isinstance(brand, dict) else None
    for number, agency in enumerate(agencies if isinstance(agencies, list) else []):
        if isinstance(agency, dict):
            yield from ((("agencies", number, name), rule) for name, rule in _mistakes(agency, region))


def _mistakes(agency: Mapping[str, Any], region: object) -> Iterator[tuple[str, str]]:
    where = agency.get("region") or region
    for setting in _SETTINGS:
        is_said = f"{{{setting}}}" in str(agency.get("text"))
        if setting not in agency and where in _LICENSED:
            yield setting, f"is missing: the law of {where} asks agencies for a licence"
        elif setting not in agency and is_said:
            yield setting, "is missing, but the text says it"
        elif setting in agency and not is_said:
            yield "text", f"should say {{{setting}}}, which is filled in from the setting"
