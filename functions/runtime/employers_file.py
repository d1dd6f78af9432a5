"""The employers' settings as the build has checked them, deployed beside the code.

The check itself is `ops/deploy/company_file.py`: a setting can be wrong only before it is deployed.
"""

from pathlib import Path

from functions.domain.employers import employers_json
from functions.domain.employers.employers import Employers

EMPLOYERS_FILE = Path(__file__).parents[1] / "employers.json"
# Beside it: the texts of each employer in each other language.
TEXTS_FOLDER = "employer_texts"


def read_employers() -> Employers:
    """Return the employers. Raises FileNotFoundError in an artifact that `make build` has not made."""
    folder = EMPLOYERS_FILE.with_name(TEXTS_FOLDER)
    return employers_json.read_employers(EMPLOYERS_FILE.read_bytes(), lambda name: (folder / name).read_bytes())
