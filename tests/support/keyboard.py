"""A person who has no mouse: Tab, Enter, blanks, arrows, and always a visible focus."""

from dataclasses import dataclass

from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys

_MOST_TABS = 120

_HERE = """
const here = document.activeElement;
if (!here || here === document.body) return null;
const label = here.labels?.[0] ?? here.closest("label");
const style = getComputedStyle(here);
const framed = [here, label?.querySelector("span, .back, .name") ?? here].map(getComputedStyle);
return {
  words: [here.getAttribute("aria-label"), label?.textContent, here.textContent, here.value]
    .filter(Boolean).join(" ").replace(/\\s+/g, " ").trim(),
  name: here.getAttribute("name") ?? "",
  visible: framed.some((each) => each.outlineStyle !== "none" || each.boxShadow !== "none"),
  tag: here.outerHTML.slice(0, 160),
};
"""


@dataclass
class Keyboard:
    """Somebody's hands on the keys of a browser."""

    browser: Chrome

    def tab_to(self, words: str = "", *, name: str = "") -> None:
        """Press Tab until the focus is on what has these words, or this name.

        Raises:
            AssertionError: it cannot be reached, or on the way the focus could not be seen.
        """
        seen = []
        for _ in range(_MOST_TABS):
            self.press(Keys.TAB)
            here = self.browser.execute_script(_HERE)
            if here is None:
                continue
            assert here["visible"], f"nothing shows that the focus is on {here['tag']}"
            seen.append(here["words"][:40] or here["name"])
            if (words and words in here["words"]) or (name and name == here["name"]):
                return
        raise AssertionError(f"Tab does not lead to {words or name}, but to {seen}")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        ActionChains(self.browser).send_keys(*keys).perform()
