"""Paths of the repository. Whatever the commands write is under `.local/`."""

from pathlib import Path

from ops.terminal.failure import Failure

ROOT = Path(__file__).parents[2]
FUNCTIONS = ROOT / "functions"
SITE = ROOT / "site"
TEMPLATE = ROOT / "infra" / "template.yaml"
SAM_CONFIG = ROOT / "samconfig.toml"

LOCAL = ROOT / ".local"
BUILDS = LOCAL / "build"
LOGS = LOCAL / "logs"
OUTPUTS = LOCAL / "outputs.json"
VENVS = LOCAL / "venvs"


def tool(environment: str, name: str) -> Path:
    """Return the path of a program in one of our virtual environments. Raise Failure if it is not installed."""
    path = VENVS / environment / "bin" / name
    if not path.exists():
        raise Failure(f"{name} is not installed in {path.parent.parent.relative_to(ROOT)}", "make setup")
    return path


def shown(path: Path) -> str:
    """Return the path as a person at the root of the repository would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
