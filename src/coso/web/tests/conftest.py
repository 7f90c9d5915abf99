"""One real Chromium for all journeys; whole installations that are made once."""

import os

import pytest
from playwright.sync_api import sync_playwright

from coso.testing.installations import Moulds

CHROMIUM = os.environ.get("COSO_CHROMIUM", "/usr/bin/chromium")
SIZES = {"phone": (360, 740), "desk": (1440, 900)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def chromium():
    # Playwright's own loop runs in this thread; Django must be told that the calls stay synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def page(request, chromium, live_server):
    width, height = SIZES[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height}, base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture(scope="session")
def moulds(tmp_path_factory, django_db_setup, django_db_blocker):
    made = Moulds(tmp_path_factory.mktemp("moulds"))
    yield made
    with django_db_blocker.unblock():
        made.drop()
