"""The site as it is built: words and pages come together, and a mistake in either is named with its place."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from functions.domain.employers.employers import Employers
from functions.runtime.http import html_page
from functions.runtime.http.html_frame import PageOwner
from ops.deploy.company_file import check_company
from ops.deploy.site import build
from ops.deploy.site_renderers import Renderers
from ops.deploy.site_sources import read_sources
from ops.deploy.site_words import languages, read_words
from ops.terminal.failure import Failure
from ops.terminal.paths import SITE
from tests.builders import company_values, employers

PAGE = """<html lang="{{language.tag}}" dir="{{language.direction}}">
<h1>{{home.title}}</h1>
<p>{{home.lead <a href="mailto:{{brand.contact_email}}"> <b>}}</p>
<script type="application/json" id="words">{{script}}</script>
"""
SCRIPT = """const a = say('wait');
const b = say('months', { count });
const c = say('from', { area: place, km });
"""
WORDS = """[home]
title = "Are you new & curious?"
lead = "Write [to us] at {brand.name}. [It is free.]"
[script]
wait = "Please wait"
from = "{area}, up to {km} km"
months = { one = "a month", other = "{count} months" }
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {"pages/index.html": PAGE, "pages/assets/say.js": SCRIPT, "words/en.toml": WORDS}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def ours(*offered: str, **sections: Mapping[str, str]) -> Employers:
    languages = {"default": offered[0] if offered else "en", **({"offered": list(offered)} if offered else {})}
    return employers(languages=languages, **sections)


def change(site: Path, name: str, old: str, new: str) -> None:
    path = site / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def page(site: Path, language: str = "en", **brand: str) -> str:
    return build(ours(language, brand=brand), site)["index.html"].decode()


def mistakes(site: Path) -> list[str]:
    with pytest.raises(Failure) as refused:
        build(ours(), site=site)
    first, *lines = refused.value.problem.replace(f"{site}/", "").splitlines()
    assert first == "The site can't be built:"
    return lines


def test_a_page_says_its_sentences_with_the_employer_s_values_escaped_and_in_the_page_s_elements(site: Path) -> None:
    rendered = page(site, name="Fish & <Chips>", contact_email="hello@fish.example")

    assert rendered.startswith('<html lang="en" dir="ltr">\n<h1>Are you new &amp; curious?</h1>\n')
    link = '<a href="mailto:hello@fish.example">to us</a>'
    assert f"<p>Write {link} at Fish &amp; &lt;Chips&gt;. <b>It is free.</b></p>" in rendered


def test_a_name_that_ends_with_a_full_stop_does_not_get_a_second_one(site: Path) -> None:
    assert "at NorthStaff Inc. <b>" in page(site, name="NorthStaff Inc.")


def test_what_looks_like_a_mark_in_a_value_is_no_mark(site: Path) -> None:
    assert "at [A] [B]. <b>It is free.</b>" in page(site, name="[A] [B]")


def test_each_employer_has_a_home_page_and_a_privacy_notice_that_name_no_other_client(site: Path) -> None:
    change(site, "words/en.toml", "[script]", 'at = "With {operator.name}."\nhost = "{host.name} runs it."\n[script]')
    change(site, "pages/index.html", "</h1>", '</h1><a href="{{employer.path}}privacy/">x</a>{{home.at}} {{home.host}}')

    files = build(ours(), site=site)

    own, other = files["index.html"].decode(), files["of/harbour/index.html"].decode()
    assert '<a href="/en/privacy/">x</a>With Acme Logistics. \n' in own
    assert '<a href="/of/harbour/en/privacy/">x</a>With Acme Logistics. Acme Logistics runs it.' in other
    assert "Write <a" in other
    assert "Harbour" not in own


def test_the_shipped_notices_are_each_of_one_employer_only() -> None:
    files = {key: page.decode() for key, page in build(employers()).items() if key.endswith(".html")}

    assert {key for key, page in files.items() if "Harbour" in page} == {
        key for key in files if key.startswith("of/harbour/")
    }
    notice = files["of/harbour/en/privacy/index.html"]
    assert "Harbour Foods, 22 Pier Street, Hamilton, ON L8L 1C8, Canada. For anything about privacy" in notice
    assert "People at Harbour Foods who fill openings" in notice
    # Only as the one in whose account it is kept.
    assert re.findall(r"[^.>]*Acme[^.<]*", notice) == [
        "In the Amazon Web Services account of Acme Logistics",
        " Acme Logistics runs this site and sends our emails for us, on our instructions",
    ]


