"""Where things are. Whatever `local` writes is under `.local/`."""

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
    """A program of one of our virtual environments. Raises Failure if it is not installed."""
    path = VENVS / environment / "bin" / name
    if not path.exists():
        raise Failure(f"{name} is not installed in {path.parent.parent.relative_to(ROOT)}", "make setup")
    return path


def shown(path: Path) -> str:
    """The path as a person at the repository's root would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
