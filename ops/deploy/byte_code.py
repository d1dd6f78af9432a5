"""Byte code beside every module that is deployed, so that a cold start compiles nothing.

Lambda can't write into its task folder and would compile anew each time; and a time stamp would not survive the zip.
"""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ops.terminal.failure import Failure
from ops.terminal.paths import TEMPLATE, shown, tool
from ops.terminal.processes import run_logged

# Where Lambda unpacks the artifact: tracebacks name it, and the import need not correct it.
_TASK_ROOT = "/var/task"
_RUNTIME = re.compile(r"^\s+Runtime: (python\S+)$", re.MULTILINE)


def compile_functions(folders: Iterable[Path]) -> None:
    """Compile all of each built function. Raises Failure where our Python is not the one they will run on."""
    _require_the_same_python()
    how = ["-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    for folder in folders:
        where = ["-s", str(folder), "-p", _TASK_ROOT, str(folder)]
        run_logged("compile", [tool("uv", "python"), "-I", "-m", "compileall", *how, *where], os.environ)


def _require_the_same_python() -> None:
    ours = f"python{_version()}"
    for runtime in set(_RUNTIME.findall(TEMPLATE.read_text("utf-8"))):
        if runtime != ours:
            raise Failure(
                f"{shown(TEMPLATE)} runs the functions on {runtime}, which can't read byte code of {ours}",
                "name the same version in both, the template and the Makefile; then make clean",
            )


def _version() -> str:
    show = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    return subprocess.check_output([str(tool("uv", "python")), "-I", "-c", show], text=True).strip()
