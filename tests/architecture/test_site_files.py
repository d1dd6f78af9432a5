"""The page's own promises: small, self-contained, nothing inline, nothing from anybody else."""

import gzip
import re
from pathlib import Path

import pytest

_SITE = Path(__file__).parents[2] / "site"
_PAGES = sorted(_SITE.rglob("*.html"))
_MODULES = sorted(_SITE.rglob("*.js"))
_BUDGET = 14 * 1024
_PLACEHOLDERS = {"company.name", "company.contact_email", "company.postal_address", "company.privacy_contact", "others"}


def loaded_by(file: Path, seen: set[Path]) -> set[Path]:
    """The file and all that it makes a browser load."""
    seen.add(file)
    names = re.findall(r'(?:src|from) ?=?"?[\'"]?([\w./]+\.(?:js|svg))|href="(/assets/[^"]+)"', file.read_text("utf-8"))
    for name in filter(None, (name for pair in names for name in pair)):
        target = _SITE / name.lstrip("/") if name.startswith("/") else (file.parent / name).resolve()
        if target not in seen:
            loaded_by(target, seen)
    return seen


def test_the_whole_opt_in_page_is_at_most_14_kb_compressed() -> None:
    files = loaded_by(_SITE / "stay" / "index.html", set())

    assert {"style.css", "stay.js", "form.js", "api.js"} <= {file.name for file in files}
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) <= _BUDGET


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_SITE)))
def test_a_page_keeps_to_the_content_security_policy(page: Path) -> None:
    html = page.read_text("utf-8")

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
    assert '<html lang="en">' in html
    assert set(re.findall(r"{{(.*?)}}", html)) <= _PLACEHOLDERS


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.name)
def test_a_script_builds_no_markup_and_keeps_nothing(module: Path) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage|sessionStorage|cookie|https?://",
        module.read_text("utf-8"),
    )
