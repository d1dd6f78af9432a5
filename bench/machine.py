"""The machine and the versions that the figures were measured with."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path

from ops.terminal.paths import tool

type Facts = dict[str, str]


def facts(artifact: Path) -> Facts:
    """Return them by their names in the results."""
    runtime = next(tool("runtime", "python").parents[1].glob("lib/python3*/site-packages"))
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{os.cpu_count()} CPUs, {platform.system()} on {platform.machine()}",
        "python": platform.python_version(),
        "botocore": _version("botocore", runtime),
        "powertools": _version("aws-lambda-powertools", artifact),
        "pydantic": _version("pydantic", artifact),
    }


def _version(name: str, folder: Path) -> str:
    return next(iter(distributions(name=name, path=[str(folder)]))).version
