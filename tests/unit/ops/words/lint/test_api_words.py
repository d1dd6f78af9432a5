"""The words of the API keep the rules of the emails' words, in every language."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from functions.optin.wording import WORDS_FOLDER
from ops.words.lint.api_words import api_findings, console_findings
from ops.words.lint.combinations import LANGUAGES


def test_what_is_shipped_has_no_finding() -> None:
    assert api_findings(LANGUAGES) == []


def changed(folder: Path, language: str, **fields: str | None) -> Path:
    words = Path(shutil.copytree(WORDS_FOLDER, folder / "words"))
    file = words / f"{language}.json"
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    named = {name.replace("_", "-"): said for name, said in fields.items()}
    content["fields"] = {k: v for k, v in {**content.get("fields", {}), **named}.items() if v is not None}
    file.write_text(json.dumps(content), "utf-8")
    return words


@pytest.mark.parametrize(
    ("language", "field", "says", "told"),
    [
        ("pl", "missing", None, "fields.missing: is missing: translate it from en.json"),
        ("pl", "silly", "Nie.", "fields.silly: is not used, because en.toml has no such sentence: remove it"),
        ("de", "too_long", "Höchstens {max} Zeichen.", "fields.too-long: has {max}, but must have {limit}"),
        ("es", "missing", 'Falta "esto".', "fields.missing: has a straight quotation mark or apostrophe"),
        ("fr", "missing", " Manque.", "fields.missing: begins or ends with white space"),
        ("de", "missing", "Wir melden uns.", "fields.missing: says “Wir melden uns”"),
        ("fr-CA", "missing", "Cette réponse manque.", "fields.missing: repeats the file of its language"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    language: str, field: str, says: str | None, told: str, tmp_path: Path
) -> None:
    found = [str(finding) for finding in api_findings(LANGUAGES, changed(tmp_path, language, **{field: says}))]
    assert len(found) == 1
    assert found[0].startswith(f"functions/optin/words/{language}.json {told}")


def test_a_language_without_a_file_is_named(tmp_path: Path) -> None:
    words = Path(shutil.copytree(WORDS_FOLDER, tmp_path / "words"))
    (words / "es.json").unlink()
    (finding,) = api_findings(["es"], words)
    assert "functions/optin/words/es.json: is missing" in str(finding)


def test_what_the_console_says_has_no_findings() -> None:
    assert console_findings() == []
