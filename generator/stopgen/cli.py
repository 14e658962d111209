"""The command line: which commands there are; each one is a module of its own, loaded when it is needed."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

from stopgen import __version__

# In the order of the help: what is used daily comes first.
_COMMANDS = (
    *("generate", "check", "diff", "list", "watch", "update", "add"),
    *("export", "report", "inputs", "outputs", "explain"),
)


class _Commands(click.Group):
    """The group of the commands; asking for one imports that one alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None if there is none of that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: object = import_module(f"stopgen.commands.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; name the one that was probably meant."""
        if args[0] in _COMMANDS:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        if close := get_close_matches(args[0], _COMMANDS, n=1):
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean {close[0]!r}?", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stopgen")
def main() -> None:
    """Turn API documents into Python clients that stop what a platform is running."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
