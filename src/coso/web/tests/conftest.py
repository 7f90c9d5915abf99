"""One real Chromium for all journeys."""

import os

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("COSO_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def chromium():
    # Playwright's own loop runs in this thread; Django must be told that the calls stay synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
