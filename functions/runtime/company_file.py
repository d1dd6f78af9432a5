"""Reads `company.toml`, which is deployed beside the code."""

import tomllib
from pathlib import Path

from functions.domain.company import Company

COMPANY_FILE = Path(__file__).parents[1] / "company.toml"


def read_company(path: Path = COMPANY_FILE) -> Company:
    """The employer's policy. Raises tomllib.TOMLDecodeError or pydantic.ValidationError."""
    return Company.model_validate(tomllib.loads(path.read_text("utf-8")))
