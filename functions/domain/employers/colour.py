"""The brand's colour: white words have to be readable on it, and it on white."""

import re

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
# WCAG 2.2, 1.4.3: ordinary text.
_LEAST_CONTRAST = 4.5
_LINEAR_BELOW = 0.04045


def check_colour(colour: str) -> str:
    """Return the colour in lower case. Raises ValueError for what is no colour, or too light for white text."""
    if not _HEX.fullmatch(colour):
        raise ValueError("should be a colour such as #17575f")
    contrast = contrast_with_white(colour)
    if contrast < _LEAST_CONTRAST:
        raise ValueError(
            f"is too light: white words on it have a contrast of {contrast:.2f}, and need {_LEAST_CONTRAST}"
        )
    return colour.lower()


def contrast_with_white(colour: str) -> float:
    """1 to 21. Source: WCAG 2.2, relative luminance and contrast ratio."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
