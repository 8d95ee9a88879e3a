"""`normgraph`: the command group, its exit codes, and one way of showing errors.

Exit codes: 0 done, 1 findings (where asked for), 2 usage, 3 invalid input, 4 internal error,
130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

# Not rich_click, which the commands use: help and completion of the group must not cost its import.
import click
from click.exceptions import Abort, Exit
from click.shell_completion import CompletionItem

from kg import __version__
from kg.errors import NormgraphError, did_you_mean

# Heading -> command -> (module that defines it, help). A module is imported when its command runs: start-up counts.
SECTIONS = {
    "What applies and what is missing": {
        "assess": (
            "verdicts",
            "Compute all verdicts and put them into the RDF index, where SPARQL can ask about them.",
        ),
        "coverage": ("verdicts", "Per framework: verdicts by status, and the share of demanded points that is shown."),
        "explain": ("explain", "Why a subject has its verdict on a requirement."),
        "gaps": ("verdicts", "Verdicts that need work: conflicts first, then by how bad and how soon."),
        "impact": ("verdicts", "Verdicts that change if a measure fails."),
        "maturity": ("verdicts", "Which level of maturity is reached, by stated rules."),
        "obligations": ("verdicts", "What binds one subject now, later, or perhaps."),
        "overlaps": ("verdicts", "Duties that two or more instruments demand of the same bearer."),
        "query": ("query", "Ask a question of the query library; `list` lists the questions."),
        "sparql": ("query", "Run a read-only SPARQL query over record, knowledge and verdicts."),
        "systems": ("portfolio", "Systems, models and data sets on record, with roles, class and open questions."),
        "verdicts": ("verdicts", "Every verdict: subject, requirement, applicability, status and reason."),
    },
    "The record": {
        "changes": ("store", "What a commit changed on record, with old and new values."),
        "export": ("files", "Write the portfolio on record to a file: YAML, or a workbook."),
        "framework": ("framework", "Put a framework of your own on record, or take it off."),
        "graph": ("graph", "List the graphs of any RDF on record, or take one off."),
        "import": ("portfolio", "Put what is in a file on record, in one commit or not at all."),
        "mapping": ("mapping", "Put mapping sets that others published on record, list, show or remove them."),
        "profile": ("profile", "Say how a spreadsheet is read: list, show, draft and check profiles."),
        "template": ("files", "A portfolio or framework file to start from, as YAML or workbook, or its JSON Schema."),
        "validate": ("validate", "Check the record, or the knowledge, against its shapes."),
    },
    "Knowledge": {
        "crosswalk": ("crosswalk", "Relations between the requirements of two frameworks."),
        "duties": ("duties", "The duty scheme, and how far its use was reviewed."),
        "facts": ("knowledge", "The facts vocabulary, as questions."),
        "frameworks": (
            "knowledge",
            "Frameworks, your own last: how they bind, what they hold, how far they are reviewed.",
        ),
        "requirements": ("knowledge", "Requirements with modality, bearers, level, first date and duties."),
    },
    "The store": {
        "doctor": ("store", "Check the installation: versions, shipped data, store."),
        "log": ("store", "Commits of the record, newest first."),
        "rebuild": ("store", "Throw all indexes and snapshots away and build the current index anew."),
        "status": ("store", "What the store holds."),
        "verify": ("store", "Check every commit of the record against its hash chain."),
    },
    "More": {
        "demo": ("demo", "The main job, shown on a fictitious company."),
        "serve": ("serve", "Serve the read-only REST interface until interrupted."),
    },
}
COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}


class Lazy(click.Group):
    """A group that finds its commands by name, and knows what they do without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"kg.cli.{COMMANDS[cmd_name][0]}")
        found: click.Command = getattr(module, f"{cmd_name}_command")
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command the arguments name; a word that names none is an error with the nearest names."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            near = did_you_mean(args[0], COMMANDS) or ""
            raise click.UsageError(f"No such command '{args[0]}'. {near}".strip(), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Commands under their headings."""
        width = max(map(len, COMMANDS))
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), text) for name, (_, text) in commands.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and options that begin like a word."""
        found = [CompletionItem(name, help=text) for name, (_, text) in sorted(COMMANDS.items())]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [item for item in found if item.value.startswith(incomplete)] + options

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. A reader that closed the pipe early has seen enough: that is no error."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # What is still buffered would raise again when Python shuts down.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Exit(0) from None


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="normgraph")
def cli() -> None:
    """One graph of AI controls, obligations and evidence: what binds us, what supports it, what is missing, and why."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: run, and turn errors raised on purpose into one clear message and an exit code."""
    try:
        code = cli.main(arguments, prog_name="normgraph", standalone_mode=False)
    except Abort:
        print("normgraph: interrupted; a change to the record that was not finished was not made", file=sys.stderr)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except NormgraphError as error:
        print(f"normgraph: {error}", file=sys.stderr)
        code = error.exit_code
    except Exception as error:  # noqa: BLE001 - whatever it is, 1 would say that there are findings
        traceback.print_exc()
        print(f"normgraph: internal error: {type(error).__name__}: {error}", file=sys.stderr)
        code = NormgraphError.exit_code
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
