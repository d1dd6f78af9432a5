"""The page's own promises: small, self-contained, its words apart, nothing inline, nothing from anybody else."""

import gzip
import re
import tomllib
from pathlib import Path

import pytest

from ops.deploy.company_file import read_company
from ops.deploy.site import build
from ops.deploy.site_console import FOLDER as CONSOLE
from ops.deploy.site_words import languages, read_words

_SITE = Path(__file__).parents[2] / "site"
_SOURCES = _SITE / "pages"
_BUDGET = 14 * 1024
_BUILT = build(read_company())
_PAGES = sorted(key for key in _BUILT if key.endswith(".html"))
_LANGUAGES = languages(_SITE / "words")
_OPT_IN_PAGES = [key for key in _PAGES if key.endswith("stay/index.html")]
_SOURCE_PAGES = sorted(_SOURCES.rglob("*.html"))
_FOLDERS = re.compile(r"(?:of/(?P<employer>\w+)/)?(?:(?P<language>[a-z]{2}(?:-[A-Z]{2})?)/)?")
_REFERENCE = re.compile(r"[\"'](?:/(assets/[\w.-]+)|\./([\w.-]+\.js))[\"']")
# What the one visit loads: whoever joins, whoever has joined, and whoever needs help with the link; and what is loaded
# when a person has come to that field.
_VISITS = {"form": {"join", "form"}, "member": {"member", "facts"}, "help": {"help"}, "area": {"places"}}
_MODULES = sorted(_SOURCES.rglob("*.js"))
_LOGIN = _SOURCES / "console/login.js"
_CONSOLE_BUDGET = 40 * 1024
_LITERAL = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`")
# Literals of several words that nobody reads: an HTTP header, a key, the separator of a title, and selectors.
_SELECTORS = {".error, .hint", ".intro, .long", "input, select", "dl > div", "#main h1, #main > dl, #main .agreed"}
_NO_SENTENCES = {"Bearer ", "Enter", *_SELECTORS}


def not_imported(script: str) -> set[str]:
    """Return the names of `views.js` that a script uses and neither imports nor declares: there it stops."""
    views = (_SOURCES / "assets/views.js").read_text("utf-8")
    names = set(re.findall(r"^export (?:const|(?:async )?function) (?:\{ )?(\w+)", views, flags=re.MULTILINE))
    code = _LITERAL.sub("''", re.sub(r"//.*$", "", script, flags=re.MULTILINE))
    declaring = r"(?:(?:import|const|let|function)\b[^=;(]*|function \w+\([^)]*)\b{}\b"
    declared = {name for name in names if re.search(declaring.format(name), code)}
    return {name for name in names - declared if re.search(rf"(?<![.\w]){name}\b(?!\s*:)", code)}


def loaded_by(key: str, other_visits: set[str], seen: set[str]) -> set[str]:
    """Return the file and all that it makes a browser load on one kind of visit."""
    seen.add(key)
    for absolute, module in _REFERENCE.findall(_BUILT[key].decode()):
        name = absolute or f"assets/{module}"
        if name not in seen and name.split("/")[1].partition(".")[0] not in other_visits:
            loaded_by(name, other_visits, seen)
    return seen


def language_of(page: str) -> str:
    """Return the language of the page's folder; at `/` it is the employer's default."""
    if page.startswith(CONSOLE):
        return page.split("/")[1] if page.count("/") > 1 else "en"
    folders = _FOLDERS.match(page)
    assert folders
    return folders["language"] or read_company().get(folders["employer"] or "").policy.languages.default


def sentences_in(script: str) -> list[str]:
    """Return the literals that read as if they were meant for people: a capital and small letters, or several words."""
    code = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
    literals = [re.sub(r"\$\{[^}]*\}", "", match[0][1:-1]) for match in _LITERAL.finditer(code)]
    return [text for text in literals if re.search(r"[A-Z][a-z]|[a-z]\W* \W*[a-z]", text) and text not in _NO_SENTENCES]


@pytest.mark.parametrize("script", _MODULES, ids=lambda path: path.name)
def test_a_script_imports_what_it_takes_from_the_views(script: Path) -> None:
    assert not_imported(script.read_text("utf-8")) == set()


@pytest.mark.parametrize("visit", ["form", "member", "help"])
@pytest.mark.parametrize("page", _OPT_IN_PAGES)
def test_the_whole_opt_in_page_is_at_most_14_kb_compressed(page: str, visit: str) -> None:
    own = _VISITS[visit]
    files = loaded_by(page, set().union(*_VISITS.values()) - own, set())

    assert {"style", "stay", "views", "api", *own} <= {key.rpartition("/")[2].partition(".")[0] for key in files}
    assert sum(len(gzip.compress(_BUILT[key], 9)) for key in files) <= _BUDGET


def test_the_whole_console_is_at_most_40_kb_compressed() -> None:
    files = loaded_by(f"{CONSOLE}index.html", set(), set())

    assert {"console", "login", "search", "desk", "log"} <= {key.rpartition("/")[2].partition(".")[0] for key in files}
    assert sum(len(gzip.compress(_BUILT[key], 9)) for key in files) <= _CONSOLE_BUDGET


@pytest.mark.parametrize("page", _PAGES)
def test_a_page_keeps_to_the_content_security_policy(page: str) -> None:
    html = _BUILT[page].decode()

    # A block of JSON is data: no browser runs it, and no policy speaks of it.
    assert not re.search(
        r'<script(?![^>]*\b(?:src=|type="application/json"))|<style|\sstyle=|\son\w+=|javascript:', html
    )
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
    assert re.search(r'<html lang="[a-zA-Z-]+" dir="(?:ltr|rtl)">', html)
    assert page.startswith("assets/") or f'<html lang="{language_of(page)}"' in html
    assert "{{" not in html


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.name)
def test_a_script_builds_no_markup_and_keeps_nothing(module: Path) -> None:
    script = module.read_text("utf-8")

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage|indexedDB|cookie|https?://", script
    )
    # A login leaves the page and comes back: its state and its verifier wait in the tab.
    assert "sessionStorage" not in script or module == _LOGIN


def test_the_login_keeps_two_things_and_neither_is_a_token() -> None:
    script = _LOGIN.read_text("utf-8")

    kept = re.findall(r"sessionStorage\.setItem\((\w+), JSON\.stringify\((.+?)\)\);", script)
    assert kept == [("LOGIN", "{ state, verifier }"), ("KEPT", "keep")]
    assert script.count("setItem") == len(kept)


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.name)
def test_no_sentence_for_people_stands_in_a_script(module: Path) -> None:
    script = module.read_text("utf-8")

    assert sentences_in(script) == []
    assert not re.search(r"textContent\s*[:=]\s*['\"`]\w", script)


