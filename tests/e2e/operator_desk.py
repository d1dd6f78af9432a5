"""The operator's commands, as typed after `make ledger`."""

import shlex

from click.testing import CliRunner

from ops.__main__ import commands


class OperatorDesk:
    """A terminal at which the commands act on the deployed stack."""

    def enter(self, line: str) -> tuple[int, str]:
        """Return the exit code of a command, and what it printed."""
        result = CliRunner().invoke(commands, ["ledger", *shlex.split(line)], catch_exceptions=False)
        return result.exit_code, result.output
