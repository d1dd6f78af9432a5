"""The console as it is built: once for all employers, in its own languages, with its own words checked."""

from pathlib import Path

import pytest

from ops.deploy.site import build
from ops.terminal.failure import Failure
from tests.builders import employers

ENGLISH = employers(languages={"default": "en"})
PAGE = """<html lang="{{language.tag}}" dir="{{language.direction}}"><h1>{{console.title}}</h1>
<link rel="stylesheet" href="/assets/console.css"><script type="module" src="/assets/console.js"></script>
<script type="application/json" id="words">{{script}}</script>
"""
WORDS = '[console]\ntitle = "Console"\n[script]\nwait = "Wait"\ndone = "Done"\n'
FILES = {
    "pages/index.html": "<h1>{{home.title}}</h1>",
    "pages/assets/shared.js": "say('wait');",
    "words/en.toml": '[home]\ntitle = "Home"\n[script]\nwait = "Please wait"\n',
    "pages/console/index.html": PAGE,
    "pages/console/console.js": "import './shared.js';\nsay('done');",
    "pages/console/console.css": "h1 { color: red; }",
    "words/console/en.toml": WORDS,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return tmp_path


def write(site: Path, name: str, text: str) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, "utf-8")


def mistakes(site: Path) -> str:
    with pytest.raises(Failure) as refused:
        build(ENGLISH, site)
    return refused.value.problem.replace(f"{site}/", "")


def test_all_employers_share_one_page_and_it_names_its_assets_by_content(site: Path) -> None:
    files = build(ENGLISH, site)

    assert [key for key in files if "console" in key and key.endswith(".html")] == ["console/index.html"]
    page = files["console/index.html"].decode()
    assert '<html lang="en" dir="ltr"><h1>Console</h1>' in page
    (script,) = (key for key in files if key.startswith("assets/console.") and key.endswith(".js"))
    assert f'src="/{script}"' in page
    (shared,) = (key.removeprefix("assets/") for key in files if key.startswith("assets/shared."))
    assert f"./{shared}" in files[script].decode()


def test_another_language_has_a_folder_of_its_own(site: Path) -> None:
    write(site, "words/console/fr.toml", WORDS.replace("Console", "Console des recruteurs"))

    files = build(ENGLISH, site)

    assert 'lang="fr"' in files["console/fr/index.html"].decode()
    assert 'lang="en"' in files["console/index.html"].decode()


@pytest.mark.parametrize(
    ("name", "text", "mistake"),
    [
        (
            "pages/console/console.js",
            "say('gone');",
            "pages/console/console.js:1: script.gone is not in words/console/en.toml",
        ),
        (
            "words/console/en.toml",
            WORDS + 'more = "More"\n',
            "words/console/en.toml: script.more: no page and no script says it",
        ),
        (
            "words/console/en.toml",
            WORDS.replace('wait = "Wait"\n', ""),
            "pages/assets/shared.js:1: script.wait is not in words/console/en.toml",
        ),
        (
            "pages/console/index.html",
            PAGE.replace("console.title", "console.lead"),
            "pages/console/index.html:1: console.lead is not in words/console/en.toml",
        ),
        ("words/console/en.toml", WORDS.replace("Console", "<b>Console</b>"), 'console.title: markup, "<"'),
        ("pages/console/shared.js", "", "pages/console/shared.js: the candidates' pages have an asset of this name"),
    ],
)
def test_a_mistake_is_named_with_its_place(site: Path, name: str, text: str, mistake: str) -> None:
    write(site, name, text)

    assert mistake in mistakes(site)


def test_a_site_without_a_console_has_none(site: Path) -> None:
    for path in (*(site / "pages/console").iterdir(), site / "words/console/en.toml"):
        path.unlink()

    assert not [key for key in build(ENGLISH, site) if key.startswith("console/")]