def test_a_sentence_in_a_script_is_found() -> None:
    script = """// Says 'Not this one'.
    add('role_families', 'Choose one.'); title = `up to ${km} km or more`; heading = "Thanks"; place('#main');"""

    assert sentences_in(script) == ["Choose one.", "up to  km or more", "Thanks"]


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.name)
def test_a_script_names_what_it_says_so_that_the_build_can_look(module: Path) -> None:
    assert not re.search(r"(?<!function )\bsay\((?!'\w+'[,)])", module.read_text("utf-8"))


@pytest.mark.parametrize("page", _SOURCE_PAGES, ids=lambda page: page.parent.name + "/" + page.name)
def test_no_word_stands_in_a_page(page: Path) -> None:
    html = page.read_text("utf-8")
    bare = re.sub(r"\{\{[\w.]+(?:\s*<[^>]*>)*\s*\}\}", "", html)
    read = [*re.findall(r">([^<]*)<", bare), *re.findall(r'\s(?:alt|aria-label|title|placeholder)="([^"]*)"', bare)]

    assert [text.strip() for text in read if re.search(r"\w", text)] == []


def test_every_language_that_is_offered_has_its_words() -> None:
    offered = {language for employer in read_company().every() for language in employer.policy.languages.offered}

    assert offered <= set(_LANGUAGES)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_language_says_the_same_values_and_brackets_as_english(language: str) -> None:
    english, words = (read_words(_SITE / "words", name).sentences for name in ("en", language))

    def marks(sentence: str) -> tuple[set[str], int]:
        return set(re.findall(r"\{[\w.]+\}", sentence)), sentence.count("[")

    # A number's forms are the language's own, and the build compares them with the scripts.
    names = [name for name in english if f"{name.rpartition('.')[0]}.other" not in english]
    assert [name for name in names if marks(words[name]) != marks(english[name])] == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_language_writes_straight_quotes(language: str) -> None:
    folders = [folder for folder in (_SITE / "words", _SITE / "words/console") if language in languages(folder)]
    words = [read_words(folder, language).own for folder in folders]

    assert [name for own in words for name, sentence in own.items() if re.search("['\"]", sentence)] == []


@pytest.mark.parametrize("file", sorted((_SITE / "words").rglob("en*.toml")), ids=lambda file: file.name)
def test_the_words_in_english_say_email(file: Path) -> None:
    assert not re.search(r"\be-?mail program|\be-mail|(?<![\w.])mails?\b", file.read_text("utf-8"), re.IGNORECASE)


def test_the_privacy_notice_names_the_buttons_as_the_page_does() -> None:
    words = tomllib.loads((_SITE / "words" / "en.toml").read_text("utf-8"))

    for button in ("withdraw", "erase"):
        assert f"“{words['stay']['member'][button]}”" in words["privacy"]["rights_withdraw"]
