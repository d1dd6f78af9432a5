"""SAM CLI, run with a Python that its pip workflow accepts, and without telemetry."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.terminal.paths import LOCAL, VENVS, tool
from ops.terminal.processes import run_logged

Parameters = Mapping[str, str]


def run(name: str, arguments: Sequence[str | Path], environment: Mapping[str, str]) -> None:
    """Run `sam` with the arguments, with its output in the log `name`. Raise Failure if it fails."""
    run_logged(name, [tool("sam", "sam"), *arguments], quiet(environment))


def quiet(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which SAM CLI finds its Python and sends no telemetry."""
    # Its pip workflow needs pip and exactly the runtime's Python; only this environment is sure to have both.
    path = f"{VENVS / 'uv' / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return {**environment, "PATH": path, "SAM_CLI_TELEMETRY": "0", "__SAM_CLI_APP_DIR": str(LOCAL / "sam")}


def overrides(parameters: Parameters) -> list[str]:
    """Return the option that sets template parameters, empty ones too, or the stack keeps its previous values."""
    return ["--parameter-overrides", *(f'{name}="{value}"' for name, value in parameters.items())]
