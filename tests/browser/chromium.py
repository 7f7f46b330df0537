"""Drives a headless Chromium over its debugging pipe: no driver package, no port, nothing but the browser itself.

The protocol is the Chrome DevTools Protocol: JSON messages ended by a zero byte, read by the browser from descriptor 3
and written to descriptor 4.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60.0
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
    "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-extensions",
    "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


def find_chromium() -> str | None:
    """The browser of this machine, if it has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One tab. Remembers every request it made, every dialog it opened and every error of its policy."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.complaints: list[str] = []
        self._is_loaded = False

    def begin(self) -> None:
        """Open the tab and listen to what it does."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser and wait for its answer. Raises RuntimeError with what it says."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def _read(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            if not select.select([self._reader], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            self._buffer += os.read(self._reader, 1 << 20)
        line, _, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(line)
        return found

    def _note(self, event: Mapping[str, Any]) -> None:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(parameters["message"])
            self._number += 1
            closing = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
            os.write(self._writer, json.dumps({**closing, "sessionId": self._session}).encode() + b"\0")
        elif method == "Page.loadEventFired":
            self._is_loaded = True
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(parameters["exceptionDetails"]))

    def open(self, url: str) -> None:
        """Go there and wait until everything is loaded."""
        self._is_loaded = False
        self.call("Page.navigate", url=url)
        while not self._is_loaded:
            self._note(self._read())

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))
        return found["result"].get("value")

    def show_as(self, width: int, height: int, *, is_dark: bool) -> None:
        """Set the size of the window and the colours its user prefers."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def press(self, key: str) -> None:
        """Press and release a key."""
        code = {"Tab": 9, "Enter": 13}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def screenshot(self, path: Path) -> None:
        """Keep what is seen, the whole page."""
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(found["data"]))


@contextmanager
def open_page(binary: str, folder: Path) -> Iterator[Page]:
    """A browser with one tab and a profile of its own, ended afterwards."""
    (to_read, to_write), (from_read, from_write) = os.pipe(), os.pipe()
    # Above 4, so that putting them at 3 and 4 in the child overwrites neither.
    child = [fcntl.fcntl(one, fcntl.F_DUPFD, 20) for one in (to_read, from_write)]

    def arrange() -> None:
        os.dup2(child[0], 3)
        os.dup2(child[1], 4)

    process = subprocess.Popen(
        [binary, *FLAGS, f"--user-data-dir={folder}"], preexec_fn=arrange, pass_fds=(3, 4), stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    for one in (*child, to_read, from_write):
        os.close(one)
    try:
        page = Page(from_read, to_write)
        page.begin()
        yield page
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        os.close(to_write)
        os.close(from_read)