def test_the_page_of_a_link_speaks_for_no_employer_where_it_may_be_that_of_another() -> None:
    values = company_values()
    del values["employers"]
    alone, shared = build(check_company(values)), build(employers())

    assert "Acme Logistics" in alone["en/stay/index.html"].decode()
    for key in ("stay/index.html", "en/stay/index.html", "address/index.html"):
        assert "Acme" not in shared[key].decode()
    assert "Harbour Foods" in shared["of/harbour/en/stay/index.html"].decode()


def test_the_scripts_sentences_stand_in_the_page_and_can_not_end_their_element(site: Path) -> None:
    (block,) = re.findall(r'id="words">(.*?)</script>', page(site))

    words = json.loads(block)
    assert words == {
        "wait": "Please wait",
        "from": "{area}, up to {km} km",
        "months": {"one": "a month", "other": "{count} months"},
    }


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("fr-CA", "ltr")])
def test_a_page_in_another_language_says_so_and_says_how_it_is_written(
    site: Path, language: str, direction: str
) -> None:
    (site / "words" / f"{language}.toml").write_text(WORDS, "utf-8")

    head = site / "pages" / "head.html"
    head.write_text(PAGE.partition("\n")[0], "utf-8")

    words = read_words(site / "words", language)
    rendered = Renderers(read_sources(ours(), site), ours()).of_parts(words).page(head)
    assert rendered.startswith(f'<html lang="{language}" dir="{direction}">')
    assert languages(site / "words") == sorted(["en", language])


def test_a_language_without_a_file_is_named_and_so_are_those_that_have_one(site: Path) -> None:
    with pytest.raises(Failure, match=r"no words in pl: .*words/pl\.toml is missing") as refused:
        page(site, "pl")
    assert refused.value.remedy == "known are: en"


def test_each_page_is_there_in_each_language_that_is_offered_and_written(site: Path) -> None:
    (site / "words" / "fr.toml").write_text(WORDS.replace("It is free", "C’est gratuit"), "utf-8")
    (site / "words" / "nl.toml").write_text(WORDS, "utf-8")

    files = build(ours(), site)

    pages = {"index.html", "en/index.html", "fr/index.html"}
    assert {key for key in files if key.endswith(".html")} == pages | {f"of/harbour/{page}" for page in pages}
    assert files["index.html"] == files["en/index.html"]
    assert "C’est gratuit" in files["fr/index.html"].decode()


def test_a_page_links_to_itself_in_the_other_languages_by_their_own_names(site: Path) -> None:
    change(site, "pages/index.html", "</h1>", "</h1>{{languages}}")
    for language in ("en-CA", "fr"):
        (site / "words" / f"{language}.toml").write_text(WORDS, "utf-8")

    rendered = build(ours(), site)["of/harbour/fr/index.html"].decode()

    assert re.findall(r'<a href="(.*?)" lang="(.*?)".*?>(.*?)</a>', rendered)[:3] == [
        ("/of/harbour/en/", "en", "English"),
        ("/of/harbour/en-CA/", "en-CA", "English (Canada)"),
        ("/of/harbour/fr/", "fr", "Français"),
    ]
    assert '"/of/harbour/fr/" lang="fr" hreflang="fr" aria-current="true"' in rendered


def test_a_region_says_what_it_says_otherwise_and_has_the_rest_from_its_language(site: Path) -> None:
    (site / "words" / "en-CA.toml").write_text('[script]\nwait = "Please hold on"\n', "utf-8")

    rendered = page(site, "en-CA")

    assert "Are you new &amp; curious?" in rendered
    assert '"wait":"Please hold on"' in rendered


def test_an_asset_is_named_by_its_content_so_that_no_page_meets_another_release_s_script(site: Path) -> None:
    change(site, "pages/index.html", "</h1>", '</h1><script type="module" src="/assets/say.js"></script>')
    (site / "pages" / "assets" / "by.js").write_text("export const by = 1;", "utf-8")
    change(site, "pages/assets/say.js", "const a", "import { by } from './by.js';\nconst a")

    def assets() -> dict[str, str]:
        files = build(ours(), site)
        (script,) = re.findall(r'src="/(assets/say\.\w{10}\.js)"', files["index.html"].decode())
        (imported,) = re.findall(r"'\./(by\.\w{10}\.js)'", files[script].decode())
        assert f"assets/{imported}" in files
        return {"say": script, "by": imported}

    before = assets()
    change(site, "pages/assets/by.js", "1", "2")
    after = assets()
    assert before["by"] != after["by"]
    assert before["say"] != after["say"]


