"""The plain data that the functions load, written into an artifact in place of the files that people edit."""

import shutil
from pathlib import Path
from tomllib import TOMLDecodeError

from functions.domain.employers.employers import Employers
from functions.domain.employers.employers_json import write_employers
from functions.domain.employers.texts_json import texts_file, write_texts
from functions.runtime.employers_file import EMPLOYERS_FILE, TEXTS_FOLDER
from ops.deploy.company_file import COMPANY_FILE
from ops.terminal.failure import Failure
from ops.terminal.paths import ROOT, shown
from ops.words.source import TEMPLATES, compile_wordings

# Where `functions/runtime/employers_file.py` and `functions/letters/wording.py` look; `make artifact` has both read.
_EMPLOYERS = Path("functions", EMPLOYERS_FILE.name)
_WORDINGS = Path("functions", "letters", "wordings")


def write_employers_file(path: Path, employers: Employers) -> None:
    """Write the employers' settings, and beside them the texts of each in its other languages."""
    path.write_text(write_employers(employers), "utf-8")
    folder = path.with_name(TEXTS_FOLDER)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for employer in employers.every():
        for language, texts in employer.translations.items():
            (folder / texts_file(employer.id, language)).write_text(write_texts(texts), "utf-8")


def write_plain_data(artifact: Path, employers: Employers) -> None:
    """Write settings and words into a function's artifact, and remove the files that they were read from.

    Raises Failure where the words can't be read.
    """
    write_employers_file(artifact / _EMPLOYERS, employers)
    try:
        compile_wordings(artifact / _WORDINGS)
    except (TOMLDecodeError, UnicodeDecodeError, KeyError) as err:
        raise Failure(f"{shown(TEMPLATES)} can't be used: {err}", "make lint-words; it says where") from None
    # Nobody should look in an artifact for what it does not read.
    (artifact / COMPANY_FILE.relative_to(ROOT)).unlink(missing_ok=True)
    shutil.rmtree(artifact / TEMPLATES.relative_to(ROOT), ignore_errors=True)
