"""axe-core in the browser: what it finds on the page that is open.

The engine is the one that selenium-axe-python brings along; a content security policy does not
keep it out, for it comes over the driver.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from selenium.webdriver import Chrome

# WCAG 2.2's own rule, target-size, is off in the engine until it is asked for by name.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_RUN = """
const [only, done] = arguments;
const rules = only.type === "tag" ? { "target-size": { enabled: true } } : {};
axe.run(document, { runOnly: only, rules, resultTypes: ["violations"] }).then(
  (found) => done(found.violations),
  (error) => done([{ id: "axe itself", help: String(error), nodes: [] }]),
);
"""


def findings(browser: Chrome, *, rules: Sequence[str] = ()) -> list[str]:
    """What is wrong with the page by WCAG 2.2 AA and best practice, or by these rules alone.

    A line each: the rule, what it asks for, and the element.
    """
    if not browser.execute_script("return typeof axe === 'object'"):
        browser.execute_script(f"{_engine()}\nwindow.axe = axe;")
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    violations: list[dict[str, Any]] = browser.execute_async_script(_RUN, only)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]} "
        f"({' '.join((node.get('failureSummary') or '').split())[:300]})"
        for violation in violations
        for node in violation["nodes"] or [{"html": ""}]
    ]


@cache
def _engine() -> str:
    return (files("selenium_axe_python") / "axe-core" / "axe.min.js").read_text("utf-8")
