"""Commands whose usage is what the reader types: the arguments of a make target stand in ARGS."""

from typing import override

import click

_SENTENCE = 120

type Text = str | tuple[str, ...] | None


class MakeCommand(click.Command):
    """A command that is typed as `make explain ARGS="--window off"`."""

    @override
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        program, _, arguments = typed(ctx, *self.collect_usage_pieces(ctx)).partition(" ")
        formatter.write_usage(program, arguments)

    @override
    def get_short_help_str(self, limit: int = 45) -> str:
        # A first sentence that is cut off says nothing: the list of commands wraps it instead.
        return super().get_short_help_str(max(limit, _SENTENCE))


class MakeGroup(MakeCommand, click.Group):
    """A group of commands that are typed as `make ledger ARGS="show REFERENCE"`."""

    command_class = MakeCommand


def typed(ctx: click.Context, *more: str) -> str:
    """Return the line that a reader types to run the command of this context with the arguments `more`."""
    if not isinstance(ctx.command, MakeCommand):
        return " ".join([ctx.command_path, *more])
    names = list(more)
    while ctx.parent:
        names.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    target, *arguments = names
    return f'make {target} ARGS="{" ".join(arguments)}"' if arguments else f"make {target}"


def require_text(_context: click.Context, _parameter: click.Parameter, value: Text) -> Text:
    """Refuse an argument that is empty, for example because a variable of the shell is: it would name anything."""
    texts: tuple[str, ...] = (value,) if isinstance(value, str) else value or ()
    if not all(text.strip() for text in texts):
        raise click.BadParameter("it is empty")
    return value


def given[T](option: str, value: T | None) -> T:
    """Return the value. Raise MissingParameter where the option was left out."""
    if value is None:
        raise click.MissingParameter(param_hint=f"'{option}'", param_type="option")
    return value
