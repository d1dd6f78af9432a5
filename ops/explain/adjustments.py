"""Descriptions, in plain words, of what the intake leaves out of a decision or repairs in it."""

from collections.abc import Iterable, Iterator

from functions.domain.decisions.adjustments import Adjustment, AdjustmentKind

_WORDS = {
    AdjustmentKind.REASON_IGNORED: "not a reason of the contract, so the notice gives none",
    AdjustmentKind.NOTE_TOO_LONG: "more than 600 characters, so it is left out",
    AdjustmentKind.NOTE_SAYS_NOTHING: "no value, so it is left out",
    AdjustmentKind.TITLE_SHORTENED: "more than 200 characters, so it is shortened",
    AdjustmentKind.PLACE_LEFT_OUT: "too long, a placeholder or no value, so it is left out",
    AdjustmentKind.NAME_LEFT_OUT: "not a person's name, so it is left out",
    AdjustmentKind.TIME_ZONE_IGNORED: "not a time zone that we know, so it is ignored",
    AdjustmentKind.REGION_IGNORED: "not a region of ISO 3166, so it is ignored",
    AdjustmentKind.REPLY_ADDRESS_IGNORED: "no address that a person reads, so replies go to the employer's contact",
    AdjustmentKind.TEXT_REPAIRED: "cut or escaped on its way, and repaired",
}


def describe_adjustments(adjustments: Iterable[Adjustment]) -> Iterator[str]:
    """Yield a line for each adjustment, without the value."""
    for field, kind in adjustments:
        yield f"{field}: {_WORDS[kind]}"
