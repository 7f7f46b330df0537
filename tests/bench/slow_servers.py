"""How late are healthy servers beside slow ones? Part of `make bench`, alone `python -m tests.bench.slow_servers`.

Arguments: how many slow, how many healthy, how many threads (200 50 128).

The servers live in a process of their own and on addresses of their own (127.1.x.y). The slow ones send a byte a second
for ever, half of them in the headers and half in the body. Batches of eight are handed out by sixteen threads, as the
fetcher's tasks do.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network

from pipeline.errors import IngestError
from schemas.outcome import Rejected
from workers.http import Fetcher
from workers.http.crowd import CROWD, Crowd

BATCH = 8
TASKS = 16
PORT = 8099


def address(number: int) -> str:
    """One loopback address for each server, healthy ones under 127.2, slow ones under 127.1."""
    return f"{number // 250}.{number % 250 + 1}"


async def _healthy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfeed")
    await writer.drain()
    writer.close()


async def _slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n" + random.choice([b"X-Slow: ", b"\r\n"]))
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(1)


async def _serve(n_slow: int, n_healthy: int, ready: object) -> None:
    for number in range(n_slow):
        await asyncio.start_server(_slow, f"127.1.{address(number)}", PORT)
    for number in range(n_healthy):
        await asyncio.start_server(_healthy, f"127.2.{address(number)}", PORT)
    ready.set()  # type: ignore[attr-defined]
    await asyncio.Event().wait()


def _run_servers(n_slow: int, n_healthy: int, ready: object) -> None:
    asyncio.run(_serve(n_slow, n_healthy, ready))


def main(n_slow: int = 200, n_healthy: int = 50, n_threads: int = CROWD) -> None:
    """Fetch all of them in a random order and print when each kind was done."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    servers = context.Process(target=_run_servers, args=(n_slow, n_healthy, ready), daemon=True)
    servers.start()
    ready.wait()
    urls = [f"http://127.1.{address(n)}:{PORT}/" for n in range(n_slow)]
    urls += [f"http://127.2.{address(n)}:{PORT}/" for n in range(n_healthy)]
    random.Random(5).shuffle(urls)
    fetcher, crowd = Fetcher("Bench/1", [ip_network("127.0.0.0/8")]), Crowd(n_threads)
    begun = time.monotonic()

    def visit(url: str) -> tuple[str, float, float, str]:
        started = time.monotonic()
        try:
            found = fetcher.fetch(url)
            word = found.reason.value if isinstance(found, Rejected) else str(found.status)
        except IngestError as error:
            word = error.reason.value
        return url, time.monotonic() - begun, time.monotonic() - started, word

    batches = [urls[at : at + BATCH] for at in range(0, len(urls), BATCH)]
    with ThreadPoolExecutor(TASKS) as tasks:
        done = tasks.map(lambda batch: list(crowd.groups(visit, batch)), batches)
        visits = [one for groups in done for group in groups for one in group]
    for kind, prefix in (("slow", "http://127.1."), ("healthy", "http://127.2.")):
        mine = [one for one in visits if one[0].startswith(prefix)]
        words = {word: sum(one[3] == word for one in mine) for word in {one[3] for one in mine}}
        last, longest = max(one[1] for one in mine), max(one[2] for one in mine)
        print(f"{kind:8} n={len(mine)} {words} last done after {last:.1f} s, longest fetch {longest:.1f} s")
    servers.terminate()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
