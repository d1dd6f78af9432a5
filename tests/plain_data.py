"""Settings and words as plain data, made as the build makes them: in a source checkout nobody has built."""

import tempfile
from pathlib import Path

from functions.letters import wording
from functions.runtime import employers_file
from ops.deploy.company_file import read_company
from ops.deploy.plain_data import write_employers_file
from ops.words.source import compile_wordings

# Removed when the process ends.
_BUILT = tempfile.TemporaryDirectory(prefix="kind-regards-")


def make_plain_data() -> None:
    """Compile company.toml and the templates into a temporary folder, and let the functions read that."""
    employers_file.EMPLOYERS_FILE = Path(_BUILT.name, "employers.json")
    write_employers_file(employers_file.EMPLOYERS_FILE, read_company())
    wording.WORDINGS = Path(_BUILT.name, "wordings")
    compile_wordings(wording.WORDINGS)
