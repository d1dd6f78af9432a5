"""A step says how it ended: after so many seconds, failed, or stopped because somebody wanted it to."""

import pytest

from ops.terminal.failure import Failure
from ops.terminal.progress import step


@pytest.mark.parametrize(
    ("how", "word"),
    [(Failure("It broke", "mend it"), "failed"), (KeyboardInterrupt(), "stopped"), (SystemExit(143), "stopped")],
)
def test_a_step_that_does_not_end_says_why(how: BaseException, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(type(how)), step("Building"):
        raise how
    assert capsys.readouterr().out.endswith(f". {word}\n")
