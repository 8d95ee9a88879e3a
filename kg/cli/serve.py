"""Command serve: the REST service, on loopback unless somebody insists."""

from __future__ import annotations

import ipaddress
import socket

import rich_click as click

from kg.cli.options import pass_graph
from kg.cli.output import say
from kg.engine import KnowledgeGraph
from kg.errors import UsageError

DEFAULT_PORT = 8042
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@click.command("serve")
@pass_graph
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)
@click.option(
    "--allow-remote", is_flag=True, help="Listen where other machines can connect. Nobody is asked to log in."
)
def serve_command(graph: KnowledgeGraph, host: str, port: int, allow_remote: bool) -> None:
    """Serve the read-only REST interface until interrupted."""
    if not (allow_remote or is_loopback(host)):
        raise UsageError(
            "this address can be reached from other machines, and the service asks nobody to log in",
            where="--host", found=host, expected="a loopback address, such as 127.0.0.1",
            hint="--allow-remote if that is what you want",
        )  # fmt: skip
    if allow_remote:
        say("warning: without any login, whoever reaches this address can read the whole record")
    say(f"organisation: {graph.organisation}" if graph.organisations else "nothing is on record yet")
    with listen(host, port) as listening:
        name = f"[{host}]" if ":" in host else host
        say(f"http://{name}:{listening.getsockname()[1]}/api/v1/openapi.json says what there is; stop with Ctrl-C")
        run(graph, listening, () if allow_remote else (*LOOPBACK_NAMES, host))


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect to an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; raises UsageError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            "cannot listen there", where="--host, --port", found=f"{host} port {port}: {error.strerror or error}",
            expected="an address of this machine and a free port", hint="--port 0 takes any free port",
        ) from error  # fmt: skip


def run(graph: KnowledgeGraph, listening: socket.socket, hosts: tuple[str, ...]) -> None:
    """Answer requests until interrupted."""
    import uvicorn

    from api import create_app

    config = uvicorn.Config(
        create_app(graph, hosts), access_log=False, log_level="warning", server_header=False, proxy_headers=False
    )
    uvicorn.Server(config).run(sockets=[listening])
