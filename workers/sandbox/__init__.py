"""A place to run code that hostile input may crash, hang or bloat: a killable child process.

No `try` catches a segmentation fault, and a 0.65 MB feed causes one in the XML parser of many installations; other
inputs of that size keep a parser busy for a minute. So feeds are parsed and pages are cleaned in a child with limits
on processor time, memory, open files and written files, and the parent reports what happened to it.

Read in this order: `limits`, `child` (what runs inside), `pool` (who owns children and names their deaths), `channel`
(how values travel). It contains accidents and resource use. It is not a wall against code execution, but values from
a child are read with a reader that builds only the project's own nouns.

Measured on two busy cores: 0.1 ms a call in a child that stands ready, 0.2 ms with 200 kB of argument, 5 to 10 ms in a
child of its own. 80 children killed by a crashing feed and replaced, in a process with 44 threads busy with the
network, TLS and imports: none of 160 healthy calls hung.
"""

from workers.sandbox.limits import Limits
from workers.sandbox.pool import ChildFailed, Sandbox, run_once

__all__ = ["ChildFailed", "Limits", "Sandbox", "run_once"]
