"""The end of a command that can't do its work."""

from typing import IO, Any, ClassVar, override

import click


class Failure(click.ClickException):
    """A problem in words for the person at the terminal, and what they can do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    @override
    def show(self, file: IO[Any] | None = None) -> None:
        # The blank line sets the problem apart from the steps above it.
        click.echo(f"\n{self.problem}\nRemedy: {self.remedy}", file=file, err=True)


class Misuse(Failure):
    """A command line that the command does not understand."""

    exit_code: ClassVar[int] = 2
