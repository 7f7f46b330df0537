"""`fivefold feeds`: the feeds that are polled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from schemas.feed import Credential, FeedLink

app = typer.Typer(help="Add, list, pause and move feeds, one by one or as OPML.", no_args_is_help=True)
Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]
Names = Annotated[list[str], typer.Argument(help="URLs or ids of feeds.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(epilog="Example: fivefold feeds add https://example.org/news.rss --user ada < password.txt")
def add(
    urls: Annotated[list[str], typer.Argument(help="Feed URLs.")],
    user: Annotated[str | None, typer.Option("--user", help="User name; the password is read.")] = None,
    header: Annotated[str | None, typer.Option("--header", help="Header to send; its value is read.")] = None,
    database: Database = None,
) -> None:
    """Add feeds; they are due at once.

    The password of --user and the value of --header are asked for, or read from standard input: one line. They are
    kept apart from the address and sent to the feed's own host alone, as are those that an address carries.
    """
    from pipeline.canonical import split_web, without_userinfo
    from pipeline.errors import Misconfigured, Poison
    from schemas.feed import FeedLink

    plain = [without_userinfo(url) for url in urls]
    for url in plain:
        try:
            split_web(url)
        except Poison as error:
            raise Misconfigured(f"{url[:200]}: {error}") from error
    secret = _secret(plain, user, header)
    _warn_of_unreachable(plain)
    _add([FeedLink(url) for url in urls], database, secret)


def _secret(urls: list[str], user: str | None, header: str | None) -> Credential | None:
    from pipeline.credentials import basic
    from pipeline.credentials import header as made_of
    from pipeline.errors import Misconfigured

    if user is None and header is None:
        return None
    if len(urls) > 1 or (user is not None and header is not None):
        raise Misconfigured("--user or --header is for one feed at a time")
    value = _read_secret()
    return basic(urls[0], user, value) if user is not None else made_of(urls[0], header or "", value)


def _read_secret() -> str:
    """One line, not shown while it is typed. Arguments would stand in the list of processes for all to see."""
    import sys

    if sys.stdin.isatty():
        return str(typer.prompt("Secret", hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _warn_of_unreachable(urls: list[str]) -> None:
    """One line for each feed that is stored and will not be fetched, and what would open it."""
    from ipaddress import ip_network

    from pipeline.address import is_public, is_within, parse_address
    from workers.http.refusal import Refused
    from workers.http.target import parse_target
    from workers.settings import load_settings

    settings = load_settings()
    for url in urls:
        try:
            address = parse_address(parse_target(url, settings.allow_networks, settings.allow_ports).host)
        except Refused as refusal:
            typer.echo(f"{url[:200]}: will be refused: {refusal.as_rejected().detail}", err=True)
            continue
        if address is not None and not is_public(address) and not is_within(address, settings.allow_networks):
            opened = ip_network(address)
            typer.echo(
                f"{url}: will be refused: {address} is not public; FIVEFOLD_ALLOW_NETWORKS={opened} opens it", err=True
            )


@app.command("import", epilog="Example: fivefold feeds import seeds/feeds.opml")
def import_(files: Annotated[list[Path], typer.Argument(help="OPML files.")], database: Database = None) -> None:
    """Add all feeds of OPML files, also of files that are not quite well-formed."""
    from pipeline.errors import IngestError, Misconfigured
    from pipeline.opml import read_opml

    links = []
    for path in files:
        try:
            links += read_opml(path.read_bytes())
        except (OSError, IngestError) as error:
            raise Misconfigured(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    _add(links, database)


def _add(links: list[FeedLink], database: str | None, secret: Credential | None = None) -> None:
    from workers.cli.setting import ready_database
    from workers.store.credentials import save_credential
    from workers.store.feeds import add_feeds, can_be_kept, list_feeds

    store = ready_database(database, create=True)
    with store.write() as connection:
        before = len(list_feeds(connection))
        ids = add_feeds(connection, links, store.now(connection))
        if secret is not None:
            save_credential(connection, ids[0], secret)
        after = len(list_feeds(connection))
    for link in links:
        if not can_be_kept(link.url):
            typer.echo(f"{link.url[:200]!a}: left out: too long, or no address at all", err=True)
    typer.echo(f"{after - before} feeds added, {after} in all")


@app.command("list", epilog="Example: fivefold feeds list --json")
def list_(database: Database = None, as_json: AsJson = False) -> None:
    """List the feeds with their health."""
    from workers.cli.setting import ready_database
    from workers.cli.show import ago, print_json, print_table
    from workers.store.feeds import list_feeds

    store = ready_database(database)
    with store.read() as connection:
        rows, now = list_feeds(connection), store.now(connection)
    if as_json:
        print_json(
            [{name: value for name, value in row.items() if name not in ("hub_secret", "lease_token")} for row in rows]
        )
        return
    cells = (
        (row["id"], row["state"], row["title"] or "", row["url"], row["n_entries"], ago(row["last_success_at"], now),
         ago(row["next_poll_at"], now), row["last_error"] or "")
        for row in rows
    )  # fmt: skip
    print_table("", ("id", "state", "title", "url", "entries", "last success", "next poll", "last error"), cells)


@app.command(epilog="Example: fivefold feeds show 3")
def show(
    feed: Annotated[str, typer.Argument(help="URL or id.")], database: Database = None, as_json: AsJson = False
) -> None:
    """Show everything known of one feed."""
    from pipeline.errors import Misconfigured
    from workers.cli.setting import ready_database
    from workers.cli.show import plain, print_json, print_table
    from workers.store.credentials import origins_with_credentials
    from workers.store.feeds import list_feeds

    store = ready_database(database)
    with store.read() as connection:
        rows = [row for row in list_feeds(connection, with_removed=True) if feed in (row["url"], str(row["id"]))]
        opened = origins_with_credentials(connection)
    if not rows:
        raise Misconfigured(f"{feed}: no such feed")
    known = {name: value for name, value in rows[0].items() if name not in ("hub_secret", "lease_token")}
    known["credential_for"] = opened.get(rows[0]["id"])
    if as_json:
        print_json(known)
    else:
        print_table("", ("field", "value"), ((name, plain(value)) for name, value in known.items()))


def _set(names: list[str], state: str, database: str | None) -> None:
    from pipeline.errors import Misconfigured
    from schemas.feed import FeedState
    from workers.cli.setting import ready_database
    from workers.store.feeds import set_state

    store = ready_database(database)
    with store.write() as connection:
        n_feeds = set_state(connection, names, FeedState(state), store.now(connection))
    if not n_feeds:
        raise Misconfigured(f"{' '.join(names)}: no such feed")
    typer.echo(f"{n_feeds} feeds {state}")


@app.command(epilog="Example: fivefold feeds pause 3")
def pause(feeds: Names, database: Database = None) -> None:
    """Stop polling feeds until they are resumed."""
    _set(feeds, "paused", database)


@app.command(epilog="Example: fivefold feeds resume 3")
def resume(feeds: Names, database: Database = None) -> None:
    """Poll paused or gone feeds again, at once."""
    _set(feeds, "active", database)


@app.command(epilog="Example: fivefold feeds remove 3")
def remove(feeds: Names, database: Database = None) -> None:
    """Take feeds off the list. Their articles stay."""
    _set(feeds, "removed", database)


@app.command(epilog="Example: fivefold feeds export > feeds.opml")
def export(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; default standard output.")] = None,
    database: Database = None,
) -> None:
    """Write the feeds as OPML."""
    import sys

    from pipeline.opml import write_opml
    from schemas.feed import FeedLink
    from workers.cli.setting import ready_database
    from workers.store.feeds import list_feeds

    store = ready_database(database)
    with store.read() as connection:
        rows = list_feeds(connection)
    data = write_opml([FeedLink(row["url"], row["title"], row["group_name"]) for row in rows])
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)
