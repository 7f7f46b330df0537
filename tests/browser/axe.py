"""axe-core, the accessibility rules of WCAG as a script, run in a page. It comes in a Python package that is not imported."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from tests.browser.chromium import Page

PACKAGE = "axe_playwright_python"
RUN = """
axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(found => found.violations.map(
  one => `${one.id} (${one.impact}): ${one.help}: ${one.nodes.map(node => node.target.join(' ')).slice(0, 5).join(', ')}`))
"""
"""All rules that axe-core has by default: WCAG 2.0 to 2.2, A and AA, and its best practices."""


@lru_cache(maxsize=1)
def axe_script() -> str | None:
    """The source of axe-core, if its package is installed."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    return (Path(found.origin).parent / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page that is shown."""
    script = axe_script()
    assert script is not None, "NOT CHECKED: axe-core is missing; run `make install`"
    page.run(f"{script}; typeof axe")
    found: list[str] = page.run(RUN)
    return found
