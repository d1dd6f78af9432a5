"""The gallery in a real browser: what is chosen is shown, and what is saved appears. No test here needs the stack."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ops.deploy.company_file import COMPANY_FILE, read_company
from ops.words.preview.server import serving_folder
from ops.words.preview.watch import Preview
from ops.words.source import TEMPLATES, read_wording
from tests.e2e.accessibility import assert_accessible
from tests.e2e.chromium import new_context

INVITED = "#language=en-CA&variant=invited&stage=interviewed&reason=position_filled"


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the words that a test may spoil."""
    return Path(shutil.copytree(TEMPLATES, tmp_path_factory.mktemp("words") / "templates"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gallery") / "preview"


@pytest.fixture(scope="module")
def address(templates: Path, folder: Path) -> Iterator[str]:
    ended = threading.Event()
    preview = Preview(folder, templates, COMPANY_FILE, read_company)
    preview.write()
    watching = threading.Thread(target=preview.watch, args=[lambda: not ended.is_set()])
    watching.start()
    with serving_folder(folder, look_at=preview.look_at) as address:
        yield address
    ended.set()
    watching.join()


@pytest.fixture
def gallery(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the page at a choice; whatever it asks for has to be its own."""
    contexts, strangers, complaints = [], list[str](), list[str]()

    def open_at(choice: str = INVITED, width: int = 1400, *, at: str = address) -> Page:
        contexts.append(new_context(browser, viewport={"width": width, "height": 900}))
        page = contexts[-1].new_page()
        ours = ("data:", at.removesuffix("index.html"))
        page.on("request", lambda request: None if request.url.startswith(ours) else strangers.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{at}{choice}")
        expect(page.locator("#facts div")).to_have_count(6)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert (strangers, complaints) == ([], [])


def mail(page: Page) -> Locator:
    return page.frame_locator("#frame iframe").locator("body")


def test_the_address_says_what_is_shown_html_beside_text_with_the_version_of_the_words(
    gallery: Callable[..., Page], templates: Path
) -> None:
    page = gallery("#language=fr-CA&variant=not+invited&stage=final&reason=schedule&width=720")
    expect(mail(page)).to_contain_text("L’horaire de travail ne correspond pas à vos disponibilités")
    expect(page.locator("#text")).to_contain_text("L’horaire de travail ne correspond pas à vos disponibilités")
    assert read_wording("fr-CA", templates).version in page.inner_text("#facts")
    assert page.locator("#frame iframe").bounding_box()["width"] == 722  # type: ignore[index]


def test_each_choice_changes_what_is_shown(gallery: Callable[..., Page]) -> None:
    page = gallery()
    page.select_option("[name=employer]", "harbour")
    expect(page.locator("#facts")).to_contain_text("Harbour Foods <harbour@acme.example>")
    page.select_option("[name=language]", "de")
    expect(page.locator("#text")).to_contain_text("Guten Tag Sam Lee,")
    page.select_option("[name=reason]", "position_cancelled")
    expect(page.locator("#text")).to_contain_text("weil die Stelle nun doch nicht besetzt wird")
    page.select_option("[name=variant]", "several jobs")
    expect(page.locator("#text")).to_contain_text("- Warehouse Associate")
    assert "employer=harbour" in page.url
    page.select_option("[name=variant]", "receipt")
    expect(page.locator("#facts")).to_contain_text("Harbour Foods")
    assert page.input_value("[name=stage]") == "talent pool"
    page.select_option("[name=view]", "all")
    expect(page.locator("#all section")).to_have_count(263)


def test_arrow_keys_and_buttons_go_through_all_of_them(gallery: Callable[..., Page]) -> None:
    page = gallery("#language=en&variant=invited&stage=applied&reason=position_filled")
    expect(page.locator("#place")).to_have_text("1 of 263")
    page.click("#on")
    expect(page.locator("#place")).to_have_text("2 of 263")
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#place")).to_have_text("263 of 263")


def test_dark_is_dark_whatever_the_machine_is_set_to(gallery: Callable[..., Page]) -> None:
    page = gallery()
    letter = page.frame_locator("#frame iframe").locator(".letter")
    expect(letter).to_have_css("background-color", "rgb(253, 253, 251)")
    page.select_option("[name=scheme]", "dark")
    expect(letter).to_have_css("background-color", "rgb(26, 36, 38)")


def test_what_is_saved_appears_by_itself_with_its_new_version(gallery: Callable[..., Page], templates: Path) -> None:
    page, english = gallery(), templates / "en.toml"
    before, text = read_wording("en-CA", templates).version, english.read_text("utf-8")
    english.write_text(text.replace("A person reads every reply.", "We read every reply."), "utf-8")
    expect(page.locator("#text")).to_contain_text("We read every reply.")
    after = read_wording("en-CA", templates).version
    assert after != before
    expect(page.locator("#facts")).to_contain_text(after)
    expect(page.locator("#versions")).to_contain_text(after)
    assert page.input_value("[name=stage]") == "interviewed"


def test_a_mistake_is_told_in_the_page_and_goes_away_when_it_is_mended(
    gallery: Callable[..., Page], templates: Path
) -> None:
    page, polish = gallery("#language=pl&variant=invited&stage=applied&reason=location"), templates / "pl.toml"
    text = polish.read_text("utf-8")
    polish.write_text(text.replace("{recruiter}", "{recruiter"), "utf-8")
    expect(page.locator("#mistakes li").first).to_contain_text("pl.toml closing.note")
    expect(page.locator("#text")).to_contain_text("Dzień dobry,")
    expect(page.locator("#versions")).to_contain_text("as it was before the mistake")
    polish.write_text(text, "utf-8")
    expect(page.locator("#mistakes")).to_be_hidden()
    expect(page.locator("[name=language]")).to_have_value("pl")


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(gallery: Callable[..., Page], width: int, scheme: str) -> None:
    page = gallery(width=width)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_opens_as_a_file_too(gallery: Callable[..., Page], folder: Path) -> None:
    page = gallery(at=f"file://{folder}/index.html")
    expect(mail(page)).to_contain_text("Hello Sam,")
