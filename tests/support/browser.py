"""A real, headless Chromium, driven with Selenium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver

from tests.support.machine import lacking


def need_chromium() -> None:
    """Skip the test where there is no Chromium with its driver; in CI, fail it."""
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        lacking("Chromium")


@contextmanager
def running_browser(
    *, width: int = 1280, height: int = 900, dark: bool = False, javascript: bool = True
) -> Iterator[webdriver.Chrome]:
    """A browser window of that size (CSS pixels), that colour scheme, with or without scripts."""
    need_chromium()
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium or ""
    for switch in (
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
        f"window-size={width},{height}",
    ):
        options.add_argument(f"--{switch}")
    if not javascript:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2}
        )
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
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
    wanted = {
        "prefers-color-scheme": "dark" if dark else "light",
        "prefers-reduced-motion": "reduce",
    }
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
