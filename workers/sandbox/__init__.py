"""A place to run code that hostile input may crash, hang or bloat: a killable child process.

No `try` catches a segmentation fault, and a 0.65 MB feed causes one in the XML parser of many installations; other
inputs of that size keep a parser busy for a minute. So feeds are parsed and pages are cleaned in a child with limits
on processor time, memory, open files and written files, and the parent reports what happened to it.

Read in this order: `limits`, `child` (what runs inside), `pool` (who owns children and names their deaths), `channel`
(how values travel). It contains accidents and resource use. It is not a wall against code execution, but values from
a child are read with a reader that builds only the project's own nouns.
"""

from workers.sandbox.limits import Limits
from workers.sandbox.pool import ChildFailed, Sandbox, run_once

__all__ = ["ChildFailed", "Limits", "Sandbox", "run_once"]
