"""Tests of many small cases in one: pytest takes longer for a test of its own than most of the cases do."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from tests.architecture.states import EVENTS, STATES


def each_pair(test: Callable[[str, str], None]) -> Callable[[str], None]:
    """Make of a test for a state and an event one test for each state, of all events."""

    @pytest.mark.parametrize("state", STATES)
    def of_state(state: str) -> None:
        _try_all(test, [(state, event) for event in EVENTS])

    of_state.__doc__ = test.__doc__
    return of_state


def each_file(paths: Sequence[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Make of a test for a file one test of all these files."""

    def decorate(test: Callable[[Path], None]) -> Callable[[], None]:
        def of_files() -> None:
            assert paths
            _try_all(test, [(path,) for path in paths])

        of_files.__doc__ = test.__doc__
        return of_files

    return decorate


def _try_all(test: Callable[..., None], cases: Iterable[tuple[object, ...]]) -> None:
    """Try all cases. Raise the errors of those that fail, each with a note that names its case."""
    errors = [error for case in cases if (error := _error_of(test, case))]
    if errors:
        raise ExceptionGroup(f"{len(errors)} fail", errors)


def _error_of(test: Callable[..., None], case: tuple[object, ...]) -> Exception | None:
    try:
        test(*case)
    except Exception as err:  # noqa: BLE001
        err.add_note(", ".join(map(str, case)))
        return err
    return None
