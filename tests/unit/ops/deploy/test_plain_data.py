"""What a build puts into an artifact, and what it takes out of it."""

import shutil
from pathlib import Path

from functions.domain.employers.employers_json import read_employers
from functions.letters.wording import read_wordings
from ops.deploy.company_file import read_company
from ops.deploy.plain_data import write_plain_data
from ops.terminal.paths import FUNCTIONS
from ops.words.source import read_source


def test_an_artifact_has_plain_data_in_place_of_what_people_edit(tmp_path: Path) -> None:
    functions = Path(shutil.copytree(FUNCTIONS, tmp_path / "functions"))
    write_plain_data(tmp_path, read_company())
    texts = functions / "employer_texts"
    read = read_employers((functions / "employers.json").read_bytes(), lambda name: (texts / name).read_bytes())
    assert read.every() == read_company().every()
    assert {path.name for path in texts.iterdir()} >= {"pl.json", "harbour.fr-CA.json"}
    assert read_wordings(functions / "letters" / "wordings").version == read_source().version
    assert list(functions.rglob("*.toml")) == []
