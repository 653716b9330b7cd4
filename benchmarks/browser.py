"""A real, headless Chromium, driven with Selenium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver

_SWITCHES = (
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "disable-quic",
    "disable-dev-shm-usage",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "hide-scrollbars",
)


def has_chromium() -> bool:
    """Whether there is a Chromium with its driver."""
    return shutil.which("chromium") is not None and shutil.which("chromedriver") is not None


@contextmanager
def open_browser(
    *,
    width: int = 1280,
    height: int = 900,
    dark: bool = False,
    javascript: bool = True,
    driver_port: int = 0,
) -> Iterator[webdriver.Chrome]:
    """A browser window of that size (CSS pixels), that colour scheme, with or without scripts.

    Its driver listens on a port that may be given; else on one that is free.
    """
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for switch in (*_SWITCHES, f"window-size={width},{height}"):
        options.add_argument(f"--{switch}")
    if not javascript:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2}
        )
    service = webdriver.ChromeService(shutil.which("chromedriver"), port=driver_port)
    browser = webdriver.Chrome(options=options, service=service)
    try:
        browser.set_page_load_timeout(60)
        look(browser, width, height, dark=dark)
        yield browser
    finally:
        browser.quit()


def look(browser: webdriver.Chrome, width: int, height: int, *, dark: bool = False) -> None:
    """Give the window another size and colour scheme; nothing moves or fades in it."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    scheme = "dark" if dark else "light"
    wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
