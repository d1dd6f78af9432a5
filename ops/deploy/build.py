"""`sam build` for one architecture, byte code and checked settings, repeated only when what goes in has changed."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.deploy import byte_code, plain_data, sam
from ops.deploy.company_file import COMPANY_FILE
from ops.deploy.consent_versions import record_versions
from ops.deploy.employers import employers
from ops.terminal.paths import BUILDS, FUNCTIONS, ROOT, TEMPLATE, VENVS
from ops.terminal.progress import say, step
from ops.words import source


def build(architecture: str) -> Path:
    """Return the built template. Other builds wait meanwhile, so that tests and people can share one.

    Raises Failure where `company.toml` has a mistake.
    """
    # A mistake in the file is the quickest to tell.
    checked = employers()
    record_versions(checked, COMPANY_FILE)
    home = BUILDS / architecture
    built, stamp = home / "template.yaml", BUILDS / f"{architecture}.stamp"
    with _alone():
        inputs = _fingerprint(architecture)
        if built.exists() and stamp.exists() and stamp.read_text() == inputs:
            say(f"Functions for {architecture}: nothing has changed, not built again")
            return built
        # A build that is broken off must not count as done.
        stamp.unlink(missing_ok=True)
        with step(f"Building the functions for {architecture} (sam build)"):
            sam.run("sam-build", _arguments(home, architecture), os.environ)
        folders = function_folders(built)
        for folder in folders:
            plain_data.write_plain_data(folder, checked)
        with step("Compiling them"):
            byte_code.compile_functions(folders)
        stamp.write_text(inputs)
    return built


def function_folders(built: Path) -> list[Path]:
    """Return the folder of each function of a built template, as Lambda gets it."""
    return sorted(package.parent for package in built.parent.glob("*/functions"))


def _arguments(home: Path, architecture: str) -> list[str | Path]:
    cache = BUILDS / "cache" / architecture
    where: list[str | Path] = ["--template-file", TEMPLATE, "--build-dir", home, "--cached", "--cache-dir", cache]
    return ["build", *where, *sam.overrides({"Architecture": architecture})]


@contextmanager
def _alone() -> Iterator[None]:
    BUILDS.mkdir(parents=True, exist_ok=True)
    with (BUILDS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint(architecture: str) -> str:
    total = hashlib.sha256(architecture.encode())
    # The SAM CLI's stamp stands for its version, pyvenv.cfg for that of the Python that compiles.
    tools = [VENVS / "sam" / ".stamp", VENVS / "uv" / "pyvenv.cfg"]
    steps = [*sorted(Path(__file__).parent.glob("*.py")), Path(source.__file__)]
    for path in [TEMPLATE, *tools, *steps, *sorted(_deployed())]:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _deployed() -> Iterator[Path]:
    return (path for path in FUNCTIONS.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
