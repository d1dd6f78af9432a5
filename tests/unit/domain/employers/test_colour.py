"""The brand's colour has to carry white words."""

import pytest

from functions.domain.employers.colour import check_colour, contrast_with_white


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#17575F", 8.19)]
)
def test_the_contrast_is_that_of_wcag(colour: str, contrast: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("colour", ["#17575f", "#17575F", "#767676"])
def test_a_colour_that_is_dark_enough_is_taken_in_lower_case(colour: str) -> None:
    assert check_colour(colour) == colour.lower()


@pytest.mark.parametrize(
    ("colour", "told"),
    [
        ("#777777", "too light: white words on it have a contrast of 4.48, and need 4.5"),
        ("#ffcc00", "too light: white words on it have a contrast of 1.51, and need 4.5"),
        ("teal", "should be a colour such as #17575f"),
        ("#175", "should be a colour such as #17575f"),
        ('#17575f"', "should be a colour such as #17575f"),
    ],
)
def test_any_other_is_refused_with_the_reason(colour: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        check_colour(colour)
