"""Runs a command as the compose file says: on a read-only tree, as a user without rights, with its own small /tmp.

A namespace of mounts and `setpriv` stand in for a container engine. Only root may do that.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

USER = 10001
_ENTER = """
set -e
room=$1 base=$2 closed=$3 user=$4
shift 4
mount -t tmpfs -o mode=1777,size=256m tmpfs "$room"
if [ -n "$closed" ]; then
    mkdir "$room/base"
    mount --bind "$base" "$room/base"
    mount -t tmpfs -o mode=0755 tmpfs "$closed"
    mkdir -p "$base"
    mount --move "$room/base" "$base"
    mount -o remount,ro,bind "$base"
    rmdir "$room/base"
fi
mount -o remount,ro,bind /
exec setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
"""


def contained(command: Sequence[str], room: Path) -> list[str]:
    """The command line that runs `command` so. `room` becomes the only folder it can write to, empty for each command."""
    base = Path(sys.base_prefix)
    # An interpreter in somebody's closed home is brought out of it.
    closed = [one for one in base.parents if not one.stat().st_mode & 0o001]
    given = [str(room), str(base), str(closed[-1]) if closed else "", str(USER)]
    return ["unshare", "--mount", "sh", "-c", _ENTER, "enter", *given, *command]


def why_not(room: Path) -> str:
    """Why nothing can be contained here; empty if it can."""
    if os.geteuid() != 0:
        return "only root may make a tree read-only"
    tried = subprocess.run(
        contained([sys.executable, "-c", "import ops.command"], room), capture_output=True, text=True, check=False
    )
    return "".join(tried.stderr.strip().splitlines()[-1:]) if tried.returncode else ""
