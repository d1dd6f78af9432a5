"""Pictures of mails: how they are taken, compared with the stored ones, and stored.

To store them anew, after a change of the look that is meant: .venv/bin/python -m tests.e2e.mail_pictures
Then look at them in tests/e2e/mail_look/pictures/, and commit them with the change.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import BrowserType, Page, sync_playwright

from ops.terminal.paths import LOCAL, shown
from tests.e2e.chromium import launch, new_context
from tests.e2e.mail_letters import FOLDER, read_letters

type Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (360, 720)
_REMEDY = ".venv/bin/python -m tests.e2e.mail_pictures"
STORED, FAILED = FOLDER / "pictures", LOCAL / "mail_look"

# The same pixels on every machine and screen, as far as a switch can say so.
_DRAWING = ["--disable-lcd-text", "--font-render-hinting=none"]
_SCREEN = ["--force-color-profile=srgb", "--force-device-scale-factor=1"]
_FAMILIES = ("latin", "hebrew", "arabic")
# Letters are drawn a little differently from one Chromium to the next, but nowhere in a whole spot this wide.
_SPOT = 5
_NOTICEABLE = 12
_MOST_SPOTS = 0.0002
_MOST_ROWS = 4
# Of areas, and of the edges of letters between them: what keeps the files small.
_FLAT_COLOURS, _OTHER_COLOURS = 5, 3


@dataclass(frozen=True)
class Look:
    """What a picture shows, and how it is looked at."""

    letter: str
    scheme: Scheme
    width: int

    @property
    def name(self) -> str:
        return f"{self.letter} {self.scheme} {self.width}".replace(" ", "-")


def looks() -> list[Look]:
    """Every picture there is."""
    return [Look(*one) for one in product(read_letters(), SCHEMES, WIDTHS)]


@contextmanager
def mail_reader(chromium: BrowserType) -> Iterator[Page]:
    """A page in a browser of its own."""
    browser = launch(chromium, *_DRAWING, *_SCREEN)
    try:
        yield new_context(browser).new_page()
    finally:
        browser.close()


def show(page: Page, html: str, *, scheme: Scheme = "light", width: int = 360) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 200})
    page.set_content(html)


def picture(page: Page, html: str, look: Look) -> Image.Image:
    """The whole mail, in the fonts that every machine has."""
    show(page, html.replace("</head>", f"<style>{_fonts()}</style></head>"), scheme=look.scheme, width=look.width)
    page.evaluate("document.fonts.ready")
    return Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")


def complaint(look: Look, actual: Image.Image, folder: Path = FAILED) -> str | None:
    """What is wrong with the picture and what to do about it, or None. Leaves it and where it differs in `folder`."""
    if not (path := STORED / f"{look.name}.png").exists():
        return f"{look.name} has no stored picture. Remedy: {_REMEDY}"
    stored = Image.open(path).convert("RGB")
    if stored.width != actual.width:
        return f"{look.name} is {actual.width} wide, and not {stored.width}"
    spots = _differing(stored, actual)
    share = spots.histogram()[255] / (spots.width * spots.height)
    if share <= _MOST_SPOTS and abs(stored.height - actual.height) <= _MOST_ROWS:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    taken, marked = folder / f"{look.name}.png", folder / f"{look.name}.differs.png"
    actual.save(taken)
    _marked(actual, spots).save(marked)
    return (
        f"{look.name} looks different: {share:.2%} of it, and {stored.height} rows are {actual.height} now.\n"
        f"See {shown(taken)}, and {shown(marked)}, where what differs is pink.\n"
        f"Remedy: correct the layout; or, if it is meant to look like this: {_REMEDY}"
    )


def _differing(stored: Image.Image, actual: Image.Image) -> Image.Image:
    """255 in the middle of each spot that differs all over, else 0; of the rows that both have."""
    rows = min(stored.height, actual.height)
    both = [one.crop((0, 0, one.width, rows)) for one in (stored, actual)]
    red, green, blue = ImageChops.difference(*both).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([255 * (value > _NOTICEABLE) for value in range(256)]).filter(ImageFilter.MinFilter(_SPOT))


def _marked(actual: Image.Image, spots: Image.Image) -> Image.Image:
    mask = Image.new("L", actual.size, 255)
    mask.paste(spots.filter(ImageFilter.MaxFilter(_SPOT)))
    return Image.composite(Image.new("RGB", actual.size, "#ff3fa4"), actual, mask)


@cache
def _fonts() -> str:
    faces = "".join(
        f"@font-face {{ font-family: {family}; src: url(data:font/woff2;base64,{_font(family)}); }}"
        for family in _FAMILIES
    )
    return f"{faces} * {{ font-family: {', '.join(_FAMILIES)} !important; }}"


def _font(family: str) -> str:
    return b64encode((FOLDER / "fonts" / f"{family}.woff2").read_bytes()).decode()


def _few_colours(taken: Image.Image) -> Image.Image:
    counted = Counter(zip(*(band.tobytes() for band in taken.split()), strict=True))
    flat = [channel for colour, _ in counted.most_common(_FLAT_COLOURS) for channel in colour]
    other = taken.quantize(_OTHER_COLOURS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat + other[: 3 * _OTHER_COLOURS])
    return taken.quantize(palette=palette, dither=Image.Dither.NONE)


def _store_all() -> None:
    letters = read_letters()
    for old in STORED.glob("*.png"):
        old.unlink()
    with sync_playwright() as playwright, mail_reader(playwright.chromium) as page:
        for look in looks():
            taken = picture(page, letters[look.letter].html(), look)
            _few_colours(taken).save(STORED / f"{look.name}.png", optimize=True)


if __name__ == "__main__":
    _store_all()
