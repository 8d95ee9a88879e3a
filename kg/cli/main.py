"""`normgraph`: the command group, its exit codes, and one way of showing errors.

Exit codes: 0 done, 1 findings (where asked for), 2 usage, 3 invalid input, 4 internal error.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import rich_click as click
from click.exceptions import Abort, Exit

from kg import __version__
from kg.errors import NormgraphError, did_you_mean

# Command name -> module that defines it. Modules are imported only when their command runs: start-up counts.
COMMANDS = {
    "assess": "verdicts",
    "coverage": "verdicts",
    "crosswalk": "crosswalk",
    "demo": "demo",
    "doctor": "store",
    "duties": "knowledge",
    "explain": "explain",
    "facts": "knowledge",
    "frameworks": "knowledge",
    "gaps": "verdicts",
    "impact": "verdicts",
    "import": "portfolio",
    "log": "store",
    "obligations": "verdicts",
    "overlaps": "verdicts",
    "query": "query",
    "rebuild": "store",
    "requirements": "knowledge",
    "serve": "serve",
    "sparql": "query",
    "status": "store",
    "systems": "portfolio",
    "template": "portfolio",
    "validate": "validate",
    "verdicts": "verdicts",
    "verify": "store",
}


class Lazy(click.RichGroup):
    """A group that finds its commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(import_module(f"kg.cli.{module}"), f"{cmd_name}_command")
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = did_you_mean(args[0], COMMANDS) if args else None
            raise click.UsageError(f"{error.message} {near or ''}".strip(), ctx) from None


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="normgraph")
def cli() -> None:
    """One graph of AI controls, obligations and evidence: what binds us, what supports it, what is missing, and why."""


def main() -> None:
    """Entry point: run, and turn errors raised on purpose into one clear message and an exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except Abort:
        code = 130
    except Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except NormgraphError as error:
        print(f"normgraph: {error}", file=sys.stderr)
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
