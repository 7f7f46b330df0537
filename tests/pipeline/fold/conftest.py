from __future__ import annotations

import sys
from pathlib import Path

# The newsstand is shared by the tests here and by those of the store.
sys.path.insert(0, str(Path(__file__).parent))
