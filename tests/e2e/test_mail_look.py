"""How a mail looks: compared with stored pictures, and measured in a real browser, in light and in dark.

`mail_pictures.py` says how the pictures are stored anew. No test here needs the deployed stack.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from functions.domain.employers.colour import contrast_with_white
from functions.domain.employers.language import Language
from functions.letters.rejection import compose_rejection
from functions.letters.wording import read_wordings
from ops.words.lint.combinations import LANGUAGES, Combination, Variant, notice_of
from tests.builders import REF, Json, invitation_link, policy, rejection
from tests.e2e.mail_as_word_reads_it import as_others_read_it, as_word_reads_it, badly_nested
from tests.e2e.mail_letters import COLOUR, read_letters
from tests.e2e.mail_measures import assert_accessible, assert_can_be_read, colours, hexadecimal
from tests.e2e.mail_mutants import INACCESSIBLE, MUTANTS, UNREADABLE
from tests.e2e.mail_pictures import SCHEMES, Look, Scheme, complaint, looks, mail_reader, picture, show

LETTERS = read_letters()
INVITED = "en-CA invited"
# The darkest colour that a brand can have, and nearly the lightest that white words can be read on.
BRANDS = [COLOUR, "#000000", "#767676"]
UNBROKEN = "Lagerarbeiter" * 15 + "innen"
RIGHT_TO_LEFT = {"candidate": {"given_name": "ليلى"}, "job": {"title": "مشرفة مستودع", "location": "חיפה"}}


@pytest.fixture(scope="module")
def requested() -> list[str]:
    """What the pages of this module have asked the network for."""
    return []


@pytest.fixture(scope="module")
def reader(browser: Browser, requested: list[str]) -> Iterator[Page]:
    with mail_reader(browser.browser_type) as page:
        page.on("request", lambda request: requested.append(request.url))
        yield page


def mail_about(*jobs: Json) -> str:
    """The HTML of a real mail with an invitation, about one or several decisions."""
    decisions = [rejection(**job) for job in jobs]
    wording = read_wordings().of("en-CA")
    return compose_rejection(
        decisions, ref=REF, policy=policy(), wording=wording, invitation_link=invitation_link()
    ).html


def real_mails(language: Language) -> Iterator[str]:
    wording = read_wordings().of(language)
    for variant in Variant:
        one = Combination(language, "interviewed", "requirement_not_met", variant)
        yield notice_of(one, policy=policy(), wording=wording).html


@pytest.mark.parametrize("look", looks(), ids=lambda look: look.name)
def test_a_mail_looks_as_it_is_meant_to(reader: Page, look: Look) -> None:
    found = complaint(look, picture(reader, LETTERS[look.letter].html(), look))
    assert found is None, found


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_look_is_noticed(reader: Page, tmp_path: Path, mutant: str) -> None:
    scheme, width, whole, broken = MUTANTS[mutant]
    html, look = LETTERS[INVITED].html(), Look(INVITED, scheme, width)
    assert whole in html
    found = complaint(look, picture(reader, html.replace(whole, broken), look), tmp_path)
    assert found is not None
    assert "Remedy: " in found
    assert {path.name for path in tmp_path.iterdir()} == {f"{look.name}.png", f"{look.name}.differs.png"}


@pytest.mark.parametrize("letter", LETTERS)
def test_a_phone_that_drops_every_style_sheet_shows_the_same(reader: Page, letter: str) -> None:
    look = Look(letter, "light", 360)
    bare = re.sub("(?s)<style>.*?</style>", "", LETTERS[letter].html())
    found = complaint(look, picture(reader, bare, look))
    assert found is None, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_mail_can_be_read_on_the_smallest_phone(reader: Page, language: Language) -> None:
    for html in real_mails(language):
        show(reader, html, width=320)
        assert_can_be_read(reader)


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize(
    "jobs",
    [[{"job": {"title": UNBROKEN}}], [{"job": {"title": UNBROKEN}}, {"note": UNBROKEN}], [RIGHT_TO_LEFT] * 2],
    ids=["a title without spaces", "several", "from right to left"],
)
def test_what_people_typed_never_makes_a_phone_scroll_to_the_side(reader: Page, jobs: list[Json], width: int) -> None:
    assert len(UNBROKEN) == 200
    show(reader, mail_about(*jobs), width=width)
    assert_can_be_read(reader)


@pytest.mark.parametrize("mutant", UNREADABLE)
def test_what_cannot_be_read_is_noticed(reader: Page, mutant: str) -> None:
    html = mail_about({"job": {"title": UNBROKEN}})
    whole, broken = UNREADABLE[mutant]
    assert whole in html
    show(reader, html.replace(whole, broken), width=320)
    with pytest.raises(AssertionError):
        assert_can_be_read(reader)


@pytest.mark.parametrize("mutant", INACCESSIBLE)
def test_what_is_not_accessible_is_noticed(reader: Page, mutant: str) -> None:
    html = LETTERS[INVITED].html()
    whole, broken = INACCESSIBLE[mutant]
    assert whole in html
    show(reader, html.replace(whole, broken), scheme="dark")
    with pytest.raises(AssertionError):
        assert_accessible(reader)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("letter", [INVITED, "fr-CA not invited", "en-CA several jobs"])
def test_axe_has_nothing_to_say(reader: Page, letter: str, scheme: Scheme) -> None:
    show(reader, LETTERS[letter].html(), scheme=scheme)
    assert_accessible(reader)


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_button_is_seen_in_every_colour_a_brand_can_have(reader: Page, brand: str, scheme: Scheme) -> None:
    show(reader, LETTERS[INVITED].html(brand), scheme=scheme)
    assert_accessible(reader)
    button, sheet = colours(reader, ".button"), colours(reader, ".letter")
    assert hexadecimal(button["ground"]) == brand
    # WCAG 2.2, 1.4.11: what shows where a button is has a contrast of 3 to what is around it.
    assert contrast(button["edge"], sheet["ground"]) >= 3


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    ratios = sorted(contrast_with_white(hexadecimal(colour)) for colour in (one, other))
    return ratios[1] / ratios[0]


def test_outlook_on_the_web_has_the_same_dark_as_everybody(reader: Page) -> None:
    html = LETTERS[INVITED].html()
    selectors = [".letter", ".foot", ".small", ".button", ".button a"]
    show(reader, html, scheme="dark")
    desk, *dark = [colours(reader, selector) for selector in [".desk", *selectors]]
    # Its own marks, on whatever it has recoloured.
    show(reader, html.replace("<html ", "<html data-ogsc data-ogsb "))
    assert colours(reader, ".desk")["ground"] == desk["ground"]
    assert [colours(reader, selector) for selector in selectors] == dark


@pytest.mark.parametrize("letter", LETTERS)
def test_a_mail_holds_in_words_engine(reader: Page, letter: str) -> None:
    html = LETTERS[letter].html()
    assert re.findall('<table(?! role="presentation")', html) == []
    assert badly_nested(as_word_reads_it(html)) == badly_nested(as_others_read_it(html)) == []
    show(reader, as_word_reads_it(html), width=1200)
    sheet = reader.locator(".letter").bounding_box()
    assert sheet is not None
    assert (sheet["x"], sheet["width"]) == (290, 620)
    for button in reader.locator(".button").all():
        box: Any = button.bounding_box()
        assert box["height"] >= 44
        assert box["x"] == sheet["x"] + 60


def test_the_network_is_asked_for_nothing(reader: Page, requested: list[str]) -> None:
    for scheme in SCHEMES:
        show(reader, mail_about({}), scheme=scheme, width=720)
    # The pictures carry their fonts in themselves.
    assert [url for url in requested if not url.startswith("data:")] == []
