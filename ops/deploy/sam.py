"""How SAM CLI is run: with a Python that its pip workflow accepts, and without telling anybody."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.terminal.paths import LOCAL, VENVS, tool
from ops.terminal.processes import run_logged

Parameters = Mapping[str, str]


def run(name: str, arguments: Sequence[str | Path], environment: Mapping[str, str]) -> None:
    """`sam` with the given arguments, its output in the log `name`. Raises Failure."""
    run_logged(name, [tool("sam", "sam"), *arguments], quiet(environment))


def quiet(environment: Mapping[str, str]) -> dict[str, str]:
    # Its pip workflow wants pip and a Python of exactly the runtime's version; only this environment surely has both.
    path = f"{VENVS / 'uv' / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return {**environment, "PATH": path, "SAM_CLI_TELEMETRY": "0", "__SAM_CLI_APP_DIR": str(LOCAL / "sam")}


def overrides(parameters: Parameters) -> list[str]:
    """The option that sets template parameters; an empty value is said too, or the stack keeps its previous one."""
    return ["--parameter-overrides", *(f'{name}="{value}"' for name, value in parameters.items())]