def test_modules_that_import_each_other_and_files_that_are_not_there_are_named(site: Path) -> None:
    assets = site / "pages" / "assets"
    (assets / "one.js").write_text("import './two.js';", "utf-8")
    (assets / "two.js").write_text("import './one.js';", "utf-8")
    assert mistakes(site) == ["pages/assets: modules that import each other: one.js, two.js"]

    (assets / "two.js").write_text("import './three.js';", "utf-8")
    assert "pages/assets/two.js: three.js is not in pages/assets" in mistakes(site)


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        (
            "pages/index.html",
            "home.title",
            "home.headline",
            "pages/index.html:2: home.headline is not in words/en.toml",
        ),
        (
            "pages/index.html",
            "brand.contact",
            "brand.phone",
            "pages/index.html:3: brand.phone_email is not in words/en.toml",
        ),
        (
            "pages/index.html",
            "<h1>{{home.title}}",
            "<h1>{{home.title",
            "braces that are no placeholder: {{home.title</h1>",
        ),
        ("pages/index.html", " <b>}}", "}}", "pages/index.html:3: home.lead: [brackets] in the words: 2, elements: 1"),
        ("pages/assets/say.js", "'wait'", "'hold_on'", "pages/assets/say.js:1: script.hold_on is not in words/en.toml"),
        (
            "pages/assets/say.js",
            "{ count }",
            "{ number }",
            "words/en.toml: script.months.other: {count} is not known; pages/assets/say.js:2 gives {number}",
        ),
        (
            "words/en.toml",
            "{area}, up to",
            "Up to",
            "words/en.toml: script.from: does not say {area}, which pages/assets/say.js:3 gives",
        ),
        (
            "words/en.toml",
            'other = "{count}',
            'many = "{count}',
            "words/en.toml: script.months: needs the form `other`",
        ),
        (
            "words/en.toml",
            '"Please',
            '"[Please]',
            "words/en.toml: script.wait: a script puts no element into [brackets]",
        ),
        ("words/en.toml", "{brand.name}", "{brand.slogan}", "words/en.toml: home.lead: {brand.slogan} is not known"),
        (
            "words/en.toml",
            "[script]",
            'more = "More."\n[script]',
            "words/en.toml: home.more: no page and no script says it",
        ),
        ("words/en.toml", "new &", "<b>new</b> &", 'words/en.toml: home.title: markup, "<"'),
        ("words/en.toml", "new &", "new &amp;", 'words/en.toml: home.title: markup, "&amp;"'),
        ("words/en.toml", "[to us]", "[to us](/stay/)", 'words/en.toml: home.lead: markup, "]("'),
        ("words/en.toml", "[to us]", "[[to us]]", "words/en.toml: home.lead: each [ needs its own ]"),
        ("words/en.toml", '"Please wait"', "5", "words/en.toml: script.wait: must be a sentence in quotes"),
        ("words/en.toml", '"Please wait"', '" "', "words/en.toml: script.wait: must be a sentence in quotes"),
    ],
)
def test_a_mistake_is_named_with_its_place(site: Path, file: str, old: str, new: str, mistake: str) -> None:
    change(site, file, old, new)

    assert [line for line in mistakes(site) if mistake in line]


def test_every_mistake_is_named_at_once_and_a_whole_site_has_none(site: Path) -> None:
    assert page(site)
    change(site, "pages/index.html", "home.title", "home.headline")

    assert mistakes(site) == [
        "pages/index.html:2: home.headline is not in words/en.toml",
        "words/en.toml: home.title: no page and no script says it",
    ]


def test_words_that_are_not_toml_are_refused_with_file_and_line(site: Path) -> None:
    change(site, "words/en.toml", 'title = "', "title = ")

    with pytest.raises(Failure, match=r"words/en\.toml: .*line 2"):
        build(ours(), site=site)


def test_a_file_of_unknown_type_is_refused(site: Path) -> None:
    (site / "pages" / "notes.docx").write_text("", "utf-8")

    place = "pages/notes.docx: a file of unknown type"
    assert mistakes(site) == [f"{place}; add its content type to ops/deploy/site_check.py"]


@pytest.mark.parametrize("language", languages(SITE / "words"))
def test_our_own_site_is_whole_in_every_language_that_has_a_file(language: str) -> None:
    files = build(ours(language))

    pages = {"index.html", "stay/index.html", "address/index.html", "privacy/index.html"}
    folders = {"", f"{language}/", "of/harbour/", f"of/harbour/{language}/"}
    whole = {folder + page for folder in folders for page in pages} | {"404.html", "robots.txt"}
    # What the API's own pages ask for.
    whole |= {"style.css", "icon.svg"}
    # All employers' recruiters share the console, and it has languages of its own.
    whole |= {"console/index.html"}
    assert {key for key in files if not key.startswith("assets/")} == whole


def test_what_the_pages_of_the_api_ask_for_is_published() -> None:
    owner = PageOwner("Acme", "/", "1 Example Road", "hiring@acme.example")
    page = html_page.page("Leave?", "You can.", language="en", owner=owner).body
    assert isinstance(page, str)
    assert set(re.findall(r'(?:src|href)="/([\w./-]+)"', page)) <= build(ours("en")).keys()
