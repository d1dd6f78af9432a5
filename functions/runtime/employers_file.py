"""Reads `company.toml`, which is deployed beside the code."""

import tomllib
from pathlib import Path

from functions.domain.employers.employers import Employers

EMPLOYERS_FILE = Path(__file__).parents[1] / "company.toml"


def read_employers(path: Path = EMPLOYERS_FILE) -> Employers:
    """The policy of each employer. Raises tomllib.TOMLDecodeError or pydantic.ValidationError."""
    return Employers(tomllib.loads(path.read_text("utf-8")))
