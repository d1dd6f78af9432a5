"""A file that is there when it is whole, and not before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import TextIO

from ops.terminal.failure import Failure


def check_new(path: Path, *, force: bool) -> None:
    """Raise Failure where the file is there already, or can't be written."""
    if path.is_dir() or not path.parent.is_dir():
        raise Failure(f"{path} is no file in a folder that there is", "--to with the name of a new file")
    if path.exists() and not force:
        raise _is_there(path)


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[TextIO]:
    """Yield the file to write, which only its owner can read. It gets its name at the end, if nothing was raised."""
    try:
        descriptor, name = mkstemp(".part", f".{path.name}.", path.parent)
    except OSError as err:
        raise Failure(f"{path.parent}: {err.strerror}", "--to with a folder that you may write") from None
    part = Path(name)
    try:
        # Line ends are the format's own.
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        _name(part, path, force=force)
    except OSError as err:
        raise Failure(f"{path}: {err.strerror}", "make room, or name another file, and run the command again") from None
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, path: Path, *, force: bool) -> None:
    if force:
        part.replace(path)
        return
    try:
        # Fails where somebody else has made the file meanwhile; a rename would replace it.
        path.hardlink_to(part)
    except FileExistsError:
        raise _is_there(path) from None
    except OSError:
        # A file system without hard links.
        if path.exists():
            raise _is_there(path) from None
        part.rename(path)


def _is_there(path: Path) -> Failure:
    return Failure(f"{path} is there already, and was left as it is", "another name, or --force to replace it")
